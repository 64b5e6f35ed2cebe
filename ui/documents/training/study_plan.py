"""A study plan as a document to print, as records, and as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from icalendar import Calendar, Event

from assistant.training.plan import AGAIN, WEEKDAYS, StudyDay, StudyPlan
from ui.documents.document import Document, DocumentSection
from ui.documents.training.words import shorten

#: How the wrong ones come again, in one sentence.
AGAIN_TOLD = (
    f"自测答错的题，隔 {'、'.join(map(str, AGAIN))} 天再来，在网页「培训」的「错题复习」里。"
)
NO_TEST = "这一天读的条文出不了题"


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One date of a plan.

    Attributes:
        date: which.
        number: the how-manieth day of reading it is; 0 where only wrong answers come again.
        day: what is read and asked; None for nothing.
        again: the numbers of the days whose wrong answers come again.
    """

    date: date
    number: int
    day: StudyDay | None
    again: tuple[int, ...]

    @property
    def name(self) -> str:
        """2026-12-07（周一）."""
        return f"{self.date.isoformat()}（周{WEEKDAYS[self.date.weekday()]}）"

    @property
    def review(self) -> str:
        """第 1、2 天的错题; empty for none."""
        return f"第 {'、'.join(map(str, self.again))} 天的错题" if self.again else ""


def list_dates(plan: StudyPlan) -> Iterator[DatedRow]:
    """Every date on which there is something to do, in order."""
    numbers = {day.date: n for n, day in enumerate(plan.days, 1)}
    days = {day.date: day for day in plan.days}
    reviews = plan.reviews
    for at in sorted({*days, *reviews}):
        again = tuple(numbers[day.date] for day in reviews.get(at, ()))
        yield DatedRow(at, numbers.get(at, 0), days.get(at), again)


def sum_up_plan(plan: StudyPlan) -> tuple[str, ...]:
    """Sentences before the days."""
    count = sum(len(day.reading) for day in plan.days)
    first, last = plan.days[0].date, plan.days[-1].date
    until = f"到 {last.isoformat()}" if last != first else ""
    told = f"从 {first.isoformat()} {until}，分 {len(plan.days)} 天，一共读 {count} 处条文。"
    return (plan.scope, told.replace(" ，", "，"), AGAIN_TOLD, *plan.remarks)


def make_plan_document(plan: StudyPlan) -> Document:
    """The plan, with the words of everything that is read."""
    return Document(
        plan.title,
        plan.notice,
        plan.source,
        plan.made,
        sum_up_plan(plan),
        (_agenda(plan), _reading(plan)),
        to_plan_record(plan),
    )


def _agenda(plan: StudyPlan) -> DocumentSection:
    rows = []
    for row in list_dates(plan):
        read = "、".join(shorten(p.quote.citation) for p in row.day.reading) if row.day else ""
        test = "" if row.day is None else "当天读的" if row.day.test else NO_TEST
        rows.append((row.name, f"第 {row.number} 天" if row.number else "", read, test, row.review))
    columns = ("日期", "第几天", "读什么", "自测", "错题再来")
    return DocumentSection("哪一天做什么", columns, tuple(rows), widths=(16, 8, 44, 12, 20))


def _reading(plan: StudyPlan) -> DocumentSection:
    rows = []
    for number, day in enumerate(plan.days, 1):
        for point in day.reading:
            words = f"{point.quote.lead_in}\n{point.quote.text}".strip()
            rows.append(
                (f"第 {number} 天", shorten(point.quote.citation), words, "".join(point.plain))
            )
    columns = ("第几天", "条款", "条文原文", "白话（不是条文）")
    return DocumentSection("要读的条文", columns, tuple(rows), widths=(8, 16, 46, 30)).filled


def to_plan_record(plan: StudyPlan) -> dict[str, Any]:
    """The plan for JSON."""
    return {
        "title": plan.title,
        "scope": plan.scope,
        "date": plan.made,
        "notice": plan.notice,
        "source": plan.source,
        "remarks": list(plan.remarks),
        "days": [
            {
                "date": row.date.isoformat(),
                "day": row.number,
                "reading": [
                    {"id": str(p.quote.id), "citation": p.quote.citation, "text": p.quote.text}
                    for p in (row.day.reading if row.day else ())
                ],
                "test": list(row.day.test.scope) if row.day and row.day.test else [],
                "again": list(row.again),
            }
            for row in list_dates(plan)
        ],
    }


def make_plan_calendar(plan: StudyPlan, address: Callable[[StudyDay], str] = lambda _: "") -> bytes:
    """The bytes of an .ics file: an event for each date, with citations and status.

    Args:
        address: of the page of a day's self-test; empty where there is none.
    """
    calendar = Calendar()
    for field, value in (("prodid", "-//fireduty//plan//ZH"), ("version", "2.0")):
        calendar.add(field, value)
    calendar.add("x-wr-calname", plan.title)
    stamp = datetime.combine(date.fromisoformat(plan.made), time(), UTC)
    of = blake2b(repr(plan.choice).encode(), digest_size=6).hexdigest()
    for row in list_dates(plan):
        event = Event()
        event.add("uid", f"{of}-{row.date.isoformat()}@fireduty")
        event.add("dtstamp", stamp)
        event.add("dtstart", row.date)
        event.add("dtend", row.date + timedelta(days=1))
        event.add("summary", _summary(row))
        there = address(row.day) if row.day is not None and row.day.test else ""
        event.add("description", "\n".join(_described(plan, row, there)))
        if there:
            event.add("url", there)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _summary(row: DatedRow) -> str:
    done = [f"学习第 {row.number} 天：读 {len(row.day.reading)} 处条文" if row.day else ""]
    done += ["自测" if row.day and row.day.test else "", f"复习{row.review}" if row.again else ""]
    return "，".join(filter(None, done))


def _described(plan: StudyPlan, row: DatedRow, there: str) -> Iterator[str]:
    for point in row.day.reading if row.day else ():
        yield f"{point.quote.citation}：「{point.quote.text}」"
    if there:
        yield f"自测：{there}"
    if row.again:
        yield f"{row.review}在网页「培训」的「错题复习」里。"
    yield plan.notice
