"""What the answers of rooms say of questions, over all sessions whose hosts chose to keep that.

Kept is for each question how many of the better and of the weaker half of a room were right, and nothing
of anybody. Of a small room nothing is kept: one could be told from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.training.difficulty import (
    EXPECTED,
    LEAST,
    AnswerCount,
    ItemFinding,
    judge_items,
)
from ui.documents.document import Document, DocumentSection
from ui.web.groups.live import read_questions
from ui.web.groups.results import count_answers
from ui.web.groups.session import AnswerSheet, KeptCount

#: Of a room with fewer sheets nothing is kept.
LEAST_KEPT = 5
TITLE = "题目表现"
_COLUMNS = ("题目", "题型", "标的难度", "场次", "作答", "正确率", "区分度", "提示")


def count_to_keep(
    paper: Mapping[str, Any], sheets: Sequence[AnswerSheet]
) -> dict[AnswerCount, tuple[str, str]]:
    """What is kept of a session: counts by the ids of its questions, with form and stem."""
    if len(sheets) < LEAST_KEPT:
        return {}
    questions = read_questions(paper)
    records = {str(record["number"]): record for record in paper["questions"]}
    return {
        replace(count, id=records[count.id]["id"]): (
            records[count.id]["form"],
            f"{records[count.id]['scene']}{records[count.id]['stem']}",
        )
        for count in count_answers(questions, sheets)
        if count.strong + count.weak
    }


def add_up(kept: Sequence[KeptCount]) -> tuple[ItemFinding, ...]:
    """What all sessions together say of each question, weak ones first."""
    sums: dict[str, AnswerCount] = {}
    for one in kept:
        was, now = sums.get(one.count.id), one.count
        sums[now.id] = (
            now
            if was is None
            else replace(
                now,
                strong=was.strong + now.strong,
                strong_right=was.strong_right + now.strong_right,
                weak=was.weak + now.weak,
                weak_right=was.weak_right + now.weak_right,
            )
        )
    found = judge_items(tuple(sums.values()))
    return tuple(sorted(found, key=lambda f: (-len(f.weaknesses), -f.answers)))


def make_kept_document(kept: Sequence[KeptCount], date: str, notice: str, source: str) -> Document:
    """The questions with what is known of them; no answer of anybody, no key."""
    sessions: dict[str, set[str]] = {}
    for one in kept:
        sessions.setdefault(one.count.id, set()).add(one.session)
    shown = {one.count.id: one for one in kept}
    findings = add_up(kept)
    rows = tuple(
        (
            shown[f.id].stem,
            shown[f.id].form,
            f.declared,
            str(len(sessions[f.id])),
            str(f.answers),
            f"{f.right:.0%}",
            f"{f.discrimination:.2f}",
            "、".join(f.weaknesses) if f.answers >= LEAST else f"不足 {LEAST} 份，不判断",
        )
        for f in findings
    )
    section = DocumentSection("每道题", _COLUMNS, rows, widths=(18, 3, 4, 3, 3, 4, 4, 8), unit="题")
    said = tuple(_said(kept, findings))
    return Document(TITLE, notice, source, date, said, (section,) if rows else ())


def _said(kept: Sequence[KeptCount], findings: Sequence[ItemFinding]) -> Iterator[str]:
    """How much is kept, and whether the levels that questions were given are those that they have."""
    count = len({one.session for one in kept})
    if not count:
        yield "还没有留下的作答：开场时勾选「留下各题答对的人数」，结束以后就有。"
        return
    yield (
        f"{count} 场留下来的：每道题，总分高的一半和低的一半各有多少人答、多少人对。"
        f"没有姓名、地址，也没有哪一个人的答案；少于 {LEAST_KEPT} 人的场次不留。"
    )
    for level, (low, high) in EXPECTED.items():
        of_level = [f for f in findings if f.declared == level and f.answers >= LEAST]
        if of_level:
            right = sum(f.right * f.answers for f in of_level) / sum(f.answers for f in of_level)
            fits = "相符" if low <= right <= high else "不符"
            yield (
                f"标“{level}”的 {len(of_level)} 题，答对 {right:.0%}（应在 {low:.0%} 到 {high:.0%}）：{fits}。"
            )
    if weak := [f for f in findings if f.weaknesses]:
        yield f"要留意的 {len(weak)} 题，列在前面。"
