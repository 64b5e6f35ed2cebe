"""Logs on stderr, a line each, as JSON or text; without what was asked unless that is allowed."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

ACCESS = logging.getLogger("fireduty.access")
ANSWERS = logging.getLogger("fireduty.answers")
_FIELDS = "fields"
#: The innermost ones of a traceback; those around them are the server's.
_FRAMES = 12


class JsonFormatter(logging.Formatter):
    """A record as JSON.

    Args:
        questions: whether the messages of exceptions, which may repeat a question, are kept.
    """

    def __init__(self, *, questions: bool) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return _one_line(json.dumps(self._fields(record), ensure_ascii=False))

    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= getattr(record, _FIELDS, None) or {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return line

    def _error(self, error: BaseException) -> str:
        """Type and place; the message only where it may be kept."""
        frames = "".join(traceback.format_tb(error.__traceback__)[-_FRAMES:])
        said = f": {_one_line(str(error))}" if self._questions else ""
        return f"{frames}{type(error).__name__}{said}"


class TextFormatter(JsonFormatter):
    """A record for people: time, level, then name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; with an exception, its lines after it."""
        fields = self._fields(record)
        time_, level, _ = (fields.pop(name) for name in ("time", "level", "logger"))
        error = fields.pop("error", "")
        said = " ".join(f"{name}={_quoted(value)}" for name, value in fields.items())
        return f"{time_} {level} {said}" + (f"\n{error}" if error else "")


def _quoted(value: object) -> str:
    """The value; in quotes where it could be taken for more than one, or for another line."""
    text = str(value)
    plain = text.isprintable() and not set(text) & set(' "=')
    return text if plain else _one_line(json.dumps(text, ensure_ascii=False))


def _one_line(text: str) -> str:
    """With escapes for what is no printed character: nothing in a log steers a terminal or adds a line."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def configure(*, questions: bool, access: bool, text: bool = False) -> None:
    """Send every log to stderr.

    Args:
        questions: whether logs may hold what is asked.
        access: whether every request and answer is a line, or only what went wrong.
        text: for people, instead of JSON.
    """
    handler = logging.StreamHandler(sys.stderr)
    formatter = TextFormatter if text else JsonFormatter
    handler.setFormatter(formatter(questions=questions))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for logger in (ACCESS, ANSWERS):
        logger.setLevel(logging.INFO if access else logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_not_told_already)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def _not_told_already(record: logging.LogRecord) -> bool:
    """Uvicorn's word on an exception that ``ObserveRequests`` has logged."""
    return "Exception in ASGI application" not in record.getMessage()


def event(logger: logging.Logger, **fields: object) -> None:
    """Log fields, those that are empty left out."""
    kept = {name: value for name, value in fields.items() if value not in ("", None)}
    logger.info("", extra={_FIELDS: kept})


def since(started: float) -> float:
    """Milliseconds since a ``time.perf_counter()``."""
    return round((time.perf_counter() - started) * 1000, 1)
