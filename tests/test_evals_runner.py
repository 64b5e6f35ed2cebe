"""Runs: complete, resumable, honest about crashes, and never mixed up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from evals import runner
from evals.gold import Gold, GoldConversation, GoldQuestion, GoldTurn
from evals.runner import ask, load_run, run
from evals.systems import SYSTEMS, History, System, SystemRecord

GOLD = Gold(
    (
        GoldQuestion("q1", "养老院夜里要做什么", "actor_duty", "unit", True, ("art7.item1",)),
        GoldQuestion("q2", "今天天气", "off_topic", "unit", False),
    ),
    (
        GoldConversation(
            "c1",
            "unit",
            (
                GoldTurn("养老院夜里要做什么", "养老院夜里要做什么", True, ("art7.item1",)),
                GoldTurn("避难间呢", "养老院的避难间怎么管", True, ("art7.item1",)),
            ),
        ),
    ),
    "gold",
)
IDS = ["q1", "q2", "c1#1", "c1#2", "c1#1s", "c1#2s"]
Asked = list[tuple[str, int]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A system that notes what it is asked, and crashes on one question."""
    calls: Asked = []

    def system(question: str, history: History) -> SystemRecord:
        calls.append((question, len(history)))
        if question == "今天天气":
            raise ValueError("坏了")
        return SystemRecord("答", ("art1",))

    def make(*_: object) -> System:
        return system

    monkeypatch.setattr(runner, "SYSTEMS", {"stub": make})
    return calls


def lines(folder: Path) -> Sequence[str]:
    return (folder / "records.jsonl").read_text("utf-8").splitlines(keepends=True)


def test_everything_is_asked_once(assistant: Assistant, tmp_path: Path, asked: Asked) -> None:
    done = run("stub", "all", GOLD, assistant, tmp_path)
    assert list(done.records) == IDS
    assert asked[1:] == [
        ("养老院夜里要做什么", 0),
        ("今天天气", 0),
        ("养老院夜里要做什么", 0),
        ("避难间呢", 1),
        ("养老院夜里要做什么", 0),
        ("养老院的避难间怎么管", 0),
    ]
    assert (done.records["q2"].error or "").startswith("ValueError: 坏了（test_evals_runner.py:")
    assert all(r.ms is not None for r in done.records.values())
    count = len(asked)
    assert run("stub", "all", GOLD, assistant, tmp_path).records == done.records
    assert len(asked) == count


@pytest.mark.parametrize("kept", [0, 1, 2, 4])
def test_a_stopped_run_goes_on(
    assistant: Assistant, tmp_path: Path, asked: Asked, kept: int
) -> None:
    whole = run("stub", "all", GOLD, assistant, tmp_path)
    written = lines(tmp_path)
    half_a_line = written[kept][:9]
    (tmp_path / "records.jsonl").write_text("".join(written[:kept]) + half_a_line, "utf-8")
    again = run("stub", "all", GOLD, assistant, tmp_path)
    assert set(again.records) == set(whole.records)
    assert all(json.loads(line) for line in lines(tmp_path))


def test_another_run_is_not_continued(assistant: Assistant, tmp_path: Path, asked: Asked) -> None:
    run("stub", "all", GOLD, assistant, tmp_path)
    other = Gold(GOLD.questions, GOLD.conversations, "changed")
    with pytest.raises(FiredutyError, match="另一次评测"):
        run("stub", "all", other, assistant, tmp_path)
    assert run("stub", "all", other, assistant, tmp_path, fresh=True).manifest.gold == "changed"


def test_what_is_no_run(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(FiredutyError, match="不是评测结果"):
        load_run(tmp_path)
    with pytest.raises(FiredutyError, match="没有系统"):
        run("nobody", "all", GOLD, assistant, tmp_path)
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(FiredutyError, match="不是评测清单"):
        load_run(tmp_path)


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_answers(assistant: Assistant, tmp_path: Path, name: str) -> None:
    system = SYSTEMS[name](assistant, tmp_path)
    first = ask(system, "养老院夜里要做什么", ())
    second = ask(system, "避难间呢", [("养老院夜里要做什么", first)])
    leaves = {str(leaf.id) for leaf in assistant.index.leaves}
    for record in (first, second):
        assert record.error is None
        assert record.refused == (name == "refuse")
        assert bool(record.cited) == (name != "refuse")
        assert {*record.cited, *record.ranking} <= leaves
        assert (
            SystemRecord.from_json(json.loads(json.dumps(record.to_json()))).cited == record.cited
        )
