"""Statements and whole answers → plain text, as the terminal, files and records hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.parts import GoesOn, ModelFailed, OfDocument, ReadAs, RefusalReason
from assistant.answering.statement import CheckState, Quote, Statement, StatementKind
from assistant.rendering.chinese import READ_AS, said

#: What a line of a list begins with.
LIST_MARK = "·"
#: What stands after a sentence of a language model's answer.
_STATES: Mapping[CheckState, str] = {"": "", "已核对": "✓ 已核对", "原文": "原文"}


@dataclass(frozen=True, slots=True)
class TextFrame:
    """What stands around the statements of an answer.

    Attributes:
        read_as: before the answer to a question that was read otherwise, with ``{}`` for how;
            empty where the statements tell.
        between: between sentences that run on.
        end: after the last statement.
        related: over the quotes of a refusal.
        put_right: over those of a refusal that they put right; None for ``related``.
        quote_head: over one quote.
    """

    read_as: str
    between: str
    end: str
    related: str
    put_right: str | None
    quote_head: Callable[[Quote], str]


CHINESE = TextFrame(
    read_as=f"（{READ_AS}）",
    between="",
    end="",
    related="相近的规定（供参考，不是对问题的回答）：",
    put_right="条文原文：",
    quote_head=lambda quote: f"{quote.citation}（{quote.path}）",
)


def sentence(statement: Statement) -> str:
    """What a statement says."""
    words = f"{statement.verdict}。" if statement.parts is None else said(statement.parts)
    return f"{words}{_STATES[statement.state]}"


def line(statement: Statement) -> str:
    """What a statement says, with the mark of a list where it is a line of one."""
    return f"{LIST_MARK} {sentence(statement)}" if statement.is_listed else sentence(statement)


def said_text(statements: Sequence[Statement], frame: TextFrame = CHINESE) -> str:
    """Statements one after another."""
    return f"{go_on((), statements, frame)}{frame.end}"


def go_on(
    said: Sequence[Statement], further: Sequence[Statement], frame: TextFrame = CHINESE
) -> str:
    """Further statements, after those that have been said."""
    before = (said[-1] if said else None, *further)
    return "".join(
        f"{_gap(last, statement, frame)}{line(statement)}"
        for last, statement in zip(before, further, strict=False)
    )


def _gap(before: Statement | None, statement: Statement, frame: TextFrame) -> str:
    """What stands between two statements: lines of lists, notes and other bodies begin a line."""
    if before is None:
        return ""
    if isinstance(before.parts, ReadAs | ModelFailed) or isinstance(statement.parts, GoesOn):
        return "\n\n"
    if isinstance(before.parts, OfDocument | GoesOn) or isinstance(statement.parts, OfDocument):
        return "\n"
    apart = statement.kind is StatementKind.NOTE or statement.body not in ("", before.body)
    return "\n" if statement.is_listed or before.is_listed or apart else frame.between


def quotes_text(
    quotes: Sequence[Quote], refused: RefusalReason | None, frame: TextFrame
) -> tuple[str, ...]:
    """Quotes, each as one paragraph; those of a refusal under a heading."""
    shown = ["\n".join(filter(None, (frame.quote_head(q), q.lead_in, q.text))) for q in quotes]
    if shown and refused is not None:
        rights = refused == "false_premise" and frame.put_right is not None
        shown.insert(0, (frame.put_right or "") if rights else frame.related)
    return tuple(shown)
