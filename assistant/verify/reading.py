"""A piece of a sentence as it is understood."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.verify.bodies import Mention
from assistant.verify.evidence import Piece, Record


@dataclass(frozen=True, slots=True)
class Read:
    """One piece of a sentence as it is understood.

    Attributes:
        text: flat.
        mentions: bodies that it names.
        subjects: the bodies that act in it, or in the piece before where it names none.
        record: what it restates, or the piece before; None where neither restates anything.
        pieces: the printed pieces that it shares most with, best first.
    """

    text: str
    mentions: tuple[Mention, ...]
    subjects: tuple[Mention, ...]
    record: Record | None
    pieces: tuple[Piece, ...]
