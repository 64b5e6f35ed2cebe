"""What was just shown → by how much likelier the provisions around it are, for a question asked within it.

「罚多少」 after a duty wants the clause that punishes it, 「几天内」 a neighbour. ``python -m evals.tune follow
--write`` fits the weights; they are added to the ranker's sums.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.text.provision import ProvisionId

FOCUS_FILE = Path(__file__).parent / "focus.json"
Scores = NDArray[np.float32]
#: What the words that are looked for hold of the earlier question: nothing, all of it, or all but what was
#: replaced. Of the whole question its own answer is found again, which is not what is asked now.
Held = Literal["nothing", "all", "most"]


@dataclass(frozen=True, slots=True)
class Focus:
    """Where a question is asked.

    Attributes:
        shown: provisions that were shown last.
        held: what the question holds of the earlier one.
    """

    shown: frozenset[ProvisionId]
    held: Held = "nothing"

    def inside(self, key: str) -> Focus:
        """The same inside one document, whose addresses then name none."""
        own = frozenset(i.of("") for i in self.shown if i.document in ("", key))
        return replace(self, shown=own)


class ReferringLeaves(Protocol):
    """The leaves of one document, or of several laid side by side."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Printed address → row."""

    @property
    def article_of(self) -> NDArray[np.int64]:
        """``(leaves,)`` number of the 条 that each lies in."""

    @property
    def references(self) -> NDArray[np.int64]:
        """``(references, 2)`` rows of a leaf and of one that it refers to."""


def measure_focus(
    searched: ReferringLeaves, focus: Focus, wants_penalty: Scores
) -> dict[str, Scores]:
    """Where every leaf stands to what was shown: name → ``(leaves,)`` of 0 and 1.

    Args:
        searched: the leaves.
        focus: what was shown; provisions of other texts count nothing.
        wants_penalty: ``(leaves,)`` how much a penalty is asked for.
    """
    article = searched.article_of
    rows = [searched.rows[str(i)] for i in focus.shown if str(i) in searched.rows]
    own = np.zeros(len(article), bool)
    own[rows] = True
    inside = np.isin(article, article[rows])
    beside = np.isin(_place_of(article), [p + d for p in _place_of(article)[rows] for d in (-1, 1)])
    source, target = searched.references.reshape(-1, 2).T
    refers = np.isin(article, article[source[inside[target]]]) & ~inside
    referred = np.isin(article, article[target[inside[source]]]) & ~inside
    found = {
        "shown": own,
        "inside": inside & ~own,
        "beside": beside & ~inside,
        "refers": refers,
        "referred": referred,
    }
    flags = {name: flag.astype(np.float32) for name, flag in found.items()}
    return {**flags, "refers.penalty": flags["refers"] * wants_penalty}


def focus_bonus(searched: ReferringLeaves, focus: Focus, wants_penalty: Scores) -> Scores:
    """``(leaves,)``: what is added to the ranker's sums; Args as of ``measure_focus``."""
    weights = load_focus()[focus.held]
    measured = measure_focus(searched, focus, wants_penalty)
    total = sum((np.float32(weights[n]) * v for n, v in measured.items()), np.float32(0))
    result: Scores = np.asarray(total, np.float32)
    return result


def _place_of(article: NDArray[np.int64]) -> NDArray[np.int64]:
    """``(leaves,)``: which 条 in printed order each lies in; the numbers themselves are in no order."""
    _, first, inverse = np.unique(article, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


@cache
def load_focus() -> Mapping[Held, Mapping[str, float]]:
    """The shipped weights."""
    weights: dict[Held, dict[str, float]] = json.loads(FOCUS_FILE.read_text("utf-8"))
    return weights
