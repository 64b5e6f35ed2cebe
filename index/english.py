"""Questions in English: told by their words, and moved to where Chinese questions lie.

The encoder was trained on Chinese. English questions lie beside each other in its space and not beside the
provisions that they ask for; a linear map, learned from English versions of questions on hundreds of laws
(``python -m evals.tune english-map --laws …``), moves them there. Provisions and Chinese questions are left as
they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAP_FILE = "english.npz"
#: Words of English that stand together.
_ENGLISH = re.compile(r"(?:[A-Za-z'’]{1,20}[ ,.]+){3}[A-Za-z]")


def holds_english(question: str) -> bool:
    """Whether some words of English stand together in a question."""
    return _ENGLISH.search(question) is not None


@dataclass(frozen=True, slots=True)
class EnglishMap:
    """A linear map near the identity.

    Attributes:
        weights: ``(dim, dim)`` added to the identity, stored in half precision.
        bias: ``(dim,)``.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def move(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(dim,)`` unit vector where the Chinese question would lie."""
        moved = vector + vector @ self.weights + self.bias
        result: NDArray[np.float32] = (moved / np.linalg.norm(moved)).astype(np.float32)
        return result

    def save(self, path: Path) -> None:
        """Write it."""
        np.savez_compressed(
            path, weights=self.weights.astype(np.float16), bias=self.bias.astype(np.float16)
        )


def read_english_map(path: Path) -> EnglishMap:
    """The map of a file.

    Raises:
        OSError, ValueError, KeyError: it cannot be read.
    """
    with np.load(path) as file:
        return EnglishMap(file["weights"].astype(np.float32), file["bias"].astype(np.float32))
