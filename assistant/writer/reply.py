"""A model's reply → statements, while it arrives.

Guarantees:
1. What is emitted was complete: the whole JSON object, or the whole line.
2. Any JSON around the objects is accepted: ``{"statements": […]}``, a bare list, one object a line,
   a code fence, text before and after.
3. A line 「句子 [art19.item5]」 is accepted where a model writes no JSON.
4. Everything else is skipped: prose without ids, broken JSON, and thoughts: what stands before a
   closing tag such as ``</think>``, whether or not the thought was opened by one.
5. Only a reply that begins as JSON is given out while it arrives. Any other may turn out to have been
   a thought, and waits for its end.
6. Time is linear in the length of the reply, whatever is nested in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_THINK = re.compile(r"\s*(?:<(?:think|thinking|thought|reasoning)>|◁think▷)", re.IGNORECASE)
_THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>|◁/think▷", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")
#: How JSON begins, bare or in a code fence.
_JSON = ("{", "[", "`")
_SEPARATOR = re.compile(r"[,，、;；\s]+")
_BULLET = re.compile(r"^(?:[-*•·]|\d{1,2}[.、)）])\s*")
_MOST_IDS = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as the model wrote it, unchecked."""

    text: str
    ids: tuple[str, ...] = ()


class ReplyReader:
    """Reads one reply piece by piece.

    Attributes:
        retracted: statements were given out that turned out to be part of a thought.
    """

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._open: list[_Open] = []
        self._in_string = self._escaped = False
        self._line = 0
        self._line_has_object = False
        self._objects = 0
        self._held: list[Draft] = []
        self._begin = 0  # where the last thought has ended
        self._first = ""  # the first character from there on that is no white space
        self._gave = False
        self.retracted = False

    @property
    def closed(self) -> bool:
        """Whether a JSON reply has been closed properly; never for lines."""
        return self._objects > 0 and not self._open

    def feed(self, piece: str) -> Iterator[Draft]:
        """Statements that this piece completes."""
        searched = max(len(self._text) - _LONGEST_TAG, 0)
        self._text += piece
        for tag in _THOUGHT.finditer(self._text, searched):
            if tag.end() > self._begin:
                self._forget(tag.end())
        self._first = self._first or self._text[max(self._begin, searched) :].lstrip()[:1]
        self._held += self._drafts()
        if self._first in _JSON:
            yield from self._given_out()

    def end(self) -> Iterator[Draft]:
        """What the end of the reply completes: a last line without a line break, what was held."""
        if not self._open:
            self._text += "\n"
            self._held += self._drafts()
        if self._begin or not _THINK.match(self._text):
            yield from self._given_out()

    def _forget(self, end: int) -> None:
        """All up to there was a thought. ``retracted`` tells that some of it was given out."""
        self.retracted |= self._gave
        self._begin = self._at = self._line = end
        self._first = ""
        self._open, self._objects, self._held = [], 0, []
        self._in_string = self._escaped = self._line_has_object = False

    def _given_out(self) -> Iterator[Draft]:
        held, self._held = self._held, []
        for draft in held:
            self._gave = True
            yield draft

    def _drafts(self) -> Iterator[Draft]:
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 1
            draft = self._object(character) if self._open else self._outside(character)
            if draft is not None:
                yield draft

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
