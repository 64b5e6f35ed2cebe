"""Channels → the probability that a provision is asked for: one log-linear ranker for every text.

Coefficients are in ``ranker.json``, fitted over many laws by ``python -m evals.tune ranker --write``
with whole laws held out. What a text has beyond its words (a question bank) adds to the sum; a text
without it loses nothing. A question in English with some Chinese words beside it has coefficients of its
own (``python -m evals.tune english --write``): its words say less, and the encoder more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.english import holds_english

RANKER_FILE = Path(__file__).parent / "ranker.json"
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """A linear model over the features of one leaf beside the others of its text.

    Attributes:
        weights: feature → weight, for every text.
        bank: for a text with a question bank, weight of the sum of those (``words``) and of the
            bank's own features; ``constant`` is added.
        slope, bias: make a probability of the sum (Platt, 1999).
    """

    weights: Mapping[str, float]
    bank: Mapping[str, float]
    slope: float
    bias: float

    def logits(self, features: Mapping[str, Scores]) -> Scores:
        """``(leaves,)``: weighted sums; their order is the ranking."""
        result = _weigh(self.weights, features)
        if "bank" in features:
            bank = {**features, "words": result, "constant": np.ones_like(result)}
            result = _weigh(self.bank, bank)
        return result

    def probabilities(self, logits: Scores) -> Scores:
        """``(leaves,)`` in (0, 1); comparable across questions, not summing to 1."""
        result: Scores = 1 / (1 + np.exp(-(self.slope * logits + self.bias)))
        return result


def _weigh(weights: Mapping[str, float], features: Mapping[str, Scores]) -> Scores:
    total = sum((np.float32(w) * features[name] for name, w in weights.items()), np.float32(0))
    result: Scores = np.asarray(total, np.float32)
    return result


def ranker_for(question: str) -> Ranker:
    """The shipped coefficients for a question in its language."""
    return load_ranker(english=holds_english(question))


@cache
def load_ranker(*, english: bool = False) -> Ranker:
    """The shipped coefficients for questions in Chinese, or in English."""
    record = json.loads(RANKER_FILE.read_text("utf-8"))
    record = record["english"] if english else record
    return Ranker(record["weights"], record["bank"], record["slope"], record["bias"])
