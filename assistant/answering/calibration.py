"""Weights that were fitted over many laws, read from ``calibration.json``.

``python -m evals.tune rules|library|field|english --write`` makes the file and records what it was fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic rule over named features.

    Attributes:
        weights: feature → weight.
        bias: constant term.
        threshold: probability from which the rule says yes.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability in (0, 1); features that have no weight count nothing."""
        total = self.bias + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted rules.

    Attributes:
        in_scope: whether the regulation answers the question.
        in_scope_english: the same for a question in English.
        cite: whether a candidate provision belongs into the answer.
        certainty: whether the best provision is the one asked for, see ``assistant.answering.certainty``.
        library: whether any of several documents answers, see ``assistant.library.proof``.
        library_english: the same for a question in English.
        library_cite: whether a provision is cited beside those of other documents.
        field: whether a question that none answers lies in their field, see ``assistant.library.field``.
    """

    in_scope: Logistic
    in_scope_english: Logistic
    cite: Logistic
    certainty: Logistic
    library: Logistic
    library_english: Logistic
    library_cite: Logistic
    field: Logistic


@lru_cache(maxsize=1)
def load_calibration() -> Calibration:
    """The shipped rules."""
    raw = json.loads(FILE.read_text("utf-8"))
    return Calibration(**{f.name: Logistic(**raw[f.name]) for f in fields(Calibration)})
