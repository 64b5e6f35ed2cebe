"""How much of an act a clause says as well.

Character pairs weigh by how few clauses hold them, so that 指导、督促…的消防安全管理工作, which many
clauses share, weighs little, and what is guided weighs much.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log

from assistant.keycheck.source import Clause, Key
from assistant.verify.texts import flat, pairs

#: Share of an act's weight from which a clause counts as saying it too. Of the near duplicates of
#: the first regulation the weakest is at .58 (定期开展消防宣传教育 and 开展日常消防监督检查、消防宣传教育).
ALIKE = 0.55


class Likeness:
    """Weights over the clauses of one regulation."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._clauses = [(c.key, pairs(flat(c.text))) for c in clauses]
        counts: dict[str, int] = {}
        for _, held in self._clauses:
            for pair in held:
                counts[pair] = counts.get(pair, 0) + 1
        total = len(self._clauses)
        self._rare = log(1 + total)
        self._weights = {pair: log(1 + total / n) for pair, n in counts.items()}
        self.like = lru_cache(maxsize=65536)(self._like)

    def share(self, act: str, text: str) -> float:
        """Share of an act's weight, 0 to 1, that a text holds."""
        said = pairs(flat(act))
        whole = sum(self._weights.get(p, self._rare) for p in said)
        held = sum(self._weights.get(p, self._rare) for p in said & pairs(flat(text)))
        return held / whole if whole else 0.0

    def _like(self, act: str, least: float = ALIKE) -> frozenset[Key]:
        said = pairs(flat(act))
        weighed = {p: self._weights.get(p, self._rare) for p in said}
        whole = sum(weighed.values())
        return frozenset(
            key
            for key, held in self._clauses
            if whole and sum(weighed[p] for p in said & held) >= least * whole
        )
