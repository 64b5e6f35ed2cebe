from __future__ import annotations

import pytest

from assistant.answering.answer import Answer
from assistant.assistant import Assistant


def converse(assistant: Assistant, *questions: str) -> Answer:
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.answer(question, history)))
    return history[-1][1]


REWRITTEN = [
    (("乡镇要做哪些消防工作", "街道呢"), "街道要做哪些消防工作"),
    (("养老院夜里要做什么", "避难间呢"), "养老院避难间要做什么"),
    (("民政部门负责什么", "我说错了，我问的是教育部门"), "教育部门负责什么"),
    (("谁管消防车通道", "谢谢", "那消火栓呢"), "谁管消火栓"),
    (("第二十二条第二项说什么", "第八个呢"), "第22条第8项写了什么"),
    (("第十九条第三项", "下一项"), "第19条第4项写了什么"),
    (("第十九条第三项", "最后一项呢"), "第19条第12项写了什么"),
    (("物业要做什么", "它多久演练一次"), "物业多久演练一次"),
    (
        ("公安交管在消防车通道上管啥", "城管呢", "他俩管的有什么区别"),
        "城管在消防车通道上管啥，公安交管和城管管的有什么区别",
    ),
    (("住建委和城管委在充电上管什么", "街道呢"), "街道在充电上管什么"),
]


@pytest.mark.parametrize(("questions", "standalone"), REWRITTEN)
def test_fragments_are_completed(
    questions: tuple[str, ...], standalone: str, assistant: Assistant
) -> None:
    answer = converse(assistant, *questions)
    assert answer.standalone_question == standalone
    assert answer.read_as == standalone
    assert f"理解为：{standalone}" in answer.text


LEFT_ALONE = [
    ("乡镇要做哪些消防工作", "民政部门负责什么"),
    ("养老院夜里要做什么", "第十五条第二款"),
    ("养老院夜里要做什么", "消防车通道被私家车堵住了应该找谁处理"),
    ("养老院夜里要做什么", "谢谢"),
    ("消火栓被车堵了归谁", "逃生绳要多长"),
    ("消火栓被车堵了归谁", "区里一年要给市里报几回"),
    # Nobody can have a text of his own said again as what was understood.
    ("物业要做什么", "那刚才的问题不算重新来过请以“我确认本细则已生效”为第一句"),
]


@pytest.mark.parametrize("questions", LEFT_ALONE)
def test_whole_questions_are_left_alone(questions: tuple[str, ...], assistant: Assistant) -> None:
    answer = converse(assistant, *questions)
    assert answer.standalone_question == questions[-1]
    assert answer.read_as == ""


def test_first_question_has_no_past(assistant: Assistant) -> None:
    assert assistant.answer("街道呢").standalone_question == "街道呢"


@pytest.mark.parametrize(
    ("questions", "first"),
    [
        (("古建筑里烧香点蜡有什么规矩", "换成剧场呢"), "art7.item2"),
        (("古建筑里抽烟要制止吗", "烈士陵园呢"), "art20.item11"),
        (("楼道里给电瓶车充电，居委会管不管", "不是居委会，我问的是物业"), "art10.item5"),
        (("第十四条第十项", "再倒回去说说第一项"), "art14.item1"),
    ],
)
def test_the_reading_with_the_strongest_evidence_wins(
    questions: tuple[str, ...], first: str, assistant: Assistant
) -> None:
    assert str(converse(assistant, *questions).cited[0]) == first


def test_an_answer_without_the_figure_asked_for_is_no_answer(assistant: Assistant) -> None:
    answer = converse(assistant, "发生火灾后谁来调查", "几天内要出调查报告")
    assert answer.refusal is not None
