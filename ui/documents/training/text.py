"""培训包.md and 培训包.json: a pack for editors and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from assistant.training.pack import Pack, Paper, TalkingPoint
from assistant.training.question import Matching, key_text
from assistant.training.records import to_record as to_question_record
from ui.documents.comparison_changes import key_changes
from ui.documents.comparison_record import to_record
from ui.documents.document import clean
from ui.documents.text_formats import inline
from ui.documents.training.words import (
    TITLES,
    Numbered,
    ToldChange,
    add_room,
    list_facts,
    list_grounds,
    list_options,
    list_pairs,
    number_questions,
    shorten,
    sum_up_changes,
    tell_changes,
    tell_scene,
)


def write_json(pack: Pack) -> str:
    """Everything in a pack as values, in the order of its fields."""
    return clean(json.dumps(to_pack_record(pack), ensure_ascii=False, indent=2)) + "\n"


def to_pack_record(pack: Pack) -> dict[str, Any]:
    """A pack for JSON."""
    told, comparison = tell_changes(pack), pack.comparison
    changes = to_record(comparison) if comparison is not None else None
    return {
        "title": pack.title,
        "subtitle": pack.subtitle,
        "date": pack.date,
        "notice": pack.notice,
        "source": pack.source,
        "scope": pack.scope,
        "choice": asdict(pack.choice),
        "objectives": pack.objectives,
        "timeline": [asdict(part) for part in pack.timeline],
        "talking": [_point_record(p, told.get(p.quote.id)) for p in pack.talking],
        "papers": [_paper_record(paper) for paper in pack.papers],
        "shared": pack.shared,
        "available": pack.available,
        "sources": pack.sources,
        "remarks": pack.remarks,
        "changes": changes,
    }


def _point_record(point: TalkingPoint, change: ToldChange | None) -> dict[str, Any]:
    quote = point.quote
    return {
        "id": str(quote.id),
        "citation": quote.citation,
        "path": quote.path,
        "lead_in": quote.lead_in,
        "text": quote.text,
        "plain": point.plain,
        "actors": point.actors,
        "matters": point.matters,
        "change": {"kind": change.label, "old": change.old} if change is not None else None,
    }


def _paper_record(paper: Paper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "points": sum(paper.points),
        "questions": [
            {"number": n, "points": points, **to_question_record(question)}
            for n, (question, points) in enumerate(
                zip(paper.questions, paper.points, strict=True), 1
            )
        ],
    }


def write_markdown(pack: Pack) -> str:
    """A pack to read and edit, with keys."""
    return clean("\n".join(_lines(pack))) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    yield from (f"# {inline(pack.title)}", "", f"{inline(pack.subtitle)}（含答案，供讲师使用）", "")
    yield from (f"> {inline(pack.notice)}", "")
    yield from (f"- {name}：{inline(value)}" for name, value in list_facts(pack))
    yield from ("", "## 培训目标", "")
    yield from (f"{n}. {inline(o)}" for n, o in enumerate(pack.objectives, 1))
    for remark in pack.remarks:
        yield from ("", f"注意：{inline(remark)}")
    yield from ("", "## 时间安排", "", "| 环节 | 分钟 | 讲师做什么 |", "| --- | --- | --- |")
    yield from (f"| {inline(p.title)} | {p.minutes} | {inline(p.doing)} |" for p in pack.timeline)
    yield from _changes(pack)
    yield from ("", "## 讲解要点")
    told = tell_changes(pack)
    for n, point in enumerate(pack.talking, 1):
        yield from _point(n, point, told.get(point.quote.id))
    for paper in pack.papers:
        yield from ("", f"## 试卷 {paper.name}（含答案）")
        for item in number_questions(paper):
            yield from _question(item)
    yield from ("", "## 引用条款", "")
    yield from (f"- {inline(citation)}" for citation in pack.sources)
    yield from ("", f"来源：{inline(pack.source)}  ", f"日期：{pack.date}", "", inline(pack.notice))


def _changes(pack: Pack) -> Iterator[str]:
    """Which texts are compared, how much differs, and what matters first."""
    if pack.comparison is None:
        return
    yield from ("", "## 改了什么", "")
    yield from (f"- {inline(sentence)}" for sentence in sum_up_changes(pack))
    for changes in key_changes(pack.comparison, apart=False):
        yield from ("", f"### {inline(changes.heading)}", "")
        yield from (f"- {inline(line)}" for line in changes.lines)


def _point(number: int, point: TalkingPoint, change: ToldChange | None) -> Iterator[str]:
    quote = point.quote
    yield from ("", f"### {number}. {inline(shorten(quote.citation))}", "")
    yield from (f"{inline(quote.citation)}（{inline(quote.path)}）", "")
    if change is not None:
        yield from (f"{change.label}　{inline(change.before)}{inline(change.old)}", "")
    yield from (f"> {inline(text)}  " for text in (quote.lead_in, quote.text) if text)
    if point.plain:
        yield from ("", f"白话说明（不是条文）：{inline(''.join(point.plain))}")
    if point.actors:
        yield from ("", f"约束谁：{inline('、'.join(point.actors))}")
    if point.matters:
        yield from ("", f"事项：{inline('、'.join(point.matters))}")


def _question(item: Numbered) -> Iterator[str]:
    question = item.question
    if item.scene:
        yield from ("", inline(tell_scene(item)))
    kind = f"（{TITLES[question.form]}，{item.points} 分，{question.difficulty}）"
    yield from ("", f"**{item.number}.**{kind}{inline(add_room(question))}", "")
    yield from (f"- {inline(text)}" for text in list_options(question))
    if isinstance(question, Matching):
        yield from ("| 左 | 右 |", "| --- | --- |")
        yield from (f"| {inline(left)} | {inline(right)} |" for left, right in list_pairs(question))
    yield from ("", f"答案：{inline(key_text(question))}  ")
    yield f"解析：{inline(question.explanation)}  "
    yield from (f"依据：{inline(line)}  " for line in list_grounds(question))
