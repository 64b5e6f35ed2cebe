"""Characters that stand for others: radicals, traditional characters, width, blanks, breaks, nothing.

A PDF writes 「⽕」 (a Kangxi radical) or 「⻔」 (a CJK radical) where the text has 「火」 and 「门」: they
look the same and are other characters. ``fold`` puts the character that is meant, one for one, so
that positions stay; ``fold_character`` goes further, for comparing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

#: CJK radicals that Unicode's NFKC leaves alone, with the ideographs that they stand for
#: (Unicode's EquivalentUnifiedIdeograph; those without a character of the basic plane left out).
_SUPPLEMENT = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺺⺻⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁羊耂肀聿艹艹艹虎衤覀西见角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")

#: Characters that OpenCC reads by the word (答覆, 瞭解, 家俱) or not at all; both sides are folded, so
#: that 覆盖 stays itself.
_VARIANTS = dict(zip("衞覆瞭著枱睪揹敍甦藉俱", "卫复了着台睾背叙苏借具", strict=True))

#: Every character, or pair, that ends a line.
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Those that editors count as the end of a line.
COUNTED_BREAK = re.compile("\r\n|[\n\r]")
#: What shows nothing and takes no room: it may stand in the middle of a word.
NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
#: White space inside a line.
BLANK = re.compile(r"[^\S\n]|[\u2800\u3164\uffa0]")


def fold(text: str) -> str:
    """The text with radicals and compatibility forms replaced, character for character."""
    return _RADICALS.sub(lambda m: unify_radical(m.group()), text)


def unify_radical(character: str) -> str:
    """The ideograph that a radical or compatibility form stands for; any other character as it is."""
    if not _RADICALS.match(character):
        return character
    plain = _SUPPLEMENT.get(character) or unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    path = files("corpus") / "data" / "simplified.txt"
    traditional, simplified = path.read_text("utf-8").splitlines()[1:3]
    return dict(zip(traditional, simplified, strict=True)) | _VARIANTS


def fold_character(character: str) -> str:
    """Width and compatibility forms made one (NFKC), radicals and traditional characters too."""
    wide = "".join(map(unify_radical, unicodedata.normalize("NFKC", character)))
    if wide.isascii():
        return wide
    simplified = _simplified()
    return "".join(simplified.get(c, c) for c in wide)


def columns(text: str) -> int:
    """The room that a text takes in a fixed-width print: two columns for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
