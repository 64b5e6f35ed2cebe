"""How near the provisions of one text are to each other: by the encoder, else by the words they share.

The encoder's vectors of the shipped texts ship with the package; nothing is embedded here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from corpus.text.provision import Leaf, ProvisionId
from index.embed import BUILTIN, PASSAGE, Vectors, describe_leaf, identify_embedder
from index.vectors import SHIPPED, key_of, load_vectors


class LeafNearness:
    """Compares the leaves of one text.

    Args:
        leaves: all of them.
    """

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._row = {leaf.id: n for n, leaf in enumerate(leaves)}

    @property
    def known(self) -> bool:
        """Whether there is a vector for each leaf."""
        return self._cosines is not None

    @cached_property
    def _cosines(self) -> Vectors | None:
        known: Mapping[int, Vectors] = load_vectors(SHIPPED, identify_embedder(BUILTIN))
        found = [known.get(key_of(PASSAGE + describe_leaf(leaf))) for leaf in self._leaves]
        rows = [v for v in found if v is not None]
        if not rows or len(rows) < len(found):
            return None
        matrix = np.stack(rows)
        return np.asarray(matrix @ matrix.T, np.float32)

    def near(self, one: ProvisionId, other: ProvisionId) -> float:
        """Cosine of two leaves; 0 where there are no vectors."""
        cosines = self._cosines
        return 0.0 if cosines is None else float(cosines[self._row[one], self._row[other]])
