"""A study plan: which provisions are read on which day, with a self-test of just these.

Guarantees, tested:

1. Every provision of the scope is read on exactly one day, in the order of the scope.
2. A day's self-test asks of nothing but what is read on that day; a day of which nothing can be asked
   has none.
3. The same choice, first day and days of the week give the same plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from assistant.answering.quoting import source_of
from assistant.comparing.comparison import TextComparison
from assistant.training.choice import PackChoice
from assistant.training.lesson import count_room
from assistant.training.pack import TalkingPoint
from assistant.training.trainer import Trainer
from assistant.training.within import find_questions
from corpus.errors import USAGE, FiredutyError

#: Days after which what was answered wrongly comes again, as browsers have it.
AGAIN = (1, 3, 7)
MOST_DAYS = 60
#: Provisions of one day: as many as an address names.
MOST_READ = 20
WEEKDAYS = "一二三四五六日"
WORKDAYS = WEEKDAYS[:5]


@dataclass(frozen=True, slots=True)
class StudyDay:
    """One day.

    Attributes:
        date: which.
        reading: what is read.
        test: what its self-test is made of; None where nothing can be asked of it.
    """

    date: date
    reading: tuple[TalkingPoint, ...]
    test: PackChoice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlan:
    """Which provisions are read and asked when.

    Attributes:
        choice: what it is made of.
        title: 消防安全责任学习计划：养老院.
        scope: Chinese, what was chosen, one line.
        days: those on which something is read, in order.
        made: ISO date of making.
        notice, source, remarks: as of ``Pack``.
    """

    choice: PackChoice
    title: str
    scope: str
    days: tuple[StudyDay, ...]
    made: str
    notice: str
    source: str
    remarks: tuple[str, ...] = ()

    @property
    def reviews(self) -> dict[date, tuple[StudyDay, ...]]:
        """Day → the days whose wrong answers come again on it, the earliest first."""
        found: dict[date, tuple[StudyDay, ...]] = {}
        for day in self.days:
            for after in AGAIN if day.test else ():
                at = day.date + timedelta(days=after)
                found[at] = (*found.get(at, ()), day)
        return dict(sorted(found.items()))


def make_plan(
    trainer: Trainer,
    choice: PackChoice,
    start: date,
    made: str,
    *,
    days: int | None = None,
    weekdays: str = WORKDAYS,
    comparison: TextComparison | None = None,
) -> StudyPlan:
    """A plan.

    Args:
        choice: its scope is what is read; its minutes are those of one day.
        start: the first day; the first of ``weekdays`` from it on.
        made: ISO date of making.
        days: on how many days; None for as many as the minutes ask for.
        weekdays: on which days of the week, some of ``WEEKDAYS``.
        comparison: as of ``Trainer.pack``.

    Raises:
        FiredutyError: as of ``Trainer.questions``, or the days cannot be such.
    """
    if not weekdays or set(weekdays) - set(WEEKDAYS):
        raise _wrong(f"每周哪几天「{weekdays}」看不懂，请用{'、'.join(WEEKDAYS)}，例如 一三五")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise _wrong(f"可以排 1 到 {MOST_DAYS} 天，不能是 {days} 天")
    scope = trainer.scope(choice, comparison)
    reading = tuple(dict.fromkeys((*(c.id for c in scope.clauses), *scope.besides)))
    points = [trainer.point(i, comparison) for i in reading]
    parts = _split(points, days or -(-len(points) // count_room(choice)))
    dated = zip(_dates(start, weekdays), parts, strict=False)
    return StudyPlan(
        choice=choice,
        title=f"{trainer.regulation.subject}责任学习计划：{scope.name}",
        scope=scope.told,
        days=tuple(
            StudyDay(day, part, _test(trainer, choice, part, comparison)) for day, part in dated
        ),
        made=made,
        notice=trainer.notice(comparison),
        source=source_of(trainer.regulation),
        remarks=scope.remarks,
    )


def read_day(written: str) -> date:
    """The day that somebody wrote.

    Raises:
        FiredutyError: it is none.
    """
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise _wrong(f"日期「{written}」看不懂，请写成 2026-11-25 的样子") from error


def _split(points: Sequence[TalkingPoint], days: int) -> list[tuple[TalkingPoint, ...]]:
    """Points in as many parts, each about as long, none empty.

    Raises:
        FiredutyError: so many a day that nobody would read them.
    """
    days = min(days, len(points), MOST_DAYS)
    if -(-len(points) // days) > MOST_READ:
        least = -(-len(points) // MOST_READ)
        more = f"至少要 {least} 天" if least <= MOST_DAYS else "太多，请缩小范围"
        raise _wrong(f"这个范围有 {len(points)} 处条文，一天最多读 {MOST_READ} 处，{more}")
    borders = [len(points) * n // days for n in range(days + 1)]
    return [tuple(points[a:b]) for a, b in pairwise(borders)]


def _dates(start: date, weekdays: str) -> Iterator[date]:
    day = start
    while True:
        if WEEKDAYS[day.weekday()] in weekdays:
            yield day
        day += timedelta(days=1)


def _test(
    trainer: Trainer,
    choice: PackChoice,
    reading: Sequence[TalkingPoint],
    comparison: TextComparison | None,
) -> PackChoice | None:
    """The self-test of a day: a short one of what is read on it."""
    words = tuple(str(point.quote.id) for point in reading)
    test = replace(choice, scope=words, only=True, minutes=15, questions=None, exchanged=())
    try:
        scope = trainer.scope(test, comparison)
    except FiredutyError:
        return None  # nobody is bound by what is read
    found = find_questions(trainer.bank, scope, choice.kinds, least=1)
    return test if any(trainer.is_sound(question) for question in found) else None


def _wrong(message: str) -> FiredutyError:
    return FiredutyError(message, exit_code=USAGE)
