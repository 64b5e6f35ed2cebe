"""What one may ask next of a library, and questions that begin as one types."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.sources import Sources

#: Questions that are offered while one types, at most.
_COMPLETIONS = 6


def suggest_after(documents: Sequence[Sources], answer: Answer) -> tuple[str, ...]:
    """Questions that may follow an answer: of the documents that speak, the one that answers best first.

    Args:
        documents: those that were asked.
        answer: one that was given or refused.
    """
    by_key = {d.regulation.key: d for d in documents}
    keys = [k for k in dict.fromkeys((answer.document, *answer.speaking)) if k in by_key]
    for key in keys or list(by_key)[:1]:
        part = answer.part(key) if answer.parts else answer
        if found := by_key[key].suggestions.after(part):
            return found
    return ()


def complete_typed(documents: Sequence[Sources], typed: str) -> tuple[str, ...]:
    """Questions of the documents' banks that hold what was typed, those of each in turn.

    Args:
        documents: those that are asked.
        typed: what stands in the box; less than two characters complete to nothing.
    """
    found = [d.suggestions.completing(typed) for d in documents]
    most = max(map(len, found), default=0)
    mixed = [questions[n] for n in range(most) for questions in found if n < len(questions)]
    return tuple(dict.fromkeys(mixed))[:_COMPLETIONS]
