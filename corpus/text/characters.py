"""One character → the character that is meant: radicals, traditional characters, width.

A PDF writes 「⽕」 (a Kangxi radical) or 「⻔」 (a CJK radical) where the text has 「火」 and 「门」: they
look the same and are other characters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

#: CJK radicals that Unicode's NFKC leaves alone, with the ideographs that they stand for
#: (Unicode's EquivalentUnifiedIdeograph; those without a character of the basic plane left out).
_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺺⺻⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁羊耂肀聿艹艹艹虎衤覀西见角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
#: Characters that OpenCC reads by the word (答覆, 瞭解, 家俱) or not at all; both sides are folded, so
#: that 覆盖 stays itself.
_VARIANTS = dict(zip("衞覆瞭著枱睪揹敍甦藉俱", "卫复了着台睾背叙苏借具", strict=True))
_KANGXI = range(0x2F00, 0x2FD6)


def unify_radical(character: str) -> str:
    """The ideograph that a Kangxi or CJK radical stands for; any other character as it is."""
    if ord(character) in _KANGXI:
        return unicodedata.normalize("NFKC", character)
    return _RADICALS.get(character, character)


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
