"""The failures of one run, in words: what was asked, what was expected, what came, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.citing.citations import format_citation, parse_id
from corpus.text.provision import Regulation
from evals.gold import Gold, GoldQuestion
from evals.metrics import (
    OUTCOMES,
    Outcome,
    Records,
    compare_citations,
    is_scored,
    outcome,
    record_of,
)
from evals.runner import turn_id
from evals.systems import SystemRecord
from evals.verbatim import fact_coverage

CONVERSATION = "conversation"
_MANY = 6


@dataclass(frozen=True, slots=True)
class Failure:
    """One question that did not come out right.

    Attributes:
        kind: of the gold set, or ``conversation`` for a turn.
        expected, got: what must be cited, and what was.
        why: one or more sentences.
        answer: the whole answer.
    """

    id: str
    question: str
    kind: str
    persona: str
    outcome: Outcome
    expected: str
    got: str
    why: str
    answer: str


def failures(gold: Gold, records: Records, regulation: Regulation) -> list[Failure]:
    """Questions and turns whose outcome is not right, in file order."""
    found = []
    for question in (*gold.questions, *_turns(gold)):
        record = record_of(records, question.id)
        result = outcome(question, record)
        if result != "right":
            found.append(_failure(question, record, result, regulation))
    return found


def _turns(gold: Gold) -> Iterator[GoldQuestion]:
    """Turns as questions; a follow-up is shown with what the person made of it."""
    for conversation in gold.conversations:
        for number, turn in enumerate(conversation.turns, 1):
            text = turn.question if number == 1 else f"{turn.question}（即：{turn.standalone}）"
            yield GoldQuestion(
                turn_id(conversation.id, number),
                text,
                CONVERSATION,
                conversation.persona,
                turn.answerable,
                turn.must,
                turn.ok,
            )


def _failure(
    question: GoldQuestion, record: SystemRecord, result: Outcome, regulation: Regulation
) -> Failure:
    expected = _names(question.must, regulation) if question.answerable else "拒答"
    return Failure(
        id=question.id,
        question=question.text,
        kind=question.kind,
        persona=question.persona,
        outcome=result,
        expected=expected or "回答",
        got=_got(record, regulation),
        why="".join(_why(question, record, result, regulation)),
        answer=record.text,
    )


def _got(record: SystemRecord, regulation: Regulation) -> str:
    if record.error is not None:
        return "出错"
    if record.refused:
        return f"拒答（{record.reason or '未说明'}）"
    return _names(record.cited, regulation) or "没有引用"


def _why(
    question: GoldQuestion, record: SystemRecord, result: Outcome, regulation: Regulation
) -> Iterator[str]:
    yield f"{OUTCOMES[result]}。"
    if record.error is not None:
        yield record.error
        return
    if not is_scored(question):
        return
    citations = compare_citations(record.cited, question.must, question.ok)
    for id_ in citations.missed[:_MANY]:
        yield f"缺 {_name(id_, regulation)}（{_place(id_, record.ranking)}）。"
    if len(citations.missed) > _MANY:
        yield f"另缺 {len(citations.missed) - _MANY} 条。"
    if citations.extra:
        yield f"多 {_names(citations.extra, regulation)}。"
    held = fact_coverage(record, question.key_facts)
    if lacking := [fact for fact in question.key_facts if fact not in held]:
        yield f"答案里没有要点{''.join(f'「{fact}」' for fact in lacking)}。"


def _place(id_: str, ranking: Sequence[str]) -> str:
    if not ranking:
        return "未经检索"
    return f"检索第 {ranking.index(id_) + 1} 位" if id_ in ranking else f"不在前 {len(ranking)} 位"


def _names(ids: Sequence[str], regulation: Regulation) -> str:
    shown = "、".join(_name(id_, regulation) for id_ in ids[: 2 * _MANY])
    return f"{shown}等 {len(ids)} 处" if len(ids) > 2 * _MANY else shown


def _name(id_: str, regulation: Regulation) -> str:
    return format_citation(parse_id(id_), regulation, title=False)
