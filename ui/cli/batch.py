"""The batch contract: JSON Lines in, JSON Lines out. Documented in docs/batch.md."""

from __future__ import annotations

import json
import logging
import math
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.files import open_for_writing, read_file, reason_of
from corpus.text.load import MAX_BYTES
from ui.records.answers import answer_record

Track = Callable[[Iterable[bytes], int], Iterable[bytes]]
#: What JSON allows around a value; anything else on a line is something to tell.
_BLANK = b" \t\r"
_MARK = b"\xef\xbb\xbf"
#: They end a line for many readers, though not for JSON Lines: written as escapes.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_INTERNAL = "程序内部出错，没有得到回答；请把这个问题告诉维护人员"
_log = logging.getLogger(__name__)


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
        FiredutyError: the source cannot be read, or the target is the source or cannot be written.
    """
    lines = _lines(read_file(source, MAX_BYTES), source)
    if _same(source, target):
        raise FiredutyError(
            f"{target} 就是要读的 {source}，会写坏它：请给出另一个文件名", exit_code=USAGE
        )
    failed = 0
    try:
        with open_for_writing(target) as out:
            for line in track(lines, len(lines)):
                record = answer_line(assistant, line)
                failed += _has_error(record)
                out.write(_written(record))
                out.flush()
    except OSError as error:
        raise FiredutyError(
            f"无法写入 {target}（{reason_of(error)}），请检查文件夹和权限", exit_code=FAILURE
        ) from error
    return len(lines), failed


def _lines(data: bytes, source: Path) -> Sequence[bytes]:
    """The lines that are not blank; only \\n ends one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FiredutyError(
            f"{source} 是 UTF-16 文本：请另存为 UTF-8，或运行 iconv -f UTF-16 -t UTF-8",
            exit_code=USAGE,
        )
    # Where files were put one after another, each has brought its byte-order mark.
    lines = (line.removeprefix(_MARK).strip(_BLANK) for line in data.split(b"\n"))
    kept = [line for line in lines if line]
    if not kept:
        raise FiredutyError(f"{source} 是空文件", exit_code=USAGE)
    return kept


def _same(source: Path, target: Path) -> bool:
    """Whether both are one file, by whatever name or link."""
    try:
        return os.path.samefile(source, target)
    except OSError:
        return False  # the target is not there yet


def _written(record: dict[str, Any]) -> bytes:
    """The line for a record; an id that cannot be written costs the line, not the batch."""
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        text = json.dumps(_error(None, None, "id 不能原样写回：套得太深"), ensure_ascii=False)
    # Half a surrogate pair has no UTF-8: it goes out as the escape that it came in as.
    return text.translate(_LINE_ENDS).encode("utf-8", "backslashreplace") + b"\n"


# --- one line -------------------------------------------------------------------------------------


def answer_line(assistant: Assistant, line: bytes) -> dict[str, Any]:
    """The record for one input line; a bad line gives an error record."""
    try:
        request = _request(line)
    except FiredutyError as error:
        return _error(None, None, str(error))
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


def _request(line: bytes) -> Any:
    """The value that a line holds.

    Raises:
        FiredutyError: it holds none; says why, in Chinese.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise FiredutyError(
            f"这一行不是 UTF-8（第 {error.start + 1} 个字节起），请另存为 UTF-8"
        ) from error
    try:
        return json.loads(
            text, parse_constant=_no_number, parse_int=_whole_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise FiredutyError(f"不是有效的 JSON：第 {error.pos + 1} 个字符处写得不对") from error
    except RecursionError as error:
        raise FiredutyError("不是能读的 JSON：括号套得太深") from error


def _no_number(written: str) -> NoReturn:
    raise FiredutyError(f"不是有效的 JSON：{written} 不是数")


def _whole_number(written: str) -> int:
    try:
        return int(written)
    except ValueError as error:  # Python reads no more than some thousand digits
        raise FiredutyError(f"数太大，读不了（{len(written)} 位）：请写成文本") from error


def _number(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise FiredutyError(f"数太大，读不了（{written[:20]}）：请写成文本")
    return number


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
        asked = assistant.for_question(question, history)
        answer = asked.answer(question, history)
    except FiredutyError as error:
        return _error(None, question, str(error)) | {"ms": _since(started)}
    except Exception:  # a fault of ours; the other lines are answered all the same
        _log.exception("question failed")
        return _error(None, question, _INTERNAL) | {"ms": _since(started)}
    history.append((question, answer))
    return answer_record(answer, asked.regulations) | {"ms": _since(started)}


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
