from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from index.answerable import (
    AnswerableModel,
    fit_answerable,
    pack_answerable,
    unpack_answerable,
)
from index.tokens import char_tokens, question_tokens

ANSWERED = [
    char_tokens(t) for t in ("谁管消防车通道", "物业要做什么", "谁负责验收", "社区要做什么")
]
UNANSWERED = [char_tokens(t) for t in ("通道几米宽", "罚多少钱", "几米高", "多少钱一个")]


def tokens(text: str, index: Index) -> list[str]:
    return question_tokens(char_tokens(text), index.segmenter.words(text))


def test_learns_the_words_of_asking() -> None:
    model = fit_answerable(ANSWERED, UNANSWERED)
    assert model.logit(char_tokens("学校要做什么")) > 0 > model.logit(char_tokens("门几米宽"))


def test_is_deterministic() -> None:
    assert fit_answerable(ANSWERED, UNANSWERED) == fit_answerable(ANSWERED, UNANSWERED)


@pytest.mark.parametrize(("answered", "unanswered"), [([], UNANSWERED), (ANSWERED, []), ([], [])])
def test_nothing_to_learn(answered: list[list[str]], unanswered: list[list[str]]) -> None:
    assert fit_answerable(answered, unanswered).logit(["甲"]) == 0


@given(
    st.dictionaries(
        st.text("甲乙丙丁", min_size=1, max_size=3), st.floats(-5, 5, width=32), max_size=6
    ),
    st.floats(-2, 2, width=32),
)
def test_round_trip(weights: dict[str, float], bias: float) -> None:
    model = AnswerableModel(weights, bias)
    assert unpack_answerable(pack_answerable(model)) == model


def test_separates_the_bank_from_what_is_not_stated(index: Index) -> None:
    bank = [index.answerable.logit(tokens(q.text, index)) for q in index.language.bank]
    absent = [
        index.answerable.logit(tokens(q, index))
        for topic in index.language.absent
        for q in topic.questions
    ]
    assert np.median(bank) > 1 > -1 > np.median(absent)
