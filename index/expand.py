"""Lay words in a question → the statute's words, with the reason kept for ``--explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.duty_sets import DutySets
from corpus.language import LanguageData
from index.tokens import fold

Source = Literal["thesaurus", "body", "unit", "matter"]


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
    source: Source
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    statute: tuple[str, ...]
    serves: tuple[str, ...]
    source: Source
    name: str = ""


_Table = dict[str, list[_Entry]]


class Lexicon:
    """Finds the words of the language data and the names of matters in a question.

    At each place the longest wins.
    """

    def __init__(self, language: LanguageData, duties: DutySets | None = None) -> None:
        duties = duties or DutySets()
        self._entries: _Table = {}
        self._matters: _Table = {}
        for group in language.groups:
            self._add(group.lay, _Entry(group.statute, group.serves, "thesaurus"))
            for word in group.statute:
                self._add((word,), _Entry((word,), group.serves, "thesaurus"))
        for body in language.bodies:
            serves = duties.bodies.get(body.name) or body.provisions
            entry = _Entry((body.name, *body.also), serves, "body", body.name)
            self._add(body.names, entry)
        for unit in language.units:
            entry = _Entry(unit.statute, unit.provisions, "unit", unit.name)
            self._add((unit.name, *unit.lay, *unit.statute), entry)
        for matter in duties.matters.values():
            entry = _Entry((), matter.provisions, "matter", matter.name)
            self._add(matter.words, entry, self._matters)

    def _add(self, words: Iterable[str], entry: _Entry, table: _Table | None = None) -> None:
        table = self._entries if table is None else table
        for word in words:
            entries = table.setdefault(fold(word), [])
            if entry not in entries:
                entries.append(entry)

    @property
    def words(self) -> Iterable[str]:
        """Every word that it finds, folded."""
        return (*self._entries, *self._matters)

    def expand(self, question: str) -> tuple[Expansion, ...]:
        """All expansions of a question, in reading order, then the matters that it names.

        Matters are looked for apart: a longer word of the language data must not hide them.
        """
        text = fold(question)
        return (*_scan(text, self._entries), *_scan(text, self._matters))


def _scan(text: str, table: _Table) -> Iterator[Expansion]:
    longest = max(map(len, table), default=0)
    start = 0
    while start < len(text):
        word = _longest_at(text, start, table, longest)
        if not word:
            start += 1
            continue
        span = (start, start + len(word))
        for entry in table[word]:
            yield Expansion(word, span, entry.statute, entry.serves, entry.source, entry.name)
        start += len(word)


def _longest_at(text: str, start: int, table: _Table, longest: int) -> str:
    for length in range(min(longest, len(text) - start), 0, -1):
        if text[start : start + length] in table:
            return text[start : start + length]
    return ""
