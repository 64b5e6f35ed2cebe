"""What a sentence is checked against: the clauses of the provisions, with who bears each and how.

Every comma-separated piece of a provision knows the record of the register that it belongs to, so
that a piece of a sentence can be compared with the piece that it restates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum

from assistant.verify.texts import flat, pairs, split_segments
from assistant.verify.wording import PrintedWording
from corpus.register.clauses import BodyNames, split_sentences
from corpus.register.records import ClauseKey, Duty, Modality, NoDuty, Register, Role
from corpus.text.provision import Leaf, ProvisionId

Feature = str | int
_URGES = re.compile(r"(?:国家|本省|本市|本区|[^，。；]{0,12}政府)?(?:鼓励|提倡|倡导)")
_BINDING: tuple[tuple[str, Modality], ...] = (
    ("不得|禁止|严禁", "不得"),
    ("应当|必须", "应当"),
    ("可以", "可以"),
)


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One record of the register, or a clause that binds nobody.

    Attributes:
        provision, span: where it stands.
        text: its words, flat.
        clause: the whole clause (to 。 or ；) it stands in, flat.
        before: the part of the clause that precedes it, flat.
        actors: names of bodies.
        modality, roles, trigger: of its duties; none and empty for a no-duty clause, whose modality
            is read from its words.
        lead_in: flat, the last words of what introduces the 项 that it stands in (不得有下列行为：).
        features: what alignment compares, of the whole record.
    """

    provision: ProvisionId
    span: tuple[int, int]
    text: str
    clause: str
    before: str
    actors: frozenset[str]
    modality: Modality
    roles: frozenset[Role]
    trigger: str
    lead_in: str = ""
    features: frozenset[Feature] = field(repr=False, default=frozenset())

    @property
    def key(self) -> ClauseKey:
        """The clause that it is."""
        return self.provision, self.span


@dataclass(frozen=True, slots=True)
class RecordPiece:
    """What stands between two commas of a record. ``features``: what alignment compares."""

    text: str
    record: EvidenceRecord
    features: frozenset[Feature]


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A leaf prepared for checking.

    Attributes:
        text, lead_in: flat.
        pieces: in printed order.
        concepts: what text and lead-in say.
    """

    leaf: Leaf
    text: str
    lead_in: str
    pieces: tuple[RecordPiece, ...]
    concepts: frozenset[int]


def prepare(register: Register, wording: PrintedWording) -> dict[str, Provisioned]:
    """Every leaf of the regulation, by short id."""
    names = BodyNames(register.bodies)
    by_leaf: dict[str, list[Duty | NoDuty]] = {}
    entries: list[Duty | NoDuty] = [*register.duties, *register.rest]
    for entry in entries:
        by_leaf.setdefault(str(entry.provision), []).append(entry)
    prepared = {}
    for leaf in register.regulation.leaves():
        records = tuple(_records(leaf, by_leaf.get(str(leaf.id), ()), names, wording))
        text, lead_in = flat(leaf.text), flat(leaf.lead_in)
        pieces = tuple(
            RecordPiece(s, r, features_of(s, wording))
            for r in records
            for s in split_segments(r.text)
        )
        prepared[str(leaf.id)] = Provisioned(
            leaf, text, lead_in, pieces, wording.concepts(lead_in + text)
        )
    return prepared


def features_of(text: str, wording: PrintedWording) -> frozenset[Feature]:
    """Character pairs and concepts of a flat text."""
    return pairs(text) | wording.said(text) | wording.concepts(text)


def _records(
    leaf: Leaf, entries: Sequence[Duty | NoDuty], names: BodyNames, wording: PrintedWording
) -> Iterable[EvidenceRecord]:
    spans: dict[tuple[int, int], list[Duty | NoDuty]] = {}
    for entry in sorted(entries, key=lambda e: e.span):
        spans.setdefault(entry.span, []).append(entry)
    clauses = split_sentences(leaf.text)
    for span, group in spans.items():
        start, end = next(((a, b) for a, b in clauses if a <= span[0] < b), span)
        duties = [e for e in group if isinstance(e, Duty)]
        actors = {d.actor for d in duties}
        if not duties and (subject := names.subject(leaf.text, span[0])):
            actors = set(subject.actors)
        yield EvidenceRecord(
            leaf.id,
            span,
            flat(leaf.text[slice(*span)]),
            flat(leaf.text[start : max(end, span[1])]),
            flat(leaf.text[start : span[0]]),
            frozenset(actors),
            duties[0].modality if duties else _modality(flat(leaf.text[slice(*span)])),
            frozenset(d.role for d in duties),
            flat(next((d.trigger for d in duties if d.trigger), "")),
            governing(flat(leaf.lead_in)),
            features_of(flat(leaf.text[slice(*span)]), wording),
        )


def governing(lead_in: str) -> str:
    """The piece of a flat lead-in that the 项 go on from; empty where it introduces none."""
    return re.split("[，。；]", lead_in)[-1] if lead_in.endswith(("：", ":")) else ""


def _modality(clause: str) -> Modality:
    """How a flat clause binds whose subject the register does not know."""
    if _URGES.match(clause):
        return "鼓励"
    binds = [modality for words, modality in _BINDING if re.search(words, clause)]
    return binds[0] if len(binds) == 1 else "陈述"


class Alignment:
    """Which pieces of some provisions a piece of a sentence restates.

    Args:
        all_pieces: those of the whole regulation: a pair that many hold weighs little.
    """

    def __init__(self, all_pieces: Iterable[RecordPiece]) -> None:
        counts: dict[Feature, int] = {}
        for piece in all_pieces:
            for feature in piece.features:
                counts[feature] = counts.get(feature, 0) + 1
        self._weight = {f: 1.0 / (1.0 + n) ** 0.5 for f, n in counts.items()}

    def score(self, said: frozenset[Feature], piece: RecordPiece) -> float:
        """Weight of what a said piece shares with a printed one, and half of that with its record."""
        shared = said & piece.features
        own = sum(self._weight.get(f, 0.0) for f in shared) if shared else 0.0
        if not own:
            return 0.0
        around = sum(self._weight.get(f, 0.0) for f in said & piece.record.features)
        return float(own + around / 2)

    def shares(self, said: frozenset[Feature], leaves: Sequence[Provisioned]) -> list[float]:
        """Share of the weight of a text's character pairs that each leaf with its lead-in holds."""
        weights = {f: self._weight.get(f, 1.0) for f in said if isinstance(f, str)}
        own = frozenset(weights)
        whole = fsum(weights.values())
        held = ((own & pairs(p.lead_in)) | (own & pairs(p.text)) for p in leaves)
        return [fsum(map(weights.__getitem__, h)) / whole if h else 0.0 for h in held]
