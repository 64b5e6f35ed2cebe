"""One paper of a pack: its questions, with key and explanation one click away. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from assistant.training.pack import Pack, Paper
from assistant.training.question import (
    BLANK,
    LETTERS,
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    key_text,
)
from ui.web.views.markup import CURRENT, Links, text
from ui.web.views.training_form import TrainingQuery

#: Single questions are exchanged in this paper; the other is another set as a whole.
EXCHANGES = "A"
_HIDDEN = '<p class="soft">这套题里有正在现场作答的题，结束作答以后再看答案。</p>'


def render_paper(
    query: TrainingQuery, pack: Pack, links: Links, *, hides_keys: bool = False
) -> str:
    """The papers as tabs, and the questions of the one that is chosen.

    Args:
        hides_keys: whether a group answers them just now.
    """
    tabs = "".join(
        f'<a href="#{text(query.address(paper=paper.name))}"'
        f"{CURRENT if paper.name == query.paper else ''}>{paper.name} 卷</a>"
        for paper in pack.papers
    )
    paper = next(p for p in pack.papers if p.name == query.paper)
    rows = "".join(
        _question(
            query, number, question, points, _HIDDEN if hides_keys else _shown(question, links)
        )
        for number, (question, points) in enumerate(
            zip(paper.questions, paper.points, strict=True), 1
        )
    )
    return (
        f'<section class="paper"><h4>试卷<span class="count">{_size(paper)}</span></h4>'
        f'<nav class="tabs papers" aria-label="试卷">{tabs}</nav><ol class="questions">{rows}</ol>'
        "</section>"
    )


def _size(paper: Paper) -> str:
    return f"{len(paper.questions)} 题，共 {sum(paper.points)} 分"


def _question(
    query: TrainingQuery, number: int, question: QuizQuestion, points: int, key: str
) -> str:
    exchanged = (*query.choice.exchanged, number)
    facts = " · ".join([question.kind, *question.matters[:2], question.difficulty, f"{points} 分"])
    scene = f'<p class="scene">{text(question.scene)}</p>' if question.scene else ""
    swap = ""
    if query.paper == EXCHANGES:
        swap = (
            f'<a class="plain swap" href="#{text(query.address(exchanged=exchanged))}" '
            f'aria-label="第 {number} 题换一题">换一题</a>'
        )
    return (
        f'<li class="question-row" id="question-{number}" tabindex="-1">'
        f'<div class="question-head"><span class="number">{number}</span>'
        f'<span class="form-name">{question.form}</span><span class="of">{text(facts)}</span>'
        f"{swap}</div>"
        f'{scene}<p class="stem">{render_stem(question.stem)}</p>{_options(question)}'
        f"{key}</li>"
    )


def _shown(question: QuizQuestion, links: Links) -> str:
    return f'<details class="key"><summary>显示答案</summary>{_key(question, links)}</details>'


def render_stem(words: str) -> str:
    """A stem as HTML, its blanks as gaps."""
    return text(words).replace(escape(BLANK), f'<span class="gap">{BLANK}</span>')


def _options(question: QuizQuestion) -> str:
    match question:
        case TrueFalse() | FillBlank():
            return ""
        case Matching():
            left, right = _listed(question.left), _listed(question.right)
            return f'<div class="columns"><ol class="left">{left}</ol><ol class="options">{right}</ol></div>'
        case SingleChoice() | MultipleChoice():
            return f'<ol class="options">{_listed(question.options)}</ol>'
        case Ordering():
            return f'<ol class="options">{_listed(question.steps)}</ol>'
        case _:
            assert_never(question)


def _listed(words: Iterable[str]) -> str:
    return "".join(f"<li>{text(w)}</li>" for w in words)


def _key(question: QuizQuestion, links: Links) -> str:
    evidence = "".join(
        f"<li><blockquote>{text(e.quote)}</blockquote>{links.to(e.id, e.citation)}</li>"
        for e in question.evidence
    )
    altered = ""
    if isinstance(question, TrueFalse) and (point := question.altered):
        altered = (
            f'<p class="altered">改动的地方（{text(point.point)}）：题中写「{text(point.written)}」，'
            f"条文是「{text(point.printed)}」</p>"
        )
    return (
        f"<p><b>答案：{text(key_text(question))}</b>{_spelled(question)}</p>{altered}"
        f'<p>{text(question.explanation)}</p><ul class="evidence-list">{evidence}</ul>'
    )


def _spelled(question: QuizQuestion) -> str:
    """The words of the right option, where the key is one letter."""
    if not isinstance(question, SingleChoice):
        return ""
    at = question.key
    return f'<span class="spelled">（{LETTERS[at]}．{text(question.options[at])}）</span>'
