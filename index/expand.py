"""Lay words in a question → the statute's words, with the reason kept for ``--explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.language import LanguageData
from index.tokens import fold

Source = Literal["thesaurus", "body", "unit"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One lay word found in a question.

    Attributes:
        found: as the language data writes it.
        span: half-open range in the folded question.
        statute: words to search for as well.
        serves: short ids of the provisions in which they carry this meaning.
        source: which data file it comes from.
    """

    found: str
    span: tuple[int, int]
    statute: tuple[str, ...]
    serves: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class _Entry:
    statute: tuple[str, ...]
    serves: tuple[str, ...]
    source: Source


class Lexicon:
    """Finds the language data's words in a question; at each place the longest wins."""

    def __init__(self, language: LanguageData) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        for group in language.groups:
            self._add(group.lay, _Entry(group.statute, group.serves, "thesaurus"))
            for word in group.statute:
                self._add((word,), _Entry((word,), group.serves, "thesaurus"))
        for body in language.bodies:
            entry = _Entry((body.name, *body.also), body.provisions, "body")
            self._add(body.names, entry)
        for unit in language.units:
            entry = _Entry(unit.statute, unit.provisions, "unit")
            self._add((unit.name, *unit.lay, *unit.statute), entry)
        self._longest = max(map(len, self._entries), default=0)

    def _add(self, words: Iterable[str], entry: _Entry) -> None:
        for word in words:
            entries = self._entries.setdefault(fold(word), [])
            if entry not in entries:
                entries.append(entry)

    @property
    def words(self) -> Iterable[str]:
        """Every word that it finds, folded."""
        return self._entries.keys()

    def expand(self, question: str) -> tuple[Expansion, ...]:
        """All expansions of a question, in reading order."""
        return tuple(self._scan(fold(question)))

    def _scan(self, text: str) -> Iterator[Expansion]:
        start = 0
        while start < len(text):
            word = self._longest_at(text, start)
            if not word:
                start += 1
                continue
            for entry in self._entries[word]:
                span = (start, start + len(word))
                yield Expansion(word, span, entry.statute, entry.serves, entry.source)
            start += len(word)

    def _longest_at(self, text: str, start: int) -> str:
        for length in range(min(self._longest, len(text) - start), 0, -1):
            if text[start : start + length] in self._entries:
                return text[start : start + length]
        return ""
