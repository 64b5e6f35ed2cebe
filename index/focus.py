"""A question asked within what was just shown: its readings weighed together, what is near made likelier.

No single reading of 「几天内」 is right: by itself it finds all periods, beside the earlier question it finds that
one's answer again. The ranker's sums of each are added with fitted weights, and what stands near to what was
shown gains: 「罚多少」 after a duty wants the clause that punishes it. ``python -m evals.tune follow --write`` fits
the weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.text.provision import ProvisionId

FOCUS_FILE = Path(__file__).parent / "focus.json"
Scores = NDArray[np.float32]
#: A reading: its own words, beside the earlier question, in the place of what that spoke of, beside the
#: fragment before it.
FocusRole = Literal["own", "joined", "replaced", "chained"]


@dataclass(frozen=True, slots=True)
class Focus:
    """Where a question is asked.

    Attributes:
        readings: role → words; every role.
        shown: provisions that were shown last.
    """

    readings: Mapping[FocusRole, str]
    shown: frozenset[ProvisionId] = frozenset()

    @property
    def asking(self) -> str:
        """The words that ask: the question's own, whatever figure the earlier one asked for."""
        return self.readings["own"]

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


def focus_sums(
    searched: ReferringLeaves, focus: Focus, read: Callable[[str], tuple[Scores, Scores]]
) -> Scores:
    """``(leaves,)``: the ranker's sums of a question asked within what was shown.

    Args:
        searched: the leaves.
        focus: the readings, and what was shown.
        read: some words → the ranker's sums, and how much a penalty is wanted, ``(leaves,)`` each.
    """
    weights = load_focus()
    signals = {role: read(words) for role, words in focus.readings.items()}
    measured: Mapping[str, Scores] = {
        **{role: sums for role, (sums, _) in signals.items()},
        **measure_near(searched, focus, signals["own"][1]),
    }
    total = sum((np.float32(weights[n]) * v for n, v in measured.items()), np.float32(0))
    result: Scores = np.asarray(total, np.float32)
    return result


def measure_near(
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
    place = _place_of(article)
    beside = np.isin(place, [at + step for at in place[rows] for step in (-1, 1)])
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


def _place_of(article: NDArray[np.int64]) -> NDArray[np.int64]:
    """``(leaves,)``: which 条 in printed order each lies in; the numbers themselves are in no order."""
    _, first, inverse = np.unique(article, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


@cache
def load_focus() -> Mapping[str, float]:
    """The shipped weights: of the readings, and of what is near."""
    weights: dict[str, float] = json.loads(FOCUS_FILE.read_text("utf-8"))
    return weights
