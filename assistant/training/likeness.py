"""How much of an act another clause says as well.

Pairs of neighbouring characters, weighed by how rare they are among the clauses, so that 消防安全
and 组织开展 count little and 登高操作场地 much.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")


@lru_cache(maxsize=8192)
def pairs_of(words: str) -> frozenset[str]:
    """Pairs of neighbouring characters within each run of characters."""
    return frozenset(
        a + b for run in _NOT_WORDS.split(words) for a, b in pairwise(run) if a.isalnum()
    )


class ActLikeness:
    """Compares acts with texts.

    Args:
        texts: the clauses, by number.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        sets = [pairs_of(text) for text in texts]
        held = Counter(pair for found in sets for pair in found)
        self._weight = {pair: log(1 + len(texts) / n) for pair, n in held.items()}
        self._rare = log(1 + len(texts))
        self._in: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(sets):
            for pair in found:
                self._in[pair].append(number)
        self.like = lru_cache(maxsize=4096)(self._like)

    def _like(self, act: str, least: float) -> frozenset[int]:
        """Numbers of the texts that hold at least a share of the weight of an act."""
        return frozenset(n for n, share in self.shares(act).items() if share >= least)

    def shares(self, act: str) -> dict[int, float]:
        """Number of a text → share of the weight of an act that it holds; none without any."""
        found: dict[int, float] = defaultdict(float)
        pairs = pairs_of(act)
        whole = sum(self._weight.get(pair, self._rare) for pair in pairs) or 1.0
        for pair in pairs:
            weight = self._weight.get(pair, self._rare) / whole
            for number in self._in.get(pair, ()):
                found[number] += weight
        return found
