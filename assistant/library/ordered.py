"""What is said to orders given to the program: that it follows none, beside what is asked or alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.drafts import refused
from assistant.answering.parts import SaidWords, SmallTalkSaid
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from corpus.text.status import status_shown

_NOT_FOLLOWED = "（我只按条文回答问题，不扮演别人，不作承诺，也不能改动条文。）"


def with_orders_refused(answer: Answer) -> Answer:
    """An answer, and after it that the orders beside the question are not followed."""
    note = Statement(StatementKind.NOTE, SaidWords(_NOT_FOLLOWED))
    return replace(answer, statements=(*answer.statements, note))


def orders_refused(documents: Sequence[Sources], question: str) -> Answer:
    """What is said where nothing but orders was given; nothing is cited for it."""
    held = tuple((d.regulation.title, status_shown(d.regulation)) for d in documents)
    said = SmallTalkSaid("orders", held)
    return refused(documents[0].index, question, "chitchat", reason="chitchat", detail=said)
