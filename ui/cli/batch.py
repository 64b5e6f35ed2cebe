"""The batch contract: JSON Lines in, JSON Lines out. Documented in docs/batch.md."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from corpus.errors import FAILURE, FiredutyError
from corpus.text.load import read_text
from ui.records.answers import answer_record

Track = Callable[[Iterable[str], int], Iterable[str]]


def run_batch(
    assistant: Assistant,
    source: Path,
    target: Path,
    *,
    track: Track = lambda lines, _: lines,
) -> tuple[int, int]:
    """Answer every line of ``source``; returns how many were written and how many had errors.

    Lines are written as they are answered, in order. Blank lines are skipped.

    Raises:
        FiredutyError: the source cannot be read or the target cannot be written.
    """
    lines = [line for line in read_text(source).splitlines() if line.strip()]
    failed = 0
    try:
        with target.open("w", encoding="utf-8") as out:
            for line in track(lines, len(lines)):
                record = answer_line(assistant, line)
                failed += _has_error(record)
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise FiredutyError(
            f"无法写入 {target}（{error.strerror}），请检查文件夹和权限", exit_code=FAILURE
        ) from error
    return len(lines), failed


def answer_line(assistant: Assistant, line: str) -> dict[str, Any]:
    """The record for one input line; a bad line gives an error record."""
    try:
        request = json.loads(line)
    except ValueError as error:
        return _error(None, None, f"不是有效的 JSON：{error}")
    if not isinstance(request, dict):
        return _error(None, None, '每行应是一个对象，如 {"id": "1", "question": "…"}')
    id_ = request.get("id")
    turns = request.get("turns")
    if turns is not None:
        return _conversation(assistant, id_, turns)
    question = request.get("question")
    if not isinstance(question, str):
        return _error(id_, None, "缺少文本字段 question 或列表字段 turns")
    return {"id": id_, **_answer(assistant, question, [])}


def _conversation(assistant: Assistant, id_: object, turns: object) -> dict[str, Any]:
    if not (isinstance(turns, list) and turns and all(isinstance(t, str) for t in turns)):
        return _error(id_, None, "turns 应是一个非空的文本列表")
    history: list[tuple[str, Answer]] = []
    records = [_answer(assistant, question, history) for question in turns]
    return {"id": id_, "turns": records}


def _answer(
    assistant: Assistant, question: str, history: list[tuple[str, Answer]]
) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        answer = assistant.answer(question, history)
    except FiredutyError as error:
        return _error(None, question, str(error)) | {"ms": _since(started)}
    history.append((question, answer))
    return answer_record(answer) | {"ms": _since(started)}


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)


def _error(id_: object, question: str | None, message: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "question": question,
        "answer": None,
        "ranking": [],
        "error": message,
        "ms": 0,
    }
    return record if id_ is None and question is not None else {"id": id_, **record}


def _has_error(record: dict[str, Any]) -> bool:
    return any(r["error"] is not None for r in record.get("turns", [record]))
