"""What a person confirms before a text goes into the library: what was read, what was left out, what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.readers.enclosing import second_texts
from corpus.readers.report import ReadingReport
from corpus.text.history import LawEvent
from corpus.text.provision import Level, Regulation
from corpus.text.titles import guess_title
from corpus.text.verdict import judge_reading

#: What is told of each kind of what was left out.
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """A reading, to be confirmed.

    Attributes:
        kind: Chinese, what the file is.
        title: of the regulation.
        status: of it.
        dates: events with their days, as they are printed.
        articles: 「第一条至第三十二条，共 32 条」.
        items: how many 项 there are.
        leaves: how many provisions can be cited.
        notes: what was done that needs no second look.
        hints: what the parser says that breaks nothing.
        dropped: what was left out, a line for each kind and place.
        of_file: what a person must compare with the file: what was not read, or may be misread.
        of_text: what is broken in the text that came of it: gaps, repetitions.
    """

    kind: str
    title: str
    status: str
    dates: tuple[str, ...]
    articles: str
    items: int
    leaves: int
    notes: tuple[str, ...]
    hints: tuple[str, ...]
    dropped: tuple[str, ...]
    of_file: tuple[str, ...]
    of_text: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether it may go in without a person's look."""
        return not self.dropped and not self.doubts

    @property
    def doubts(self) -> tuple[str, ...]:
        """All that a person must look at."""
        return (*self.of_file, *self.of_text)

    @property
    def to_check(self) -> str:
        """What is to be checked, in one line; empty where nothing is."""
        told = [*self.doubts, *(f"没有读作条文的{line}" for line in self.dropped)]
        more = f"；还有 {len(told) - 3} 处" if len(told) > 3 else ""
        return "；".join(told[:3]) + more


def summarise(regulation: Regulation, report: ReadingReport) -> ReadingSummary:
    """The summary of a regulation that was read from a file."""
    verdict = judge_reading(regulation)
    articles = regulation.articles()
    doubts = [*report.doubts]
    broken = [f"{v.kind}：{v.message}" for v in verdict.violations]
    broken += [
        f"第 {line} 行起像另一部法规，条的序号另算"
        for _, line in second_texts(regulation.body, regulation.source_text)
    ]
    broken += [str(w) for w in verdict.warnings if w.fails]
    if report != ReadingReport() and not guess_title(regulation.body):
        doubts.append(f"没有读到名称，用了文件名「{regulation.title}」")
    return ReadingSummary(
        report.kind,
        regulation.title,
        regulation.status,
        _dates(regulation),
        f"{articles[0].label}至{articles[-1].label}，共 {len(articles)} 条",
        sum(node.level is Level.ITEM for node in regulation.body.walk()),
        len(regulation.leaves()),
        report.notes,
        tuple(str(w) for w in verdict.warnings if not w.fails),
        _told(report),
        tuple(doubts),
        tuple(broken),
    )


def _dates(regulation: Regulation) -> tuple[str, ...]:
    dates = [_event(event) for event in regulation.events]
    if regulation.effective:
        dates.append(f"{regulation.effective.isoformat()} 施行")
    return tuple(dict.fromkeys(dates))


def _event(event: LawEvent) -> str:
    return f"{event.day.isoformat()} {event.body}{event.kind or '（没有写明是什么）'}"


def _told(report: ReadingReport) -> tuple[str, ...]:
    """What was left out; the same words on many pages once, with their number."""
    told: dict[tuple[str, str], list[str]] = {}
    for one in report.dropped:
        words = "（各页的号）" if one.what == "页码" else " ".join(one.words.split())
        told.setdefault((one.what, words), []).append(one.told)
    lines = []
    for (what, words), places in told.items():
        if what == "页码":
            lines.append(f"页码 {len(places)} 处")
        elif len(places) > 1:
            lines.append(f"{what}：「{words[:40]}」，{len(places)} 处")
        else:
            lines.append(places[0])
    return tuple(lines)
