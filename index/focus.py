"""A question asked within what was just shown: its readings weighed together, what is near made likelier.

No single reading of 「几天内」 is right: by itself it finds all periods, beside the earlier question it finds that
one's answer again. The ranker's sums of each are added with fitted weights, and what stands near to what was
shown gains: 「罚多少」 after a duty wants the clause that punishes it. What counts for much differs with what the
fragment does. ``python -m evals.tune follow --write`` fits
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

from corpus.language.quantity import asked_quantity, states
from corpus.text.provision import Leaf, ProvisionId

FOCUS_FILE = Path(__file__).parent / "focus.json"
Scores = NDArray[np.float32]
#: A reading: its own words, beside the earlier question, in the place of what that spoke of, beside the
#: fragment before it, beside what was said before that the fragment lacks, beside the words that were shown.
FocusRole = Literal["own", "joined", "replaced", "chained", "carried", "told"]
#: What a fragment does: it asks something, says what happens, or only names what is meant instead; named
#: where the data knows the name, and in what place it belongs.
FragmentKind = Literal["asks", "happens", "names", "named"]
#: Weights that hold for every kind; those of a kind are added to them.
EVERY = "every"


@dataclass(frozen=True, slots=True)
class Focus:
    """Where a question is asked.

    Attributes:
        readings: role → words; every role.
        shown: provisions that were shown last.
        kind: of the fragment.
    """

    readings: Mapping[FocusRole, str]
    shown: frozenset[ProvisionId] = frozenset()
    kind: FragmentKind = "asks"

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
    def leaves(self) -> tuple[Leaf, ...]:
        """In row order."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Printed address → row."""

    @property
    def article_of(self) -> NDArray[np.int64]:
        """``(leaves,)`` number of the 条 that each lies in."""

    @property
    def references(self) -> NDArray[np.int64]:
        """``(references, 2)`` rows of a leaf and of one that it refers to."""


@dataclass(frozen=True, slots=True)
class ReadSignals:
    """What one reading says to every leaf.

    Attributes:
        sums: of the ranker, ``(leaves,)``.
        words: share of its words that each prints, ``(leaves,)``.
        penalty: how much a penalty is wanted, ``(leaves,)``.
    """

    sums: Scores
    words: Scores
    penalty: Scores


def focus_sums(
    searched: ReferringLeaves, focus: Focus, read: Callable[[str], ReadSignals]
) -> Scores:
    """``(leaves,)``: the ranker's sums of a question asked within what was shown.

    Args:
        searched: the leaves.
        focus: the readings, and what was shown.
        read: some words → what they say to every leaf.
    """
    weights = load_focus()
    measured = measure_focus(searched, focus, read)
    every, own = weights[EVERY], weights[focus.kind]
    total = sum((np.float32(every[n] + own[n]) * v for n, v in measured.items()), np.float32(0))
    result: Scores = np.asarray(total, np.float32)
    return result


def measure_focus(
    searched: ReferringLeaves, focus: Focus, read: Callable[[str], ReadSignals]
) -> dict[str, Scores]:
    """What is weighed: name → ``(leaves,)``; Args as of ``focus_sums``."""
    signals = {words: read(words) for words in dict.fromkeys(focus.readings.values())}
    own = signals[focus.readings["own"]]
    return {
        **{role: signals[words].sums for role, words in focus.readings.items()},
        **_measure_near(searched, focus, own),
    }


def _measure_near(searched: ReferringLeaves, focus: Focus, own: ReadSignals) -> dict[str, Scores]:
    """Where every leaf stands to what was shown, and what it holds there of what is asked for.

    Provisions of other texts count nothing.
    """
    article = searched.article_of
    rows = [searched.rows[str(i)] for i in focus.shown if str(i) in searched.rows]
    shown = np.zeros(len(article), bool)
    shown[rows] = True
    inside = np.isin(article, article[rows])
    follows = np.roll(shown, 1) & inside & ~shown
    place = _place_of(article)
    after = np.isin(place, place[rows] + 1) & ~inside
    before = np.isin(place, place[rows] - 1) & ~inside
    source, target = searched.references.reshape(-1, 2).T
    refers = np.isin(article, article[source[inside[target]]]) & ~inside
    referred = np.isin(article, article[target[inside[source]]]) & ~inside
    near = inside | after | before | refers
    found = {
        "shown": shown,
        "inside": inside & ~shown,
        "follows": follows,
        "after": after,
        "before": before,
        "refers": refers,
        "referred": referred,
        "states": _stating(searched, focus.asking, near),
    }
    flags = {name: flag.astype(np.float32) for name, flag in found.items()}
    return {
        **flags,
        "refers.penalty": flags["refers"] * own.penalty,
        "shown.words": flags["shown"] * own.words,
        "inside.words": flags["inside"] * own.words,
    }


def _stating(searched: ReferringLeaves, asking: str, near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``(leaves,)``: which of those near state a figure of the kind that is asked for."""
    stating = np.zeros(len(near), bool)
    quantity = asked_quantity(asking)
    if quantity is not None:
        for row in np.flatnonzero(near):
            leaf = searched.leaves[row]
            stating[row] = states(quantity, leaf.lead_in + leaf.text)
    return stating


def _place_of(article: NDArray[np.int64]) -> NDArray[np.int64]:
    """``(leaves,)``: which 条 in printed order each lies in; the numbers themselves are in no order."""
    _, first, inverse = np.unique(article, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


@cache
def load_focus() -> Mapping[str, Mapping[str, float]]:
    """The shipped weights of the readings and of what is near, for every kind of fragment and for each."""
    weights: dict[str, dict[str, float]] = json.loads(FOCUS_FILE.read_text("utf-8"))
    return weights
