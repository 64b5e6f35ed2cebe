"""How a regulation's text was read, in lines: what ``corpus check`` and ``index build`` both print."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.text.provision import Level, Regulation
from corpus.text.verdict import judge_reading


def report_reading(
    name: str, regulation: Regulation, problems: Sequence[str] = ()
) -> tuple[str, bool]:
    """The report, and whether nothing is wrong.

    Args:
        name: what was read, as the reader knows it.
        regulation: what came of it.
        problems: what is wrong besides, with the data of its folder.
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
        *(f"  提示：{warning}" for warning in verdict.warnings),
        *(f"  {violation.kind}：{violation.message}" for violation in verdict.violations),
        *(f"  {problem}" for problem in problems),
        "  结果：合格，还原一致" if ok else "  结果：不合格",
    ]
    return "\n".join(lines), ok
