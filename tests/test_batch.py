"""The batch format is a public contract (docs/batch.md)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.assistant import Assistant
from assistant.understanding.intent import Intent
from corpus.errors import FiredutyError
from ui.cli.batch import run_batch


def answer(assistant: Assistant, tmp_path: Path, *lines: str) -> list[dict[str, Any]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines) + "\n", "utf-8")
    run_batch(assistant, source, target)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


def test_question(assistant: Assistant, tmp_path: Path) -> None:
    (record,) = answer(assistant, tmp_path, '{"id": "q1", "question": "住建委负责什么"}')
    assert list(record) == ["id", "question", "answer", "ranking", "error", "ms"]
    assert record["id"] == "q1"
    assert record["error"] is None
    assert list(record["answer"]) == ["text", "cited", "quotes", "refused", "reason", "intent"]
    assert record["answer"]["cited"][0] == "art19.item5"
    assert record["answer"]["quotes"][0]["id"] == "art19.item5"
    assert record["answer"]["refused"] is False
    assert len(record["ranking"]) == 20
    assert record["ranking"][0][0] == "art19.item5"
    assert record["ms"] > 0


def test_every_intent_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "batch.md").read_text("utf-8")
    (row,) = re.findall(r"^\| `answer\.intent` \|(.*)\|$", page, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", row)) == sorted(get_args(Intent))


def test_refusal(assistant: Assistant, tmp_path: Path) -> None:
    (record,) = answer(assistant, tmp_path, '{"id": 7, "question": "明天天气"}')
    assert record["answer"]["refused"] is True
    assert record["answer"]["reason"] == "off_topic"
    assert record["answer"]["cited"] == []


def test_turns(assistant: Assistant, tmp_path: Path) -> None:
    (record,) = answer(
        assistant, tmp_path, '{"id": "c", "turns": ["第十五条第二款", "", "第十六条"]}'
    )
    assert [t["question"] for t in record["turns"]] == ["第十五条第二款", "", "第十六条"]
    assert [t["error"] is None for t in record["turns"]] == [True, False, True]
    assert record["turns"][2]["answer"]["cited"] == ["art16"]


BAD = [
    ("not json", "不是有效的 JSON"),
    ("[1]", "每行应是一个对象"),
    ('{"id": "x"}', "缺少文本字段 question"),
    ('{"id": "x", "question": 5}', "缺少文本字段 question"),
    ('{"id": "x", "question": "  "}', "问题是空的"),
    ('{"id": "x", "turns": []}', "非空的文本列表"),
    ('{"id": "x", "turns": ["a", 1]}', "非空的文本列表"),
    ('{"id": "x", "question": "' + "消" * 100_000 + '"}', "问题太长"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[m for _, m in BAD])
def test_a_bad_line_does_not_stop_the_rest(
    line: str, message: str, assistant: Assistant, tmp_path: Path
) -> None:
    good = '{"id": "good", "question": "第一条"}'
    first, bad, last = answer(assistant, tmp_path, good, line, good)
    assert message in bad["error"]
    assert bad["answer"] is None
    assert "id" in bad
    assert first["answer"]["cited"] == last["answer"]["cited"] == ["art1"]


def test_unwritable_target(assistant: Assistant, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "第一条"}', "utf-8")
    with pytest.raises(FiredutyError, match="无法写入"):
        run_batch(assistant, source, tmp_path / "no" / "out.jsonl")
