"""The provisions that a sentence is checked against, taken together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.verify.evidence import Provisioned, RecordPiece
from assistant.verify.texts import flat
from assistant.verify.wording import PrintedWording
from corpus.text.provision import Level, ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that may bear out a sentence.

    Attributes:
        ids: the provisions, as given.
        leaves: their own words and, for a whole 条, those below.
        text: lead-ins and texts, flat.
        whole: ``text`` with headings, title and status.
        pieces: of all leaves.
        leads: those of their lead-ins.
        lead_ins: the lead-ins' words, flat.
        concepts: what ``whole`` says.
        wholes: of each leaf, its text with its lead-in and heading, and what that says.
        asked: the question bank's ways of asking for the leaves, flat.
    """

    ids: tuple[ProvisionId, ...]
    leaves: tuple[Provisioned, ...]
    text: str
    whole: str
    pieces: tuple[RecordPiece, ...]
    leads: tuple[RecordPiece, ...]
    lead_ins: tuple[str, ...]
    concepts: frozenset[int]
    wholes: tuple[tuple[str, frozenset[int]], ...]
    asked: tuple[str, ...]


def gather_ground(
    ids: Sequence[ProvisionId],
    leaves: dict[str, Provisioned],
    regulation: Regulation,
    wording: PrintedWording,
    bank: Mapping[str, tuple[str, ...]],
) -> Ground:
    """The ground of some provisions; ids without a leaf add nothing.

    Args:
        bank: ways of asking for each leaf, by short id.
    """
    inside = [leaves[i] for i in dict.fromkeys(_inside(ids, leaves))]
    leads = [p for p in _lead_ins(inside, leaves) if p not in inside]
    lead_ins = tuple(dict.fromkeys(p.lead_in for p in inside if p.lead_in))
    # A later 款 speaks of the 项 of its 条: what introduces them says whose they are.
    lead_ins += tuple(
        dict.fromkeys(
            leaves[str(p.leaf.id.parent_article())].text
            for p in inside
            if p.leaf.id.paragraph and leaves[str(p.leaf.id.parent_article())].leaf.is_lead_in
        )
    )
    text = "。".join([*lead_ins, *(p.text for p in inside)])
    headings = [a.heading for p in inside for a in p.leaf.ancestors if a.level < Level.ARTICLE]
    whole = "。".join([text, *map(flat, dict.fromkeys(headings)), about(regulation)])
    return Ground(
        tuple(ids),
        tuple(inside),
        text,
        whole,
        tuple(piece for p in inside for piece in p.pieces),
        tuple(piece for p in leads for piece in p.pieces),
        lead_ins,
        wording.concepts(whole),
        tuple((part, wording.concepts(part)) for part in (_whole(p, regulation) for p in inside)),
        tuple(q for p in inside for q in bank.get(str(p.leaf.id), ())),
    )


def _whole(prepared: Provisioned, regulation: Regulation) -> str:
    headings = [a.heading for a in prepared.leaf.ancestors if a.level < Level.ARTICLE]
    parts = [prepared.lead_in, prepared.text, *map(flat, headings), about(regulation)]
    return "。".join(p for p in parts if p)


def _inside(ids: Sequence[ProvisionId], leaves: dict[str, Provisioned]) -> list[str]:
    return [name for id_ in ids for name, p in leaves.items() if p.leaf.id.lies_in(id_)]


def _lead_ins(inside: Sequence[Provisioned], leaves: dict[str, Provisioned]) -> list[Provisioned]:
    """The leaves whose words introduce some of these."""
    names = {str(p.leaf.id.parent_article()) for p in inside if p.leaf.id.item}
    return [leaves[n] for n in sorted(names) if n in leaves]


def about(regulation: Regulation) -> str:
    """Title and status of the regulation, flat; other facts are ``facts``' matter."""
    return "。".join(map(flat, (regulation.title, regulation.status, regulation.short_title)))
