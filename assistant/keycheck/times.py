"""Times and numbers in normal form: 每季度 is 每三个月, 年度 is 每年, 七个工作日 is 7个工作日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from corpus.text.numerals import NUMERAL_CHARS, to_int

_NUMBER = rf"[{NUMERAL_CHARS}]+"
_TIME = re.compile(
    rf"(?P<every>每|一)?(?P<half>半)?(?P<count>{_NUMBER})?个?(?P<half2>半)?"
    r"(?P<unit>工作日|小时|季度|星期|年度|月度|季|日|天|周|月|年)"
    r"(?:之?内|以内)?(?P<times>至少|不少于)?(?:(?P<often>[一二两三四五六七八九十\d]+)次)?"
)
_SUM = rf"(?P<{{}}>{_NUMBER})(?P<{{}}>万)?元"
_FINE = re.compile(
    rf"(?:{_SUM.format('low', 'low_unit')}以上)?{_SUM.format('high', 'high_unit')}(?P<end>以下)"
)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?")
_COUNT = re.compile(rf"(?P<count>{_NUMBER})(?P<unit>[\u4e00-\u9fff]{{0,2}})")
#: Unit → base unit and how many of it.
_BASE = {
    "小时": ("小时", 1.0),
    "日": ("小时", 24.0),
    "天": ("小时", 24.0),
    "周": ("小时", 168.0),
    "星期": ("小时", 168.0),
    "工作日": ("工作日", 1.0),
    "月": ("月", 1.0),
    "月度": ("月", 1.0),
    "季": ("月", 3.0),
    "季度": ("月", 3.0),
    "年": ("月", 12.0),
    "年度": ("月", 12.0),
}
#: Vague times that mean the same.
_SAME = (
    frozenset({"立即", "立刻", "马上", "即刻", "当即"}),
    frozenset({"经常性", "经常", "经常性地"}),
    frozenset({"定期", "按期", "定期地"}),
    frozenset({"及时", "及时地"}),
    frozenset({"常态化", "常态"}),
)
_ONE = {word: min(group) for group in _SAME for word in group}
_VAGUE = re.compile("|".join(sorted(_ONE, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Value:
    """A time or number in normal form: the unit and how many, or the words themselves."""

    unit: str
    amount: float = 0.0


def value(words: str) -> Value:
    """The normal form of a time, number or vague time; other words stand for themselves."""
    said = re.sub(r"\s+", "", words)
    if match := _YEAR.fullmatch(said):
        return Value("", float(match["year"]))
    if fine := fine_of(said):
        return fine
    with suppress(ValueError, ZeroDivisionError):  # 一三0 looks like a number and is none
        if match := _TIME.fullmatch(said):
            return _time(match)
        if match := _COUNT.fullmatch(said):
            return Value(match["unit"], float(to_int(match["count"])))
    for group in _SAME:
        if said in group:
            return Value(min(group))
    return Value(said)


def fine_of(words: str) -> Value | None:
    """The normal form of a range of money (五千元以上五万元以下), its upper limit the amount."""
    match = _FINE.fullmatch(words)
    with suppress(ValueError):
        if match:
            low = _sum(match["low"], match["low_unit"]) if match["low"] else 0.0
            return Value(f"{low:.0f}元以上", _sum(match["high"], match["high_unit"]))
    return None


def _sum(number: str, unit: str | None) -> float:
    """How many 元.

    Raises:
        ValueError: it is no number.
    """
    return float(number if number.isdecimal() else to_int(number)) * (10_000 if unit else 1)


def fines_in(text: str) -> tuple[str, ...]:
    """The ranges of money that a text names, verbatim, in order."""
    return tuple(m.group() for m in _FINE.finditer(text))


def _time(match: re.Match[str]) -> Value:
    """The normal form of a time.

    Raises:
        ValueError, ZeroDivisionError: a number in it is none, or no time.
    """
    unit, size = _BASE[match["unit"]]
    count = float(to_int(match["count"])) if match["count"] else 1.0
    if match["half"]:
        count = 0.5 if not match["count"] else count
    elif match["half2"]:
        count += 0.5
    often = float(to_int(match["often"])) if match["often"] else 1.0
    return Value(unit, count * size / often)


def one_wording(text: str) -> str:
    """A text with one word for all vague times that mean the same, and one form of a sum of money."""
    return _FINE.sub(lambda m: str(fine_of(m.group())), _VAGUE.sub(lambda m: _ONE[m.group()], text))


def is_time(words: str) -> bool:
    """Whether words are a time, a number or a vague time."""
    said = re.sub(r"\s+", "", words)
    return bool(
        _FINE.fullmatch(said)
        or _TIME.fullmatch(said)
        or _COUNT.fullmatch(said)
        or any(said in group for group in _SAME)
    )


def times_in(text: str) -> Iterator[Value]:
    """The normal forms of the times that a text names."""
    for match in _TIME.finditer(text):
        if match["every"] or match["count"] or match["half"] or match["unit"] in ("年度", "月度"):
            with suppress(ValueError, ZeroDivisionError):
                yield _time(match)
