"""An answer as a record: what ``batch``, the JSON API, MCP and exported conversations give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.answer import Answer
from corpus.text.authority import authority
from corpus.text.provision import Regulation
from ui.records.documents import name_record


def find_speaking(answer: Answer, regulations: Sequence[Regulation]) -> tuple[Regulation, ...]:
    """The documents that answer, in the order in which they speak; none in a refusal.

    Args:
        answer: see there.
        regulations: the documents that were asked.
    """
    if answer.refused:
        return ()
    keys = answer.speaking or (answer.document,)
    speaking = [r for r in regulations if len(regulations) == 1 or r.key in keys]
    return tuple(sorted(speaking, key=authority))


def answer_record(answer: Answer, regulations: Sequence[Regulation]) -> dict[str, Any]:
    """The public form of an answer, documented in docs/batch.md; JSON values only.

    Args:
        answer: see there.
        regulations: the documents that were asked.
    """
    record: dict[str, Any] = {
        "question": answer.question,
        "answer": {
            "text": answer.text,
            "cited": [str(id_) for id_ in answer.basis],
            "quotes": [{"id": str(q.id), "text": q.text} for q in answer.quotes],
            "refused": answer.refused,
            "reason": answer.refusal.reason if answer.refusal else None,
            "intent": answer.intent,
            "documents": [name_record(r) for r in find_speaking(answer, regulations)],
        },
        "ranking": [[str(hit.id), round(hit.score, 6)] for hit in answer.ranking],
        "error": None,
        "ms": round(answer.timings.get("total", 0.0), 2),
    }
    if answer.writing is not None:
        from assistant.writer.trace import writing_record  # only where a model is in use

        record["writing"] = writing_record(answer)
    return record
