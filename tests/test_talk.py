"""A conversation on the page, without a page: what each thing that a reader does makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.answer import Answer
from assistant.answering.statement import Statement, note
from assistant.assistant import Assistant
from assistant.rendering.text import sentence
from corpus.errors import FiredutyError
from ui.records.feedback import FeedbackStore
from ui.web.chat.chat_html import Exchange
from ui.web.chat.talk import INTERNAL_ERROR, Talk

ASKED = "消防车道被堵了物业要干嘛"
AT = "2026-11-25T10:00:00+08:00"


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "kept" / "feedback.sqlite3")


@pytest.fixture
def talk(assistant: Assistant, store: FeedbackStore) -> Talk:
    return Talk(assistant, store, lambda: AT)


def ask(talk: Talk, *questions: str) -> list[Exchange]:
    exchanges: list[Exchange] = []
    for question in questions:
        *_, exchanges = talk.ask(question, exchanges, "statute")
    return exchanges


class Slow:
    """An assistant that says two sentences before its answer, or breaks."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def stream(self, question: str, history: Any, style: Any) -> Iterator[Statement | Answer]:
        yield note("第一句。")
        yield note("第二句。")
        if question == "坏了":
            raise RuntimeError("boom")
        yield self._assistant.answer(question, history, style)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


def test_the_question_stands_there_at_once(talk: Talk) -> None:
    first, *_, last = talk.ask(ASKED, [], "statute")
    assert first == [Exchange(ASKED)]
    assert last[0].answer is not None
    assert last[0].next


def test_what_is_said_grows_until_the_answer_comes(assistant: Assistant) -> None:
    states = list(Talk(Slow(assistant)).ask(ASKED, [], "statute"))  # type: ignore[arg-type]
    assert ["".join(sentence(s) for s in state[0].said) for state in states] == [
        "",
        "第一句。",
        "第一句。第二句。",
        "",
    ]
    assert [state[0].answer is None for state in states] == [True, True, True, False]


def test_a_fault_in_the_middle_leaves_no_half_answer(assistant: Assistant) -> None:
    *_, last = Talk(Slow(assistant)).ask("坏了", [], "statute")  # type: ignore[arg-type]
    assert (last[0].error, last[0].said, last[0].answer) == (INTERNAL_ERROR, (), None)


def test_earlier_turns_are_the_history(talk: Talk) -> None:
    exchanges = ask(talk, "乡镇要做哪些消防工作", "街道呢")
    assert exchanges[1].answer is not None
    assert exchanges[1].answer.read_as == "街道要做哪些消防工作"


def test_an_empty_question_leaves_its_hint_only_until_the_next(talk: Talk) -> None:
    exchanges = ask(talk, ASKED, " ")
    assert exchanges[1].error == "问题是空的：请输入要问的内容，例如「养老院夜里要做什么」。"
    *_, exchanges = talk.ask("街道呢", exchanges, "statute")
    assert [e.question for e in exchanges] == [ASKED, "街道呢"]


def test_stopping_keeps_what_was_said_and_the_rest_of_the_talk(assistant: Assistant) -> None:
    slow = Talk(Slow(assistant))  # type: ignore[arg-type]
    states = slow.ask(ASKED, [], "statute")
    next(states)
    stopped = slow.stop(next(states))
    assert (stopped[0].stopped, stopped[0].said) == (True, (note("第一句。"),))
    *_, after = slow.ask("街道呢", stopped, "statute")
    assert [e.question for e in after] == [ASKED, "街道呢"]
    assert slow.stop(after) == after


def test_retrying_and_switching_replace_the_last_answer(talk: Talk) -> None:
    exchanges = ask(talk, "乡镇要做哪些消防工作", "街道呢")
    *_, again = talk.retry(exchanges, "statute")
    assert [e.answer and e.answer.text for e in again] == [
        e.answer and e.answer.text for e in exchanges
    ]
    *_, plain = talk.switch(exchanges, "plain")
    assert len(plain) == 2
    assert plain[1].style == "plain"
    assert plain[1].answer != exchanges[1].answer
    assert list(talk.switch([], "plain")) == [[]]


def test_a_conversation_is_restored_from_its_questions(talk: Talk) -> None:
    exchanges = ask(talk, "乡镇要做哪些消防工作", "街道呢")
    kept: list[object] = ["乡镇要做哪些消防工作", 7, "", None, "街道呢"]
    restored = talk.restore(kept, "statute")
    assert [e.answer and e.answer.text for e in restored] == [
        e.answer and e.answer.text for e in exchanges
    ]


def test_what_is_said_of_an_answer_is_kept_with_what_made_it(
    talk: Talk, store: FeedbackStore
) -> None:
    exchanges = ask(talk, "乡镇要做哪些消防工作", "街道呢")
    judged = talk.judge(1, "报告问题", " <b>第三项也适用？</b> ", exchanges)
    assert judged[1].verdict == "报告问题"
    (record,) = store.records()
    answer = exchanges[1].answer
    assert answer is not None
    assert (record.at, record.verdict, record.comment) == (AT, "报告问题", "<b>第三项也适用？</b>")
    assert (record.question, record.standalone) == ("街道呢", "街道要做哪些消防工作")
    assert record.answer == answer.text
    assert record.cited.split() == [str(i) for i in answer.cited]
    assert "beijing-fire-duty@draft" in record.versions
    assert store.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("turn", "verdict"), [(0, "很好"), (5, "有用"), (-1, "有用")])
def test_what_no_button_says_is_not_kept(
    turn: int, verdict: str, talk: Talk, store: FeedbackStore
) -> None:
    exchanges = ask(talk, ASKED)
    assert talk.judge(turn, verdict, "", exchanges) == exchanges
    assert store.records() == ()


def test_nothing_is_kept_where_nobody_wants_it(assistant: Assistant) -> None:
    talk = Talk(assistant)
    exchanges = ask(talk, ASKED)
    assert not talk.keeps_feedback
    assert talk.judge(0, "有用", "", exchanges) == exchanges


def test_feedback_file_by_setting(tmp_path: Path) -> None:
    assert FeedbackStore.of(tmp_path, {"FIREDUTY_FEEDBACK": "off"}) is None
    named = FeedbackStore.of(tmp_path, {"FIREDUTY_FEEDBACK": str(tmp_path / "a.db")})
    assert named is not None
    assert named.path == tmp_path / "a.db"
    usual = FeedbackStore.of(tmp_path, {})
    assert usual is not None
    assert usual.path == tmp_path / "feedback.sqlite3"


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "feedback.sqlite3"
    broken.write_text("不是数据库，" * 200, encoding="utf-8")
    with pytest.raises(FiredutyError, match="不能用"):
        FeedbackStore(broken).records()


def test_feedback_can_be_deleted(talk: Talk, store: FeedbackStore) -> None:
    exchanges = ask(talk, ASKED)
    talk.judge(0, "没用", "", exchanges)
    assert store.clear() == 1
    assert store.records() == ()
