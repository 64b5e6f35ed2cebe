"""Lay words in a question → the statute's words, with the reason kept for ``--explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.language.data import LanguageData
from corpus.register.duty_sets import DutySets
from index.tokens import fold

ExpansionSource = Literal["thesaurus", "body", "unit", "matter"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """One lay word found in a question.

    Attributes:
        found: as the data writes it.
        name: of the body, unit or matter; empty for a word of the thesaurus.
        span: half-open range in the folded question.
        statute: words to search for as well.
        serves: short ids of the provisions in which they carry this meaning.
        source: which data file it comes from.
    """

    found: str
    span: tuple[int, int]
    statute: tuple[str, ...]
    serves: tuple[str, ...]
    source: ExpansionSource
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    statute: tuple[str, ...]
    serves: tuple[str, ...]
    source: ExpansionSource
    name: str = ""


class _Table:
    """Words with their entries; at each place of a text the longest word wins."""

    def __init__(self) -> None:
        self.entries: dict[str, list[_Entry]] = {}
        self._longest = 0

    def add(self, words: Iterable[str], entry: _Entry) -> None:
        for word in map(fold, words):
            entries = self.entries.setdefault(word, [])
            if entry not in entries:
                entries.append(entry)
            self._longest = max(self._longest, len(word))

    def scan(self, text: str) -> Iterator[Expansion]:
        start = 0
        while start < len(text):
            word = self._longest_at(text, start)
            if not word:
                start += 1
                continue
            span = (start, start + len(word))
            for entry in self.entries[word]:
                yield Expansion(word, span, entry.statute, entry.serves, entry.source, entry.name)
            start += len(word)

    def _longest_at(self, text: str, start: int) -> str:
        for length in range(min(self._longest, len(text) - start), 0, -1):
            if text[start : start + length] in self.entries:
                return text[start : start + length]
        return ""


class Lexicon:
    """Finds the words of the language data and the names of matters in a question.

    At each place the longest wins.
    """

    def __init__(self, language: LanguageData, duties: DutySets | None = None) -> None:
        duties = duties or DutySets()
        self._words, self._matters = _Table(), _Table()
        for group in language.groups:
            self._words.add(group.lay, _Entry(group.statute, group.serves, "thesaurus"))
            for word in group.statute:
                self._words.add((word,), _Entry((word,), group.serves, "thesaurus"))
        for body in language.bodies:
            serves = duties.bodies.get(body.name) or body.provisions
            entry = _Entry((body.name, *body.also), serves, "body", body.name)
            self._words.add(body.names, entry)
        for unit in language.units:
            entry = _Entry(unit.statute, unit.provisions, "unit", unit.name)
            self._words.add((unit.name, *unit.lay, *unit.statute), entry)
        for matter in duties.matters.values():
            entry = _Entry((), matter.provisions, "matter", matter.name)
            self._matters.add(matter.words, entry)

    @property
    def words(self) -> Iterable[str]:
        """Every word that it finds, folded."""
        return (*self._words.entries, *self._matters.entries)

    def expand(self, question: str) -> tuple[Expansion, ...]:
        """All expansions of a question, in reading order, then the matters that it names.

        Matters are looked for apart: a longer word of the language data must not hide them.
        """
        text = fold(question)
        return (*self._words.scan(text), *self._matters.scan(text))
