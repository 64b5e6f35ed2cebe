"""The flat form in which a sentence is read, and its pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from corpus.text.compare import compare_form, tidy_form
from corpus.text.quotations import outer_quotations
from index.tokens import characters

#: The tidy form makes Chinese punctuation ASCII; it is put back, so that patterns are written once.
_PUNCTUATION = str.maketrans(",;:()?!", "，；：（）？！")
#: A shorter quotation is a name (“智慧消防”), not a passage.
PASSAGE = 8
_CELL = "|"
#: Signs and numbers of lists. （一） is none: it may be a citation.
_LISTS = re.compile(r"(?:\s|[●•▪◆■□○◇※*·>#-]|[①-⑳]|\d{1,3}[.．、)）](?!\d)|[（(]\d{1,3}[）)])*")
_SENTENCE = re.compile(r"[。；！？;\n|]|\.(?=$|\s)")
_PART = re.compile(r"((?:(?![，：。；！？]|——|\.$).)*)([，：。；！？]|——|\.$|$)")
_SEGMENT = re.compile(r"[，：。；！？]|——|\.$")


def flat(text: str) -> str:
    """The tidy form in lower case with Chinese punctuation: the form in which claims are read."""
    return tidy_form(text).lower().translate(_PUNCTUATION).rstrip(".")


def find_passages(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the quotations that are long enough to be passages, without their marks."""
    for start, end in outer_quotations(text):
        if len(compare_form(text[start:end])) >= PASSAGE:
            yield start, end


def split_segments(text: str) -> list[str]:
    """What stands between the commas of a flat text."""
    return [s for s in _SEGMENT.split(text) if s]


def keep_pieces(text: str, keep: Callable[[str], bool]) -> str:
    """A flat text without the pieces between commas that are not to be kept, its marks as ， and ；."""
    parts = (p for p in _PART.findall(text) if p[0])
    return "".join(
        words + ("；" if mark in "。；！？" else "，") for words, mark in parts if keep(words)
    )


def clause_starts(text: str) -> frozenset[int]:
    """Numbers of the ``split_segments`` of a flat text that begin a clause after 。 or ；."""
    marks = [mark for words, mark in _PART.findall(text) if words]
    return frozenset(i + 1 for i, mark in enumerate(marks) if mark and mark in "。；！？")


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of any text, marks included; a mark inside a quotation ends none.

    The cells of a table's row are apart; the number or sign of a list is no part of a sentence.
    """
    quoted = outer_quotations(text)
    ends = [
        m.end() for m in _SENTENCE.finditer(text) if not any(a <= m.start() < b for a, b in quoted)
    ]
    for start, end in pairwise([0, *ends, len(text)]):
        if text[end - 1 : end] == _CELL:
            end -= 1
        if start == 0 or text[start - 1] in "\n|":
            start = _LISTS.match(text, start, end).end()  # type: ignore[union-attr]
        words = text[start:end]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a flat text, none across punctuation."""
    return frozenset(pair for _, bigrams in characters(text) for pair in bigrams)
