from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.next_questions import NextQuestions
from assistant.assistant import Assistant


@pytest.fixture(scope="module")
def suggestions(assistant: Assistant) -> NextQuestions:
    return NextQuestions(assistant.index)


@pytest.mark.parametrize("question", ["谁管消防车通道", "养老院夜里要做什么", "民政部门负责什么"])
def test_three_that_are_in_the_bank_and_lead_elsewhere(
    question: str, assistant: Assistant, suggestions: NextQuestions
) -> None:
    answer = assistant.answer(question)
    found = suggestions.after(answer)
    bank = {q.text: q.provision for q in assistant.index.language.bank}
    assert len(found) == 3
    shown = {str(q.id) for q in answer.quotes}
    assert not any(bank[text] in shown for text in found)


@pytest.mark.parametrize("question", ["今天天气", "这是征求意见稿吗"])
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
