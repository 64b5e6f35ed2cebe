"""What changed between two texts, as something to teach and to ask.

Guarantees, tested:

1. A clause is only taught as changed where its words do not stand in the other text.
2. What is shown of both sides are their own words, cut at nothing but the borders of a provision.
3. A question on a change is true of the text that is taught: its key is checked like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.answering.quoting import document_mark
from assistant.comparing.comparison import TextComparison
from assistant.comparing.finding import FindingKind
from assistant.comparing.marking import MarkKind
from assistant.comparing.pieces import Piece, shown_pieces
from assistant.comparing.rows import ComparedRow, RowKind
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import draft_statement
from assistant.training.material import Material
from assistant.training.question import Alteration, TrueFalse
from corpus.text.compare import compare_form
from corpus.text.provision import ProvisionId
from corpus.text.status import is_draft
from corpus.text.versions import is_dated

#: What a finding is of → what an altered statement departs in.
_POINTS = {FindingKind.FIGURE: "数字", FindingKind.MODAL: "情态"}
#: Characters of words that are taken for one another in a statement.
_SHORT = 16
_ALIKE = (RowKind.CHANGED, RowKind.SPLIT, RowKind.MERGED)


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """What became of one provision.

    Attributes:
        row: of the comparison in which it stands.
        old: the words of the other text: those that stand in its place, or, where they are hardly the
            same, the whole of what it answers to; empty where it is new.
        whole: whether it is the whole.
    """

    row: ComparedRow
    old: str
    whole: bool


class TaughtChanges:
    """The provisions of a text in which it differs from another.

    Args:
        comparison: its new side is the text that is taught.
    """

    def __init__(self, comparison: TextComparison) -> None:
        self.comparison = comparison

    @cached_property
    def rows(self) -> Mapping[ProvisionId, ComparedRow]:
        """Provision → its row; of another law only those that answer to a provision of it."""
        kinds = (*_ALIKE, RowKind.NEW) if self.comparison.is_one_law else _ALIKE
        return {
            place.id: row
            for row in self.comparison.rows
            if row.kind in kinds
            for unit in row.new
            for place in unit.places
        }

    def words(self, id_: ProvisionId) -> ChangedWords | None:
        """What became of a provision; None where nothing did."""
        row = self.rows.get(id_)
        if row is None:
            return None
        pieces = tuple(self._pieces(row, id_))
        old = "".join(piece.old for piece in pieces).strip("\n")
        stayed = sum(len(piece.old) for piece in pieces if piece.kind is MarkKind.EQUAL)
        if not row.old or (self.comparison.is_one_law and stayed * 2 >= len(old)):
            return ChangedWords(row, old, whole=False)
        told = (f"{unit.name}　{unit.text}" for unit in row.old)
        return ChangedWords(row, "\n".join(told), whole=True)

    @staticmethod
    def _pieces(row: ComparedRow, id_: ProvisionId) -> Iterator[Piece]:
        """The words of both texts within the borders of a provision."""
        start = 0
        for unit in row.new:
            for place in unit.places:
                if place.id == id_:
                    span = start + place.start, start + place.end
                    yield from _within(shown_pieces(row.marks), *span)
            start += len(unit.text) + 1

    @cached_property
    def leaves(self) -> tuple[ProvisionId, ...]:
        """The provisions whose words the other text does not have, as printed."""
        texts = {leaf.id: compare_form(leaf.text) for leaf in self.comparison.new.leaves()}
        return tuple(i for i in self.rows if texts.get(i, "") not in self._old)

    def differing(self, clauses: Sequence[TeachableClause]) -> tuple[TeachableClause, ...]:
        """The clauses that the other text does not have."""
        return tuple(
            c for c in clauses if c.id in self.rows and compare_form(c.quote) not in self._old
        )

    @cached_property
    def _old(self) -> str:
        return "\n".join(compare_form(leaf.text) for leaf in self.comparison.old.leaves())

    @property
    def other(self) -> str:
        """What the text is called with which this one is compared."""
        old = self.comparison.old
        if not self.comparison.is_one_law:
            return document_mark(old)
        if is_draft(old.status):
            return old.status
        return f" {old.version} 的一版" if is_dated(old.version) else "另一份文本"

    def ask(self, material: Material, clauses: Sequence[TeachableClause]) -> Iterator[TrueFalse]:
        """Whether a clause still says what the other text says: statements with the words that it had.

        Of another law nothing: its words were never those of this one.
        """
        for clause in clauses if self.comparison.is_one_law else ():
            row = self.rows.get(clause.id)
            if row is None or not clause.says:
                continue
            statement = clause.sentence(clause.actors[0])
            for written, printed in _replaced(tuple(self._pieces(row, clause.id))):
                if statement.count(printed) == 1 and written not in statement:
                    yield draft_statement(
                        material,
                        statement.replace(printed, written),
                        material.evidence(clause),
                        rate(near=2),
                        clause.matters,
                        altered=Alteration(_point(row, written, printed), written, printed),
                    )


def _replaced(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Short words that others have taken the place of: the old and the new ones."""
    for before, after in pairwise(pieces):
        kinds = {before.kind, after.kind}
        if kinds == {MarkKind.DELETED, MarkKind.INSERTED}:
            old, new = before.old or after.old, before.new or after.new
            if max(len(old), len(new)) <= _SHORT and not set(old + new) & set("，；。\n"):
                yield old, new


def _point(row: ComparedRow, written: str, printed: str) -> str:
    """In what an altered statement departs: as the findings of its row say, else in its reach."""
    for finding in row.findings:
        if written in finding.old or printed in (finding.new or finding.words):
            return _POINTS.get(finding.kind, "范围")
    return "范围"


def _within(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """The pieces between two places of the new text, with what was deleted there."""
    at = 0
    for piece in pieces:
        after = at + len(piece.new)
        if piece.kind is MarkKind.DELETED:
            # A whole line that is gone at the border stood beside the provision, not in it.
            before = at == start and piece.old.endswith("\n")
            behind = at == end and piece.old.startswith("\n")
            if start <= at <= end and not (before or behind):
                yield piece
        elif after > start and at < end:
            cut = slice(max(0, start - at), end - at)
            kept = piece.old if len(piece.old) == len(piece.new) else piece.new
            old = kept[cut] if piece.kind is MarkKind.EQUAL else ""
            yield Piece(piece.kind, old, piece.new[cut])
        at = after
