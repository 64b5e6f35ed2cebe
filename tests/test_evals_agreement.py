import pytest

from evals.agreement import kappa


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([True, False, True, False], [True, False, True, False], 1.0),
        ([True, True, False, False], [True, False, True, False], 0.0),
        ([True, False], [False, True], -1.0),
        ([True, True], [True, True], 1.0),
        (
            [True] * 20 + [False] * 15 + [True] * 5 + [False] * 10,
            [True] * 20 + [False] * 15 + [False] * 5 + [True] * 10,
            0.4,
        ),
        (["对", "误导", "错", "对"], ["对", "错", "错", "对"], 0.6),
    ],
)
def test_kappa(
    first: list[bool] | list[str], second: list[bool] | list[str], expected: float
) -> None:
    assert kappa(first, second) == pytest.approx(expected)


def test_kappa_needs_two_annotations() -> None:
    with pytest.raises(ValueError, match="two annotations"):
        kappa([True], [])
