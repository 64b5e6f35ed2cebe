"""Characters that stand for others: radicals for whole characters, blanks, breaks, nothing at all.

A PDF or a bad export prints 「⼯作」 with a radical of the Kangxi block, which looks the same and
compares unequal. ``fold`` puts the character that is meant, one for one, so that positions stay.
"""

from __future__ import annotations

import re
import unicodedata

#: Whole characters of the block CJK Radicals Supplement, which NFKC leaves as they are.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺇⺈⺉⺎⺏⺐⺒⺓⺔⺕⺗⺙⺛⺜⺝⺟⺠⺢⺧⺩⺪⺬⺮⺶⺷⺻⺼⺽⻁⻃⻄⻅⻆⻇⻉⻊⻋⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙几刀刂兀尣尢巳幺彑彐心攵旡日月母民氺牛王疋示竹羊羊聿肉臼虎西西见角角贝足车長镸长门阜雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")

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
    return _RADICALS.sub(lambda m: _folded(m.group()), text)


def _folded(char: str) -> str:
    if char in _SUPPLEMENT:
        return _SUPPLEMENT[char]
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def columns(text: str) -> int:
    """The room that a text takes in a fixed-width print: two columns for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
