"""A year of a checklist's recurring duties as a calendar file (RFC 5545) that any calendar program takes in.

Only what a clause prints with 每 and a period gets an event; nothing else has a frequency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from assistant.answering.quoting import document_mark
from corpus.errors import FiredutyError
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist
from corpus.premises.work import WorkKind, WorkLine, work_of
from corpus.register.records import Recurrence
from ui.documents.checklist import key_of, tell_bearer
from ui.documents.checklist_filled import NOTHING_FILLED, FilledLines

_EVERY = "每"
#: Unit of a printed period → how RFC 5545 says it.
_RULES = {
    "日": ("DAILY", 1),
    "天": ("DAILY", 1),
    "周": ("WEEKLY", 1),
    "月": ("MONTHLY", 1),
    "季度": ("MONTHLY", 3),
    "半年": ("MONTHLY", 6),
    "年": ("YEARLY", 1),
}
#: Days of a month from this one on are not in every month.
_LAST_SURE = 28
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Recurring:
    """A line that recurs: its guide, the line, and the printed period."""

    guide: Guide
    line: WorkLine
    period: Recurrence


def recurring(lists: Sequence[tuple[Guide, Checklist]]) -> Iterator[Recurring]:
    """What surely applies and has a printed period, in the order of the lists."""
    for guide, checklist in lists:
        for line in work_of(checklist, guide.register.regulation):
            if line.kind is WorkKind.TO_DO and not line.condition:
                for period in line.times:
                    known = period.count is not None and period.unit in _RULES
                    if known and period.kind == "frequency" and period.text.startswith(_EVERY):
                        yield Recurring(guide, line, period)


def make_calendar(
    lists: Sequence[tuple[Guide, Checklist]], name: str, start: str, made: str, filled: FilledLines
) -> bytes:
    """The bytes of an .ics file: a year of events, each with clause, citation and status.

    Args:
        lists: of each regulation.
        name: of the calendar.
        start: ISO date of the first events.
        made: ISO date of making.
        filled: what has been filled in beside the lines.

    Raises:
        FiredutyError: no line has a printed period, or the first day is no date.
    """
    first = _day(start)
    found = tuple(recurring(lists))
    if not found:
        raise FiredutyError("这张清单里没有一项写明“每日、每年”这样的频次，做不成日历")
    calendar = Calendar()
    for field, value in (("prodid", "-//fireduty//checklist//ZH"), ("version", "2.0")):
        calendar.add(field, value)
    calendar.add("x-wr-calname", name)
    stamp = datetime.combine(_day(made), time(), UTC)
    for one in found:
        calendar.add_component(_event(one, first, stamp, filled))
    written: bytes = calendar.to_ical()
    return written


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FiredutyError(f"日历的开始日期「{text}」读不懂，请写成 2026-01-31 这样") from None


def _event(one: Recurring, first: date, stamp: datetime, filled: FilledLines) -> Any:
    regulation = one.guide.register.regulation
    where = f"{document_mark(regulation)}{one.guide.cite(one.line.provision)}"
    beside = filled.get(key_of(one.line, regulation), NOTHING_FILLED)
    who = f"责任人：{beside.who}" if beside.who else f"谁来做：{tell_bearer(one.line)}"
    event = Event()
    event.add("uid", f"{regulation.id}-{one.line.key}-{one.period.unit}@fireduty".replace("#", "-"))
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("rrule", _rule(one.period, first))
    event.add("summary", f"{_part(one)}（{where}）")
    event.add(
        "description", f"{where}：「{one.line.sentence}」\n条文写的是“{one.period.text}”。\n{who}"
    )
    event.add("transp", "TRANSPARENT")
    return event


def _rule(period: Recurrence, first: date) -> dict[str, object]:
    """How often, until a year has passed; the last days of a month stay last days."""
    frequency, step = _RULES[period.unit]
    rule: dict[str, object] = {"freq": frequency, "interval": step * (period.count or 1)}
    if frequency == "MONTHLY" and first.day > _LAST_SURE:
        rule |= {"bymonthday": list(range(_LAST_SURE, first.day + 1)), "bysetpos": -1}
    return rule | {"until": first + timedelta(days=_YEAR - 1)}


def _part(one: Recurring) -> str:
    """The part of the sentence that prints the period, verbatim."""
    parts = re.split(r"[，；。]", one.line.text)
    return next((part for part in parts if one.period.text in part), one.line.text)
