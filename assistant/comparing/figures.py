"""Figures that were changed between two wordings, read from clause records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.comparing.finding import Finding, FindingKind
from assistant.comparing.placed import Changes, MarkedRange, PlacedRecord, around, same_clauses
from corpus.clauses.records import Amount


@dataclass(frozen=True, slots=True)
class _Figure:
    amount: Amount
    text: str
    around: str
    clause: int
    start: int
    end: int
    changes: frozenset[int]


def changed_figures(
    old: Sequence[PlacedRecord], new: Sequence[PlacedRecord], changes: Changes
) -> list[Finding]:
    """Figures that were changed: those in one place that are of one kind are one that changed."""
    gone = _figures_in(old, changes.deleted, changes)
    come = _figures_in(new, changes.inserted, changes)
    pairs: list[tuple[_Figure, _Figure]] = []
    for same in (_same_place(changes), _only_ones(gone, come, same_clauses(old, new, changes))):
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
    placed: Sequence[PlacedRecord], ranges: Sequence[MarkedRange], changes: Changes
) -> list[_Figure]:
    found = []
    for number, p in enumerate(placed):
        base = p.start - p.record.span[0]
        for amount in p.record.amounts:
            start, end = base + amount.span[0], base + amount.span[1]
            before = p.record.text[: amount.span[0] - p.record.span[0]]
            text = f"过{amount.text}" if before.endswith("过") else amount.text  # 过半数
            if touched := changes.touched(ranges, start - len(text) + len(amount.text), end):
                words = around(p.record.text, start - p.start, end - p.start)
                found.append(_Figure(amount, text, words, number, start, end, frozenset(touched)))
    return found


def _is_of_one_kind(one: _Figure, other: _Figure) -> bool:
    shares = all(
        "分之" in amount.unit for amount in (one.amount, other.amount)
    )  # 三分之二, 四分之三
    same = shares or one.amount.unit == other.amount.unit
    return same and one.amount.kind == other.amount.kind


def _same_place(changes: Changes) -> Callable[[_Figure, _Figure], bool]:
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
