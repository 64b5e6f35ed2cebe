"""「还有呢」: whether there is more than what was just answered."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.drafts import given, refused
from assistant.answering.parts import AllListed, SaidWords
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.understood import Understood
from index.opened import Index

#: Provisions that 「还有呢」 adds.
_MORE = 3


def answer_more(index: Index, asked: Understood, before: Answer) -> Answer:
    """That all was listed, or what comes nearest to the earlier question."""
    if before.complete:
        listed = AllListed(len(before.cited))
        said = Statement(StatementKind.CONCLUSION, listed, before.cited)
        return given(
            index,
            asked.text,
            before.intent,
            statements=(said,),
            quotes=before.quotes,
            complete=True,
        )
    shown = {q.id for q in before.quotes}
    nearest = tuple(h.id for h in before.ranking if h.id not in shown)[:_MORE]
    told = SaidWords("直接回答上一个问题的规定已经列出；相近的还有以下几处。")
    return refused(
        index, asked.text, before.intent, reason="not_found", nearest=nearest, detail=told
    )
