"""Logistic regressions that ``evals.tune`` fits: plain, and with slopes of a given sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Features = Mapping[str, float]
Array = NDArray[np.float64]


def fit_logistic(x: Array, y: Array, weight: Array, l2: float) -> Array:
    """Weights and bias of an L2-regularised logistic regression on standardised columns.

    Newton's method; the result is for the columns as given, ``(columns + 1,)``.
    """
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - mean) / scale, np.ones(len(x))]
    penalty = np.r_[np.full(x.shape[1], l2), 0.0]
    b = np.zeros(z.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-z @ b))
        gradient = z.T @ (weight * (p - y)) + penalty * b
        hessian = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-9)
        b -= np.linalg.solve(hessian, gradient)
    slopes = b[:-1] / scale
    result: Array = np.r_[slopes, b[-1] - slopes @ mean]
    return result


def fit_listwise(
    features: Sequence[Array],
    must: Sequence[NDArray[np.bool_]],
    ok: Sequence[NDArray[np.bool_]],
    ridge: float = 0.02,
    near: Array | None = None,
) -> Array:
    """``(features,)``: L2-regularised softmax regression over the leaves of each question.

    The probability mass of a question is to lie evenly on the provisions that it needs (ListNet,
    Cao et al., 2007); provisions that may also be cited take no part.

    Args:
        features: per question ``(leaves, features)``.
        must, ok: per question ``(leaves,)`` flags.
        ridge: on features scaled to deviation 1.
        near: weights that it stays near to; None for 0.
    """
    from scipy.optimize import minimize

    x = np.concatenate(list(features))
    scale = x.std(0) + 1e-6
    z = x / scale
    sizes = [len(f) for f in features]
    starts = np.cumsum([0, *sizes[:-1]])
    question = np.repeat(np.arange(len(sizes)), sizes)
    start = np.zeros(z.shape[1]) if near is None else near * scale
    target = np.concatenate([m / m.sum() for m in must])
    barred = np.concatenate([np.where(o & ~m, -1e4, 0.0) for m, o in zip(must, ok, strict=True)])

    def loss(w: Array) -> tuple[float, Array]:
        logits = z @ w + barred
        logits -= np.maximum.reduceat(logits, starts)[question]
        log_p = logits - np.log(np.add.reduceat(np.exp(logits), starts))[question]
        slope = z.T @ (np.exp(log_p) - target) / len(sizes)
        value = -(target * log_p)[target > 0].sum() / len(sizes) + ridge * (w - start) @ (w - start)
        return float(value), slope + 2 * ridge * (w - start)

    result: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x / scale
    return result


#: What can only speak against an answer, and what may speak for either; every other feature of the
#: scope rule only speaks for one.
_AGAINST = frozenset({"elsewhere", "figure", "figure_behind", "absent_lead"})
_EITHER = frozenset({"banked", "length", "mass", "figure_asked", "field"})


def fit_monotone(x: Array, y: Array, weight: Array, names: Sequence[str], l2: float) -> Array:
    """As ``fit_logistic``, each slope held to the sign that its feature must have.

    The features overlap; without the bounds they take on large weights of opposite sign, and a
    question unlike those fitted on is judged by their difference.
    """
    from scipy.optimize import minimize

    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.c_[(x - mean) / scale, np.ones(len(x))]
    penalty = np.r_[np.full(x.shape[1], l2), 0.0]

    def loss(b: Array) -> tuple[float, Array]:
        margins = z @ b
        value = weight @ (np.logaddexp(0, margins) - y * margins) + penalty @ b**2 / 2
        p = 1 / (1 + np.exp(-margins))
        return float(value), z.T @ (weight * (p - y)) + penalty * b

    bounds = [
        (None, None) if name in _EITHER else (None, 0) if name in _AGAINST else (0, None)
        for name in names
    ]
    b = minimize(
        loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]
    ).x
    slopes = b[:-1] / scale
    result: Array = np.r_[slopes, b[-1] - slopes @ mean]
    return result


def build_matrix(rows: Sequence[Features]) -> tuple[list[str], Array]:
    """Feature names and the ``(rows, features)`` matrix."""
    names = list(rows[0])
    return names, np.array([[row[n] for n in names] for row in rows])


def write_rule(names: Sequence[str], b: Array, threshold: float) -> dict[str, object]:
    """A logistic rule as ``assistant.answering.calibration`` reads it."""
    weights = {n: round(float(w), 4) for n, w in zip(names, b[:-1], strict=True)}
    return {"weights": weights, "bias": round(float(b[-1]), 4), "threshold": round(threshold, 4)}


def apply_rule(x: Array, b: Array) -> Array:
    """``(rows,)`` probabilities of weights and bias as the fits give them."""
    p: Array = 1 / (1 + np.exp(-(x @ b[:-1] + b[-1])))
    return p
