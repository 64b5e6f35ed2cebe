"""Values with their uncertainty: bootstrap intervals and paired randomisation tests.

Every measure is a ratio of sums over units (questions, answers or turns), a quantile over units,
or a plain total. Units of one group (the turns of a conversation) are drawn together. All draws are
seeded: the same records give the same interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SEED = 20261124
_DRAWS = 2_000
_SWAPS = 10_000
Array = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one question, answer or turn adds to a measure.

    Attributes:
        group: units of one group are drawn together; the unit's own id where it stands alone.
        top, bottom: what it adds to numerator and denominator of a ratio; a quantile and a
            total read ``top``.
    """

    group: str
    top: float
    bottom: float = 1.0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sum of tops over sum of bottoms; a mean where all bottoms are 1."""

    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of the tops, ``q`` in [0, 1]."""

    units: tuple[Unit, ...]
    q: float


@dataclass(frozen=True, slots=True)
class Total:
    """Sum of the tops: a count, which has no interval."""

    units: tuple[Unit, ...]


Measure = Ratio | Quantile | Total


def mean(values: Iterable[tuple[str, float]]) -> Ratio:
    """The mean of one value per unit, each in a group of its own."""
    return Ratio(tuple(Unit(group, value) for group, value in values))


def value(measure: Measure) -> float | None:
    """The value; None where there is nothing to divide by."""
    if isinstance(measure, Total):
        return sum(u.top for u in measure.units)
    if isinstance(measure, Quantile):
        tops = [u.top for u in measure.units]
        return float(np.quantile(tops, measure.q)) if tops else None
    bottom = sum(u.bottom for u in measure.units)
    return sum(u.top for u in measure.units) / bottom if bottom else None


def size(measure: Measure) -> int:
    """Units that the value rests on."""
    return sum(u.bottom > 0 for u in measure.units)


def interval(measure: Measure) -> Interval | None:
    """The 95 % percentile bootstrap interval; None for totals and empty measures."""
    if isinstance(measure, Total) or value(measure) is None:
        return None
    draws = _draws(measure)
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return float(low), float(high)


def shown(measure: Measure) -> str:
    """The value with its interval, three decimals each: 「0.950 [0.921, 0.974]」; empty for none."""
    average, around = value(measure), interval(measure)
    if average is None:
        return ""
    return f"{average:.3f}" + (f" [{around[0]:.3f}, {around[1]:.3f}]" if around else "")


def difference(first: Measure, second: Measure) -> Interval | None:
    """The 95 % interval of ``second - first``, drawing the same units of both; ratios only."""
    if not (isinstance(first, Ratio) and isinstance(second, Ratio)):
        return None
    if value(first) is None or value(second) is None:
        return None
    _check_paired(first, second)
    draws = _draws(second) - _draws(first)
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return float(low), float(high)


def randomisation(first: Measure, second: Measure) -> float | None:
    """Two-sided p of a paired randomisation test: could the two have swapped answers?

    Each group's contributions are exchanged between the two with probability one half; p is the
    share of exchanges that give a difference at least as large (the actual one counts as one of
    them). None for quantiles and totals.
    """
    differences = _swapped_differences(first, second)
    if differences is None:
        return None
    actual, swapped = differences
    return float((1 + np.sum(np.abs(swapped) >= abs(actual) - 1e-12)) / (len(swapped) + 1))


def loss(before: Measure, after: Measure) -> float | None:
    """One-sided p that ``after`` is no lower than ``before``; small means a real loss."""
    differences = _swapped_differences(before, after)
    if differences is None:
        return None
    actual, swapped = differences
    return float((1 + np.sum(swapped <= actual + 1e-12)) / (len(swapped) + 1))


def _swapped_differences(first: Measure, second: Measure) -> tuple[float, Array] | None:
    """The actual ``second - first``, and the same after random exchanges."""
    if not (isinstance(first, Ratio) and isinstance(second, Ratio)):
        return None
    _check_paired(first, second)
    a, b = value(first), value(second)
    if a is None or b is None:
        return None
    (top_a, bottom_a), (top_b, bottom_b) = _by_group(first.units), _by_group(second.units)
    rng = np.random.default_rng(SEED)
    swap = rng.random((_SWAPS, len(top_a))) < 0.5
    tops, bottoms = swap @ (top_b - top_a), swap @ (bottom_b - bottom_a)
    one = _divide(top_a.sum() + tops, bottom_a.sum() + bottoms)
    other = _divide(top_b.sum() - tops, bottom_b.sum() - bottoms)
    differences = other - one
    return b - a, differences[~np.isnan(differences)]


def _draws(measure: Ratio | Quantile) -> Array:
    """The measure on resampled groups: ``(draws,)``."""
    if isinstance(measure, Ratio):
        top, bottom = _by_group(measure.units)
        weights = _multiplicities(len(top))
        return _divide(weights @ top, weights @ bottom)
    values = np.array([u.top for u in measure.units])
    rng = np.random.default_rng(SEED)
    picked = values[rng.integers(0, len(values), (_DRAWS, len(values)))]
    result: Array = np.quantile(picked, measure.q, axis=1)
    return result


@lru_cache(maxsize=64)
def _multiplicities(groups: int) -> Array:
    """How often each group is drawn: ``(draws, groups)``."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(groups, np.full(groups, 1 / groups), size=_DRAWS).astype(np.float64)


def _by_group(units: Sequence[Unit]) -> tuple[Array, Array]:
    """Tops and bottoms summed per group, in order of first appearance."""
    rows: dict[str, int] = {}
    for unit in units:
        rows.setdefault(unit.group, len(rows))
    sums = np.zeros((2, len(rows)))
    for unit in units:
        sums[:, rows[unit.group]] += (unit.top, unit.bottom)
    return sums[0], sums[1]


def _divide(top: Array, bottom: Array) -> Array:
    """``top / bottom``, NaN where a draw has no denominator."""
    result: Array = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return result


def _check_paired(first: Measure, second: Measure) -> None:
    if [u.group for u in first.units] != [u.group for u in second.units]:
        raise ValueError("measures of different questions cannot be paired")
