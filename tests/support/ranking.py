"""Retrieval alone, for the tests of the index."""

from __future__ import annotations

from index.opened import Index
from index.retrieve import Mode, Ranking, rank


def ranked(index: Index, question: str, k: int, *, mode: Mode = "hybrid") -> Ranking:
    """What retrieval finds for a question, with the words of the language data in it."""
    return rank(index, question, k, mode=mode)
