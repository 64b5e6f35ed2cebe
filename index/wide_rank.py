"""Question → leaves and documents of a whole library, by the wide index alone.

Each stretch of leaves of one 条 is scored as a whole: its words with its title and chapter (BM25), those of
all that stands in its chapter, how many other texts name its law, and its nearest leaf. The leaves of the
likeliest stretches are weighed by the ranker of ``index.ranker`` as if all leaves lay side by side, and what
speaks for the stretch is added. The weights are in ``wide.json``, chosen on questions that are not reported
on (``evals.statutes``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.clause_kinds import match_flags
from index.ranker import ranker_for
from index.retrieve import Whole, measure
from index.tokens import char_tokens
from index.wide import Scores, WideIndex, starts_of

WEIGHTS_FILE = Path(__file__).parent / "wide.json"
#: Stretches whose leaves are weighed.
_POOL = 64
#: Leaves among which the nearest of all is; leaves that the mean of all is taken from.
_NEAREST, _SAMPLE = 64, 4096
#: A stretch further behind the best than this is told apart by its leaves alone.
_FARTHEST = 0.4


@dataclass(frozen=True, slots=True)
class WideWeights:
    """What counts for a stretch beside its words, and what the stretch counts for its leaves.

    Attributes:
        chapter: weight of the words of the chapter.
        cited: of the log of how many texts name the law.
        near: of the encoder's score of the nearest leaf.
        stretch: of all of it, in the sum by which a leaf is ranked among all of the library.
        beside: the same among those of the few documents that are asked: what several state is then told of
            each, and which clause answers is for the ranker to say.
    """

    chapter: float
    cited: float
    near: float
    stretch: float
    beside: float


@dataclass(frozen=True, slots=True)
class WideSignals:
    """What is known of a question beside all leaves of a library.

    Attributes:
        vector: of the question.
        text: ``(leaves,)`` scores of the words.
        place: ``(stretches,)`` what speaks for each, its nearest leaf aside.
        rough: ``(stretches,)`` the same with the nearest leaf, about.
        whole: what single leaves are measured against.
        best: what speaks for the best of all stretches.
    """

    vector: Scores
    text: Scores
    place: Scores
    rough: Scores
    whole: Whole
    best: float


@dataclass(frozen=True, slots=True)
class RankedRows:
    """Leaves, best first.

    Attributes:
        rows: of the wide index.
        sums: what each got.
    """

    rows: NDArray[np.int64]
    sums: Scores


@cache
def load_weights() -> WideWeights:
    """The shipped weights."""
    return WideWeights(**json.loads(WEIGHTS_FILE.read_text("utf-8")))


def read_wide(wide: WideIndex, question: str, vector: Scores) -> WideSignals:
    """The scores of all leaves and stretches.

    Args:
        question: its words.
        vector: of them.
    """
    weights, query = load_weights(), dict.fromkeys(char_tokens(question), 1.0)
    near, text = wide.near(vector), wide.text.scores(query)
    place = wide.articles.scores(query)
    place += weights.chapter * wide.chapters.scores(query)[wide.arrays["chapter"]]
    place += weights.cited * wide.cited[wide.document_of_stretch]
    nearest: Scores = np.maximum.reduceat(near, wide.stretch_starts[:-1])
    rough: Scores = place + np.float32(weights.near) * nearest
    likely = wide.rows_of_stretches(_highest(rough, _NEAREST))
    best = place[wide.stretch[likely]] + weights.near * wide.dense(likely, vector)
    first = wide.dense(_highest(near, _NEAREST), vector)
    some = wide.dense(slice(None, None, max(1, wide.size // _SAMPLE)), vector)
    whole = Whole(float(text.max()), first.max(), some.mean(), some.std())
    return WideSignals(vector, text, place, rough, whole, float(best.max()))


def behind_best(
    wide: WideIndex, signals: WideSignals, rows: NDArray[np.int64], beside: Scores
) -> Scores:
    """What speaks for the stretch of each of some leaves: 0 in the best of all, below it in others.

    Args:
        beside: of each, the best score of the encoder in its stretch.
    """
    near = np.float32(load_weights().near)
    behind = signals.place[wide.stretch[rows]] + near * beside - np.float32(signals.best)
    return np.maximum(behind, np.float32(-_FARTHEST))


def best_beside(wide: WideIndex, rows: NDArray[np.int64], dense: Scores) -> Scores:
    """Of the leaves of whole stretches, the best score of those in the same.

    Args:
        rows: in ascending order.
        dense: their scores.
    """
    begins = starts_of(wide.stretch[rows])
    sizes = np.diff(np.append(begins, len(rows)))
    best: Scores = np.repeat(np.maximum.reduceat(dense, begins), sizes)
    return best


def rank_rows(
    wide: WideIndex,
    question: str,
    signals: WideSignals,
    *,
    pool: int = _POOL,
    among: NDArray[np.bool_] | None = None,
) -> RankedRows:
    """The best leaves of the whole library.

    Args:
        question, signals: its words and what ``read_wide`` says of them.
        pool: stretches whose leaves are weighed.
        among: ``(documents,)`` which of them are looked at; None for all.
    """
    rough = signals.rough
    if among is not None:
        rough = np.where(among[wide.document_of_stretch], rough, np.float32(-np.inf))
    rows = wide.rows_of_stretches(_highest(rough, pool))
    dense = wide.dense(rows, signals.vector)
    beside = best_beside(wide, rows, dense)
    none = np.zeros(len(rows), np.float32)
    channels = {
        "text": signals.text[rows],
        "dense": dense,
        "article": beside,
        "refers": wide.best_referred(signals.vector, rows),
        "bank": none,
        "asked": none,
    }
    features = measure(match_flags(question, wide.kinds_of(rows)), channels, signals.whole)
    behind = behind_best(wide, signals, rows, beside)
    sums = ranker_for(question).logits(features) + np.float32(load_weights().stretch) * behind
    order = np.argsort(-sums, kind="stable")
    return RankedRows(rows[order], sums[order])


def _highest(scores: Scores, count: int) -> NDArray[np.int64]:
    """Where the highest stand, in no order; those of nothing do not count."""
    count = min(count, len(scores))
    found = np.argpartition(scores, len(scores) - count)[len(scores) - count :]
    return found[np.isfinite(scores[found])]
