"""The words of a Word file as one text whose places lead back to its runs, which can be cut.

WordPlace count characters without blanks, for a reader of the file may have changed those.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
#: What a run may hold to be cut: its look and its words.
_WORDS = frozenset(map(qn, ("w:rPr", "w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen")))
#: Runs below these are no words of the text as it stands.
_GONE = frozenset(map(qn, ("w:del", "w:moveFrom"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
#: A number that Word makes by itself stands before the words of a paragraph and not in them.
_LONGEST_LABEL = 14
WordPlace = tuple[int, int]


class WordText:
    """The text of a body.

    Args:
        body: the element.
    """

    def __init__(self, body: Any) -> None:
        self._runs: list[tuple[Any, Any]] = []
        for element in body.iter(qn("w:r")):
            above = list(element.iterancestors())
            paragraph = next((a for a in above if a.tag == qn("w:p")), None)
            if paragraph is not None and not any(a.tag in _GONE for a in above):
                self._runs.append((element, paragraph))
        self._measure()

    def _measure(self) -> None:
        words = [self.squeeze(_text_of(element)) for element, _ in self._runs]
        self._starts, at = [], 0
        for piece in words:
            self._starts.append(at)
            at += len(piece)
        self._end = at
        self._words = "".join(words)

    @staticmethod
    def squeeze(text: str) -> str:
        """A text without blanks: the form in which places are counted."""
        return _BLANK.sub("", text)

    def place(self, sentences: Iterable[str]) -> list[WordPlace | None]:
        """Where sentences stand, one after the other; None for one that is not found.

        Args:
            sentences: in the order of the text.
        """
        at, found = 0, list[WordPlace | None]()
        for sentence in sentences:
            span = self._find(self.squeeze(sentence), at)
            if span is not None:
                at = span[1]
            found.append(span)
        return found

    def _find(self, words: str, at: int) -> WordPlace | None:
        for skipped in range(min(_LONGEST_LABEL, len(words) // 2) + 1):
            rest = words[skipped:]
            start = self._words.find(rest, at) if rest else -1
            if start >= 0:
                return start, start + len(rest)
        return None

    def cut(self, spans: Iterable[Sequence[WordPlace]]) -> None:
        """Cut runs so that each of some places begins and ends one."""
        places = sorted({place for some in spans for span in some for place in span})
        made: list[tuple[Any, Any]] = []
        for number, (element, paragraph) in enumerate(self._runs):
            start = self._starts[number]
            end = self._starts[number + 1] if number + 1 < len(self._starts) else self._end
            inside = [p - start for p in places if start < p < end]
            made += [(piece, paragraph) for piece in _cut(element, inside)]
        self._runs = made
        self._measure()

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs that hold words of a place."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        for number in range(first, len(self._runs)):
            if self._starts[number] >= end:
                break
            element, paragraph = self._runs[number]
            if self.squeeze(_text_of(element)):
                found.append(Run(element, Paragraph(paragraph, None)))  # type: ignore[arg-type]
        return found


def _text_of(element: Any) -> str:
    return str(element.text or "")


def _cut(element: Any, places: Sequence[int]) -> Iterator[Any]:
    """The run itself, then further ones with what stands behind each place in it."""
    if not places or any(part.tag not in _WORDS for part in element):
        yield element
        return
    text = _text_of(element)
    seen, ends = 0, []
    wanted = list(places)
    for at, character in enumerate(text):
        if wanted and seen == wanted[0] and not _BLANK.match(character):
            ends.append(at)
            wanted.pop(0)
        seen += not _BLANK.match(character)
    pieces = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    element.text = pieces[0]
    yield element
    for piece in pieces[1:]:
        following = deepcopy(element)
        following.text = piece
        element.addnext(following)
        element = following
        yield element
