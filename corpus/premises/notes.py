"""What else a checklist says: duties of others towards the place, its regulators, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.citing.citations import parse_id
from corpus.language.data import UnitType
from corpus.premises.checklist import ChecklistLine, Towards
from corpus.premises.facts import Holding, Premises, Standing
from corpus.premises.knowledge import PlaceKnowledge
from corpus.register.records import ClauseKey, Duty

#: So many characters in common are no chance: 公众聚集场所.
_SHARED = 5
_ID = re.compile(r"art\d+(?:\.(?:item|para)\d+)*(?:–art\d+)?")


def others_of(
    known: PlaceKnowledge, place: Premises, held: dict[str, Holding], reached: set[ClauseKey]
) -> tuple[Towards, ...]:
    """Duties of others: those of the data, and those of provisions that name the kind of unit."""
    found: dict[ClauseKey, Towards] = {}
    for entry in known.data.related:
        if min(max(held[n].standing for n in group) for group in entry.when) is Standing.YES:
            for duty in known.clauses.of(entry.provision, entry.opens):
                found.setdefault(duty.key, Towards(entry.who, duty))
    for unit in _units(known, place):
        for duty in _towards(known, unit):
            found.setdefault(duty.key, Towards(duty.actor, duty))
    kept = (t for key, t in found.items() if key not in reached)
    return tuple(sorted(kept, key=lambda t: (t.duty.provision.sort_key, t.duty.span)))


def _units(known: PlaceKnowledge, place: Premises) -> list[UnitType]:
    return list({k.unit: known.units[k.unit] for k in place.kinds}.values())


def _towards(known: PlaceKnowledge, unit: UnitType) -> Iterator[Duty]:
    """Duties of public bodies in the unit's provisions."""
    for written in unit.provisions:
        public = [d for d in known.clauses.of(written) if not d.level.is_private]
        yield from _naming(public, unit)


def _naming(duties: Sequence[Duty], unit: UnitType) -> Sequence[Duty]:
    """The duties that name a kind of unit, or what its note calls it; all where none does."""
    words = (unit.name, *unit.lay, *unit.statute)
    if named := [d for d in duties if any(w in d.text for w in words)]:
        return named
    pieces = [unit.note[i : i + _SHARED] for i in range(len(unit.note) - _SHARED + 1)]
    return [d for d in duties if any(p in d.text for p in pieces)] or duties


def regulators_of(known: PlaceKnowledge, place: Premises) -> tuple[Towards, ...]:
    """What the departments do that supervise the trade of the place."""
    found: dict[tuple[str, ClauseKey], Towards] = {}
    for unit in _units(known, place):
        for written in unit.regulators:
            for duty in _naming(known.clauses.of(written), unit):
                key = (duty.actor, duty.key)
                found.setdefault(key, Towards(duty.actor, duty))
    return tuple(sorted(found.values(), key=lambda t: (t.duty.provision.sort_key, t.duty.span)))


def notes_of(
    known: PlaceKnowledge, place: Premises, held: dict[str, Holding], lines: Sequence[ChecklistLine]
) -> tuple[str, ...]:
    """Sentences about the place and the list, in the order in which they print."""
    return tuple(dict.fromkeys(_notes(known, place, held, lines)))


def _notes(
    known: PlaceKnowledge, place: Premises, held: dict[str, Holding], lines: Sequence[ChecklistLine]
) -> Iterator[str]:
    standing = known.data.notes
    special = {o.name for q in known.data.questions if q.of_kind for o in q.options}
    if not place.kinds and not any(held[n].standing >= Standing.MAYBE for n in special):
        yield standing.get("unknown_unit", "")
    for kind in place.kinds:
        unit = known.units[kind.unit]
        implied = {n for names in known.facts.of_kind(kind) for n in names}
        if not implied & special and any(not line.condition for line in lines):
            yield standing.get("unnamed", "").format(unit=kind.said)
        if unit.note:
            yield f"{unit.name}：{_readable(known, unit.note)}"
    if not any(not line.condition for line in lines):
        yield standing.get("not_a_unit", "")
    yield from place.remarks
    for option in known.data.options:
        if option.remark and held[option.name].standing is Standing.YES:
            yield option.remark


def legend_of(known: PlaceKnowledge, lines: Sequence[ChecklistLine]) -> tuple[str, ...]:
    """How to read the columns of a printed list; nothing for an empty one."""
    standing = known.data.notes
    return (standing.get("blank_who", ""), standing.get("blank_time", "")) if lines else ()


def _readable(known: PlaceKnowledge, note: str) -> str:
    """A note with short ids in the legal form."""
    return _ID.sub(lambda m: known.cite(parse_id(m.group().split("–")[0])), note)
