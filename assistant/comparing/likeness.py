"""How much alike the units of two texts are: shared pairs of characters, the rare ones counting more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.comparing.units import TextUnit

Scores = NDArray[np.float64]
#: Signs that say nothing, and the marks of lists.
_SIGNS = frozenset("，。；：、（）()《》〈〉“”\n\u2028 \u3000")


def likenesses(old: Sequence[TextUnit], new: Sequence[TextUnit]) -> tuple[Scores, Scores]:
    """``(old, new)`` tables: how much two units have in common, and how much of the shorter one.

    Both lie between 0 and 1; of equal texts both are 1.
    """
    from scipy.sparse import csr_array

    pairs = [_pairs(unit.text) for unit in (*old, *new)]
    spread = Counter(pair for found in pairs for pair in found)
    columns = {pair: at for at, pair in enumerate(spread)}
    weights = np.array([np.log1p(len(pairs) / n) for n in spread.values()] or [1.0])
    rows = np.repeat(np.arange(len(pairs)), [len(found) for found in pairs])
    where = np.array([columns[pair] for found in pairs for pair in found], np.int64)
    table = csr_array(
        (np.ones(len(where)), (rows, where)), shape=(len(pairs), max(1, len(columns)))
    )
    total = table @ weights
    first, second = table[: len(old)], table[len(old) :]
    shared = ((first * weights) @ second.T).toarray()
    one, other = total[: len(old), None], total[None, len(old) :]
    least = np.maximum(np.minimum(one, other), 1e-9)
    return 2 * shared / np.maximum(one + other, 1e-9), shared / least


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters; of a shorter text its characters."""
    kept = [c for c in text if c not in _SIGNS]
    return frozenset(a + b for a, b in pairwise(kept)) or frozenset(kept)
