"""Ranking → the provisions that an answer cites: as few as are complete."""

from __future__ import annotations

from assistant.answer import Intent
from corpus import Leaf
from index import Index, Ranking

_SHARE = 0.82
_MOST = 15


def select(index: Index, question: str, intent: Intent, ranking: Ranking) -> tuple[Leaf, ...]:
    """The best leaf and those that score nearly as much."""
    leaves = {leaf.id: leaf for leaf in index.leaves}
    if not ranking.hits:
        return ()
    top = ranking.hits[0].score
    return tuple(leaves[h.id] for h in ranking.hits[:_MOST] if h.score >= _SHARE * top)
