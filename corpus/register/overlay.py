"""Reviewed data of the register: matters, corrections of the extraction, collective names.

``matters.toml`` and ``register.toml`` beside the text, both optional. A correction names its
provision and the words with which its clause opens; where the program begins no clause there, the
correction begins one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus.errors import FiredutyError
from corpus.language.body_level import BodyLevel, read_level
from corpus.language.tables import Entry, entries_of, read_entries, read_tables
from corpus.register.records import (
    MODALITIES,
    ROLES,
    TIME_KINDS,
    Collective,
    CommonRule,
    Matter,
    Modality,
    NoDutyReason,
    Recurrence,
    Role,
    Unnamed,
)


@dataclass(frozen=True, slots=True)
class Further:
    """One more record of a clause: another actor, or another role of the same.

    ``matters`` None means those of the clause.
    """

    actor: str
    role: Role
    matters: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ClauseCorrection:
    """What review changes of one clause; None or empty leaves what the program found.

    Attributes:
        provision: short id of the leaf.
        opens: the clause's first words, verbatim and unique in the leaf.
        join: the clause belongs to the one before it.
        no_duty: why it is no duty; an empty string makes it one.
        actors: names of bodies, also for the clauses after it without a subject of their own.
        more: further records of the clause.
        matters, also_matters: instead of the program's, and beside them.
    """

    provision: str = ""
    opens: str = "\0"
    join: bool = False
    no_duty: NoDutyReason | Literal[""] | None = None
    actors: tuple[str, ...] = ()
    more: tuple[Further, ...] = ()
    role: Role | None = None
    modality: Modality | None = None
    modal: str = ""
    matters: tuple[str, ...] | None = None
    also_matters: tuple[str, ...] = ()
    trigger: str | None = None
    recurrence: tuple[Recurrence, ...] | None = None
    objects: tuple[str, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """All reviewed data of a regulation's register.

    Attributes:
        aliases: names that only look-ups know, too short for a search, by name of the body.
        unnamed, common: bodies that exist and that the text does not name, and what applies.
        reviewed: digest of the records as they were reviewed, by short id of the leaf.
    """

    matters: tuple[Matter, ...] = ()
    corrections: tuple[ClauseCorrection, ...] = ()
    collectives: tuple[Collective, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unnamed: tuple[Unnamed, ...] = ()
    common: CommonRule = field(default_factory=CommonRule)
    reviewed: Mapping[str, str] = field(default_factory=dict)

    def by_leaf(self) -> dict[str, list[ClauseCorrection]]:
        """Corrections by short id of their leaf."""
        found: dict[str, list[ClauseCorrection]] = {}
        for correction in self.corrections:
            found.setdefault(correction.provision, []).append(correction)
        return found


def load_overlay(folder: Path) -> Overlay:
    """Read ``matters.toml``, ``register.toml`` and ``reviewed.toml``; absent files count as empty.

    Raises:
        FiredutyError: a file is not TOML, or an entry lacks a field or has one of another kind.
    """
    path = folder / "register.toml"
    tables = read_tables(path)
    return Overlay(
        tuple(
            Matter(e["name"], tuple(e["words"]), tuple(e.get("lay", ())))
            for e in read_entries(folder / "matters.toml", "matter", "name words*", "lay*")
        ),
        tuple(
            _correction(path, e)
            for e in entries_of(path, tables, "clause", "provision opens", _CORRECTED)
        ),
        tuple(
            Collective(
                e["name"],
                tuple(e.get("members", ())),
                read_level(path, e["level"]) if "level" in e else BodyLevel.UNKNOWN,
                e.get("under", ""),
                tuple(e.get("without", ())),
            )
            for e in entries_of(path, tables, "collective", "name", "members* level under without*")
        ),
        {e["body"]: tuple(e["names"]) for e in entries_of(path, tables, "alias", "body names*")},
        tuple(Unnamed(tuple(e["names"])) for e in entries_of(path, tables, "unnamed", "names*")),
        _common_rule(path, tables),
        {
            e["provision"]: e["digest"]
            for e in read_entries(folder / "reviewed.toml", "leaf", "provision digest")
        },
    )


def _common_rule(path: Path, tables: Entry) -> CommonRule:
    for entry in entries_of(path, tables, "common", "collectives* provisions*"):
        return CommonRule(tuple(entry["collectives"]), tuple(entry["provisions"]))
    return CommonRule()


#: What a correction may change, with what each field holds.
_CORRECTED = (
    "actors* matters* also_matters* objects* join? no_duty role modality modal trigger note "
    "more+ recurrence+"
)
_LISTS = ("actors", "matters", "also_matters", "objects")
_PLAIN = ("provision", "opens", "join", "no_duty", "role", "modality", "modal", "trigger", "note")


def _correction(path: Path, entry: Entry) -> ClauseCorrection:
    where = f"{path} {entry['provision']}「{entry['opens']}」"
    fields: dict[str, Any] = {k: entry[k] for k in _PLAIN if k in entry}
    fields |= {k: tuple(entry[k]) for k in _LISTS if k in entry}
    more = tuple(
        Further(m["actor"], m["role"], tuple(m["matters"]) if "matters" in m else None)
        for m in entries_of(path, entry, "more", "actor role", "matters*")
    )
    for role in (entry.get("role", ROLES[0]), *(m.role for m in more)):
        if role not in ROLES:
            raise FiredutyError(f"{where}：role 不是 {'、'.join(ROLES)} 之一")
    if entry.get("modality", MODALITIES[0]) not in MODALITIES:
        raise FiredutyError(f"{where}：modality 不是 {'、'.join(MODALITIES)} 之一")
    if reason := entry.get("no_duty"):
        if reason not in set(NoDutyReason):
            raise FiredutyError(f"{where}：no_duty 不是 {'、'.join(NoDutyReason)} 之一")
        fields["no_duty"] = NoDutyReason(reason)
    if "recurrence" in entry:
        fields["recurrence"] = tuple(
            _time(where, t)
            for t in entries_of(path, entry, "recurrence", "text kind", "count# unit")
        )
    return ClauseCorrection(**fields, more=more)


def _time(where: str, entry: Entry) -> Recurrence:
    if entry["kind"] not in TIME_KINDS:
        raise FiredutyError(f"{where}：recurrence 的 kind 不是 {'、'.join(TIME_KINDS)} 之一")
    return Recurrence(
        entry["text"], entry["kind"], entry.get("count"), entry.get("unit") or entry["text"]
    )
