"""Answers to questions in the domain's own words, on the shipped regulation."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.understanding.intent import recognise
from assistant.understanding.question import MAX_CHARACTERS
from corpus.citing.citations import lookup, parse_id
from corpus.errors import FiredutyError

FIRST = [
    ("养老院夜里要做什么", "art7.item1", "夜间巡查"),
    ("住建委负责什么", "art19.item5", "消防验收"),
    ("消防车道被堵了物业要干嘛", "art10.item1", "立即向消防救援机构、公安派出所等主管部门报告"),
    ("重大火灾隐患挂牌几天答复", "art14.item7", "7个工作日"),
    ("第十五条第二款", "art15.para2", "街道办事处应当履行"),
    ("第19条第3项写了什么", "art19.item3", "公安派出所"),
    ("19条(3)", "art19.item3", "公安派出所"),
    ("房东把楼租出去了还管消防吗", "art9.item2", "所有权人"),
    ("消防队可以收检查费吗", "art27.para2", "不得收取费用"),
    ("区政府不管消防会怎么样", "art28", "追究有关人员的责任"),
]


@pytest.mark.parametrize(("question", "first", "words"), FIRST)
def test_answers(question: str, first: str, words: str, assistant: Assistant) -> None:
    answer = assistant.answer(question)
    assert answer.refusal is None
    assert str(answer.cited[0]) == first
    assert words in answer.quotes[0].text
    assert words in answer.text


REFUSED = [
    ("明天天气", "off_topic", "不在"),
    ("第十九条第十三项写了什么", "no_such_provision", "（一）至（十二）共 12 项"),
    ("第三十三条规定什么", "no_such_provision", "共 32 条"),
    ("第十五条第三款", "no_such_provision", "第十五条有 2 款"),
    ("消防法第六十条怎么规定的", "other_instrument", "消防法"),
    ("《上海市消防条例》第三条", "other_instrument", "上海市消防条例"),
    ("堵了消防通道要罚多少钱", "not_stated", "没有规定"),
    ("你好", "chitchat", "您好"),
    ("😀😀", "chitchat", "接着问"),
]


@pytest.mark.parametrize(("question", "reason", "words"), REFUSED)
def test_refuses(question: str, reason: str, words: str, assistant: Assistant) -> None:
    answer = assistant.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason
    assert words in answer.text
    assert answer.cited == ()


META = [
    ("这部细则一共几条", "32 条"),
    ("现在正式施行了吗", "征求意见稿"),
    ("什么时候生效", "自印发之日起施行"),
    ("第三章管的是什么", "第十三条至第十七条"),
    ("这个文件全称叫什么", "北京市消防安全责任制实施细则"),
]


@pytest.mark.parametrize(("question", "words"), META)
def test_answers_about_the_regulation_itself(
    question: str, words: str, assistant: Assistant
) -> None:
    answer = assistant.answer(question)
    assert answer.intent == "meta"
    assert answer.refusal is None
    assert words in answer.text


def test_unknown_date_is_refused(assistant: Assistant) -> None:
    answer = assistant.answer("细则是哪年哪月印发的")
    assert answer.refusal is not None
    assert "没有载明" in answer.text


def check_answer(answer: Answer, assistant: Assistant) -> None:
    """What every answer promises."""
    assert answer.text.strip()
    assert answer.status_notice in answer.text
    assert "征求意见稿" in answer.status_notice
    for quote in answer.quotes:
        node = lookup(assistant.regulation, quote.id)
        assert node is not None
        assert quote.text == node.words
        assert quote.text in answer.text
        assert parse_id(quote.citation) == quote.id
    if answer.refusal is None:
        assert answer.cited == tuple(q.id for q in answer.quotes)
    else:
        assert answer.cited == ()
        assert answer.said
        assert answer.said in answer.text
    assert len(answer.ranking) <= 20


@pytest.mark.slow
def test_every_bank_question_gives_a_truthful_answer(assistant: Assistant) -> None:
    answers = [assistant.answer(q.text) for q in assistant.index.language.bank[::7]]
    for answer in answers:
        check_answer(answer, assistant)
    assert sum(bool(a.quotes) for a in answers) > 0.9 * len(answers) > 0


@given(st.text(min_size=1, max_size=60))
def test_any_question_gives_a_truthful_answer(assistant: Assistant, text: str) -> None:
    with suppress(FiredutyError):  # nothing but white space: tested below
        check_answer(assistant.answer(text), assistant)


def test_every_provision_can_be_asked_for_by_number(assistant: Assistant) -> None:
    for leaf in assistant.index.leaves:
        answer = assistant.answer(f"请问{_spoken(str(leaf.id))}写了什么")
        assert leaf.id in answer.cited


def _spoken(short: str) -> str:
    address = parse_id(short)
    words = f"第{address.article}条"
    words += f"第{address.paragraph}款" if address.paragraph else ""
    return words + (f"第{address.item}项" if address.item else "")


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "问题是空的"),
        (" \n\t", "问题是空的"),
        ("\x00\x07", "问题是空的"),
        ("消" * (MAX_CHARACTERS + 1), "问题太长"),
    ],
)
def test_bad_questions(question: str, message: str, assistant: Assistant) -> None:
    with pytest.raises(FiredutyError, match=message) as caught:
        assistant.answer(question)
    assert caught.value.exit_code == 2


INTENTS = [
    ("谁管消防车通道", "responsible"),
    ("物业跟居委会干的活有何不同", "comparison"),
    ("防火委多久开一次会", "deadline"),
    ("区政府都有哪些事要办", "list"),
    ("不履行会怎么样", "consequence"),
    ("什么是微型消防站", "definition"),
    ("个体户适用吗", "applicability"),
    ("物业的职责", "duty"),
    ("楼道堆杂物", "question"),
]


@pytest.mark.parametrize(("question", "intent"), INTENTS)
def test_intents(question: str, intent: str) -> None:
    assert recognise(question) == intent
