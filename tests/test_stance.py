"""Yes/no and leading questions: what they assert, and when an answer may say 是 or 不是."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.understanding.assertion import find_assertion

ASSERTED = [
    ("灯光操作室要不要做防火分隔", "灯光操作室要做防火分隔", False),
    ("社区要每年做消防计划吗", "社区要每年做消防计划", False),
    ("消防验收能不能收费", "消防验收可以收费", False),
    ("化工厂算不算火灾高危单位", "化工厂算火灾高危单位", False),
    ("防火委每月开一次会，没错吧", "防火委每月开一次会", True),
    ("防火委每月开一次会，规定里写的，没错吧", "防火委每月开一次会", True),
    ("听说物业可以罚款", "物业可以罚款", True),
    ("企业演练每季度一次，是哪条规定的", "企业演练每季度一次", True),
    ("个体户不适用，这条你找给我看", "个体户不适用", True),
]


@pytest.mark.parametrize(("question", "text", "leading"), ASSERTED)
def test_what_a_question_asserts(question: str, text: str, leading: bool) -> None:
    found = find_assertion(question)
    assert found is not None
    assert (found.text, found.leading) == (text, leading)


@pytest.mark.parametrize(
    "question",
    [
        "养老院夜里要做什么",
        "谁管消防车通道",
        "民政部门负责什么？",
        "社区发现重大隐患，下一步干嘛",
        "居委会的消防职责在第几条？",
        "重大火灾隐患挂牌几天答复",
        "乡里钱用在哪",
        "楼盖好十年了，" * 10 + "对吧",
    ],
)
def test_questions_that_assert_nothing(question: str) -> None:
    assert find_assertion(question) is None


@given(st.text(max_size=80))
def test_anything_can_be_asked(question: str) -> None:
    found = find_assertion(question)
    assert found is None or found.text


BEGINS = [
    ("殡葬机构的行业消防归民政管吗", "是。"),
    ("天安门地区管委会管自己那片的消防，对不对", "是。"),
    ("防火委是每月开一次成员单位会，没错吧", "不是。"),
    ("重大火灾事故由区政府组织调查，对吧", "不是。"),
    ("古建寺庙一律不准焚香点蜡，是吧", "不是。"),
    ("细则第三十三条规定了举报奖励，没错吧", "没有第三十三条"),
]


@pytest.mark.parametrize(("question", "begins"), BEGINS)
def test_first_word(question: str, begins: str, assistant: Assistant) -> None:
    assert assistant.answer(question).text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        # Both clauses bind 消防安全重点单位 alone, which the first question does not name.
        ("新员工入职要不要消防培训", "是，条文写的是消防安全重点单位。"),
        ("我们店新员工入职要不要消防培训", ""),
    ],
)
def test_whom_a_clause_binds_is_said_where_the_question_does_not_name_it(
    question: str, begins: str, librarian: Assistant
) -> None:
    (first, *_) = librarian.answer(question).said.split("\n")
    assert (begins in first) if begins else ("：是" not in first)


def test_a_denial_names_the_words_and_gives_the_provision(assistant: Assistant) -> None:
    answer = assistant.answer("防火委是每月开一次成员单位会，没错吧")
    assert answer.refusal is not None
    assert answer.refusal.reason == "false_premise"
    first = answer.said
    assert "没有这样写（「每月开一次」）" in first or "没有这样写（「每月" in first
    assert "第二十五条规定：「" in first
    assert "每季度召开成员单位会议" in first


@pytest.mark.parametrize(
    "question",
    [
        "物业是不是必须成立志愿消防队",  # the provision leaves it open
        "每个区得建三个消防科普基地，没错吧",  # a number that it does not state
        "养老院由卫健委负责，对吧",
        "养老院归卫健局管，第几项",
        "全市消防的具体监督管理是应急局在干，对吧",
        "监理跑得掉吗",  # a manner of speaking
        "不履行消防职责只追究单位，落不到个人头上，对吧",
    ],
)
def test_no_yes_where_it_is_not_so(question: str, assistant: Assistant) -> None:
    assert not assistant.answer(question).text.startswith("是。")
