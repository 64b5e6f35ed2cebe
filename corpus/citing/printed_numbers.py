"""Numbers of provisions as people write them: read whole or not at all.

Wider than ``corpus.text.numerals``, which reads labels of law texts: blanks between the characters,
廿 and 卅, the capital numerals of cheques. Narrower where that would guess: 一百零十 and 一百三 could
be more than one number, 一百03 mixes two ways of writing.
"""

from __future__ import annotations

import re

from corpus.text.numerals import NUMERAL_CHARS, to_chinese, to_int

_CAPITALS = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟兩〇○", "一二二三三四五六六七八九十百千两零零"
)
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
#: A character class body for every character that may stand in a number that somebody wrote.
NUMBER_CHARS = NUMERAL_CHARS + "廿卅卌壹贰貳叁參肆伍陆陸柒捌玖拾佰仟兩"
_CHINESE = re.sub("[0-9０-９]-?", "", NUMBER_CHARS)
#: A pattern for one number, taken to its last character; a blank may stand inside a Chinese one, and
#: the dots of a decimal (二十二点三) belong to it.
NUMBER = (
    rf"[{NUMBER_CHARS}]+(?:(?<=[{_CHINESE}]) (?=[{_CHINESE}])[{NUMBER_CHARS}]+)*"
    rf"(?:[.．点][{NUMBER_CHARS}]+)*"
)
_POSITIONAL = re.compile("[零一二三四五六七八九]+")


def read_number(written: str) -> str | None:
    """The number normalised (``"103"``); None where it cannot be read whole and in one way only."""
    text = re.sub(r"\s", "", written)
    if text.isdecimal():
        return _checked(text)
    text = text.translate(_CAPITALS)
    for mark, tens in _TENS.items():
        text = text.replace(mark, tens)
    if _POSITIONAL.fullmatch(text):
        return _checked(text)
    value = _checked(text)
    plain = re.sub("([百千])十", r"\1一十", text.replace("两", "二")).removeprefix("一十")
    plain = f"十{plain}" if text.startswith("一十") else plain
    return value if value is not None and to_chinese(int(value)) == plain else None


def _checked(text: str) -> str | None:
    try:
        return str(to_int(text))
    except ValueError:
        return None
