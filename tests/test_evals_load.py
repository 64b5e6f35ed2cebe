"""The load script: what it counts as an answer and as a failure, and what memory an answer costs, of a real server."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from evals import load, memory
from evals.gold import load_gold
from evals.load import Load, LoadRun, report
from tests.support.servers import serving
from tests.support.threads import in_thread
from ui.web.chat.conversations import MOST_ANSWERS
from ui.web.options import ServerOptions
from ui.web.services import Services


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    with serving(Services(assistant)) as found:
        yield f"{found}/"


@pytest.mark.slow
@pytest.mark.parametrize("through", load.WAYS)
def test_every_way_is_answered(url: str, through: str) -> None:
    done = in_thread(asyncio.run, load.run(url, Load(4, 1), through))
    assert not done.failures
    assert len(done.seconds) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("through", load.WAYS)
def test_refused_requests_are_failures(assistant: Assistant, through: str) -> None:
    begun = time.time() // 60
    with serving(Services(assistant), ServerOptions(rate=3)) as url:
        done = in_thread(asyncio.run, load.run(f"{url}/", Load(3, 2, pause=0.01), through))
    minutes = time.time() // 60 - begun + 1  # of the clock: each has its own count
    assert set(done.failures) == {"HTTP 429"}
    assert len(done.seconds) <= 3 * minutes


@pytest.mark.slow
def test_error_that_the_page_shows_is_a_failure(
    url: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise FiredutyError("坏了")

    monkeypatch.setattr(assistant, "stream", broken)
    done = in_thread(asyncio.run, load.run(url, Load(2, 0.5), "page"))
    assert not done.seconds
    assert set(done.failures) == {"error shown"}


@pytest.mark.slow
def test_server_of_its_own_is_started_and_stopped(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIREDUTY_HOME", str(home))
    with load.served() as (url, process):
        done = in_thread(asyncio.run, load.run(url, Load(2, 0.5), "api"))
        used = load.cpu_seconds(process)
    assert done.seconds
    assert not done.failures
    assert used is None or used > 0
    gone = in_thread(asyncio.run, load.run(url, Load(1, 0.1, pause=0.05), "api"))
    assert set(gone.failures) == {"ConnectError"}


@pytest.mark.slow
def test_memory_does_not_grow_with_the_answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIREDUTY_HOME", str(home))
    warm_up = MOST_ANSWERS + 50
    asking = Load(30, 0, answers=warm_up + 300)
    with load.served() as (url, process):
        use = in_thread(memory.measure, url, process, asking, warm_up)
    told = memory.report(use, asking)
    assert not use.run.failures, told
    # Every answer was kept at 65 KB once, a page at 91 KB.
    assert use.slope < 50, told


def test_questions_are_of_the_dev_half_only() -> None:
    gold = load_gold()
    dev, test = gold.half("dev"), gold.half("test")
    size = len(dev.questions) + sum(len(c.turns) for c in dev.conversations)
    asked = list(itertools.islice(load.questions(), size + 1))
    assert asked[-1] == asked[0]
    assert not {q.text for q in test.questions} & set(asked)
    assert {q.text for q in dev.questions} <= set(asked)


def test_report() -> None:
    done = LoadRun([0.1] * 98 + [0.3, 0.5], Counter({"HTTP 503": 2}))
    assert report(done, Load(50, 60), "api", 2.0).splitlines() == [
        "50 askers, 60 s, through api",
        "answered 100 (1.7/s), failed 2",
        "  HTTP 503: 2",
        "p50 100 ms, p95 100 ms, p99 302 ms, longest 500 ms",
        "server CPU 20.0 ms per answer",
    ]
    assert report(LoadRun(), Load(2, 3, 1), "page").splitlines() == [
        "2 askers, 3 s, pause 1 s, through page",
        "answered 0 (0.0/s), failed 0",
    ]
