"""Times and figures that stand in the place of others: what people take a rule's number for."""

from __future__ import annotations

import re

from corpus.text.numerals import read_number, to_chinese

_EVERY = ("每日", "每周", "每月", "每季度", "每半年", "每年", "每两年")
#: Among times that say how often it is seen to be the odd one.
VAGUE = frozenset({"定期"})
_NUMBERED = re.compile(
    r"(?P<lead>超过|不(?:得)?少于|不(?:得)?超过|至少)?(?P<number>\d+|[一二两三四五六七八九十]+)"
    r"(?P<unit>个?(?:工作日|日|天|月|小时|年|米)|人|名|次)"
)
#: Usual numbers of legislation, by unit; others are made of the printed one.
_NUMBERS = {
    "工作日": (3, 5, 7, 10, 15, 20),
    "日": (3, 5, 7, 10, 15, 20, 30, 60),
    "小时": (1, 8, 12, 24, 48, 72),
    "米": (12, 18, 24, 27, 50, 100),
    "年": (1, 2, 3, 5, 10),
    "人": (1, 2, 3, 4, 5),
}
_SHOWN = 4


def find_wrong_times(printed: str) -> tuple[str, ...]:
    """What may stand in the place of a printed time or number, the nearest first; may be none.

    A time without a number (立即, 及时) has nothing near it that is not absurd or true as well.
    """
    if found := _NUMBERED.fullmatch(printed):
        return _other_numbers(found)
    if printed in _EVERY:
        at = _EVERY.index(printed)
        return tuple(
            sorted((t for t in _EVERY if t != printed), key=lambda t: abs(_EVERY.index(t) - at))
        )[:_SHOWN]
    if printed == "定期":
        return ("每月", "每季度", "每半年", "每年")
    if printed == "年度":
        return ("季度", "半年度", "月度")
    return ()


def _other_numbers(found: re.Match[str]) -> tuple[str, ...]:
    number = read_number(found["number"])
    unit = found["unit"]
    usual = _NUMBERS.get(unit.removeprefix("个"), ())
    if number is None or not usual:
        return ()
    near = sorted((n for n in usual if n != number), key=lambda n: (abs(n - number), n))[:_SHOWN]
    lead = found["lead"] or ""
    return tuple(f"{lead}{_as_printed(n, found['number'], unit)}{unit}" for n in near)


def _as_printed(number: int, like: str, unit: str) -> str:
    """A number in digits or characters, as the printed one is."""
    if like.isdigit():
        return str(number)
    written = to_chinese(number)
    return "两" if written == "二" and unit != "日" else written
