from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.understanding.question import clean
from index.opened import Index

SLIPS = [
    ("消放车通道被堵了", "消防车通道被堵了"),
    ("威型消防站怎么建", "微型消防站怎么建"),
    ("谁管消火拴", "谁管消火栓"),
    ("电平车充电谁管", "电瓶车充电谁管"),
    ("电车平充电谁管", "电车平充电谁管"),  # another sound: left alone
    ("养老院夜里要做什么", "养老院夜里要做什么"),
    ("明天天气怎么样", "明天天气怎么样"),
]


@pytest.mark.parametrize(("typed", "read"), SLIPS)
def test_homophones(typed: str, read: str, index: Index) -> None:
    corrected, corrections = index.speller.correct(typed)
    assert corrected == read
    assert bool(corrections) == (typed != read)


def test_bank_questions_are_left_alone(index: Index) -> None:
    """The bank is well spelt: hardly any correction may fire on it."""
    fired = [q.text for q in index.language.bank if index.speller.correct(q.text)[1]]
    assert len(fired) <= len(index.language.bank) * 0.005, fired


@given(st.text(max_size=40))
def test_any_text_survives(index: Index, text: str) -> None:
    corrected, corrections = index.speller.correct(text)
    assert len(corrected) == len(text)
    assert corrections or corrected == text


def test_a_corrected_question_is_shown(assistant: Assistant) -> None:
    answer = assistant.answer("消放车通道被堵了物业要干嘛")
    assert answer.read_as == "消防车通道被堵了物业要干嘛"
    assert str(answer.cited[0]) == "art10.item1"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("養老院夜裡要做什麼", "养老院夜里要做什么"),
        ("ＫＴＶ　２０条", "KTV 20条"),
        (" 物业\x00要做什么\n", "物业 要做什么"),
        ("〔2017〕87号", "〔2017〕87号"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_traditional_question(assistant: Assistant) -> None:
    assert str(assistant.answer("養老院夜裡要做什麼").cited[0]) == "art7.item1"
