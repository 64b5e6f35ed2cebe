from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from index.opened import Index
from index.ranker import Ranker, load_ranker, measure_leaves
from tests.support.ranking import ranked

UNIT = st.floats(0, 1, width=32)


@given(hnp.arrays(np.float32, 5, elements=UNIT), hnp.arrays(np.float32, 5, elements=UNIT))
def test_features_are_relative_and_finite(scores: np.ndarray, asked: np.ndarray) -> None:
    channels = {"text.char": scores, "asked": asked}
    features = measure_leaves(channels, scores, np.zeros(5, np.bool_))
    assert all(np.isfinite(f).all() for f in features.values())
    if scores.max() > 1e-6:
        assert features["text.char"].max() == pytest.approx(1)


@given(hnp.arrays(np.float32, 4, elements=UNIT))
def test_a_probability_that_keeps_the_order(scores: np.ndarray) -> None:
    ranker = Ranker(("x",), np.array([3.0]), -2.0)
    p = ranker.probabilities({"x": scores})
    assert ((p > 0) & (p < 1)).all()
    assert (np.diff(p[np.argsort(scores)]) >= 0).all()


def test_shipped_coefficients_name_features_that_exist(index: Index) -> None:
    hit = ranked(index, "谁管消防车通道", 1).hits[0]
    known = {*hit.channels, "asked.log", "lead_in"}
    assert set(load_ranker().names) == known


def test_score_is_the_rankers_and_fused_stays_visible(index: Index) -> None:
    hits = ranked(index, "楼道里停电动车谁来管", 20).hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.channels["fused"] > 0 for h in hits)


def test_one_kind_of_channel_alone_is_a_convex_sum(index: Index) -> None:
    for mode in ("lexical", "dense"):
        hits = ranked(index, "楼道里停电动车谁来管", 5, mode=mode).hits  # type: ignore[arg-type]
        assert [h.score for h in hits] == [h.channels["fused"] for h in hits]
