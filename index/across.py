"""Question → ranked provisions of all documents of a library."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.clause_kinds import LeafKinds
from index.library import Library
from index.ranker import load_ranker
from index.retrieve import Hit, Ranking, measure_leaves, read_signals


@dataclass
class _All:
    leaves: tuple
    kinds: LeafKinds


def rank_across(library: Library, question: str, k: int) -> Ranking:
    sig = [read_signals(i, question) for i in library.indexes]
    ch = {n: np.concatenate([s.channels[n] for s in sig]) for n in ("text", "dense", "article", "refers", "bank", "asked")}
    ch["bank"] = np.zeros_like(ch["bank"])
    first = library.indexes[0]
    f = _All(sum((i.leaves for i in library.indexes), ()), {n: np.concatenate([i.kinds[n] for i in library.indexes]) for n in first.kinds})
    ch["ranker"] = load_ranker().logits(measure_leaves(f, question, ch))
    p = load_ranker().probabilities(ch["ranker"])
    ids = [leaf.id.of(i.regulation.key) for i in library.indexes for leaf in i.leaves]
    order = np.argsort(-p, kind="stable")[:k]
    return Ranking(tuple(Hit(ids[r], float(p[r]), {n: float(v[r]) for n, v in ch.items()}) for r in order))
