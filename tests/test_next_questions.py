from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.next_questions import NextQuestions
from assistant.assistant import Assistant


@pytest.fixture(scope="module")
def suggestions(assistant: Assistant) -> NextQuestions:
    return NextQuestions(assistant.index)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("谁管消防车通道", {"消防车通道"}),
        ("养老院夜里要做什么", {"养老院", "养老服务机构"}),
        ("我开了个养老院", {"养老院", "养老服务机构"}),
        ("街道办要做什么", {"街道办事处"}),
        ("消防车道宽几米才算合格", {"消防车通道"}),
    ],
)
def test_three_that_are_in_the_bank_and_of_the_same_thing(
    question: str, about: set[str], assistant: Assistant, suggestions: NextQuestions
) -> None:
    found = suggestions.after(assistant.answer(question))
    bank = {q.text for q in assistant.index.language.bank}
    assert len(found) == len(set(found) & bank) == 3
    for text in found:
        names = {e.name for e in assistant.index.lexicon.expand(text)}
        assert names & about, text


def test_what_names_more_of_it_comes_first(
    assistant: Assistant, suggestions: NextQuestions
) -> None:
    first, *_ = suggestions.after(assistant.answer("消防车道被堵了物业要干嘛"))
    names = {e.name for e in assistant.index.lexicon.expand(first)}
    assert {"消防车通道", "物业服务企业"} <= names


@pytest.mark.parametrize("question", ["今天天气", "这是征求意见稿吗", "第三十三条写了什么", "你好"])
def test_none_where_nothing_is_near(
    question: str, assistant: Assistant, suggestions: NextQuestions
) -> None:
    assert suggestions.after(assistant.answer(question)) == ()


@pytest.mark.parametrize(
    ("typed", "begins"), [("消防车", "消防车"), ("物业", "物业"), ("养老院", "养老院")]
)
def test_completions_begin_as_typed_where_some_do(
    typed: str, begins: str, suggestions: NextQuestions
) -> None:
    found = suggestions.completing(typed)
    assert len(found) == 6
    assert found[0].startswith(begins)
    assert all(typed in text for text in found)


@given(st.text(max_size=12))
def test_completions_hold_what_was_typed(suggestions: NextQuestions, typed: str) -> None:
    found = suggestions.completing(typed)
    assert len(found) <= 6
    if len(typed.strip()) < 2:
        assert found == ()
