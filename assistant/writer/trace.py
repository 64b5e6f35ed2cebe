"""The trace of an answer: everything that went to the model and came back, and what became of it.

A trace holds no key and no address of a server. Its reply can be played again: the same pieces
are read and checked anew, without a model.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from assistant.answering.answer import Answer
from assistant.writer.failure import FailureKind, ModelError
from assistant.writer.model import ReplyPiece
from assistant.writer.prompt import Messages
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.files import reason_of, write_file
from corpus.text.load import read_text

_FORMAT = 1
#: Failures that checking anew may bring about, or not.
_OF_THE_CHECK = frozenset({"unsupported", "uncheckable", "internal"})


def trace_record(answer: Answer) -> dict[str, Any]:
    """An answer as a trace: JSON values only."""
    return {
        "format": _FORMAT,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "intent": answer.intent,
        "refused": answer.refusal.reason if answer.refusal else None,
        "ranking": [[str(hit.id), round(hit.score, 6)] for hit in answer.ranking],
        "cited": [str(i) for i in answer.cited],
        "text": answer.text,
        "timings": _rounded(answer),
        "writing": writing_record(answer, whole=True),
    }


def writing_record(answer: Answer, *, whole: bool = False) -> dict[str, Any] | None:
    """What a language model did: cost, speed and outcome; None where none was asked.

    Args:
        answer: the answer.
        whole: with what was sent, what came back, and the verdict on each sentence.
    """
    writing = answer.writing
    if writing is None:
        return None
    states = [s.state for s in writing.sentences]
    record: dict[str, Any] = {
        "model": writing.model,
        "prompt": writing.prompt,
        "used": writing.used,
        "problem": writing.problem or None,
        "note": writing.note,
        "sentences": {state: states.count(state) for state in dict.fromkeys(states)},
        "tokens": list(writing.tokens) if writing.tokens else None,
        "attempts": writing.attempts,
        "ms": dict(writing.timings),
    }
    if whole:
        record |= {
            "messages": [list(m) for m in writing.messages],
            "reply": [list(piece) for piece in writing.reply],
            "finish": writing.finish,
            "verdicts": [
                {"text": s.text, "ids": list(s.ids), "state": s.state, "reason": s.reason}
                for s in writing.sentences
            ],
        }
    return record


def _rounded(answer: Answer) -> dict[str, float]:
    return {stage: round(ms, 2) for stage, ms in answer.timings.items()}


def write_trace(answer: Answer, path: Path) -> None:
    """Write the trace of an answer.

    Raises:
        FiredutyError: the file cannot be written.
    """
    try:
        text = json.dumps(trace_record(answer), ensure_ascii=False, indent=1)
        # Half a surrogate pair, which a model may send, has no UTF-8: it is written as its escape.
        write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise FiredutyError(
            f"无法写入 {path}（{reason_of(error)}），请检查文件夹和权限", exit_code=FAILURE
        ) from error


@dataclass(frozen=True, slots=True)
class Recording:
    """A trace that can be played: a ``ReplySource``.

    Attributes:
        question: to ask.
        text: of the answer then.
        model: that wrote it.
        messages: that it was sent.
        pieces: of its reply.
        problem: that ended the reply, empty for none.
    """

    question: str
    text: str
    model: str
    messages: Messages
    pieces: tuple[ReplyPiece, ...]
    problem: str = ""

    def __call__(self, messages: Messages, stop: threading.Event) -> Iterator[ReplyPiece]:
        """The recorded reply, whatever is asked."""
        yield from self.pieces
        if self.problem and self.problem not in _OF_THE_CHECK:
            raise ModelError(cast(FailureKind, self.problem))


def load_trace(path: Path) -> Recording:
    """Read a trace.

    Raises:
        FiredutyError: the file is missing, or is no trace of a model's answer.
    """
    try:
        raw = json.loads(read_text(path))
        writing = raw["writing"]
        tokens = writing["tokens"]
        pieces = [ReplyPiece(str(text)) for _, text in writing["reply"]]
        end = ReplyPiece("", str(writing["finish"]), tuple(tokens) if tokens else None)
        problem = writing["problem"] or ""
        if raw["format"] != _FORMAT or (problem and problem not in get_args(FailureKind)):
            raise ValueError
        return Recording(
            str(raw["question"]),
            str(raw["text"]),
            str(writing["model"]),
            tuple((str(role), str(text)) for role, text in writing["messages"]),
            (*pieces, end),
            problem,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FiredutyError(
            f"{path} 不是可以回放的记录：应是 fireduty ask --trace 在使用语言模型时写下的文件",
            exit_code=USAGE,
        ) from error
