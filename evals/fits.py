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


#: What can only speak against an answer; every other feature of the scope rule only for one.
_AGAINST = frozenset(
    {
        "unknown_share",
        "absent",
        "absent_dense",
        "absent_lead",
        "absent_dense_lead",
        "elsewhere",
        "figure",
    }
)


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

    bounds = [(None, 0) if name in _AGAINST else (0, None) for name in names]
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
