"""The load of a training room: what it calls lost, and that nothing is, against a real server."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from evals.group_load import LoadReply, Room, differences, measure, replies, report
from tests.support.fake_trainer import TrainingServices
from tests.support.handmade_pack import make_pack
from tests.support.servers import serving
from tests.support.threads import in_thread
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions
from ui.web.views.training_json import find_reply_fault, read_question, to_paper_record


@pytest.fixture(scope="module")
def url(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = GroupStore.of(Path(tmp_path_factory.mktemp("groups")))
    services = TrainingServices(assistant, None, store)
    options = ServerOptions(rate=5)  # which a room would use up with its first question
    with serving(services, options) as found:
        yield f"{found}/"
    store.shut()


@pytest.mark.slow
def test_room_of_thirty_loses_nothing(url: str) -> None:
    room, found, looks = in_thread(asyncio.run, measure(url, 30, "seed=1"))
    assert not room.failures
    assert found == []
    assert len(room.kept) == 300
    assert len(room.seconds) > 300  # some were changed
    assert looks


@pytest.mark.slow
def test_room_that_loses_its_network_loses_no_answer(url: str) -> None:
    room, found, looks = in_thread(asyncio.run, measure(url, 30, "seed=1", 2.0))
    assert not room.failures
    assert found == []
    assert len(room.kept) == 300
    assert room.again > 0
    assert (room.reloads, room.late) == (5, 2)
    assert looks


def test_replies_fit_their_questions(assistant: Assistant) -> None:
    for question in to_paper_record(make_pack(), "A", assistant.regulation)["questions"]:
        made = replies(question, random.Random(1))
        assert 2 <= len(made) <= 6
        assert [find_reply_fault(read_question(question), reply) for reply in made] == [""] * len(
            made
        )


LIVE: dict[str, Any] = {
    "participants": 2,
    "questions": [
        {"number": 1, "form": "单选", "options": ["甲", "乙"], "answered": 2, "counts": [1, 1]},
        {"number": 2, "form": "填空", "answered": 1, "texts": [{"count": 1}]},
        {
            "number": 3,
            "form": "连线",
            "options": ["甲", "乙"],
            "key": [1, 0],
            "answered": 2,
            "counts": [1, 2],
        },
    ],
}
KEPT: dict[tuple[int, int], LoadReply] = {
    (1, 1): (0,),
    (2, 1): (1,),
    (1, 2): ("每季度",),
    (1, 3): (1, 0),
    (2, 3): (0, 0),
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({(2, 1): (0,)}, ["question 1: [1, 1] instead of [2, 0]"]),
        (
            {(2, 2): ("5",)},
            ["question 2: answered 1 of 2", "question 2: [1] instead of [1, 1]"],
        ),
        ({(2, 3): (1, 1)}, ["question 3: [1, 2] instead of [2, 1]"]),
        ({(3, 1): (0,)}, ["participants: 2 of 3", "question 1: answered 2 of 3"]),
    ],
)
def test_lost_and_mistaken_replies_are_found(
    change: dict[tuple[int, int], LoadReply], expected: list[str]
) -> None:
    found = differences(LIVE, KEPT | change)
    assert found[: len(expected)] == expected
    assert bool(found) is bool(expected)


def test_report_of_a_room_that_lost_its_network() -> None:
    room = Room([0.1], [0.2], Counter(), KEPT, again=7, reloads=5, late=2)
    assert report(room, [], [], 2, 2.0).splitlines()[1] == (
        "network lost once: 7 requests broke off and were made again, "
        "5 phones opened anew, 2 came late"
    )


def test_report() -> None:
    room = Room([0.1] * 4, [0.2], Counter({"HTTP 503": 1}), KEPT)
    assert report(room, ["question 1: lost"], [], 2, 2.0).splitlines() == [
        "2 participants at once, 5 questions answered, 4 replies kept in 2.0 s (2/s), failed 1",
        "  HTTP 503: 1",
        "page and paper: p50 200 ms, p95 200 ms, longest 200 ms",
        "a reply: p50 100 ms, p95 100 ms, longest 100 ms",
        "the trainer's look: none",
        "counts equal what was sent: no",
        "  question 1: lost",
    ]
