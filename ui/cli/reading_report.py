"""How a regulation was read, in lines: what ``corpus check``, ``index build`` and ``library add`` print."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.report import PLAIN
from corpus.readers.summary import ReadingSummary
from corpus.text.provision import Level, Regulation
from corpus.text.verdict import judge_reading


def report_reading(
    name: str,
    regulation: Regulation,
    problems: Sequence[str] = (),
    summary: ReadingSummary | None = None,
) -> tuple[str, bool]:
    """The report, and whether nothing is wrong.

    Args:
        name: what was read, as the reader knows it.
        regulation: what came of it.
        problems: what is wrong besides, with the data of its folder.
        summary: of the file that it was read from, where there is one.
    """
    verdict = judge_reading(regulation)
    ok = verdict.ok and not problems
    counts = dict.fromkeys(Level, 0)
    for node in regulation.body.walk():
        counts[node.level] += 1
    lines = [
        f"{name}：{regulation.title}（{regulation.status}）",
        f"  章 {counts[Level.CHAPTER]}，条 {counts[Level.ARTICLE]}，项 {counts[Level.ITEM]}，"
        f"可引用条款 {len(regulation.leaves())}",
        *(_of_file(summary) if summary is not None else ()),
        *(f"  提示：{warning}" for warning in verdict.warnings),
        *(f"  {violation.kind}：{violation.message}" for violation in verdict.violations),
        *(f"  {problem}" for problem in problems),
        "  结果：合格，还原一致" if ok else "  结果：不合格",
    ]
    return "\n".join(lines), ok


def _of_file(summary: ReadingSummary) -> list[str]:
    """What the file was, what was left out of it, and what is to be compared with it.

    Nothing where it is a text that was taken as it is.
    """
    if summary.kind == PLAIN and not (summary.notes or summary.dropped or summary.of_file):
        return []
    told = [f"  文件：{summary.kind}", f"  {summary.articles}"]
    if summary.dates:
        told.append(f"  日期：{'；'.join(summary.dates)}")
    told += [f"  说明：{note}" for note in summary.notes]
    told += [f"  没有读作条文：{line}" for line in summary.dropped]
    return told + [f"  请核对：{doubt}" for doubt in summary.of_file]
