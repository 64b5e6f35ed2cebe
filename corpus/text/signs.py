"""The signs of lists: （一） 1. ① and the many others that people type.

The signs that statutes print are sure by themselves. The others are taken for signs of a list only
where a second member follows: 「甲、乙双方」 is no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.text.numerals import NUMERAL_CHARS, read_number

_CN = "[〇零○一二三四五六七八九十百千]"
_AR = "[0-9０-９]"
_END = r" ?[)）.．、]"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
]


def _at(sequence: str) -> Callable[[str], int | None]:
    return lambda sign: sequence.find(sign) + 1 or None


def _letter(sign: str) -> int | None:
    return (ord(sign.lower()) - ord("a")) % 0xFEE0 + 1 if len(sign) == 1 else None


def _roman(sign: str) -> int | None:
    return _ROMAN.index(sign.lower()) + 1 if sign.lower() in _ROMAN else None


def _range(*bounds: str) -> str:
    return "".join(chr(c) for pair in bounds for c in range(ord(pair[0]), ord(pair[1]) + 1))


#: Printed form → pattern of it, and its value. The order is that in which they are tried.
_SURE = {
    "（一）": (rf"[（(] ?({_CN}+) ?[）)]", read_number),
    "（1）": (rf"[（(] ?({_AR}{{1,3}}) ?[）)]", read_number),
    "一、": (rf"({_CN}+)、", read_number),
    "1.": (rf"({_AR}{{1,3}})[.．、](?!{_AR})", read_number),
}
_SINGLE = {
    "①": _range("①⑳", "㉑㉟", "㊱㊿"),
    "⑴": _range("⑴⒇"),
    "⒈": _range("⒈⒛"),
    "㈠": _range("㈠㈩"),
    "㊀": _range("㊀㊉"),
    "❶": _range("❶❿", "⓫⓴"),
    "➀": _range("➀➉"),
    "➊": _range("➊➓"),
    "⒜": _range("⒜⒵"),
    "ⓐ": _range("ⓐⓩ"),
    "Ⅰ": _range("ⅠⅫ"),
    "ⅰ": _range("ⅰⅻ"),
}
_UNSURE = {
    "1）": (rf"({_AR}{{1,3}}) ?[）)]", read_number),
    "一）": (rf"({_CN}{{1,4}}) ?[）)]", read_number),
    "一.": (rf"({_CN}{{1,4}})[.．]", read_number),
    "【一】": (rf"【({_CN}+|{_AR}+)】", read_number),
    "〔一〕": (rf"〔({_CN}+|{_AR}{{1,2}})〕", read_number),
    "[一]": (rf"[\[［]({_CN}+|{_AR}{{1,2}})[\]］]", read_number),
    "〈一〉": (rf"[〈<]({_CN}+|{_AR}{{1,2}})[〉>]", read_number),
    "第一，": (rf"第({_CN}{{1,3}})[，,、：:]", read_number),
    "其一，": (rf"其({_CN}{{1,3}})[，,、：:是]", read_number),
    "一是": (rf"({_CN}{{1,3}})(?:是|要|则)", read_number),
    "甲、": (rf"([{_STEMS}])(?:[.．、：)）]|(?= ))", _at(_STEMS)),
    "（甲）": (rf"[（(]([{_STEMS}])[）)]", _at(_STEMS)),
    "（i）": (r"[（(]([ivx]+)[）)]", _roman),
    "i）": (rf"([ivx]+){_END}", _roman),
    "I）": (rf"([IVX]+){_END}", _roman),
    "（a）": (r"[（(]([a-zａ-ｚ])[）)]", _letter),
    "（A）": (r"[（(]([A-ZＡ-Ｚ])[）)]", _letter),
    "a）": (rf"([a-zａ-ｚ]){_END}", _letter),
    "A）": (rf"([A-ZＡ-Ｚ]){_END}", _letter),
}
_PATTERNS = {
    style: (re.compile(pattern), value)
    for group in (_SURE, _UNSURE)
    for style, (pattern, value) in group.items()
}
#: A number in brackets of any kind, or with a closing one alone: it may go on a series in others.
_BRACKETED = re.compile(
    rf"[（(【〔\[［〈<{{｛]? ?(?:({_CN}{{1,4}})|({_AR}{{1,2}})) ?[）)】〕\]］〉>}}｝]"
)
_MAY_START = re.compile(rf"[（(【〔\[［〈<{{｛第其{_STEMS}a-zA-Zａ-ｚＡ-Ｚ0-9０-９]|{_CN}")
_HALF = re.compile(rf"[（(【〔\[［〈] ?({_CN}{{1,3}}|{_AR}{{1,2}})(?![^（(]{{0,8}}[）)】〕\]］〉])")
_ODD_SIGN = re.compile(
    rf"[（(【〔] ?(?:{_CN}|{_AR})*[^\s（）()略注无空{NUMERAL_CHARS}]? ?[）)】〕]"
)
_BARE_SIGN = re.compile(
    rf"{_CN}{{1,3}}(?![、个名年月日天次倍人])|{_AR}{{1,2}}(?=[\u4e00-\u9fff])(?![个名年月日天次倍人])"
)
#: A number with any mark behind it: it may go on a series in 「一、」 or 「1.」.
_LOOSE = re.compile(rf"(?:({_CN}{{1,3}})|({_AR}{{1,2}})) ?[、.．，,：:](?!{_AR})")
_SINGLES = {char: (style, n) for style, chars in _SINGLE.items() for n, char in enumerate(chars, 1)}


def read_signs(text: str) -> list[tuple[str, int, int, bool]]:
    """The readings of the sign that a line starts with: style, number, length, whether it is sure.

    Several where a letter may also be a Roman numeral.
    """
    if text[:1] in _SINGLES:
        style, number = _SINGLES[text[0]]
        tail = re.match(r"[.．、]", text[1:]) if style in ("Ⅰ", "ⅰ") else None
        return [(style, number, 1 + bool(tail), style in ("①", "⑴", "⒈"))]
    found: list[tuple[str, int, int, bool]] = []
    if not _MAY_START.match(text):
        return found
    for style, (pattern, value) in _PATTERNS.items():
        match = pattern.match(text)
        meant = value(match[1]) if match else None
        if match and meant is not None:
            found.append((style, meant, match.end(), style in _SURE))
            if style in _SURE:
                return found
    if match := _BRACKETED.match(text):
        meant = read_number(match[1] or match[2])
        if meant is not None:
            found.append(("（一）" if match[1] else "（1）", meant, match.end(), False))
    if match := _LOOSE.match(text):
        meant = read_number(match[1] or match[2])
        if meant is not None:
            found.append(("一、" if match[1] else "1.", meant, match.end(), False))
    return found


def bracketed_sign(text: str) -> str:
    """The number in brackets that a line starts with, as printed; empty where there is none."""
    match = _BRACKETED.match(text)
    return match.group() if match and text[0] not in NUMERAL_CHARS else ""


def damaged_sign(text: str, number: int, *, listed: bool) -> str:
    """The damaged sign of the next item that a line starts with: 「（二」, 「（兰）」, 「二开展…；」.

    Args:
        text: a line that was read as text.
        number: that of the next item of an open series.
        listed: whether the item before ends in 「；」.
    """
    half = _HALF.match(text)
    if half and read_number(half[1]) == number:
        return half.group()
    if odd := _ODD_SIGN.match(text):
        return odd.group()
    bare = _BARE_SIGN.match(text) if listed and text[-1] in "；。;" else None
    return bare.group() if bare and read_number(bare.group()) == number else ""
