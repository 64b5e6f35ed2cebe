"""Metrics of a ranking against the articles that answer, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

NAMES = ("R@10", "MRR@10", "R@100")
Array = NDArray[np.float64]
_RESAMPLES = 2000


def score(ranking: Sequence[int], gold: Collection[int], missing: int = 0) -> Array:
    """Recall at 10, reciprocal rank within 10, recall at 100: ``(3,)``.

    Args:
        ranking: rows, best first, none twice.
        gold: rows that answer.
        missing: further answers that the corpus does not hold; they count as not found.
    """
    wanted = set(gold)
    total = max(len(wanted) + missing, 1)
    first = next((i for i, row in enumerate(ranking[:10], 1) if row in wanted), 0)
    return np.array(
        [
            len(wanted & set(ranking[:10])) / total,
            1 / first if first else 0.0,
            len(wanted & set(ranking[:100])) / total,
        ]
    )


def interval(values: Array, seed: int, level: float = 0.95) -> tuple[Array, Array]:
    """Percentile bootstrap over the rows of ``(questions, metrics)``: lower and upper ends."""
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(values), (_RESAMPLES, len(values)))
    counts = np.stack([np.bincount(p, minlength=len(values)) for p in picks])
    means = counts @ values / len(values)
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    return low, high
