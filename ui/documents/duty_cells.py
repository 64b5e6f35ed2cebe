"""Records of the register as the cells of a table and as records for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.citing.citations import cite_all, cite_own_text
from corpus.citing.reference import Reference
from corpus.clauses.records import NOT_REVIEWED
from corpus.register.findings import ActorDuties, MatterDuties
from corpus.register.inheritance import Inherited
from corpus.register.lookups import label
from corpus.register.records import Duty, NoDuty, provisions_of
from corpus.text.provision import ProvisionId, Regulation
from ui.documents.duty_sentences import Sentences

#: Relative widths for print, by column name.
WIDTHS = {
    "事项": 20,
    "主体": 17,
    "角色": 9,
    "要求": 7,
    "条文原文": 56,
    "时间": 11,
    "条款": 22,
    "经由": 40,
    "条件": 16,
    "性质": 12,
}
DUTY_COLUMNS = ("事项", "主体", "角色", "要求", "条文原文", "时间", "条款")
#: What is said of duties that the program alone read out of a text.
DERIVED = f"{NOT_REVIEWED}，可能有漏有错，请对照原文。"
#: The record's word for a clause without a modal word, and what it means.
STATED = "陈述"
STATEMENT_NOTE = "「要求」一栏空着的，原文直接写职责，没有用「应当」「不得」等字样。"


@dataclass(frozen=True, slots=True)
class Borne:
    """A duty that a body bears, and how.

    Attributes:
        by: the ways of references that make it the body's; empty for one under its own name.
    """

    duty: Duty
    by: tuple[Inherited, ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """Some duties of one body.

    Attributes:
        name: the body, empty for the duties of everybody.
        borne: own and inherited ones.
        common: those that it bears as one of a collective.
    """

    name: str
    borne: tuple[Borne, ...]
    common: tuple[Borne, ...] = ()


def own(duties: Iterable[Duty]) -> list[Borne]:
    """Duties as those of their own actor."""
    return [Borne(d) for d in duties]


def borne_by(found: ActorDuties) -> list[Borne]:
    """Own and inherited duties of a body, each clause and role once, with all ways to it."""
    kept: dict[tuple[object, ...], list[tuple[Duty, Inherited | None]]] = {}
    for duty in found.own:
        kept.setdefault((duty.key, duty.role), []).append((duty, None))
    for way in found.inherited:
        for duty in way.duties:
            kept.setdefault((duty.key, duty.role), []).append((duty, way))
    return [
        Borne(ways[0][0], tuple(way for _, way in ways if way is not None))
        for ways in kept.values()
    ]


class Cells:
    """Cells and records of one regulation's duties.

    Args:
        regulation: whose they are.
        key: what addresses in records begin with; empty where one regulation only is asked.
    """

    def __init__(self, regulation: Regulation, key: str = "") -> None:
        self.regulation = regulation
        self.sentences = Sentences(regulation)
        self._key = key

    def id(self, address: ProvisionId) -> str:
        """The short id of a provision: art19.item5; of several regulations 消防法/art19."""
        return str(address.of(self._key))

    def cite(self, address: ProvisionId) -> str:
        """第十九条第（三）项, without the title."""
        return cite_own_text(address, self.regulation, title=False)

    def cite_all(self, addresses: Sequence[ProvisionId]) -> str:
        """Several provisions, a bare 条 whole; the 项 of one series share what stands before them."""
        return cite_all(addresses, self.regulation)

    def cite_places(self, duties: Iterable[Duty]) -> str:
        """Where duties stand, as ``cite`` says it of each."""
        return cite_all(provisions_of(tuple(duties)), self.regulation, own_text=True)

    def row(self, borne: Borne, columns: Sequence[str]) -> tuple[str, ...]:
        """The cells of a duty under some of ``DUTY_COLUMNS``."""
        duty = borne.duty
        ways = "".join(f"\n（{self.way(by)}）" for by in borne.by)
        words = self.sentences.readable(duty)
        cells = {
            "事项": "、".join(duty.matters),
            "主体": duty.actor,
            "角色": duty.role,
            "要求": "" if duty.modality == STATED else duty.modality,
            "条文原文": f"{words}\n（注：{duty.note}）" if duty.note else words,
            "时间": "、".join(t.text for t in duty.recurrence),
            "条款": f"{self.cite(duty.provision)}{ways}",
        }
        return tuple(cells[name] for name in columns)

    def way(self, by: Inherited) -> str:
        """经第十七条第二款（参照）、第十五条第二款（部分适用）；条件：在职权范围内."""
        return f"{self.steps(by)}；条件：{by.condition}" if by.condition else self.steps(by)

    def steps(self, by: Inherited) -> str:
        """经第十七条第二款（参照）、第十五条第二款（部分适用）."""
        return f"经{'、'.join(self.step(r) for r in by.chain)}"

    def step(self, reference: Reference) -> str:
        """第十七条第二款（参照）."""
        return f"{self.cite(reference.source)}（{reference.kind}）"

    def record(self, borne: Borne) -> dict[str, Any]:
        """A duty for JSON."""
        duty = borne.duty
        record: dict[str, Any] = {
            "id": f"{self._key}/{duty.id}" if self._key else duty.id,
            "provision": self.id(duty.provision),
            "citation": self.cite(duty.provision),
            "actor": duty.actor,
            "level": duty.level,
            "role": duty.role,
            "modality": duty.modality,
            "modal": duty.modal,
            "matters": duty.matters,
            "text": duty.text,
            "trigger": duty.trigger,
            "recurrence": [{**asdict(t), "label": label(t)} for t in duty.recurrence],
            "objects": duty.objects,
            "note": duty.note,
        }
        if borne.by:
            record["via"] = [
                {
                    "steps": [
                        {"provision": self.id(r.source), "text": r.text, "kind": r.kind}
                        for r in by.chain
                    ],
                    "condition": by.condition,
                }
                for by in borne.by
            ]
        return record

    def records(self, duties: Iterable[Duty]) -> list[dict[str, Any]]:
        """Duties of their own actors for JSON."""
        return [self.record(b) for b in own(duties)]

    def clause(self, rest: NoDuty) -> dict[str, Any]:
        """A clause that binds nobody, for JSON."""
        return {
            "provision": self.id(rest.provision),
            "citation": self.cite(rest.provision),
            "reason": rest.reason,
            "matters": rest.matters,
            "text": rest.text,
        }

    def actor(self, found: ActorDuties) -> dict[str, Any]:
        """What a look-up by actor found, for JSON."""
        bears = borne_by(found)
        return {
            "actor": found.body.name,
            "own": [self.record(b) for b in bears if not b.by],
            "inherited": [self.record(b) for b in bears if b.by],
            "common": {c.collective.name: self.records(c.duties) for c in found.common},
            "excluded": [self.id(p) for p in found.excluded],
            "mentioned": self.records(found.mentioned),
            "named_in": [self.clause(c) for c in found.named_in],
        }

    def matter(self, found: MatterDuties) -> dict[str, Any]:
        """What a look-up by matter found, for JSON."""
        return {
            "matter": found.matter.name,
            "coverage": found.coverage,
            "leads": found.leads,
            "duties": self.records(found.duties),
            "applied": [
                {"borne_by": a.body.name, **self.record(Borne(d, (a.by,)))}
                for a in found.applied
                for d in a.duties
            ],
            "mentions": [self.clause(c) for c in found.mentions],
        }


def widths(columns: Sequence[str]) -> tuple[int, ...]:
    """Relative widths of columns for print."""
    return tuple(WIDTHS.get(name, 40) for name in columns)
