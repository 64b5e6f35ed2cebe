"""Intervals and tests: determinism, hand-computed values, and groups drawn together."""

from __future__ import annotations

import pytest

from evals.statistics import (
    Quantile,
    Ratio,
    Total,
    Unit,
    difference,
    interval,
    loss,
    mean,
    randomisation,
    size,
    value,
)

GOOD = mean((f"q{i}", float(i % 10 > 0)) for i in range(100))  # 0.9
POOR = mean((f"q{i}", float(i % 10 > 4)) for i in range(100))  # 0.5


def test_values() -> None:
    ratio = Ratio((Unit("a", 1, 2), Unit("b", 2, 2), Unit("c", 0, 0)))
    assert value(ratio) == pytest.approx(3 / 4)
    assert size(ratio) == 2
    assert value(Quantile((Unit("a", 1), Unit("b", 3), Unit("c", 9)), 0.5)) == 3
    assert value(Total((Unit("a", 2), Unit("b", 3)))) == 5


@pytest.mark.parametrize("empty", [Ratio(()), Ratio((Unit("a", 0, 0),)), Quantile((), 0.5)])
def test_nothing_to_divide_by(empty: Ratio | Quantile) -> None:
    assert value(empty) is None
    assert interval(empty) is None


def test_interval_is_deterministic_and_near_theory() -> None:
    low, high = interval(GOOD) or (0, 0)
    assert (low, high) == interval(GOOD)
    assert low == pytest.approx(0.9 - 1.96 * 0.03, abs=0.015)
    assert high == pytest.approx(0.9 + 1.96 * 0.03, abs=0.015)
    assert interval(Total((Unit("a", 2),))) is None


def test_units_of_a_group_are_drawn_together() -> None:
    alone = mean((f"t{i}", float(i < 50)) for i in range(100))
    together = mean((f"c{i // 10}", float(i < 50)) for i in range(100))
    assert value(alone) == value(together) == 0.5
    narrow, wide = interval(alone), interval(together)
    assert narrow is not None
    assert wide is not None
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_identical_runs_do_not_differ() -> None:
    assert randomisation(GOOD, GOOD) == 1.0
    assert loss(GOOD, GOOD) == 1.0
    assert difference(GOOD, GOOD) == (0.0, 0.0)


def test_a_large_loss_is_significant_in_one_direction() -> None:
    assert (randomisation(GOOD, POOR) or 1) < 0.001
    assert (loss(GOOD, POOR) or 1) < 0.001
    assert loss(POOR, GOOD) == pytest.approx(1.0, abs=0.001)


def test_a_small_loss_has_its_exact_p() -> None:
    """Two discordant questions, both lost: swapping gives a loss as large one time in four."""
    before = mean((f"q{i}", 1.0) for i in range(10))
    after = mean((f"q{i}", float(i > 1)) for i in range(10))
    assert loss(before, after) == pytest.approx(0.25, abs=0.02)
    assert randomisation(before, after) == pytest.approx(0.5, abs=0.02)


def test_other_questions_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="paired"):
        randomisation(GOOD, mean([("x", 1.0)]))
    assert randomisation(Quantile((Unit("a", 1),), 0.5), Quantile((Unit("a", 1),), 0.5)) is None
