"""A piece of a sentence as it is understood, and the printed words around what it restates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.bodies import Mention
from assistant.verify.evidence import Piece, Record
from assistant.verify.ground import Ground


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


def verbatim(text: str, ground: Ground) -> tuple[Piece, ...]:
    """The one printed piece that a piece repeats word for word."""
    same = [p for p in ground.pieces if p.text == text]
    return tuple(same) if len(same) == 1 else ()


def near(read: Read, ground: Ground) -> str:
    """The printed words around what a piece restates."""
    clause = read.record.clause if read.record else ""
    return "。".join([clause, *(p.text for p in read.pieces), *ground.lead_ins])


def around(reads: Sequence[Read], ground: Ground) -> str:
    """The clauses that a sentence restates with lead-ins and headings; all where it restates none."""
    clauses = dict.fromkeys(r.record.clause for r in reads if r.record is not None)
    if not clauses:
        return ground.whole
    return "。".join([*clauses, ground.whole.replace(ground.text, ""), *ground.lead_ins])


def masked(text: str, mentions: Sequence[Mention]) -> str:
    """A piece without the bodies that it names."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}，{text[mention.end :]}"
    return text
