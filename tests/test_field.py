"""What no document answers is off topic only where it lies outside the field of all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.library.field import is_outside
from assistant.library.putting import PutQuestion, panel_of
from corpus.language.data import load_language
from corpus.text.load import data_folder
from evals.library.questions import load_library_questions


@pytest.mark.parametrize(
    "question",
    [
        "车牌摇号怎么申请",
        "今天股票怎么样",
        "红烧肉怎么做",
        "明天天气好吗",
        "世界杯谁赢了",
        "离婚财产怎么分",
        "怎么办护照",
    ],
)
def test_what_is_far_from_all_documents_is_off_topic(question: str, librarian: Assistant) -> None:
    answer = librarian.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == "off_topic"
    assert answer.quotes == ()
    assert "范围内，无法回答" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "灭火器几年必须报废换新的？",
        "失火罪判几年",
        "五环里能放炮仗不",
        "志愿队员月月有补贴吗",
        "消防员多大岁数能报名",
        "微型消防站最少得配几个人几套装备？",
    ],
)
def test_what_they_do_not_state_of_their_field_is_not_off_topic(
    question: str, librarian: Assistant
) -> None:
    answer = librarian.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason in ("not_stated", "not_found")


@pytest.mark.slow
def test_no_question_over_the_documents_is_off_topic(librarian: Assistant) -> None:
    answers = [librarian.answer(q.text) for q in load_library_questions("tuning")]
    assert [a.question for a in answers if a.refusal and a.refusal.reason == "off_topic"] == []


def test_of_documents_without_a_question_bank_nothing_is_told(librarian: Assistant) -> None:
    panel = panel_of(librarian.library, librarian.documents, PutQuestion("红烧肉怎么做"))
    assert is_outside(panel) is True
    assert is_outside(replace(panel, named=True)) is None
    bare = replace(
        panel.documents[0].index, question_leaf=panel.documents[0].index.question_leaf[:0]
    )
    documents = (type(panel.documents[0])(bare, None), *panel.documents[1:])
    assert is_outside(replace(panel, documents=documents)) is None


def test_topics_outside_the_field_are_marked_in_the_data() -> None:
    outside = [t.what for t in load_language(data_folder()).absent if t.outside]
    assert "烹饪和健康养生的方法" in outside
    assert not any("消防" in what or "火" in what for what in outside)
