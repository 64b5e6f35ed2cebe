"""Clause records and marks, laid over the words of both sides of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.comparing.marking import Mark, MarkKind
from assistant.comparing.units import TextUnit
from corpus.clauses.records import ClauseRecord
from corpus.text.provision import ProvisionId

#: Clauses that have this much of the shorter one in common are one clause.
_SAME_CLAUSE = 0.5
_LEAST_SHARED = 6
#: How many words around a change are told with it.
_BEFORE, _AFTER = 40, 30


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A clause record, and where it stands in the words of one side of a row."""

    record: ClauseRecord
    start: int
    end: int
    leaves: Mapping[ProvisionId, int]


_Records = Mapping[ProvisionId, Sequence[ClauseRecord]]


def place_records(units: Sequence[TextUnit], records: _Records) -> tuple[PlacedRecord, ...]:
    """The records of some units in the words of all of them, a line break between two units."""
    at = 0
    leaves: dict[ProvisionId, int] = {}
    for unit in units:
        leaves |= {place.id: at + place.start for place in unit.places}
        at += len(unit.text) + 1
    return tuple(
        PlacedRecord(r, start + r.span[0], start + r.span[1], leaves)
        for leaf, start in leaves.items()
        for r in records.get(leaf, ())
    )


@dataclass(frozen=True, slots=True)
class MarkedRange:
    """Words that were deleted or inserted, where they stand on their side, and in which change."""

    start: int
    end: int
    change: int
    text: str


class Changes:
    """The marks as ranges of the old and of the new words."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.equal: list[tuple[int, int, int]] = []
        self.deleted: list[MarkedRange] = []
        self.inserted: list[MarkedRange] = []
        old = new = change = 0
        for mark in marks:
            size = len(mark.text)
            if mark.kind is MarkKind.EQUAL:
                self.equal.append((old, new, size))
                old, new, change = old + size, new + size, change + 1
            elif mark.kind is MarkKind.DELETED:
                self.deleted.append(MarkedRange(old, old + size, change, mark.text))
                old += size
            else:
                self.inserted.append(MarkedRange(new, new + size, change, mark.text))
                new += size

    def shared(self, first: tuple[int, int], second: tuple[int, int]) -> int:
        """How many characters of a range of the old words stayed in a range of the new ones."""
        total = 0
        for old, new, size in self.equal:
            start = max(first[0] - old, second[0] - new, 0)
            end = min(first[1] - old, second[1] - new, size)
            total += max(0, end - start)
        return total

    @staticmethod
    def touched(ranges: Sequence[MarkedRange], start: int, end: int) -> set[int]:
        """The numbers of the changes in which a range lies with at least one character."""
        return {r.change for r in ranges if r.start < end and start < r.end}


def same_clauses(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], changes: Changes
) -> list[tuple[int, int]]:
    """Clauses that are one clause, by their places on the two sides.

    They are each other's nearest by the words that stayed, with no second as near, and have enough of
    them.
    """
    shared = [[changes.shared((a.start, a.end), (b.start, b.end)) for b in new] for a in old]
    pairs = []
    for i, row in enumerate(shared):
        for j, count in enumerate(row):
            column = [other[j] for other in shared]
            nearest = all(max(of) == count and of.count(count) == 1 for of in (row, column))
            least = min(p.end - p.start for p in (old[i], new[j]))
            if nearest and count >= max(_LEAST_SHARED, _SAME_CLAUSE * least):
                pairs.append((i, j))
    return pairs


def around(clause: str, start: int, end: int) -> str:
    """Some words with those before and after them in the part of the clause that they stand in."""
    before = re.split(r"[，；：。\n]", clause[:start])[-1][-_BEFORE:]
    after = re.split(r"[，；：。\n]", clause[end:])[0][:_AFTER]
    return f"{before}{clause[start:end]}{after}"
