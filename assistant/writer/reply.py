"""A model's reply → statements, while it arrives.

Guarantees:
1. What is emitted was complete: the whole JSON object, or the whole line.
2. Any JSON around the objects is accepted: ``{"statements": […]}``, a bare list, one object a line,
   a code fence, text before and after.
3. A line 「句子 [art19.item5]」 is accepted where a model writes no JSON.
4. Everything else is skipped: thoughts in ``<think>``, prose without ids, broken JSON.
5. Time is linear in the length of the reply, whatever is nested in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_THINK, _THOUGHT = "<think>", "</think>"
_SEPARATOR = re.compile(r"[,，、;；\s]+")
_BULLET = re.compile(r"^(?:[-*•·]|\d{1,2}[.、)）])\s*")
_MOST_IDS = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as the model wrote it, unchecked."""

    text: str
    ids: tuple[str, ...] = ()


class ReplyReader:
    """Reads one reply piece by piece."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._open: list[_Open] = []
        self._in_string = self._escaped = False
        self._line = 0
        self._line_has_object = False
        self._thinking: bool | None = None  # None until the first characters have told
        self._objects = 0

    @property
    def closed(self) -> bool:
        """Whether a JSON reply has been closed properly; never for lines."""
        return self._objects > 0 and not self._open

    def feed(self, piece: str) -> Iterator[Draft]:
        """Statements that this piece completes."""
        self._text += piece
        if self._still_thinking():
            return
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 1
            draft = self._object(character) if self._open else self._outside(character)
            if draft is not None:
                yield draft

    def end(self) -> Iterator[Draft]:
        """What the end of the reply completes: a last line without a line break."""
        if not self._open and self._thinking is False:
            yield from self.feed("\n")

    def _still_thinking(self) -> bool:
        if self._thinking is None:
            start = self._text.lstrip()
            if len(start) < len(_THINK) and _THINK.startswith(start):
                return True
            self._thinking = start.startswith(_THINK)
        if self._thinking:
            end = self._text.find(_THOUGHT, max(self._at - len(_THOUGHT), 0))
            self._at = len(self._text)
            if end < 0:
                return True
            self._at = self._line = end + len(_THOUGHT)
            self._thinking = False
        return False

    def _outside(self, character: str) -> Draft | None:
        if character == "{":
            self._open.append(_Open(self._at - 1))
            self._line_has_object = True
        elif character == "\n":
            line = "" if self._line_has_object else self._text[self._line : self._at].strip()
            self._line, self._line_has_object = self._at, False
            return _marked(line)
        return None

    def _object(self, character: str) -> Draft | None:
        if self._in_string:
            if self._escaped:
                self._escaped = False
            elif character == "\\":
                self._escaped = True
            elif character == '"':
                self._in_string = False
        elif character == '"':
            self._in_string = True
        elif character == "{":
            self._open[-1].has_inner = True
            self._open.append(_Open(self._at - 1))
        elif character == "}":
            done = self._open.pop()
            self._objects += 1
            if not done.has_inner:  # a statement holds no object
                return _statement(self._text[done.start : self._at])
        return None


@dataclass(slots=True)
class _Open:
    """An object that has begun."""

    start: int
    has_inner: bool = False


def _statement(source: str) -> Draft | None:
    try:
        raw = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return None
    text = raw.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    ids = raw.get("ids", raw.get("id", ()))
    if isinstance(ids, str):
        ids = [i for i in _SEPARATOR.split(ids) if i]
    named = tuple(str(i) for i in ids[:_MOST_IDS]) if isinstance(ids, list) else ()
    return Draft(text, named)


def _marked(line: str) -> Draft | None:
    """「句子 [art19.item5]」; None for a line without ids in brackets at its end."""
    line = line.rstrip(" \t。.")
    if not line.endswith(("]", "】")):
        return None
    start = max(line.rfind("["), line.rfind("【"))
    text = _BULLET.sub("", line[:start].strip()) if start > 0 else ""
    ids = tuple(i for i in _SEPARATOR.split(line[start + 1 : -1].strip()) if i)
    return Draft(text, ids[:_MOST_IDS]) if text and ids else None
