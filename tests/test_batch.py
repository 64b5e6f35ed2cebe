"""The batch format is a public contract (docs/batch.md)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.understanding.intent import Intent
from corpus.errors import FiredutyError
from ui.cli.batch import _written, answer_line, run_batch


@pytest.fixture(scope="module")
def assistant(assistant: Assistant) -> Assistant:
    """Of one document: what of several is otherwise stands in ``test_several_documents.py``."""
    return assistant.only(("细则",))


def answer(assistant: Assistant, tmp_path: Path, *lines: str | bytes) -> list[dict[str, Any]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given = [line.encode() if isinstance(line, str) else line for line in lines]
    source.write_bytes(b"\n".join(given) + b"\n")
    run_batch(assistant, source, target)
    *records, end = target.read_bytes().split(b"\n")
    assert end == b""
    assert len(records) == len(lines)
    assert len(target.read_text("utf-8").splitlines()) == len(lines)  # for readers that split more
    return [json.loads(record) for record in records]


def test_question(assistant: Assistant, tmp_path: Path) -> None:
    (record,) = answer(assistant, tmp_path, '{"id": "q1", "question": "住建委负责什么"}')
    assert list(record) == ["id", "question", "answer", "ranking", "error", "ms"]
    assert record["id"] == "q1"
    assert record["error"] is None
    assert list(record["answer"]) == [
        "text",
        "cited",
        "quotes",
        "refused",
        "reason",
        "intent",
        "documents",
    ]
    assert record["answer"]["documents"] == [
        {
            "key": "细则",
            "title": "北京市消防安全责任制实施细则",
            "status": "征求意见稿",
            "status_shown": "征求意见稿",
        }
    ]
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


def test_premises_are_treated_as_documented(assistant: Assistant, tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "batch.md").read_text("utf-8")
    section = page.partition("## 前提不实")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (true|false) \| `(\w+)` \| (.+?) \|", section, re.MULTILINE)
    assert len(rows) == 3
    for question, refused, reason, cited in rows:
        (record,) = answer(assistant, tmp_path, json.dumps({"id": 1, "question": question}))
        said = record["answer"]
        assert (json.dumps(said["refused"]), said["reason"]) == (refused, reason)
        assert said["cited"] == re.findall(r"`(\w+)`", cited)
        assert said["text"].startswith(("不是", "不可以", "不对")) is not said["refused"]


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
    (b'{"id": "x", "question": "\xb5\xda\xd2\xbb\xcc\xf5"}', "不是 UTF-8"),
    ('{"id": "x", "question": "灭火器\\udca1在哪"}', "读不出的字符"),
    ('\x1e{"id": "x", "question": "第一条"}', "不是有效的 JSON"),
    ("\u2028", "不是有效的 JSON"),
    ("\x00", "不是有效的 JSON"),
    ('{"id": NaN, "question": "第一条"}', "NaN 不是数"),
    ('{"id": -Infinity, "question": "第一条"}', "-Infinity 不是数"),
    ('{"id": 1e999, "question": "第一条"}', "数太大"),
    ('{"id": ' + "7" * 6_000 + ', "question": "第一条"}', "数太大"),
    ("[" * 60_000, "套得太深"),
    ('{"a":' * 60_000, "套得太深"),
    ('{"id": 1, "question": "第一条"} {"id": 2}', "不是有效的 JSON"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[f"{n}-{m}" for n, (_, m) in enumerate(BAD)])
def test_a_bad_line_does_not_stop_the_rest(
    line: str | bytes, message: str, assistant: Assistant, tmp_path: Path
) -> None:
    good = '{"id": "good", "question": "第一条"}'
    first, bad, last = answer(assistant, tmp_path, good, line, good)
    assert message in bad["error"]
    assert bad["answer"] is None
    assert "id" in bad
    assert not re.search(
        "[A-Za-z]{4}", re.sub("question|turns|UTF|JSON|Infinity", "", bad["error"])
    )
    assert first["answer"]["cited"] == last["answer"]["cited"] == ["art1"]


def test_unwritable_target(assistant: Assistant, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "第一条"}', "utf-8")
    with pytest.raises(FiredutyError, match="无法写入"):
        run_batch(assistant, source, tmp_path / "no" / "out.jsonl")


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\\u001e", "\\u2028"])
def test_no_character_but_the_line_feed_ends_a_line(
    inside: str, assistant: Assistant, tmp_path: Path
) -> None:
    (record,) = answer(assistant, tmp_path, f'{{"question": "社区{inside}居委会要做什么"}}')
    assert record["error"] is None
    assert record["answer"]["cited"][0].startswith("art22")


def test_marks_and_carriage_returns_of_files_put_together(
    assistant: Assistant, tmp_path: Path
) -> None:
    line = '\ufeff{"id": 1, "question": "第一条"}\r'
    first, second = answer(assistant, tmp_path, line, line)
    assert first["answer"]["cited"] == second["answer"]["cited"] == ["art1"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(-(10**18), 10**18), st.lists
    )
)
def test_any_id_comes_back_as_it_was(ids: Any, assistant: Assistant) -> None:
    line = json.dumps({"id": ids, "question": "第一条"}).encode()
    assert json.loads(_written(answer_line(assistant, line)))["id"] == ids


def test_half_a_character_in_an_id_comes_back_too(assistant: Assistant, tmp_path: Path) -> None:
    (record,) = answer(assistant, tmp_path, '{"id": "\\udc00", "question": "第一条"}')
    assert record["id"] == "\udc00"
    assert record["answer"]["cited"] == ["art1"]


@pytest.mark.parametrize("link", ["same", "dotted", "symbolic", "hard"])
def test_source_is_never_written_over(link: str, assistant: Assistant, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "第一条"}', "utf-8")
    target = {
        "same": source,
        "dotted": tmp_path / "." / ".." / tmp_path.name / "in.jsonl",
        "symbolic": tmp_path / "symbolic",
        "hard": tmp_path / "hard",
    }[link]
    if link == "symbolic":
        target.symlink_to(source)
    if link == "hard":
        target.hardlink_to(source)
    with pytest.raises(FiredutyError, match="会写坏它"):
        run_batch(assistant, source, target)
    assert source.read_text("utf-8") == '{"question": "第一条"}'


def test_fault_of_ours_costs_one_line(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = Assistant.answer

    def broken(self: Assistant, question: str, *args: Any) -> Any:
        if question == "坏":
            raise ZeroDivisionError
        return answered(self, question, *args)

    monkeypatch.setattr(Assistant, "answer", broken)
    first, last = answer(assistant, tmp_path, '{"question": "坏"}', '{"question": "第一条"}')
    assert "程序内部出错" in first["error"]
    assert last["answer"]["cited"] == ["art1"]
