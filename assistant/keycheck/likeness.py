"""How much of an act a clause says as well.

Character pairs weigh by how few clauses hold them, so that 指导、督促…的消防安全管理工作, which many
clauses share, weighs little, and what is guided weighs much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

from assistant.keycheck.source import RegisterClause
from assistant.verify.texts import flat, pairs
from corpus.register.records import ClauseKey

#: Share of an act's weight from which a clause counts as saying it too. Of the near duplicates of
#: the first regulation the weakest is at .58 (定期开展消防宣传教育 and 开展日常消防监督检查、消防宣传教育).
ALIKE = 0.55
#: A part between commas counts where it is this long, so much of the act, and stands in the clause
#: as good as whole.
_WHOLE_PART = 8
_SAME_PART = 0.95
_MUCH = 0.4
_LEAST = 5
#: Sums of the same numbers differ by the order in which they are added.
_ROUNDING = 1e-9
#: A condition that is a fact, so that duties under two of them are two.
_FACT = re.compile(r"^发生|事故的$")
_PART = re.compile(r"[，；。]")


class ClauseLikeness:
    """Weights over the clauses of one regulation."""

    def __init__(self, clauses: Sequence[RegisterClause]) -> None:
        self._held = {c.key: pairs(flat(c.text)) for c in clauses}
        self._keys = tuple(self._held)
        self._holding: dict[str, list[int]] = {}
        for number, held in enumerate(self._held.values()):
            for pair in held:
                self._holding.setdefault(pair, []).append(number)
        total = len(self._held)
        self._rare = log(1 + total)
        self._weights = {pair: log(1 + total / len(k)) for pair, k in self._holding.items()}
        triggers = {d.trigger for c in clauses for d in c.duties if d.trigger}
        self._triggers = sorted(triggers, key=len, reverse=True)
        facts = [(c.key, d.trigger) for c in clauses for d in c.duties[:1]]
        self._fact_of = {key: t if _FACT.search(t) else "" for key, t in facts}
        self._facts = sorted(filter(None, self._fact_of.values()), key=len, reverse=True)
        self.like = lru_cache(maxsize=65536)(self._like)
        self.said_by = lru_cache(maxsize=65536)(self._said_by)

    def share(self, act: str, text: str) -> float:
        """Share of an act's weight, 0 to 1, that a text holds."""
        said = pairs(flat(act))
        whole = sum(self._weights.get(p, self._rare) for p in said)
        held = sum(self._weights.get(p, self._rare) for p in said & pairs(flat(text)))
        return held / whole if whole else 0.0

    def _said_by(self, act: str) -> frozenset[ClauseKey]:
        """The clauses that say an act too, or all of it but its condition, or a whole part of it."""
        found = set(self.like(act))
        if core := self._core(act):
            found |= self.like(core)
        fact = next((f for f in self._facts if f in act), "")
        found = {k for k in found if not (fact and self._fact_of[k] and self._fact_of[k] != fact)}
        for part in _PART.split(act):
            if part != act and len(part) >= _WHOLE_PART and self.share(act, part) >= _MUCH:
                found |= self.like(part, _SAME_PART)
        return frozenset(found)

    def _core(self, act: str) -> str:
        """An act without its condition (按照国家有关消防工作要求); empty where it has none."""
        for trigger in self._triggers:
            if trigger in act and len(rest := act.replace(trigger, "").strip("，")) > _LEAST:
                return rest
        return ""

    def nearest(self, act: str, keys: Iterable[ClauseKey]) -> ClauseKey:
        """The clause of some that says most of an act; the first printed of equals."""
        printed = sorted(keys, key=lambda k: (k[0].sort_key, k[1]))
        said = pairs(flat(self._core(act) or act))
        weights = self._weights
        return max(printed, key=lambda k: sum(weights.get(p, 0.0) for p in said & self._held[k]))

    def _like(self, act: str, least: float = ALIKE) -> frozenset[ClauseKey]:
        shares = [0.0] * len(self._keys)
        whole = 0.0
        for pair in pairs(flat(act)):
            weight = self._weights.get(pair, self._rare)
            whole += weight
            for number in self._holding.get(pair, ()):
                shares[number] += weight
        wanted = (least - _ROUNDING) * whole
        return frozenset(self._keys[n] for n, held in enumerate(shares) if held and held >= wanted)
