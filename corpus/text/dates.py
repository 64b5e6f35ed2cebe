"""Days as legal texts print them: 2019年4月23日, 二〇一九年四月二十三日, 2019-04-23."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.text.numerals import NUMERAL_CHARS, to_int

#: 「l」 and 「O」 are common misprints of 「1」 and 「0」 beside digits.
_NUMBER = rf"[{NUMERAL_CHARS}lO]+"
_DATE = re.compile(
    rf"(?<![{NUMERAL_CHARS}])(?P<y>[{NUMERAL_CHARS}]{{4}}) *年 *(?P<m>{_NUMBER}) *月 *(?P<d>{_NUMBER}) *日|"
    r"(?<![\d./-])(?P<Y>(?:19|20)\d\d)(?P<s>[-./])(?P<M>\d\d?)(?P=s)(?P<D>\d\d?)(?![\d./-])"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day and where it is printed.

    Attributes:
        start: place of its first character in the text.
        end: place after its last.
        day: the day that is meant.
    """

    start: int
    end: int
    day: date


def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """All whole days of a text in printed order; what is no day of the calendar is left out."""
    found = []
    for match in _DATE.finditer(text):
        day = _day(*(match.group("y", "m", "d") if match["y"] else match.group("Y", "M", "D")))
        if day is not None:
            found.append(PrintedDate(match.start(), match.end(), day))
    return tuple(found)


def read_date(text: str) -> date | None:
    """The first day that a text prints, None where there is none."""
    return next((found.day for found in find_dates(text)), None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(to_int(year), _small(month), _small(day))
    except ValueError:
        return None


def _small(number: str) -> int:
    return to_int(number.replace("l", "1").replace("O", "0"))
