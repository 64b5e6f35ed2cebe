"""Channels → the probability that a provision is asked for: a fitted log-linear ranker.

Coefficients are in ``ranker.json``, fitted by ``python -m evals.tune ranker --write``. They hold
for a regulation with a question bank; without one, retrieval ranks by the convex sum alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RANKER_FILE = Path(__file__).parent / "ranker.json"
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranker:
    """A logistic model over the features of one leaf beside the others.

    Attributes:
        names: feature names, in the order of ``weights``.
        weights: ``(features,)``.
        bias: constant term.
    """

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: float

    def probabilities(self, features: Mapping[str, Scores]) -> Scores:
        """``(leaves,)`` in (0, 1); comparable across questions, not summing to 1."""
        logits = sum(
            (w * features[name] for name, w in zip(self.names, self.weights, strict=True)),
            np.float64(self.bias),
        )
        result: Scores = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return result


def measure_leaves(
    channels: Mapping[str, Scores], fused: Scores, lead_in: NDArray[np.bool_]
) -> dict[str, Scores]:
    """Features of every leaf, name → ``(leaves,)``.

    Args:
        channels: scores in [0, 1]; each is taken relative to its best leaf for this question.
        fused: convex sum of the channels.
        lead_in: whether a leaf only leads in its 项.
    """
    features = {name: scores / max(float(scores.max()), 1e-9) for name, scores in channels.items()}
    features["fused"] = fused
    features["asked.log"] = np.log(channels["asked"] + 1e-6, dtype=np.float32)
    features["lead_in"] = lead_in.astype(np.float32)
    return features


@cache
def load_ranker() -> Ranker:
    """The shipped coefficients."""
    record = json.loads(RANKER_FILE.read_text("utf-8"))
    names = tuple(record["weights"])
    return Ranker(names, np.array([record["weights"][n] for n in names]), record["bias"])
