"""Does a question sound like those that the regulation answers, or like those that it does not?

A linear model over character and word tokens, fitted at index build on the question bank (answered)
and the topics that are not stated (not answered). It learns the words of asking - 几米, 申请表,
罚多少 - that no matching of contents can see. L2-regularised logistic loss, classes of equal
weight, Adam (Kingma & Ba, 2015) over the whole data; deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_L2 = 0.1
_STEPS = 300
_RATE = 0.05


@dataclass(frozen=True, slots=True)
class AnswerableModel:
    """Weights of the linear model; empty where there was nothing to learn from.

    Attributes:
        weights: token → weight.
        bias: constant term.
    """

    weights: Mapping[str, float]
    bias: float

    def logit(self, tokens: Iterable[str]) -> float:
        """Positive where the question sounds answered, 0 for an empty model."""
        distinct = set(tokens)
        known = sum(self.weights.get(token, 0.0) for token in distinct)
        return float(known / max(len(distinct), 1) ** 0.5 + self.bias)


def fit_answerable(
    answered: Sequence[Sequence[str]], unanswered: Sequence[Sequence[str]]
) -> AnswerableModel:
    """Fit on the tokens of answered and unanswered questions."""
    if not answered or not unanswered:
        return AnswerableModel({}, 0.0)
    vocabulary: dict[str, int] = {}
    documents = [
        np.array([vocabulary.setdefault(t, len(vocabulary)) for t in sorted(set(tokens))])
        for tokens in (*answered, *unanswered)
    ]
    lengths = np.array([len(d) for d in documents])
    columns = np.concatenate(documents)
    rows = np.repeat(np.arange(len(documents)), lengths)
    values = 1 / np.sqrt(lengths[rows])
    labels = np.repeat([1.0, 0.0], [len(answered), len(unanswered)])
    importance = np.where(labels == 1, 1.0, len(answered) / len(unanswered))
    weights, bias = _adam(rows, columns, values, labels, importance, len(vocabulary))
    return AnswerableModel(dict(zip(vocabulary, weights.tolist(), strict=True)), bias)


def _adam(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
    labels: NDArray[np.float64],
    importance: NDArray[np.float64],
    size: int,
) -> tuple[NDArray[np.float64], float]:
    parameters = np.zeros(size + 1)  # the last is the bias
    mean, square = np.zeros(size + 1), np.zeros(size + 1)
    for step in range(1, _STEPS + 1):
        logits = np.bincount(rows, values * parameters[columns], len(labels)) + parameters[-1]
        error = importance * (1 / (1 + np.exp(-logits)) - labels)
        gradient = np.append(np.bincount(columns, values * error[rows], size), error.sum())
        gradient[:-1] += _L2 * parameters[:-1]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        corrected = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        parameters -= _RATE * mean / (1 - 0.9**step) / corrected
    return parameters[:-1], float(parameters[-1])


def pack_answerable(model: AnswerableModel) -> dict[str, NDArray[np.generic]]:
    """The model as arrays for ``numpy.savez``."""
    return {
        "answerable.tokens": np.frombuffer("\n".join(model.weights).encode(), np.uint8),
        "answerable.weights": np.array([*model.weights.values(), model.bias], np.float32),
    }


def unpack_answerable(arrays: Mapping[str, NDArray[np.generic]]) -> AnswerableModel:
    """The inverse of ``pack_answerable``."""
    text = arrays["answerable.tokens"].tobytes().decode()
    *weights, bias = arrays["answerable.weights"].tolist()
    return AnswerableModel(dict(zip(text.split("\n"), weights, strict=True)) if text else {}, bias)
