"""What the changes of a provision mean: figures, 应当/不得/可以, bodies. Read from clause records alone.

Guarantees, tested:

1. Both sides of a finding are the text's own words, or empty where that side has none.
2. A finding is only made of words that are marked: what stands unchanged is never one.
3. A modal word or a body is only compared inside one clause, found on both sides by the words that
   stayed; else nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.comparing.figures import changed_figures
from assistant.comparing.finding import Finding, FindingKind
from assistant.comparing.marking import Mark
from assistant.comparing.placed import Changes, MarkedRange, PlacedRecord, around, same_clauses
from corpus.clauses.records import ClauseParty, ClauseRecord

#: What stands between the names of a list, and is deleted or inserted with one.
_JOINTS = "、，和与及其以或者"


def find_changes(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], marks: Sequence[Mark]
) -> tuple[Finding, ...]:
    """What changed in a row, each once."""
    changes = Changes(marks)
    found = changed_figures(old, new, changes)
    for i, j in same_clauses(old, new, changes):
        one, other = old[i], new[j]
        found += _modals(one, other, changes)
        found += _parties(FindingKind.BODY, one, other, changes)
        found += _parties(FindingKind.TARGET, one, other, changes)
    return tuple(dict.fromkeys(found))


def _modals(one: PlacedRecord, other: PlacedRecord, changes: Changes) -> list[Finding]:
    a, b = one.record, other.record
    if a.modality == b.modality or {a.modality, b.modality} == {"应当", "必须"}:
        return []
    gone = _is_marked(a.modal, one, changes.deleted, changes)
    come = _is_marked(b.modal, other, changes.inserted, changes)
    if not (gone or come) or (a.modal and not gone) or (b.modal and not come):
        return []
    clause, word = (b.text, b.modal) if b.modal else (a.text, a.modal)
    at = clause.index(word)
    return [Finding(FindingKind.MODAL, "", a.modal, b.modal, around(clause, at, at + len(word)))]


def _is_marked(
    word: str, placed: PlacedRecord, ranges: Sequence[MarkedRange], changes: Changes
) -> bool:
    """Whether a word stands in a clause just once, and there in what was changed."""
    if not word or placed.record.text.count(word) != 1:
        return False
    at = placed.record.text.index(word)
    before = placed.record.text[:at]
    if before.count("《") > before.count("》"):
        return False  # it stands in a title
    start = placed.start + at
    return bool(changes.touched(ranges, start, start + len(word)))


def _parties(
    kind: FindingKind, one: PlacedRecord, other: PlacedRecord, changes: Changes
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
