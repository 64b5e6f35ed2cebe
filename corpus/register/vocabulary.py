"""What the records of a register speak of: matters, collective names, bodies that the text does not name.

``matters.toml`` and ``register.toml`` beside the text, both optional. The records themselves are the
lines of ``duties.tsv`` (``corpus.register.table``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.language.body_level import BodyLevel, read_level
from corpus.language.tables import Entry, entries_of, read_entries, read_tables
from corpus.register.records import Collective, CommonRule, Matter, Unnamed


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Reviewed data beside the records of a register.

    Attributes:
        aliases: names that only look-ups know, too short for a search, by name of the body.
        unnamed, common: bodies that exist and that the text does not name, and what applies.
    """

    matters: tuple[Matter, ...] = ()
    collectives: tuple[Collective, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unnamed: tuple[Unnamed, ...] = ()
    common: CommonRule = field(default_factory=CommonRule)


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read ``matters.toml`` and ``register.toml``; absent files count as empty.

    Raises:
        FiredutyError: a file is not TOML, or an entry lacks a field or has one of another kind.
    """
    path = folder / "register.toml"
    tables = read_tables(path)
    return Vocabulary(
        tuple(
            Matter(e["name"], tuple(e["words"]), tuple(e.get("lay", ())))
            for e in read_entries(folder / "matters.toml", "matter", "name words*", "lay*")
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
    )


def _common_rule(path: Path, tables: Entry) -> CommonRule:
    for entry in entries_of(path, tables, "common", "collectives* provisions*"):
        return CommonRule(tuple(entry["collectives"]), tuple(entry["provisions"]))
    return CommonRule()
