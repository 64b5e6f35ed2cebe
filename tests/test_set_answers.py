"""What the assistant says of a whole set: who, where, and what is left out."""

from __future__ import annotations

import pytest

from assistant.answering.answer import Answer
from assistant.assistant import Assistant

SAID = [
    (
        "消防车通道谁负责",
        ("13 处规定", "13/13 处", "本细则未明确牵头部门", "公安交管部门（第十九条第（三）项）"),
    ),
    (
        "清河农场办事处要做什么",
        (
            "不适用：第十五条第一款第（二）、（三）项",
            "第十七条第二款",
            "第十五条第二款",
        ),
    ),
    (
        "街道办都有哪些职责",
        ("其中 6 处因条文的引用而适用", "不适用：第十五条第一款第（二）、（三）项"),
    ),
    ("经开区管委会有哪些职责", ("以“同级别人民政府”为准",)),
    ("城管有哪些职责", ("这个叫法可以指城市管理部门、城市管理综合行政执法部门",)),
    (
        "乡镇和街道有什么区别",
        ("都有的", "（三）「将消防安全内容纳入镇总体规划、乡规划"),
    ),
    (
        "我开了家 20 人的小旅馆，租的房子",
        ("小旅馆、租的房子", "第六条第（一）、（二）", "如果是个体工商户", "没有按人数"),
    ),
]


@pytest.mark.parametrize(("question", "words"), SAID)
def test_says(question: str, words: tuple[str, ...], assistant: Assistant) -> None:
    answer = assistant.answer(question)
    said = answer.said
    assert answer.refusal is None
    assert answer.complete
    for word in words:
        assert word in said


@pytest.mark.parametrize("question", [q for q, _ in SAID])
def test_every_supported_provision_exists_and_quotes_are_whole(
    question: str, assistant: Assistant
) -> None:
    answer = assistant.answer(question)
    assert answer.quotes
    assert any(statement.ids for statement in answer.statements)
    for statement in answer.statements:
        for address in statement.ids:
            assert str(address) in assistant.index.rows
    for quote in answer.quotes:
        assert quote.text == assistant.index.leaf(quote.id).text


@pytest.mark.parametrize("body", ["消防协会", "气象局"])
def test_a_body_that_is_not_named(body: str, assistant: Assistant) -> None:
    answer = assistant.answer(f"{body}有什么职责")
    assert answer.refusal is not None
    assert f"没有点名「{body}」" in answer.text
    assert {"art18.item1", "art21"} <= {str(i) for i in answer.refusal.nearest}


def ask(assistant: Assistant, *questions: str) -> Answer:
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.answer(question, history)))
    return history[-1][1]


def test_nothing_more_after_a_whole_set(assistant: Assistant) -> None:
    answer = ask(assistant, "谁管消防车通道", "还有呢")
    assert "13 处规定已经列全" in answer.text
    assert len(answer.cited) == 13


def test_more_after_a_single_provision_is_only_related(assistant: Assistant) -> None:
    answer = ask(assistant, "养老院夜里要做什么", "还有吗")
    assert answer.refusal is not None
    assert answer.cited == ()
    assert len(answer.quotes) == 3


def test_the_same_structure_for_another_body(assistant: Assistant) -> None:
    answer = ask(assistant, "乡镇政府要做什么", "那街道呢")
    assert {str(i) for i in answer.cited} == {
        *(f"art15.item{i}" for i in (1, 4, 5, 6, 7, 8)),
        "art15.para2",
    }


@pytest.mark.parametrize(
    "question",
    [
        "我在商场超市上班，行业上哪个局管消防",
        "企业防火的钱应该花在哪些方面，帮我列一下",
        "我单位算不算消防安全重点单位？",
    ],
)
def test_a_narrower_question_gets_no_checklist(question: str, assistant: Assistant) -> None:
    assert "按您说的" not in assistant.answer(question).text
