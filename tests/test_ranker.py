from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from index.opened import Index
from index.ranker import Ranker, load_ranker
from index.retrieve import read_signals
from tests.support.ranking import ranked

UNIT = st.floats(0, 1, width=32)
QUESTION = "楼道里停电动车谁来管"


@given(hnp.arrays(np.float32, 4, elements=UNIT))
def test_a_probability_that_keeps_the_order(scores: np.ndarray) -> None:
    ranker = Ranker({"x": 3.0}, {}, 1.5, -2.0)
    logits = ranker.logits({"x": scores})
    p = ranker.probabilities(logits)
    assert ((p > 0) & (p < 1)).all()
    assert (np.diff(p[np.argsort(scores)]) >= 0).all()


@given(hnp.arrays(np.float32, 4, elements=UNIT), hnp.arrays(np.float32, 4, elements=UNIT))
def test_a_question_bank_only_adds(words: np.ndarray, bank: np.ndarray) -> None:
    ranker = Ranker({"x": 1.0}, {"words": 1.0, "bank": 2.0, "constant": -1.0}, 1.0, 0.0)
    without = ranker.logits({"x": words})
    np.testing.assert_allclose(without, words)
    np.testing.assert_allclose(ranker.logits({"x": words, "bank": bank}), words + 2 * bank - 1)


def test_shipped_coefficients_name_features_that_exist(index: Index) -> None:
    ranker = load_ranker()
    features = read_signals(index, QUESTION).features
    assert set(ranker.weights) | set(ranker.bank) == {*features, "words", "constant"}


def test_features_are_finite(index: Index) -> None:
    for question in (QUESTION, "", "？", "asdf", "火" * 4000):
        features = read_signals(index, question).features
        assert all(np.isfinite(f).all() for f in features.values())


def test_score_is_the_rankers_probability(index: Index) -> None:
    hits = ranked(index, QUESTION, 20).hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(0 < h.score < 1 for h in hits)


@pytest.mark.parametrize(("mode", "channel"), [("lexical", "text"), ("dense", "dense")])
def test_one_channel_alone(index: Index, mode: str, channel: str) -> None:
    hits = ranked(index, QUESTION, 5, mode=mode).hits  # type: ignore[arg-type]
    assert [h.score for h in hits] == [h.channels[channel] for h in hits]


def test_words_alone_load_no_encoder(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(index.embedder), "embed_query", None)
    assert ranked(index, QUESTION, 3, mode="lexical").hits
