"""A question is read once, and the steps are tried in order."""

from __future__ import annotations

import pytest

from assistant.answering.inquiry import Inquiry
from assistant.answering.steps import STEPS
from assistant.assistant import Assistant
from assistant.understanding.question import clean
from assistant.understanding.understood import understand
from index.expand import Lexicon
from index.opened import Index

WAYS = [
    ("？！", "unclear"),
    ("你好", "small_talk"),
    ("“组织对初起火灾的扑救”出自第几条", "whose_words"),
    ("第十九条第三项写了什么", "citation"),
    ("第九十九条写了什么", "citation"),
    ("一共多少条", "about_the_text"),
    ("旧版里物业要做什么", "another_edition"),
    ("天津市街道办要做什么", "another_place"),
    ("我开了家20人的小旅馆，租的房子，要做什么", "described_place"),
    ("气象局要做什么", "unnamed_body"),
    ("灭火器", "by_name"),
    ("街道办和居委会的职责有什么不同", "by_name"),
    ("消防车道划线标准归规自委还是住建委定", "either"),
    ("消防验收归消防救援机构、消防规划归教育部门，对吧", "charged"),
    ("灭火器几年换一次", "out_of_scope"),
    ("谁管托儿所", "unsupervised_unit"),
    ("出租房屋消防管理归住建部门还是归派出所", "either"),
    (
        "教育部门负责把消防知识纳入职业培训内容、人社部门负责把消防技能纳入新生军训，对吗",
        "charged",
    ),
    ("防火委每月开一次会，对吧", "false_premise"),
    ("谁管消防车通道", "whole_set"),
    ("养老院夜里要做什么", "by_retrieval"),
]


@pytest.mark.parametrize(("question", "name"), WAYS)
def test_the_first_way_that_fits_answers(question: str, name: str, assistant: Assistant) -> None:
    inquiry = Inquiry(assistant.documents[0], understand(assistant.index, question))
    assert next(step.__name__ for step in STEPS if step(inquiry)) == name


def test_every_way_answers_some_question() -> None:
    assert {step.__name__ for step in STEPS} == {name for _, name in WAYS}


@pytest.mark.parametrize("question", [q for q, way in WAYS if way != "charged"])  # reads halves
def test_lay_words_are_looked_for_once(
    question: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    expand = Lexicon.expand

    def counted(lexicon: Lexicon, text: str) -> object:
        read.append(text)
        return expand(lexicon, text)

    monkeypatch.setattr(Lexicon, "expand", counted)
    assistant.answer(question)
    assert read == [clean(question)]


def test_what_is_read_from_the_words(index: Index) -> None:
    asked = understand(index, "听说街道办每月都要检查消放车通道，罚多少钱，是吧")
    assert [c.term for c in asked.corrections] == ["消防车通道"]
    assert "消防车通道" in asked.text
    assert asked.subjects.actors == (("街道办事处",),)
    assert asked.subjects.matters[0] == "消防车通道"
    assert asked.quantity is not None
    assert asked.quantity.name == "处罚的幅度"
    assert asked.premise is not None
    assert [p.printed for p in asked.premise.periods] == ["每月"]
    assert asked.cites is None
    assert asked.elsewhere == ""
