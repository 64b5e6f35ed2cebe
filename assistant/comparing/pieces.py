"""Marks as readers see them: what differs in dress only is not marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.comparing.marking import Mark, MarkKind
from corpus.text.compare import compare_form


@dataclass(frozen=True, slots=True)
class Piece:
    """What readers are shown of some marks.

    Attributes:
        kind: as of the marks; what differs in dress only (width, kinds of dots) is not marked.
        old, new: the words on both sides; of what is not marked the same but for their dress.
    """

    kind: MarkKind
    old: str
    new: str


def same_words(one: str, other: str) -> bool:
    """Whether two wordings differ in dress only: width, blanks, kinds of dots and of brackets."""
    return compare_form(one.translate(_ANGLES)) == compare_form(other.translate(_ANGLES))


_ANGLES = str.maketrans("<>＜＞", "〈〉〈〉")


def shown_pieces(marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The marks for readers: the old words in order are the old text, the new ones the new text."""
    shown: list[Piece] = []
    for mark in marks:
        piece = Piece(
            mark.kind,
            "" if mark.kind is MarkKind.INSERTED else mark.text,
            "" if mark.kind is MarkKind.DELETED else mark.text,
        )
        before = shown[-1] if shown else None
        if (
            before is not None
            and (before.kind, piece.kind) == (MarkKind.DELETED, MarkKind.INSERTED)
            and same_words(before.old, piece.new)
        ):
            shown.pop()
            piece = Piece(MarkKind.EQUAL, before.old, piece.new)
        if shown and shown[-1].kind is piece.kind:
            last = shown.pop()
            piece = Piece(piece.kind, last.old + piece.old, last.new + piece.new)
        shown.append(piece)
    return tuple(shown)
