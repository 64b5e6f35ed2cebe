"""Which candidate answers: a linear model over the pool, then a small network over the candidates.

Both are fitted by a softmax over the rows of each question, on questions that the ``Labelled``
behind their features has not seen. The network adds to the linear model's score, so that it has to
learn only what that one gets wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.statutes.features import FEATURES, Candidates
from evals.statutes.gold import StatuteQuestion
from evals.statutes.labels import Pool
from evals.statutes.search import Array, Integers

_LINEAR_STEPS = 25
_LINEAR_PENALTY = 1e-3
_HIDDEN = 48
_EPOCHS = 24
_BATCH = 64
_NETWORKS = 3
#: Standardised features beyond this say no more.
_FAR = 5.0
#: Columns that also enter relative to the best candidate of the question.
_RELATIVE = [
    FEATURES.index(n)
    for n in ("char", "word", "dense", "plain", "meant", "bank_dense",
              "match_weighted", "match_meant")
]  # fmt: skip


def fit_linear(pools: Sequence[Pool], questions: Sequence[StatuteQuestion]) -> Array:
    """``(features,)`` weights of the pool's features."""
    import torch

    x = np.array([p.features for p in pools])
    gold = _gold([p.rows for p in pools], questions)
    x, gold = x[gold.any(1)], gold[gold.any(1)]
    scale = x.std((0, 1)) + 1e-6
    inputs, target = torch.tensor(x / scale), torch.tensor(_shares(gold))
    weights = torch.zeros(x.shape[2], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=_LINEAR_STEPS, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        value = -(target * torch.log_softmax(inputs @ weights, 1)).sum(1).mean()
        value = value + _LINEAR_PENALTY * (weights**2).sum()
        value.backward()
        return float(value.detach())

    optimizer.step(loss)
    result: Array = weights.detach().numpy() / scale
    return result


@dataclass(frozen=True, slots=True)
class ArticleRanker:
    """Two-layer networks over standardised features, added to the linear model's score.

    Attributes:
        mean, scale: ``(columns,)`` of the features.
        hidden: ``(columns, units)`` and ``(units,)`` of all networks side by side.
        out: ``(units,)``, the networks' mean.
    """

    mean: Array
    scale: Array
    hidden: tuple[Array, Array]
    out: Array

    def rank(self, found: Candidates) -> Integers:
        """The candidates' rows, best first."""
        x = _standard(found.features[None], self.mean, self.scale)[0]
        weights, bias = self.hidden
        scores = found.base + np.maximum(x @ weights + bias, 0) @ self.out
        return found.rows[np.argsort(-scores, kind="stable")]


def fit_ranker(
    found: Sequence[Candidates], questions: Sequence[StatuteQuestion], seed: int
) -> ArticleRanker:
    """Fit on the questions that have an answer among their candidates."""
    import torch

    gold = _gold([c.rows for c in found], questions)
    taught = gold.any(1)
    x = _relative(np.array([c.features for c in found])[taught])
    mean, scale = x.mean((0, 1)), x.std((0, 1)) + 1e-6
    inputs = torch.tensor(np.clip((x - mean) / scale, -_FAR, _FAR))
    base = torch.tensor(np.array([c.base for c in found])[taught])
    target = torch.tensor(_shares(gold[taught]))
    parts = [_fit_network(inputs, base, target, seed + i) for i in range(_NETWORKS)]
    weights, biases, outs = zip(*parts, strict=True)
    return ArticleRanker(
        mean,
        scale,
        (np.concatenate(weights).T, np.concatenate(biases)),
        (np.concatenate(outs) / _NETWORKS).astype(np.float32),
    )


def _fit_network(inputs: Any, base: Any, target: Any, seed: int) -> tuple[Array, ...]:
    """Weights, bias and output weights of one network."""
    import torch

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    first = torch.nn.Linear(inputs.shape[2], _HIDDEN)
    second = torch.nn.Linear(_HIDDEN, 1, bias=False)
    with torch.no_grad():
        second.weight *= 0.1  # the linear model leads at the start
    net = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(0.1), second)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(inputs))
        for begin in range(0, len(order), _BATCH):
            rows = torch.tensor(order[begin : begin + _BATCH])
            scores = base[rows] + net(inputs[rows])[..., 0]
            loss = -(target[rows] * torch.log_softmax(scores, 1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return tuple(p.detach().numpy() for p in (first.weight, first.bias, second.weight[0]))


def _relative(features: Array) -> Array:
    """Features, and some of them again less the best of the question."""
    some = features[..., _RELATIVE]
    both: Array = np.concatenate([features, some - some.max(axis=-2, keepdims=True)], axis=-1)
    return both


def _standard(features: Array, mean: Array, scale: Array) -> Array:
    result: Array = np.clip((_relative(features) - mean) / scale, -_FAR, _FAR)
    return result


def _gold(rows: Sequence[Integers], questions: Sequence[StatuteQuestion]) -> Array:
    """``(questions, rows)``: 1 where the row answers."""
    return np.array(
        [np.isin(r, list(q.gold)) for r, q in zip(rows, questions, strict=True)], np.float32
    )


def _shares(gold: Array) -> Array:
    """The answers of each question share 1."""
    shares: Array = gold / gold.sum(1, keepdims=True)
    return shares
