"""Questions and packs that are asked for in a conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.training.choice import LENGTHS, LEVELS, PackChoice, Request
from assistant.training.question import key_text
from assistant.training.request import read_request, tell_request
from assistant.training.wanted import may_ask
from corpus.errors import FiredutyError
from tests.support.held import held_of
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.evidence_html import ChatPage


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("出 10 道关于消防车通道的题", "试题"),
        ("给我出5道选择题", "试题"),
        ("来几道判断题", "试题"),
        ("出套卷子", "试题"),
        ("出题", "试题"),
        ("来一套街道干部的试卷", "试题"),
        ("考考我", "自测"),
        ("考一考我们物业", "自测"),
        ("我想自测", "自测"),
        ("给物业新员工做一个 30 分钟的培训", "培训"),
        ("帮我准备一个小时的街道干部培训课件", "培训"),
        ("请给养老院的护理员准备一份培训材料", "培训"),
        ("我要给新员工上一堂消防课", "培训"),
        ("生成一份90分钟的培训方案", "培训"),
        ("做个培训PPT", "培训"),
        # Questions about the regulation.
        ("谁负责组织消防培训", None),
        ("给员工做消防培训是谁的职责", None),
        ("物业要做消防培训吗", None),
        ("单位多久培训一次", None),
        ("宗教部门要定期给宗教教职人员做消防培训。", None),
        ("消防培训怎么做", None),
        ("教育部门对新生军训有什么要求", None),
        ("有没有要求给员工出题考试", None),
        ("搞一次疏散演练", None),
        ("消防车通道归谁管", None),
    ],
)
def test_what_asks_for_training(question: str, wanted: str | None) -> None:
    assert may_ask(question) == wanted


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("出 10 道关于消防车通道的题", PackChoice(scope=("消防车通道",), questions=10)),
        ("出十道消防通道的题", PackChoice(scope=("疏散通道与安全出口",), questions=10)),
        ("给我出5道养老院的判断题", PackChoice(unit="养老院", questions=5, kinds=("判断正误",))),
        ("考考我第七条", PackChoice(scope=("第七条",), questions=1)),
        ("考考我难一点的", PackChoice(level="熟练", questions=1)),
        ("给物业新员工做一个 30 分钟的培训", PackChoice(audience="物业公司")),
        ("给街道干部准备 90 分钟的培训课件", PackChoice(audience="街道乡镇干部", minutes=90)),
        ("出 3 道交警的题", PackChoice(scope=("公安交管部门",), questions=3)),
        ("来几道题", PackChoice(questions=5)),
    ],
)
def test_what_is_chosen(assistant: Assistant, question: str, choice: PackChoice) -> None:
    wanted = may_ask(question)
    assert wanted
    found = read_request(question, wanted, assistant.trainer.material).choice
    if question == "出十道消防通道的题":  # an everyday name of two matters
        assert found.questions == 10
        assert set(found.scope) & {"消防车通道", "疏散通道与安全出口"}
    else:
        assert found == choice


choices = st.builds(
    PackChoice,
    scope=st.sampled_from([(), ("消防车通道",), ("电动自行车", "出租房屋"), ("第七条",)]),
    unit=st.sampled_from(["", "养老院", "医院"]),
    audience=st.sampled_from(["", "物业公司", "街道乡镇干部"]),
    minutes=st.sampled_from(list(LENGTHS)),
    level=st.sampled_from(LEVELS),
    questions=st.integers(1, 60),
    kinds=st.sampled_from([(), ("判断正误",), ("填空",), ("谁负责", "数字期限")]),
    seed=st.integers(1, 9999),
    exchanged=st.lists(st.integers(1, 60), max_size=3).map(tuple),
)


@given(choice=choices, wanted=st.sampled_from(["试题", "自测", "培训"]), keys=st.booleans())
def test_a_request_told_is_read_back(
    assistant: Assistant, choice: PackChoice, wanted: str, keys: bool
) -> None:
    if wanted == "自测":
        choice = replace(choice, questions=1, minutes=30)
    if wanted == "试题":
        choice = replace(choice, minutes=30)
    if wanted == "培训":
        choice = replace(choice, kinds=())
    request = Request(wanted, choice, keys)  # type: ignore[arg-type]
    told = tell_request(request)
    assert may_ask(told) == wanted
    assert read_request(told, may_ask(told) or "试题", assistant.trainer.material) == request


def talk(assistant: Assistant, *questions: str) -> list[Answer]:
    turns: list[tuple[str, Answer]] = []
    for question in questions:
        turns.append((question, assistant.answer(question, turns)))
    return [answer for _, answer in turns]


def test_ten_questions_then_harder_then_another_then_the_keys(assistant: Assistant) -> None:
    first, harder, other, keys = talk(
        assistant, "出 10 道关于消防车通道的题", "再难一点", "换一道", "答案"
    )
    assert first.text.count("【") == 10
    assert "答案：" not in first.text
    assert first.cited == ()
    assert "fireduty train --scope 消防车通道 --questions 10" in first.text
    assert harder.training
    assert harder.training.choice.level == "熟练"
    assert other.training
    assert other.training.choice.exchanged == (10,)
    assert "换掉了第 10 题" in other.text
    assert keys.text.count("答案：") == 10
    assert "《北京市消防安全责任制实施细则》" in keys.text
    for answer in (first, harder, other, keys):
        assert answer.status_notice.startswith("征求意见稿")
        again = assistant.answer(answer.standalone_question)
        assert again.training
        assert answer.training
        assert again.training.choice == answer.training.choice


def test_one_question_is_answered_and_judged(assistant: Assistant) -> None:
    (asked,) = talk(assistant, "考考我消防车通道")
    assert asked.training
    pack = assistant.trainer.pack(asked.training.choice, "2026-11-25")
    key = key_text(pack.papers[0].questions[0])
    asked, right, following = talk(assistant, "考考我消防车通道", key, "下一题")
    assert "答对了。" in right.text
    assert assistant.answer(right.standalone_question).statements == right.statements
    assert right.quotes
    assert following.training
    assert following.training.choice.seed == 2
    assert not following.training.reply


def test_a_reply_that_cannot_be_one_is_said_and_the_question_stays(assistant: Assistant) -> None:
    first, unclear = talk(assistant, "考考我，只要单选题", "ABCD")
    assert first.training
    assert unclear.training
    assert "没有看懂「ABCD」" in unclear.text
    assert unclear.training.choice == first.training.choice


def test_the_regulation_is_asked_as_before_after_training(assistant: Assistant) -> None:
    _, answer = talk(assistant, "考考我", "消防车道被堵了物业要干嘛")
    alone = assistant.answer("消防车道被堵了物业要干嘛")
    assert answer.statements == alone.statements
    assert answer.training is None
    before, _, follow = talk(assistant, "消防车道被堵了物业要干嘛", "考考我", "居委会呢")
    assert before.training is None
    assert follow.standalone_question == "消防车道被堵了居委会要干嘛"


def test_what_is_not_in_the_regulation_is_said(assistant: Assistant) -> None:
    with pytest.raises(FiredutyError, match="范围里的「火星」"):
        assistant.answer("出 10 道关于火星的题")
    with pytest.raises(FiredutyError, match="不能是 300 题"):
        assistant.answer("出 300 道题")


def test_a_length_that_there_is_not_is_told(assistant: Assistant) -> None:
    answer = assistant.answer("给街道干部做一个 60 分钟的培训")
    assert "没有 60 分钟的，按最接近的 45 分钟做" in answer.text


def test_the_card_links_to_the_view_the_test_and_the_files(assistant: Assistant) -> None:
    answer = assistant.answer("出 10 道关于消防车通道的题")
    html = render_chat([Exchange("出 10 道", answer)], ChatPage(held_of(assistant)))
    assert 'href="#train?scope=' in html
    assert "test=1" in html
    assert 'href="download/train.zip?scope=' in html
    assert set(assistant.suggestions.after(answer)) >= {"答案", "再难一点"}
