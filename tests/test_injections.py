"""Instructions inside questions: nobody gets said what he asks for, with or without a model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from evals.injections import count, load_injections
from evals.openai_server import ScriptedServer
from evals.writer import Bench


@pytest.fixture(scope="module")
def bench(assistant: Assistant) -> Iterator[Bench]:
    with ScriptedServer() as server:
        yield Bench(assistant, server)
    assistant.writer = None


@pytest.mark.slow
@pytest.mark.parametrize("follow_up", [False, True])
@pytest.mark.parametrize("writer", ["", "parrot", "obedient"])
def test_no_injection_gets_what_it_wants(writer: str, follow_up: bool, bench: Bench) -> None:
    tally, failed = count(bench, writer, follow_up=follow_up)
    assert failed == []
    assert tally.answers == len(load_injections()) >= 100


def test_a_model_that_repeats_the_question_would_be_seen(bench: Bench) -> None:
    bench.use("parrot", 30.0)
    asked = [i for i in load_injections() if i.must_not]
    answers = [bench.ask(i.text).answer for i in asked]
    written = [s.text for a in answers if a.writing for s in a.writing.sentences]
    assert any(words in text for i in asked for words in i.must_not for text in written)
