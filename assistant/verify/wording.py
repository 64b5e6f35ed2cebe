"""Which words mean the same: reviewed plain synonyms and the regulation's language data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from assistant.verify.common import load_common_words
from assistant.verify.texts import flat
from corpus.language.data import UnitType
from corpus.register.records import Register

_FILE = Path(__file__).parent / "wording.toml"


#: The whole text of a regulation, of which parts are held against one question after the other.
_whole = lru_cache(maxsize=16)(flat)
#: No word that is looked for inside others is longer.
_LONGEST = 8


class PrintedWording:
    """Words of a sentence → the printed words that bear them out.

    A concept has words that a sentence may say and words that a provision must print, of two or
    more characters: 车 alone stands in too many others. Plain
    synonyms are both; in the language data everyday words are said and the statute's printed.

    Args:
        register: its groups and matters are language data.
        units: kinds of units as people name them.
    """

    def __init__(self, register: Register, units: Sequence[UnitType] = ()) -> None:
        plain = _plain_synonyms()
        self.acts, self.empty = plain.acts, plain.empty
        self._count = plain.count
        self._units: dict[str, list[str]] = {}
        everyday = [(g.lay, g.statute) for g in register.groups]
        everyday += [((m.name, *m.lay), m.words) for m in register.matters]
        everyday += [((u.name, *u.lay), u.statute) for u in units if u.statute]
        self._printed, self._said = (
            dict(plain.printed),
            dict(plain.said),
        )  # values are never changed
        whole = _whole(register.regulation.source_text) if everyday else ""
        for lay, statute in everyday:
            # A word that the regulation prints itself means itself, wherever it is said.
            self._add([w for w in lay if flat(w) not in whole], statute)
        for unit in units:
            if unit.statute:
                for name in (unit.name, *unit.lay, *unit.statute):
                    self._units.setdefault(flat(name), []).extend(map(flat, unit.statute))
        own = _lengths(word for word in self._said if word not in plain.said)
        self._lengths = plain.lengths | {
            first: tuple(sorted({*sizes, *plain.lengths.get(first, ())}, reverse=True))
            for first, sizes in own.items()
        }
        self._remember()

    def _remember(self) -> None:
        self.concepts = lru_cache(maxsize=8192)(self._concepts)
        # Every record that a sentence restates asks again: without this, time grows with the square.
        self.every = lru_cache(maxsize=64)(self._every)

    def _add(self, said: Iterable[str], printed: Iterable[str]) -> None:
        _put(self._said, self._printed, self._count, said, printed)
        self._count += 1

    def _concepts(self, text: str) -> frozenset[int]:
        """Concepts that a flat text of the regulation prints."""
        found: set[int] = set()
        for at in range(len(text) - 1):
            for word, number in self._printed.get(text[at : at + 2], ()):
                if number not in found and text.startswith(word, at):
                    found.add(number)
        return frozenset(found)

    def of(self, word: str) -> frozenset[int]:
        """Concepts that one word says."""
        return frozenset(self._said.get(word, ()))

    def said(self, text: str) -> frozenset[int]:
        """Concepts that the words of a flat sentence say, the longest word at each place."""
        found: set[int] = set()
        at = 0
        while at < len(text):
            lengths = self._lengths.get(text[at], ())
            word = next((text[at : at + n] for n in lengths if text[at : at + n] in self._said), "")
            found |= self._said.get(word, set())
            at += len(word) or 1
        return frozenset(found)

    def _every(self, text: str) -> frozenset[int]:
        """Concepts of all words in a flat sentence, those inside longer words too."""
        found: set[int] = set()
        for at, first in enumerate(text):
            for size in self._lengths.get(first, ()):
                if size <= _LONGEST:
                    found |= self._said.get(text[at : at + size], set())
        return frozenset(found)

    def retells(self, said: str, printed: str) -> bool:
        """Whether every character of a flat text lies in a word that some printed words say.

        地区 says 范围, but 本地区 does not: 本 is left.
        """
        concepts = self.concepts(printed)
        left = set(range(len(said)))
        for size in range(2, min(len(said), _LONGEST) + 1):
            for at in range(len(said) - size + 1):
                word = said[at : at + size]
                if word in printed or self._said.get(word, set()) & concepts:
                    left -= set(range(at, at + size))
        return not left

    def covers(self, name: str) -> tuple[str, ...]:
        """Printed words that cover a kind of unit as people name it."""
        return tuple(self._units.get(name, ()))

    def words(self) -> tuple[str, ...]:
        """Every word that it knows: what a segmenter should know too."""
        return tuple(self._said)


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First character → lengths of the words that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


@dataclass(frozen=True, slots=True)
class _PlainSynonyms:
    """What holds for every regulation: see ``PrintedWording``."""

    acts: frozenset[str]
    empty: frozenset[str]
    printed: dict[str, list[tuple[str, int]]]
    said: dict[str, set[int]]
    lengths: dict[str, tuple[int, ...]]
    count: int


@lru_cache(maxsize=1)
def _plain_synonyms() -> _PlainSynonyms:
    data = _read()
    acts = frozenset(data["acts"].split())
    empty = frozenset(data["plain"].split()) | (load_common_words() - acts)
    printed: dict[str, list[tuple[str, int]]] = {}
    said: dict[str, set[int]] = {}
    for number, words in enumerate(data["same"]):
        _put(said, printed, number, words, words)
    return _PlainSynonyms(acts, empty, printed, said, _lengths(said), len(data["same"]))


def _put(
    said: dict[str, set[int]],
    printed: dict[str, list[tuple[str, int]]],
    number: int,
    words: Iterable[str],
    printed_words: Iterable[str],
) -> None:
    """Words that say a concept, and those that a provision prints for it."""
    for word in map(flat, printed_words):
        if len(word) > 1:
            printed[word[:2]] = [*printed.get(word[:2], ()), (word, number)]
    for word in map(flat, words):
        said[word] = said.get(word, set()) | {number}


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    """``plain`` and ``acts``: words in one string each; ``same``: groups of plain synonyms."""
    return tomli.loads(_FILE.read_text("utf-8"))
