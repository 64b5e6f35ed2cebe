"""What the program keeps of those who use it stays within bounds, and nobody notices."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ui.web.chat.chat_html import Exchange
from ui.web.chat.conversations import Conversations
from ui.web.chat.forgetting import IDLE, IdleSessions


def _talk(*questions: str) -> list[Exchange]:
    return [Exchange(question) for question in questions]


# --- conversations --------------------------------------------------------------------------------


def test_conversation_is_held_until_others_need_the_room() -> None:
    kept = Conversations(most_answers=4)
    kept.put("甲", _talk("消防车道谁管", "那物业呢"), kept.begin("甲"))
    kept.put("乙", _talk("灭火器谁检查"), kept.begin("乙"))
    assert [e.question for e in kept.held("甲") or []] == ["消防车道谁管", "那物业呢"]
    kept.put("丙", _talk("避难间", "微型消防站"), kept.begin("丙"))
    assert kept.held("甲") is None
    assert kept.held("乙") == _talk("灭火器谁检查")
    assert kept.held("丁") is None


def test_answer_that_was_stopped_changes_nothing_afterwards() -> None:
    kept = Conversations()
    asking = kept.begin("甲")
    kept.put("甲", _talk("消防车道谁管"), asking)
    stopping = kept.begin("甲")
    kept.put("甲", [], stopping)
    kept.put("甲", _talk("消防车道谁管", "迟到的"), asking)
    assert kept.held("甲") == []


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), st.integers(0, 9)), max_size=40))
def test_never_more_is_kept_than_allowed_but_the_one_in_use(puts: list[tuple[str, int]]) -> None:
    kept = Conversations(most_answers=12)
    for session, count in puts:
        kept.put(session, _talk(*["问"] * count), kept.begin(session))
        assert len(kept.held(session) or []) == count
        held = [len(kept.held(s) or []) for s in "甲乙丙丁戊"]
        assert sum(held) <= max(12, count)


# --- what Gradio keeps ----------------------------------------------------------------------------


def _queue(**sessions: str) -> Any:
    """A queue as Gradio's, of which each session waits, listens or is idle."""
    return SimpleNamespace(
        event_ids_to_events={
            name: SimpleNamespace(session_hash=name)
            for name, doing in sessions.items()
            if doing == "asks"
        },
        pending_messages_per_session={
            name: SimpleNamespace(_getters=deque(["reader"] if doing == "listens" else []))
            for name, doing in sessions.items()
        },
        pending_event_ids_session={name: set() for name in sessions},
    )


def test_only_those_who_are_gone_are_forgotten() -> None:
    queue = _queue(asking="asks", listening="listens", gone="idle")
    forget = IdleSessions(queue)
    forget(0.0)
    forget(IDLE - 1)
    assert set(queue.pending_messages_per_session) == {"asking", "listening", "gone"}
    forget(IDLE)
    assert set(queue.pending_messages_per_session) == {"asking", "listening"}
    assert set(queue.pending_event_ids_session) == {"asking", "listening"}


def test_who_comes_back_in_time_is_not_forgotten() -> None:
    queue = _queue(page="idle")
    forget = IdleSessions(queue)
    forget(0.0)
    queue.event_ids_to_events["e"] = SimpleNamespace(session_hash="page")
    forget(IDLE / 2)
    queue.event_ids_to_events.clear()
    forget(IDLE)
    assert "page" in queue.pending_messages_per_session
