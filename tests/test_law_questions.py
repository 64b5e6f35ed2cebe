"""The questions on many laws: whole laws on one side, every line whole, nothing asked twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "evals" / "laws"
PERSONAS = {"unit", "trainer", "official"}
SHAPES = {
    *("who", "may", "must", "figure", "consequence", "definition"),
    *("procedure", "scene", "fragment", "wrong_word", "yesno", "list"),
}
ADDRESS = re.compile(r"art\d+(-\d+)?(\.para\d+)?(\.item\d+(-\d+)?)?(\.subitem\d+)?")


def read(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


LAWS = {law["law"]: law["split"] for law in read("laws")}


def test_a_law_is_on_one_side() -> None:
    assert Counter(LAWS.values()) == {
        "fit": 596,
        "tune": 44,
        "dev": 13,
        "report": 16,
        "talk": 13,
        "everyday": 2,
    }
    assert len({law["sha256"] for law in read("laws")}) == len(LAWS)


@pytest.mark.parametrize(
    ("name", "least"),
    [("fit", 17_000), ("tune", 500), ("tune-plain", 1300), ("dev", 250), ("report", 300)],
)
def test_questions_are_whole_and_of_their_side(name: str, least: int) -> None:
    questions, split = read(name), name.partition("-")[0]
    assert len(questions) >= least
    for asked in questions:
        assert LAWS[asked["law"]] == split
        assert asked["persona"] in PERSONAS
        assert asked["shape"] in SHAPES
        assert 2 <= len(asked["question"]) <= 80
        named = [asked.get("provision", ""), *asked.get("must", ()), *asked.get("ok", ())]
        assert all(ADDRESS.fullmatch(i) for i in named if i), named
    asked_twice = Counter((q["law"], q["question"]) for q in questions)
    assert max(asked_twice.values()) == 1


@pytest.mark.parametrize("split", ["tune", "dev", "report"])
def test_an_answer_is_known_or_said_to_be_missing(split: str) -> None:
    questions = read(split)
    assert len({q["id"] for q in questions}) == len(questions)
    for asked in questions:
        if asked["answerable"]:
            assert asked["must"]
            assert asked["facts"]
        else:
            assert asked["why"]
