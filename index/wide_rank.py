"""Question → leaves and documents of a whole library, by the wide index alone.

The best leaves by words and by meaning are weighed by the ranker of ``index.ranker`` as if all leaves lay
side by side, and then by what only a library of many laws has: the title and chapter that a leaf stands
under, and how many other texts name its law. Those weights are in ``wide.json``, chosen on questions that
are not reported on (``python -m evals.scale``).
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
from index.retrieve import Whole, measure, whole_of
from index.tokens import char_tokens
from index.wide import Scores, WideIndex

WEIGHTS_FILE = Path(__file__).parent / "wide.json"
#: Leaves of each channel that are weighed.
_POOL = 400


@dataclass(frozen=True, slots=True)
class WideWeights:
    """What is added to the ranker's sum.

    Attributes:
        text: weight of the score of the words.
        dense: of that of the encoder.
        head: of the title and chapter.
        cited: of the log of how many texts name the law.
        ranker: of the ranker's own sum.
    """

    text: float
    dense: float
    head: float
    cited: float
    ranker: float


@dataclass(frozen=True, slots=True)
class WideSignals:
    """What is known of a question beside every leaf of a library.

    Attributes:
        text, dense, heads: ``(leaves,)`` scores of the words, of the encoder, of the titles and chapters.
        whole: what single leaves are measured against.
    """

    text: Scores
    dense: Scores
    heads: Scores
    whole: Whole


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


def read_wide(wide: WideIndex, question: str, dense: Scores) -> WideSignals:
    """The scores of all leaves.

    Args:
        question: its words.
        dense: what ``wide.dense`` says of its vector.
    """
    query = dict.fromkeys(char_tokens(question), 1.0)
    text = wide.text.scores(query)
    return WideSignals(text, dense, wide.heads(query), whole_of(text, dense))


def added_to_sums(wide: WideIndex, signals: WideSignals, rows: NDArray[np.int64]) -> Scores:
    """What a library of many laws adds to the ranker's sums of some leaves."""
    weights = load_weights()
    added: Scores = (
        weights.text * signals.text[rows]
        + weights.dense * (signals.dense[rows] - signals.whole.dense)  # the best keeps its sum
        + weights.head * signals.heads[rows]
        + weights.cited * wide.cited[wide.document[rows]]
    ).astype(np.float32)
    return added


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
        pool: leaves of each channel that are weighed.
        among: ``(documents,)`` which of them are looked at; None for all.
    """
    text, dense = signals.text, signals.dense
    mixed = text + dense + signals.heads
    if among is not None:
        out = ~among[wide.document]
        text, dense, mixed = (np.where(out, np.float32(-1), s) for s in (text, dense, mixed))
    rows = np.unique(np.concatenate([_highest(s, pool) for s in (text, dense, mixed)]))
    if among is not None:
        rows = rows[among[wide.document[rows]]]
    channels = {
        "text": signals.text[rows],
        "dense": signals.dense[rows],
        "article": wide.best_of_article(signals.dense)[rows],
        "refers": wide.best_referred(signals.dense, rows),
        "bank": np.zeros(len(rows), np.float32),
        "asked": np.zeros(len(rows), np.float32),
    }
    features = measure(match_flags(question, wide.kinds_of(rows)), channels, signals.whole)
    sums = load_weights().ranker * ranker_for(question).logits(features)
    sums = sums + added_to_sums(wide, signals, rows)
    order = np.argsort(-sums, kind="stable")
    return RankedRows(rows[order], sums[order])


def _highest(scores: Scores, count: int) -> NDArray[np.int64]:
    count = min(count, len(scores))
    return np.argpartition(scores, len(scores) - count)[len(scores) - count :]
