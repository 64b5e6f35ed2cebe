"""An answer as a record: what ``batch``, the JSON API, MCP and exported conversations give."""

from __future__ import annotations

from typing import Any

from assistant.answering.answer import Answer


def answer_record(answer: Answer) -> dict[str, Any]:
    """The public form of an answer, documented in docs/batch.md; JSON values only."""
    record: dict[str, Any] = {
        "question": answer.question,
        "answer": {
            "text": answer.text,
            "cited": [str(id_) for id_ in answer.cited],
            "quotes": [{"id": str(q.id), "text": q.text} for q in answer.quotes],
            "refused": answer.refusal is not None,
            "reason": answer.refusal.reason if answer.refusal else None,
            "intent": answer.intent,
        },
        "ranking": [[str(hit.id), round(hit.score, 6)] for hit in answer.ranking],
        "error": None,
        "ms": round(answer.timings.get("total", 0.0), 2),
    }
    if answer.writing is not None:
        from assistant.writer.trace import writing_record  # only where a model is in use

        record["writing"] = writing_record(answer)
    return record
