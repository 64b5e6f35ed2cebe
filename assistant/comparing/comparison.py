"""Two texts → rows: what became of every provision.

Guarantees, tested over made-up and real texts:

1. Every unit of both texts (``assistant.comparing.units``: every 条, every heading, all that stands
   around them) stands in exactly one row.
2. The equal and deleted marks of a row in order are the words of its old units, the equal and inserted
   ones those of its new units, verbatim.
3. A row is 未变 only where both sides have the same words; what is dress only (width, blanks, kinds of
   dots) does not count, and its marks still show it.
4. 条号随改 is only said where every difference is the number of a 条 of the text itself that the matching
   renumbered just so.
5. What changed figures, modal words and bodies mean is read from clause records, and only of words that
   are marked (``assistant.comparing.findings``).
6. The same two texts give the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.comparing.findings import find_changes
from assistant.comparing.marking import Mark, MarkKind, mark_words
from assistant.comparing.matching import UnitGroup, longest_rising, match_units
from assistant.comparing.pieces import same_words
from assistant.comparing.placed import place_records
from assistant.comparing.renumbered import OwnNumbers
from assistant.comparing.rows import ComparedRow, RowKind
from assistant.comparing.transfers import Transfer, find_transfers, without_transferred
from assistant.comparing.units import TextUnit, units_of
from corpus.citing.references import find_references
from corpus.clauses.read import read_clauses
from corpus.clauses.records import ClauseRecord
from corpus.text.provision import ProvisionId, Regulation
from corpus.text.titles import short_key


@dataclass(frozen=True)  # no slots: what is counted is kept
class TextComparison:
    """Two texts side by side.

    Attributes:
        old, new: the texts, as they were named: the second is compared with the first.
        rows: in the order of the new text; what was deleted after what it followed.
        transfers: sentences that went from one row to another.
    """

    old: Regulation
    new: Regulation
    rows: tuple[ComparedRow, ...]
    transfers: tuple[Transfer, ...] = ()

    @cached_property
    def articles(self) -> tuple[ComparedRow, ...]:
        """The rows that are of 条."""
        return tuple(row for row in self.rows if row.is_article)

    def of_kind(self, *kinds: RowKind) -> tuple[ComparedRow, ...]:
        """The rows of 条 of some kinds."""
        return tuple(row for row in self.articles if row.kind in kinds)

    @cached_property
    def is_one_law(self) -> bool:
        """Whether both are versions of one regulation: else nothing in them is new or deleted."""
        return short_key(self.old.title) == short_key(self.new.title)

    @cached_property
    def is_equal(self) -> bool:
        """Whether nothing changed."""
        return all(row.is_same for row in self.rows)


def compare(old: Regulation, new: Regulation) -> TextComparison:
    """Compare a text with an earlier one."""
    before, after = units_of(old), units_of(new)
    groups = match_units(before, after)
    moved = _moved(groups)
    sides = [_Side(old, before), _Side(new, after)]
    numbers = OwnNumbers(groups, before, after, sides[0].references, sides[1].references)
    rows = [_row(g, sides, numbers, moved=g in moved) for g in groups]
    transfers = find_transfers(rows)
    return TextComparison(old, new, without_transferred(rows, transfers), transfers)


class _Side:
    """One of the texts with its units and clause records."""

    def __init__(self, regulation: Regulation, units: Sequence[TextUnit]) -> None:
        self._regulation = regulation
        self._units = units
        self.references = find_references(regulation)

    @cached_property
    def records(self) -> dict[ProvisionId, list[ClauseRecord]]:
        found: dict[ProvisionId, list[ClauseRecord]] = {}
        for record in read_clauses(self._regulation):
            found.setdefault(record.provision, []).append(record)
        return found

    def units(self, places: Sequence[int]) -> tuple[TextUnit, ...]:
        return tuple(self._units[at] for at in places)


def _moved(groups: Sequence[UnitGroup]) -> frozenset[UnitGroup]:
    """Groups that stand in another order than the most of them."""
    both = {(g.old[0], g.new[0]): g for g in groups if g.old and g.new}
    return frozenset(both[pair] for pair in both.keys() - set(longest_rising(both)))


def _row(
    group: UnitGroup, sides: Sequence[_Side], numbers: OwnNumbers, *, moved: bool
) -> ComparedRow:
    old, new = (side.units(at) for side, at in zip(sides, (group.old, group.new), strict=True))
    before, after = ("\n".join(unit.text for unit in units) for units in (old, new))
    if not old or not new:
        kind = MarkKind.INSERTED if new else MarkKind.DELETED
        words = (Mark(kind, before or after),) if before or after else ()
        return ComparedRow(RowKind.NEW if new else RowKind.DELETED, old, new, words)
    marks = mark_words(before, after)
    whole = RowKind.SPLIT if len(new) > len(old) else RowKind.MERGED
    if len(old) == len(new) == 1:
        if same_words(before, after):
            return ComparedRow(RowKind.SAME, old, new, marks, moved)
        if numbers.explain(old[0], new[0]):
            return ComparedRow(RowKind.RENUMBERED, old, new, marks, moved)
        whole = RowKind.CHANGED
    placed = place_records(old, sides[0].records), place_records(new, sides[1].records)
    return ComparedRow(whole, old, new, marks, moved, find_changes(*placed, marks))
