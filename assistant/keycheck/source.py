"""The text as the checker reads it: leaves, clauses with who bears them, where words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.register.records import ClauseKey, Duty, Register
from corpus.text.compare import compare_form
from corpus.text.provision import Leaf, ProvisionId, Regulation

#: Marks that end a piece of a provision.
MARKS = "，。；：,;:.！？"
_IDLE = re.compile(r"[\s，。；：、,;:.！？“”「」]+")


@dataclass(frozen=True, slots=True)
class RegisterClause:
    """One clause of the register with all its records.

    Attributes:
        key: provision and span.
        text: verbatim.
        duties: the records; one for each actor and role.
    """

    key: ClauseKey
    text: str
    duties: tuple[Duty, ...] = field(repr=False)

    @property
    def actors(self) -> frozenset[str]:
        """Who bears it by its own words."""
        return frozenset(d.actor for d in self.duties)


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Where words stand in a leaf: half-open range."""

    leaf: Leaf
    start: int
    end: int

    @property
    def before(self) -> str:
        """What stands before them."""
        return self.leaf.text[: self.start]

    @property
    def after(self) -> str:
        """What stands after them."""
        return self.leaf.text[self.end :]


class RegulationSource:
    """Leaves and clauses of one regulation."""

    def __init__(self, regulation: Regulation, register: Register) -> None:
        self.regulation = regulation
        self.leaves = {leaf.id: leaf for leaf in regulation.leaves()}
        records: dict[ClauseKey, list[Duty]] = {}
        for duty in register.duties:
            records.setdefault(duty.key, []).append(duty)
        self.clauses = {
            key: RegisterClause(key, duties[0].text, tuple(duties))
            for key, duties in records.items()
        }
        self._in_leaf: dict[ProvisionId, list[RegisterClause]] = {}
        for clause in self.clauses.values():
            self._in_leaf.setdefault(clause.key[0], []).append(clause)
        self.find = lru_cache(maxsize=65536)(self._find)
        self.citable = {i for leaf in self.leaves for i in (leaf, leaf.parent_article())}

    def _find(self, words: str) -> tuple[WordSpan, ...]:
        return tuple(p for leaf in self.leaves.values() for p in places(words, leaf))

    def at(self, place: WordSpan) -> tuple[RegisterClause, ...]:
        """The clauses that words share more than a mark with."""
        found = []
        for clause in self._in_leaf.get(place.leaf.id, ()):
            start, end = clause.key[1]
            shared = place.leaf.text[max(start, place.start) : min(end, place.end)]
            if len(_IDLE.sub("", shared)) > 1:
                found.append(clause)
        return tuple(found)

    def under(self, leaf: Leaf) -> tuple[RegisterClause, ...]:
        """The clauses of a leaf."""
        return tuple(self._in_leaf.get(leaf.id, ()))


def places(words: str, leaf: Leaf) -> Iterator[WordSpan]:
    """Every place of some words in a leaf."""
    at = leaf.text.find(words) if words else -1
    while at >= 0:
        yield WordSpan(leaf, at, at + len(words))
        at = leaf.text.find(words, at + 1)


def trimmed(words: str) -> str:
    """Words without the marks and spaces around them."""
    return words.strip().strip("，。；：、,;:！？? \u3000")


def bare(words: str) -> str:
    """Words without spaces and punctuation: what makes two options the same."""
    return _IDLE.sub("", compare_form(words))
