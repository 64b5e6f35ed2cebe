"""What is said for each status, in both languages and wherever a text is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.meta import answer_meta
from assistant.answering.quoting import status_notice
from assistant.rendering.text import sentence
from assistant.understanding.about import read_meta
from assistant.verify.facts import find_false_status, states_status
from assistant.verify.texts import flat
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from corpus.text.status import NOT_STATED, STATUSES, status_words
from ui.web.held import tell_statuses

SOURCE = "小镇养犬办法\n\n第一条 养犬人应当登记。\n\n第二条 本办法自2024年5月1日起施行。\n"
DRAFT, VALID, NOT_YET, AMENDED, REPEALED = STATUSES[:5]
OTHER_DRAFTS = set(STATUSES[5:])


def of(status: str) -> Regulation:
    return Regulation("dogs", "1", "小镇养犬办法", status, parse(SOURCE), SOURCE)


@pytest.mark.parametrize(
    ("status", "notice", "english", "banner", "answer"),
    [
        (DRAFT, "尚未施行", "not in force", "征求意见稿 · 尚未施行", "不能作为执法依据"),
        (VALID, "以公布的正式文本为准", "as published", "现行有效", "状态是「现行有效」。"),
        (NOT_YET, "尚未施行", "Not yet in force", "尚未施行", "状态是「尚未施行」"),
        (AMENDED, "已被修改", "Amended", "已修改", "请核对现行文本"),
        (REPEALED, "已废止", "Repealed", "已废止", "状态是「已废止」"),
        (NOT_STATED, "状态未注明", "not stated", "状态未注明", "没有注明效力状态"),
    ],
)
def test_each_status(status: str, notice: str, english: str, banner: str, answer: str) -> None:
    regulation = of(status)
    words = status_words(status)
    assert notice in status_notice(regulation) == words.notice
    assert english in words.english
    assert banner in tell_statuses([regulation])
    asked = read_meta("这个办法生效了吗")
    assert asked is not None
    found = answer_meta(asked, regulation)
    assert found is not None
    assert answer in sentence(found.statement)
    assert found.stated == (status != NOT_STATED)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("这是征求意见稿吗", "status"),
        ("现在是正式的还是草稿", "status"),
        ("征求意见到几号截止", "status"),
        ("这个规定算数吗", "status"),
        ("还算数吗", "status"),
        ("按征求意见稿，区长要做什么", None),
        ("根据草案谁负责", None),
        ("一个人来查算数吗", None),
    ],
)
def test_what_is_asked_of_a_draft_is_no_question_on_its_status(
    question: str, kind: str | None
) -> None:
    asked = read_meta(question)
    assert (asked.kind if asked else None) == kind


@pytest.mark.parametrize("status", [*STATUSES, NOT_STATED, "别的状态"])
def test_only_a_draft_is_called_one(status: str) -> None:
    words = status_words(status)
    said = (words.notice, words.banner, words.answer, words.licence)
    assert any("征求意见" in s for s in said) == (status == DRAFT)
    assert any("尚未施行" in s for s in said) == (status in {DRAFT, NOT_YET, *OTHER_DRAFTS})
    assert ("in force" in words.english) == (status in {DRAFT, NOT_YET, *OTHER_DRAFTS})


@pytest.mark.parametrize(
    ("said", "true_of", "false_of"),
    [
        ("本办法现行有效", {VALID}, {DRAFT, NOT_YET, REPEALED, *OTHER_DRAFTS}),
        ("本办法是征求意见稿", {DRAFT}, {VALID, AMENDED}),
        ("本办法尚未施行", {DRAFT, NOT_YET, *OTHER_DRAFTS}, {VALID, AMENDED}),
        ("本办法已废止", {REPEALED}, set()),
        ("本办法已修改", {AMENDED}, set()),
        ("本办法已经正式施行", set(), {DRAFT, NOT_YET, REPEALED, *OTHER_DRAFTS}),
        (
            "本办法不能作为执法依据",
            {DRAFT, NOT_YET, REPEALED, *OTHER_DRAFTS},
            {VALID, AMENDED},
        ),
    ],
)
def test_what_a_status_makes_true(said: str, true_of: set[str], false_of: set[str]) -> None:
    """Of what neither is known the rest is: it stays unchecked."""
    every = (*STATUSES, NOT_STATED)
    assert {s for s in every if states_status(flat(said), of(s))} == true_of
    assert {s for s in every if find_false_status(flat(said), of(s))} == false_of


@pytest.mark.parametrize(
    ("title", "short", "kind", "name"),
    [
        ("小镇养犬办法", "", "办法", "本办法"),
        ("某市养犬管理条例（草案）", "", "条例", "本条例"),
        ("动物防疫法", "", "法", "本法"),
        ("关于养犬的通告", "", "文件", "本文件"),
        ("北京市消防安全责任制实施细则", "本细则", "细则", "本细则"),
        ("小镇养犬办法", "养犬办法", "办法", "养犬办法"),
    ],
)
def test_own_name(title: str, short: str, kind: str, name: str) -> None:
    regulation = replace(of(VALID), title=title, short_title=short)
    assert (regulation.kind, regulation.own_name) == (kind, name)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("本办法自2024年5月1日起施行。", "自2024年5月1日起施行。"),
        ("本办法自二〇二四年五月一日起施行。", "自2024年5月1日起施行。"),
        ("本办法自印发之日起施行。", "没有写具体日期"),
        ("本办法自2024年13月1日起施行。", "没有写具体日期"),
    ],
)
def test_day_of_effect_is_read_from_the_text(printed: str, said: str) -> None:
    source = f"小镇养犬办法\n\n第一条 {printed}\n"
    regulation = Regulation("dogs", "1", "小镇养犬办法", VALID, parse(source), source)
    asked = read_meta("什么时候施行")
    assert asked is not None
    found = answer_meta(asked, regulation)
    assert found is not None
    assert said in sentence(found.statement)
    assert [str(x.id) for x in found.leaves] == ["art1"]
