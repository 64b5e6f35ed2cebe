"""Chinese, Arabic and full-width numerals as they are printed in legal texts.

Covers 0 to 9999, which no article number exceeds (the Civil Code ends at 1260).
"""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_VALUES = {c: i for i, c in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

#: A character class body for every character that may stand in a printed number.
NUMERAL_CHARS = "〇零○一二三四五六七八九十百千两0-9０-９"
_ARTICLE_LABEL = re.compile(rf"([{NUMERAL_CHARS}]+)((?:之[{NUMERAL_CHARS}]+)*)")


def to_int(numeral: str) -> int:
    """Value of a printed number: 「二十五」「25」「２５」「一〇二」 → int.

    Raises:
        ValueError: the string is not a number of the range 0–9999.
    """
    if not numeral:
        raise ValueError("empty numeral")
    if all(c.isdecimal() for c in numeral):
        value = int(numeral)  # int() reads full-width digits too
    elif all(c in _VALUES for c in numeral):
        value = int("".join(str(_VALUES[c]) for c in numeral))  # positional: 一〇二
    else:
        value = _with_units(numeral)
    if value > 9999:
        raise ValueError(f"numeral out of range: {numeral!r}")
    return value


def _with_units(numeral: str) -> int:
    total, digit, last_unit = 0, None, 10_000
    for char in numeral:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or digit == 0 or (digit is None and char != "十"):
                raise ValueError(f"not a numeral: {numeral!r}")
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif char in _VALUES:
            value = _VALUES[char]
            if digit not in (None, 0):
                raise ValueError(f"not a numeral: {numeral!r}")
            digit = value
        else:
            raise ValueError(f"not a numeral: {numeral!r}")
    return total + (digit or 0)


def to_chinese(value: int) -> str:
    """Printed Chinese form as statutes write it: 10 → 十, 25 → 二十五, 133 → 一百三十三.

    Raises:
        ValueError: the value is outside 0–9999.
    """
    if not 0 <= value <= 9999:
        raise ValueError(f"out of range: {value}")
    if value < 10:
        return _DIGITS[value]
    out, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if pending_zero and out else "") + _DIGITS[digit] + name
            pending_zero = False
        else:
            pending_zero = True
    return out.removeprefix("一") if out.startswith("一十") else out


def normalise_number(printed: str) -> str:
    """Normalised number of a label: 「一百三十三条之一」's 「一百三十三之一」 → ``"133-1"``.

    Raises:
        ValueError: the string is not a printed number.
    """
    match = _ARTICLE_LABEL.fullmatch(printed)
    if match is None:
        raise ValueError(f"not a number: {printed!r}")
    parts = [match.group(1), *filter(None, match.group(2).split("之"))]
    return "-".join(str(to_int(part)) for part in parts)


def print_article(number: str) -> str:
    """Printed label of an article number: ``"133-1"`` → 「第一百三十三条之一」."""
    base, *subs = number.split("-")
    return f"第{to_chinese(int(base))}条" + "".join(f"之{to_chinese(int(s))}" for s in subs)


def number_key(number: str) -> tuple[int, ...]:
    """Sort key of a normalised number: ``"133-1"`` → ``(133, 1)``; ``""`` → ``()``."""
    return tuple(int(part) for part in number.split("-")) if number else ()


def read_number(printed: str) -> int | None:
    """Value of a printed number, None for what is none."""
    try:
        return to_int(printed)
    except ValueError:
        return None
