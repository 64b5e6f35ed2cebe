"""培训包.md and 培训包.json: a pack for editors and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from assistant.training.pack import Pack, Paper, TalkingPoint
from assistant.training.question import Matching, key_text
from assistant.training.records import to_record
from ui.documents.document import clean
from ui.documents.text_formats import inline
from ui.documents.training.words import (
    TITLES,
    Numbered,
    add_room,
    list_facts,
    list_grounds,
    list_options,
    list_pairs,
    number_questions,
    shorten,
    tell_scene,
)


def write_json(pack: Pack) -> str:
    """Everything in a pack as values, in the order of its fields."""
    return clean(json.dumps(to_pack_record(pack), ensure_ascii=False, indent=2)) + "\n"


def to_pack_record(pack: Pack) -> dict[str, Any]:
    """A pack for JSON."""
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
        "talking": [_point_record(point) for point in pack.talking],
        "papers": [_paper_record(paper) for paper in pack.papers],
        "shared": pack.shared,
        "available": pack.available,
        "sources": pack.sources,
        "remarks": pack.remarks,
    }


def _point_record(point: TalkingPoint) -> dict[str, Any]:
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
    }


def _paper_record(paper: Paper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "points": sum(paper.points),
        "questions": [
            {"number": n, "points": points, **to_record(question)}
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
    yield from ("", "## 讲解要点")
    for n, point in enumerate(pack.talking, 1):
        yield from _point(n, point)
    for paper in pack.papers:
        yield from ("", f"## 试卷 {paper.name}（含答案）")
        for item in number_questions(paper):
            yield from _question(item)
    yield from ("", "## 引用条款", "")
    yield from (f"- {inline(citation)}" for citation in pack.sources)
    yield from ("", f"来源：{inline(pack.source)}  ", f"日期：{pack.date}", "", inline(pack.notice))


def _point(number: int, point: TalkingPoint) -> Iterator[str]:
    quote = point.quote
    yield from ("", f"### {number}. {inline(shorten(quote.citation))}", "")
    yield from (f"{inline(quote.citation)}（{inline(quote.path)}）", "")
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
