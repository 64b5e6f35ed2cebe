"""What the changes of a provision mean: figures, 应当/不得/可以, bodies. Read from clause records alone.

Guarantees, tested:

1. Both sides of a finding are the text's own words, or empty where that side has none.
2. A finding is only made of words that are marked: what stands unchanged is never one.
3. A modal word or a body is only compared inside one clause, found on both sides by the words that
   stayed; else nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.comparing.marking import Mark, MarkKind
from assistant.comparing.units import Unit
from corpus.clauses.records import Amount, ClauseParty, ClauseRecord
from corpus.text.provision import ProvisionId

#: Clauses that have this much of the shorter one in common are one clause.
_SAME_CLAUSE = 0.5
_LEAST_SHARED = 6
#: How many words around a change are told with it.
_BEFORE, _AFTER = 40, 30
#: What stands between the names of a list, and is deleted or inserted with one.
_JOINTS = "、，和与及其以或者"


class FindingKind(StrEnum):
    """What changed. The value is what lists print, in this order."""

    FIGURE = "数字"
    MODAL = "应当、不得、可以"
    BODY = "主体"
    TARGET = "被罚的"


@dataclass(frozen=True, slots=True)
class Finding:
    """One change that matters.

    Attributes:
        kind: see there.
        about: what a figure is of (罚款, 期限 …), empty for others.
        old, new: verbatim; empty where that side has none.
        words: what stands around it on the new side, else on the old one, verbatim; empty for bodies.
    """

    kind: FindingKind
    about: str
    old: str
    new: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A clause record, and where it stands in the words of one side of a row."""

    record: ClauseRecord
    start: int
    end: int
    leaves: Mapping[ProvisionId, int]


Records = Mapping[ProvisionId, Sequence[ClauseRecord]]


def place_records(units: Sequence[Unit], records: Records) -> tuple[PlacedRecord, ...]:
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


class _Changes:
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


def find_changes(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], marks: Sequence[Mark]
) -> tuple[Finding, ...]:
    """What changed in a row, each once."""
    changes = _Changes(marks)
    found = _figures(old, new, changes)
    for i, j in _same_clauses(old, new, changes):
        one, other = old[i], new[j]
        found += _modals(one, other, changes)
        found += _parties(FindingKind.BODY, one, other, changes)
        found += _parties(FindingKind.TARGET, one, other, changes)
    return tuple(dict.fromkeys(found))


# --- figures ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Figure:
    amount: Amount
    text: str
    around: str
    clause: int
    start: int
    end: int
    changes: frozenset[int]


def _figures(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], changes: _Changes
) -> list[Finding]:
    """Figures that were changed: those in one place that are of one kind are one that changed."""
    gone = _figures_in(old, changes.deleted, changes)
    come = _figures_in(new, changes.inserted, changes)
    pairs: list[tuple[_Figure, _Figure]] = []
    for same in (_same_place(changes), _only_ones(gone, come, _same_clauses(old, new, changes))):
        for figure in list(gone):
            partner = next(
                (c for c in come if _is_of_one_kind(figure, c) and same(figure, c)), None
            )
            if partner is not None:
                gone.remove(figure)
                come.remove(partner)
                pairs.append((figure, partner))
    _drop_said_elsewhere(gone, come)
    found = [
        (
            one.start,
            Finding(FindingKind.FIGURE, one.amount.kind, one.text, other.text, other.around),
        )
        for one, other in pairs
        if one.text != other.text
    ]
    found += [
        (f.start, Finding(FindingKind.FIGURE, f.amount.kind, f.text, "", f.around)) for f in gone
    ]
    found.sort(key=lambda pair: pair[0])
    added = [Finding(FindingKind.FIGURE, f.amount.kind, "", f.text, f.around) for f in come]
    return [finding for _, finding in found] + added


def _figures_in(
    placed: Sequence[PlacedRecord], ranges: Sequence[MarkedRange], changes: _Changes
) -> list[_Figure]:
    found = []
    for number, p in enumerate(placed):
        base = p.start - p.record.span[0]
        for amount in p.record.amounts:
            start, end = base + amount.span[0], base + amount.span[1]
            before = p.record.text[: amount.span[0] - p.record.span[0]]
            text = f"过{amount.text}" if before.endswith("过") else amount.text  # 过半数
            if touched := changes.touched(ranges, start - len(text) + len(amount.text), end):
                around = _around(p.record.text, start - p.start, end - p.start)
                found.append(_Figure(amount, text, around, number, start, end, frozenset(touched)))
    return found


def _around(clause: str, start: int, end: int) -> str:
    """Some words with those before and after them in the part of the clause that they stand in."""
    before = re.split(r"[，；：。\n]", clause[:start])[-1][-_BEFORE:]
    after = re.split(r"[，；：。\n]", clause[end:])[0][:_AFTER]
    return f"{before}{clause[start:end]}{after}"


def _is_of_one_kind(one: _Figure, other: _Figure) -> bool:
    return (one.amount.kind, one.amount.unit) == (other.amount.kind, other.amount.unit)


def _same_place(changes: _Changes) -> Callable[[_Figure, _Figure], bool]:
    """Whether two figures stand in one change, or share words that stayed."""

    def same(one: _Figure, other: _Figure) -> bool:
        within = bool(one.changes & other.changes)
        return within or changes.shared((one.start, one.end), (other.start, other.end)) > 0

    return same


def _only_ones(
    gone: Sequence[_Figure],
    come: Sequence[_Figure],
    clauses: Sequence[tuple[int, int]],
) -> Callable[[_Figure, _Figure], bool]:
    """Whether two figures are the only changed ones of their kind in a clause that is the same."""

    def same(one: _Figure, other: _Figure) -> bool:
        return (one.clause, other.clause) in clauses and all(
            sum(f.clause == figure.clause and _is_of_one_kind(f, figure) for f in every) == 1
            for figure, every in ((one, gone), (other, come))
        )

    return same


def _drop_said_elsewhere(gone: list[_Figure], come: list[_Figure]) -> None:
    """Take out figures that only stand in another place of the row now."""
    for figure in list(come):
        same = next((g for g in gone if _is_of_one_kind(g, figure) and g.text == figure.text), None)
        if same is not None:
            gone.remove(same)
            come.remove(figure)


# --- clauses ------------------------------------------------------------------------------------


def _same_clauses(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], changes: _Changes
) -> list[tuple[int, int]]:
    """Clauses, by their places on the two sides, that are each other's nearest by the words that stayed, and have enough of them."""
    shared = {
        (i, j): changes.shared((a.start, a.end), (b.start, b.end))
        for i, a in enumerate(old)
        for j, b in enumerate(new)
    }
    pairs = []
    for (i, j), count in shared.items():
        a, b = old[i], new[j]
        least = min(a.end - a.start, b.end - b.start)
        best = all(
            count > other
            for (k, m), other in shared.items()
            if (k == i) != (m == j)  # the same clause on one side
        )
        if best and count >= max(_LEAST_SHARED, _SAME_CLAUSE * least):
            pairs.append((i, j))
    return pairs


def _modals(one: PlacedRecord, other: PlacedRecord, changes: _Changes) -> list[Finding]:
    a, b = one.record, other.record
    if a.modality == b.modality or {a.modality, b.modality} == {"应当", "必须"}:
        return []
    gone = _is_marked(a.modal, one, changes.deleted, changes)
    come = _is_marked(b.modal, other, changes.inserted, changes)
    if not (gone or come) or (a.modal and not gone) or (b.modal and not come):
        return []
    clause, word = (b.text, b.modal) if b.modal else (a.text, a.modal)
    at = clause.index(word)
    return [Finding(FindingKind.MODAL, "", a.modal, b.modal, _around(clause, at, at + len(word)))]


def _is_marked(
    word: str, placed: PlacedRecord, ranges: Sequence[MarkedRange], changes: _Changes
) -> bool:
    """Whether a word stands in a clause just once, and there in what was changed."""
    if not word or placed.record.text.count(word) != 1:
        return False
    start = placed.start + placed.record.text.index(word)
    return bool(changes.touched(ranges, start, start + len(word)))


def _parties(
    kind: FindingKind, one: PlacedRecord, other: PlacedRecord, changes: _Changes
) -> list[Finding]:
    before, after = _of(kind, one.record), _of(kind, other.record)
    names, others = [p.text for p in before], [p.text for p in after]
    gone = [p for p in before if p.text not in others]
    come = [p for p in after if p.text not in names]
    if not (before and after) or not (gone or come):
        return []
    sides = ((gone, come, one, changes.deleted), (come, gone, other, changes.inserted))
    states = [
        _party_state(p, placed, ranges, others)
        for parties, others, placed, ranges in sides
        for p in parties
    ]
    # A name with 是 in it is a whole sentence that was taken for one.
    if None in states or True not in states or any("是" in p.text for p in (*gone, *come)):
        return []
    return [Finding(kind, "", "、".join(p.text for p in gone), "、".join(p.text for p in come))]


def _of(kind: FindingKind, record: ClauseRecord) -> tuple[ClauseParty, ...]:
    return record.subjects if kind is FindingKind.BODY else record.targets


def _party_state(
    party: ClauseParty,
    placed: PlacedRecord,
    ranges: Sequence[MarkedRange],
    others: Sequence[ClauseParty],
) -> bool | None:
    """Whether a name was changed, and nothing but the name; None where that is not proven.

    A name in which no word is marked is the same one on the other side with words put in or left out.
    """
    base = placed.leaves.get(party.provision)
    if base is None:
        return None
    start, end = base + party.span[0], base + party.span[1]
    touching = [r for r in ranges if r.start < end and start < r.end]
    if not touching:
        grown = any(party.text in other.text or other.text in party.text for other in others)
        return False if grown else None
    beside = (
        r.text[: max(0, start - r.start)] + r.text[len(r.text) - max(0, r.end - end) :]
        for r in touching
    )
    return None if any(words.strip(_JOINTS) for words in beside) else True
