"""Several questions typed at once → one answer that answers each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.parts import AskedHead, GoesOn
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.text import line
from assistant.understanding.question import may_be_shown

#: Characters of the first paragraph.
_FIRST = 560


def answer_of_each(questions: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer with what is said to every question, in their order, each under its own head.

    What was asked last is what a later turn goes on from.

    Args:
        questions: as heard.
        answers: one for each.
    """
    last = answers[-1]
    told = [a for a in answers if a.refusal is None] or list(answers)
    first, rest = [], []
    for number, (question, answer) in enumerate(zip(questions, answers, strict=True), 1):
        lead, left = _cut(answer.statements, _FIRST // len(answers))
        first += [_head(number, question), *lead]
        if left:
            goes_on = GoesOn(f"问题 {number}", len(left))
            rest += [Statement(StatementKind.NOTE, goes_on), *left]
    return replace(
        last,
        statements=(*first, *rest),
        cited=tuple(dict.fromkeys(i for a in told for i in a.cited)),
        quotes=tuple({q.id: q for a in told for q in a.quotes}.values()),
        refusal=None if any(a.refusal is None for a in answers) else last.refusal,
        notices=tuple(dict.fromkeys(n for a in answers for n in a.notices)),
        read_as="",
        complete=all(a.complete for a in answers),
        speaking=tuple(dict.fromkeys(key for a in told for key in a.speaking)),
    )


def _cut(statements: Sequence[Statement], room: int) -> tuple[list[Statement], list[Statement]]:
    """What is said at once, and what goes on below."""
    length, at = 0, 0
    for statement in statements:
        length += len(line(statement))
        if at and length > room:
            break
        at += 1
    return list(statements[:at]), list(statements[at:])


def _head(number: int, question: str) -> Statement:
    return Statement(
        StatementKind.NOTE,
        AskedHead(number, question.rstrip("?？。！! ") if may_be_shown(question) else ""),
    )
