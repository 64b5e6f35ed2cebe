"""The register of a text that nobody has reviewed, from its clause records.

Its actors are the subjects as printed, its matters the chapters. It is never said to be complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.citing.references import Reference
from corpus.clauses.records import ClauseEffect, ClauseRecord, PartySource
from corpus.language.data import Body, LanguageData
from corpus.register.clauses import BodyNames
from corpus.register.duties import matters_of, objects_of, role_of, scope_of
from corpus.register.levels import is_public_name, level_of
from corpus.register.records import Duty, Matter, NoDuty, NoDutyReason, Register
from corpus.text.provision import Leaf, ProvisionId, Regulation

#: The matter of a text without chapters.
_WHOLE = "全文"
_WITHOUT_DUTY = {
    ClauseEffect.PENALTY: NoDutyReason.ACCOUNTABILITY,
    ClauseEffect.DEFINITION: NoDutyReason.DEFINITION,
    ClauseEffect.OTHER: NoDutyReason.PRINCIPLE,
}


def read_register(
    regulation: Regulation,
    language: LanguageData,
    records: Sequence[ClauseRecord],
    references: Sequence[Reference] = (),
    matters: Sequence[Matter] = (),
) -> Register:
    """The register that the clause records make.

    Args:
        regulation: the text that they are of.
        language: whose bodies are known by the names that it gives.
        records: of every leaf, in printed order.
        references: of the text.
        matters: the vocabulary where there is one; else the chapters are the matters.
    """
    known = BodyNames(language.bodies)
    actors = {
        record.key: tuple(
            dict.fromkeys(a for p in record.subjects for a in known.meant_by(p.text) or (p.text,))
        )
        for record in records
    }
    bodies = (*language.bodies, *_new_bodies(language.bodies, records, actors))
    reading = _Reading(regulation, BodyNames(bodies), matters)
    for record in records:
        reading.add(record, actors[record.key])
    return Register(
        regulation,
        tuple(reading.duties),
        tuple(reading.rest),
        tuple(matters) or tuple(Matter(name, ()) for name in reading.chapters),
        bodies=bodies,
        groups=language.groups,
        references=tuple(references),
        reviewed=False,
    )


def _new_bodies(
    known: Sequence[Body],
    records: Sequence[ClauseRecord],
    actors: dict[tuple[ProvisionId, tuple[int, int]], tuple[str, ...]],
) -> Iterable[Body]:
    """The subjects that no data names, in the order in which they are printed first."""
    names = {body.name for body in known}
    where: dict[str, dict[str, None]] = {}
    for record in records:
        for name in actors[record.key]:
            if name not in names:
                where.setdefault(name, {})[str(record.provision)] = None
    return (Body(name, (), (), level_of(name), tuple(ids)) for name, ids in where.items())


class _Reading:
    """Duties and other clauses, as the records come."""

    def __init__(self, regulation: Regulation, names: BodyNames, matters: Sequence[Matter]) -> None:
        self.duties: list[Duty] = []
        self.rest: list[NoDuty] = []
        self.chapters: dict[str, None] = {}
        self._leaves = {leaf.id: leaf for leaf in regulation.leaves()}
        self._names = names
        self._matters = matters
        self._numbers: dict[ProvisionId, int] = {}

    def add(self, record: ClauseRecord, actors: Sequence[str]) -> None:
        """One record more."""
        leaf = self._leaves[record.provision]
        about = matters_of("\n".join((*actors, record.text)), self._matters)
        if not self._matters:
            about = (leaf.chapter or _WHOLE,)
        reason = _reason(record, leaf)
        if reason is not None:
            self.rest.append(NoDuty(record.provision, record.span, record.text, reason, about))
            return
        self.chapters.update(dict.fromkeys(about))
        named = [n for n in self._names.find(record.act) if n not in actors]
        duty = Duty(
            "",
            record.provision,
            record.span,
            record.text,
            "",
            level_of(actors[0]),
            role_of(record.act, is_public_name(actors[0])),
            record.modality,
            record.modal,
            about,
            _trigger(record),
            record.times,
        )
        objects = objects_of(record.act, named)
        for actor in actors:
            number = self._numbers[record.provision] = self._numbers.get(record.provision, 0) + 1
            self.duties.append(
                replace(
                    duty,
                    id=f"{record.provision}#{number}",
                    actor=actor,
                    level=self._names.level(actor),
                    objects=tuple(o for o in objects if o != actor),
                )
            )


def _reason(record: ClauseRecord, leaf: Leaf) -> NoDutyReason | None:
    """Why a clause binds nobody to act; None where it does bind somebody."""
    if record.effect is ClauseEffect.OTHER and record.modality == "鼓励" and record.subjects:
        return None
    if record.effect is ClauseEffect.SCOPE:
        return scope_of(record.text)
    if reason := _WITHOUT_DUTY.get(record.effect):
        return reason
    if not record.subjects:
        return NoDutyReason.NO_BODY
    listed = record.subjects[0].source is PartySource.ITEMS
    if leaf.is_lead_in and record.text.endswith(("：", ":")) and not listed:
        return NoDutyReason.LEAD_IN
    itself = record.text.rstrip("；。，") == record.subjects[0].text
    return NoDutyReason.LISTED if itself else None


def _trigger(record: ClauseRecord) -> str:
    """The conditions as they are printed, the first where something else stands between them."""
    joined = "，".join(record.conditions)
    return joined if joined in record.text else "".join(record.conditions[:1])
