"""Which provisions of a text name something, and what part it has in each: it acts, is dealt with, punished.

Read from the clause records; nothing is known of any one regulation. What is asked about may be a body, a
kind of place or person, or a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from corpus.clauses.records import ClauseEffect, ClauseRecord
from corpus.text.provision import Leaf


class NamedPart(IntEnum):
    """What part something has in a clause, in the order in which lists tell it."""

    ACTS = 0  # it must, may or must not
    IS_RUN = 1  # who runs it must: the 管理人 of a place, the staff of a body
    CONCERNS = 2  # somebody else must deal with it, or it must be so
    PUNISHED = 3  # a penalty names it
    DEFINED = 4  # a definition names it
    ENFORCES = 5  # it is the one that punishes
    OTHER = 6


@dataclass(frozen=True, slots=True)
class NamedProvision:
    """A provision that names something.

    Attributes:
        leaf: the provision.
        part: what part it has, the first of those in its clauses.
        records: the clauses that say so, in printed order; at least one.
    """

    leaf: Leaf
    part: NamedPart
    records: tuple[ClauseRecord, ...]

    @property
    def effect(self) -> ClauseEffect:
        """What the first of the clauses does; a prohibition counts before a duty."""
        effects = [r.effect for r in self.records]
        return next((e for e in effects if e is ClauseEffect.PROHIBITION), effects[0])


#: What is listed inside a name: 检验、检测机构 is a 检验机构.
_LISTED = r"(?:(?:、|和|与|及|或者|或)[\u4e00-\u9fff]{1,6}?)*"
#: What may follow a name in a subject that is it, or who runs it: 人员密集场所的经营管理人.
_IS_IT = re.compile(r"(?:等(?:场所|单位|部门|机构|人员)?)?$")
_RUNS_IT = re.compile(r"(?:等(?:场所|单位|部门|机构|人员)?)?的")
_ACTING = (
    ClauseEffect.DUTY,
    ClauseEffect.POWER,
    ClauseEffect.PROHIBITION,
    ClauseEffect.PROCEDURE,
)


def name_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of names as a text prints them: with 的 inside, or with others listed inside."""
    return re.compile("|".join(_written(w) for w in sorted(set(words), key=len, reverse=True)))


def _written(word: str) -> str:
    if not re.fullmatch(r"[\u4e00-\u9fff]{3,}", word):
        return re.escape(word)
    plain = "的?".join(word)
    cuts = range(2, len(word) - 1)
    listed = (f"{word[:at]}{_LISTED}{word[at:]}" for at in cuts)
    return "|".join((plain, *listed))


def provisions_naming(
    leaves: Sequence[Leaf], records: Sequence[ClauseRecord], name: re.Pattern[str]
) -> tuple[NamedProvision, ...]:
    """Every provision whose own words name something, in printed order, and every 项 below such words.

    Args:
        leaves: of the whole text.
        records: of the same.
        name: see ``name_pattern``.
    """
    found: dict[str, list[tuple[NamedPart, ClauseRecord]]] = {}
    for record in records:
        part = _part_in(record, name)
        if part is not None:
            found.setdefault(str(record.provision), []).append((part, record))
    first = {str(record.provision): record for record in reversed(records)}
    named: dict[str, NamedProvision] = {}
    for leaf in leaves:
        parts = found.get(str(leaf.id), [])
        above = named.get(str(leaf.id.holder)) if leaf.id.item and not leaf.id.subitem else None
        if parts:
            best = min(part for part, _ in parts)
            clauses = tuple(r for part, r in parts if part is best)
            named[str(leaf.id)] = NamedProvision(leaf, best, clauses)
        elif above is not None and leaf.lead_in.endswith(("：", ":")):
            named[str(leaf.id)] = NamedProvision(leaf, above.part, (first[str(leaf.id)],))
    return tuple(named.values())


def _part_in(record: ClauseRecord, name: re.Pattern[str]) -> NamedPart | None:
    inside = name.search(record.text) is not None
    acts = _follows(record, name, _IS_IT)
    if record.effect is ClauseEffect.PENALTY:
        return (NamedPart.ENFORCES if acts else NamedPart.PUNISHED) if inside else None
    if record.effect in _ACTING and acts:
        return NamedPart.ACTS
    if record.effect in _ACTING and _follows(record, name, _RUNS_IT):
        return NamedPart.IS_RUN
    if not inside:
        return None
    if record.effect is ClauseEffect.DEFINITION:
        return NamedPart.DEFINED
    return NamedPart.CONCERNS if record.effect in _ACTING else NamedPart.OTHER


def _follows(record: ClauseRecord, name: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Whether a subject of a clause has the name with something right after it."""
    subjects = (s.text for s in record.subjects)
    return any(after.match(text, m.end()) for text in subjects for m in name.finditer(text))
