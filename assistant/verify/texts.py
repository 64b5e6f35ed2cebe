"""Forms of a text for comparing: width and white space made one, and the pieces of a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from index.tokens import characters

#: NFKC makes Chinese punctuation ASCII; it is put back, so that patterns are written once.
_PUNCTUATION = str.maketrans(",;:()?!", "，；：（）？！")
_SPACE = re.compile(r"\s+")
#: Quotation marks that hold words of a provision.
QUOTED = re.compile(r"「([^「」]+)」|『([^『』]+)』|“([^“”]+)”|\"([^\"]+)\"")
#: A shorter quotation is a name (“智慧消防”), not a passage.
PASSAGE = 8
_SENTENCE = re.compile(r"[。；！？;\n]|\.(?=$|\s)")
_PART = re.compile(r"((?:(?![，：。；！？]|——|\.$).)*)([，：。；！？]|——|\.$|$)")
_SEGMENT = re.compile(r"[，：。；！？]|——|\.$")


def plain(text: str) -> str:
    """Width and white space normalised, nothing else: the form in which quotations are compared."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def flat(text: str) -> str:
    """``plain`` in lower case with Chinese punctuation: the form in which claims are compared."""
    return plain(text).lower().translate(_PUNCTUATION).rstrip(".")


def find_passages(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the quotations that are long enough to be passages, without their marks."""
    for match in QUOTED.finditer(text):
        number = match.lastindex or 0
        if len(plain(match.group(number))) >= PASSAGE:
            yield match.span(number)


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
    """Spans of the sentences of any text, marks included; a mark inside a quotation ends none."""
    quoted = [m.span() for m in QUOTED.finditer(text)]
    ends = [
        m.end()
        for m in _SENTENCE.finditer(text)
        if not any(a <= m.start() < b - 1 for a, b in quoted)
    ]
    for start, end in pairwise([0, *ends, len(text)]):
        words = text[start:end]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a flat text, none across punctuation."""
    return frozenset(pair for _, bigrams in characters(text) for pair in bigrams)
