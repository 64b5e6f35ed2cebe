"""Whether a question wants a penalty, learned from how it is asked and not from a list of words.

A logistic rule on the shipped encoder's vector of the question: 「这种搞法怎么收拾它」 has no word of punishing.
``python -m evals.tune wanted --laws laws.tar.xz --write`` fits it on the questions of ``evals/laws/fit.jsonl``:
those wait for a penalty that a clause answers which states one. Over another encoder it knows nothing.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.opened import Index

WANTED_FILE = Path(__file__).parent / "wanted.json"


@dataclass(frozen=True, slots=True)
class WantedRule:
    """A logistic rule over a vector.

    Attributes:
        weights: ``(dim,)``.
        bias: constant term.
    """

    weights: NDArray[np.float32]
    bias: float


def penalty_wanted(index: Index, question: str) -> float | None:
    """Probability that a question asks what follows from an act; None where nothing was learned.

    Args:
        index: whose encoder reads the question.
        question: its words.
    """
    if not index.manifest.has_shipped_encoder:
        return None
    rule = _load()
    vector = np.asarray(index.embedder.embed_query(question), np.float32)
    return 1 / (1 + math.exp(-float(rule.weights @ vector + rule.bias)))


@cache
def _load() -> WantedRule:
    record = json.loads(WANTED_FILE.read_text("utf-8"))
    return WantedRule(np.array(record["weights"], np.float32), record["bias"])
