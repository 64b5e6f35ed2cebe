"""Who bears a clause: surely, for a key; in any way at all, for what must not be right as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.keycheck.source import RegisterClause, RegulationSource
from corpus.language.body_level import BodyLevel
from corpus.language.data import Body
from corpus.register.clauses import BodyNames
from corpus.register.lookups import Lookups
from corpus.register.records import ClauseKey, Duty

#: A condition that only says where a body acts, and not whether it does.
_SCOPE = re.compile(r"^在?[^，]*(?:范围|职权|职责)[^，]{0,2}内$")
_KIND_OF_OFFICE = re.compile(r"(?:行政主管|主管)?(?:部门|机关|机构)$")
#: What the general duty of a head says.
_HEADS = re.compile(r"全面负责|负总责|责任人为?|主要责任人|领导责任")
_INCLUSIVE = re.compile(r"(.+)（含(.+)）")
_OF_GOVERNMENT = re.compile(r"[市区](?:级)?(?:人民)?政府(.+(?:部门|机构|机关))")
#: So much longer than the longest name, words are no name in other words.
_MORE = 4
#: Those whose duties the general duty of a head of governments covers.
_GOVERNMENTS = frozenset(
    {
        BodyLevel.STATE,
        BodyLevel.CITY,
        BodyLevel.DISTRICT,
        BodyLevel.TOWNSHIP,
        BodyLevel.AGENCY,
    }
)


@dataclass(frozen=True, slots=True)
class Party:
    """Whom an option or a subject means.

    Attributes:
        names: of bodies; several for an enumeration or an everyday name of several.
        inclusive: 公安机关（含公安派出所）: what one of them bears is theirs.
        collectives: names of collectives for a body that the text does not name.
    """

    names: tuple[str, ...]
    inclusive: bool = False
    collectives: tuple[str, ...] = ()


class Bearing:
    """Who bears what in one register."""

    def __init__(self, source: RegulationSource, lookups: Lookups) -> None:
        self._source = source
        self._lookups = lookups
        self.register = lookups.register
        self._bodies = {b.name: b for b in self.register.bodies}
        self._forms: dict[str, tuple[str, ...]] = {}
        for body in self.register.bodies:
            for form in body.names:
                self._forms[form] = (*self._forms.get(form, ()), body.name)
        self._longest = max(map(len, self._forms), default=0) + _MORE
        self._names = BodyNames(self.register.bodies)
        self._generic = {b.level: b for b in self.register.bodies if b.name == b.level}
        self._duties = lru_cache(maxsize=512)(lambda name: lookups.actor(self._bodies[name]))
        self.party = lru_cache(maxsize=4096)(self._party)
        self.any_way = lru_cache(maxsize=512)(self._any_way)
        self.sure_of = lru_cache(maxsize=512)(self._sure_of)
        self._own = lru_cache(maxsize=512)(self._own_keys)

    # --- names ----------------------------------------------------------------------------------

    def knows(self, name: str) -> bool:
        """Whether a name is a body's own."""
        return name in self._bodies

    def forms(self, name: str) -> tuple[str, ...]:
        """The printed forms of a body."""
        body = self._bodies[name]
        return body.printed

    def named_in(self, party: Party, text: str) -> bool:
        """Whether a text names anybody meant."""
        return any(form in text for name in party.names for form in self.forms(name))

    def known_forms(self) -> dict[str, tuple[str, ...]]:
        """Every form and the bodies that go by it."""
        return self._forms

    def _party(self, words: str) -> Party | None:
        words = re.sub(r"\s+", "", words)
        if exact := self._forms.get(words):
            return Party(exact)
        if match := _INCLUSIVE.fullmatch(words):
            whole, part = self._forms.get(match[1], ()), self._forms.get(match[2], ())
            return Party((*whole, *part), inclusive=True) if whole and part else None
        parts = [
            p for p in re.split(r"、|和|及|与", re.sub(r"等(?:单位|部门|场所)?$", "", words)) if p
        ]
        if len(parts) > 1 and all(p in self._forms for p in parts):
            return Party(tuple(n for p in parts for n in self._forms[p]))
        if (match := _OF_GOVERNMENT.fullmatch(words)) and match[1] in self._forms:
            return Party(self._forms[match[1]])
        if len(words) > self._longest:
            return None  # an act
        found = self._lookups.resolve(words)
        if found.bodies:
            return Party(tuple(b.name for b in found.bodies))
        if found.unnamed:
            return Party((), collectives=self.register.common.collectives)
        return None

    # --- surely ---------------------------------------------------------------------------------

    def surely(self, party: Party, clause: RegisterClause, said: str = "") -> bool:
        """Whether the text makes a clause the duty of everybody meant.

        Args:
            said: stem and scene; a way that depends on a condition counts where they state it.
        """
        if party.collectives and not party.names:
            return any(clause.key in self._own(c) for c in party.collectives)
        each = [self._surely(n, clause.key, said) for n in party.names]
        return bool(each) and (any(each) if party.inclusive else all(each))

    def is_generic(self, party: Party) -> bool:
        """Whether a class of bodies is meant: 单位."""
        return any(b.name in party.names for b in self._generic.values())

    def _surely(self, name: str, key: ClauseKey, said: str) -> bool:
        return any(
            key in keys and (not condition or condition in said or _SCOPE.match(condition))
            for condition, keys in self.sure_of(name)
        )

    def _sure_of(self, name: str) -> tuple[tuple[str, frozenset[ClauseKey]], ...]:
        """Ways in which a body bears clauses: the condition and the clauses."""
        found = self._duties(name)
        return (
            ("", _keys(found.own)),
            *((way.condition, _keys(way.duties)) for way in found.inherited),
            *(("", _keys(c.duties)) for c in found.common),
        )

    # --- in any way -----------------------------------------------------------------------------

    def may_bear(self, party: Party, keys: frozenset[ClauseKey]) -> frozenset[ClauseKey]:
        """Those of some clauses that anybody meant may be said to bear."""
        found = set().union(*(self.any_way(n) & keys for n in party.names))
        for collective in party.collectives:
            found |= self._own(collective) & keys
        return frozenset(found)

    def _any_way(self, name: str) -> frozenset[ClauseKey]:
        return frozenset().union(
            *(self._all_ways(n) for n in (name, *self._kin(name))), self._named_above(name)
        )

    def _all_ways(self, name: str) -> frozenset[ClauseKey]:
        return frozenset().union(*(keys for _, keys in self.sure_of(name)))

    def _own_keys(self, name: str) -> frozenset[ClauseKey]:
        return _keys(d for d in self.register.duties if d.actor == name)

    def _kin(self, name: str) -> frozenset[str]:
        """Bodies whose clauses somebody may count as this one's: parts, kinds, wholes, the headed."""
        body = self._bodies[name]
        kin = {n for n in self._bodies if n != name and self._related(body, self._bodies[n])}
        for collective in self.register.collectives:
            if collective.name == name:
                kin |= {
                    b.name
                    for b in self.register.bodies
                    if any(c.collective.name == name for c in self._duties(b.name).common)
                }
        unit = self._generic.get(BodyLevel.UNIT)
        if unit and self._is_unit(body, unit):
            kin.add(unit.name)
        return frozenset(kin - {name})

    def _related(self, body: Body, other: Body) -> bool:
        if body is self._generic.get(body.level):  # 单位, 派出机关: whoever is of that level
            return other.level == body.level or (body.level.is_unit and other.level.is_unit)
        return (
            _is_kind(body, other)
            or _is_part(body, other)
            or _is_part(other, body)
            or self._heads(body, other)
        )

    def _heads(self, head: Body, other: Body) -> bool:
        """Whether a head's general duty covers what the other must do."""
        if head.level is not BodyLevel.HEAD or other.level is BodyLevel.HEAD:
            return False
        general = [d.text for d in self.register.duties if d.actor == head.name]
        general = [text for text in general if _HEADS.search(text)]
        if any("单位" in text for text in general):
            return other.level.is_unit
        return bool(general) and other.level in _GOVERNMENTS

    def _is_unit(self, body: Body, unit: Body) -> bool:
        """Whether a body is one of 机关、团体、企业、事业等单位."""
        printed = "".join(unit.also)
        return (
            body.level.is_unit
            or (body.level.is_office and "机关" in printed)
            or (body.level is BodyLevel.VILLAGE and ("团体" in printed or "组织" in printed))
        )

    def _named_above(self, name: str) -> frozenset[ClauseKey]:
        """Clauses of 项 whose lead-in names a body, or a class of those that it names (…等X).

        Where the lead-in names several and the 项 says which of them acts, the others do not.
        """
        found: set[ClauseKey] = set()
        classes = tuple(f"等{form}" for form in self.forms(name))
        for lead_in, named, clauses in self._led_in:
            whole = any(words in lead_in for words in classes)
            if whole or name in named:
                found |= {c.key for c in clauses if whole or not c.actors & named}
        return frozenset(found)

    @cached_property
    def _led_in(self) -> tuple[tuple[str, frozenset[str], tuple[RegisterClause, ...]], ...]:
        """The lead-in of each leaf that has one and binds somebody, whom it names, and the clauses."""
        return tuple(
            (leaf.lead_in, frozenset(subject.actors if subject else ()), clauses)
            for leaf in self._source.leaves.values()
            if leaf.lead_in and (clauses := self._source.under(leaf))
            for subject in (self._names.subject(leaf.lead_in),)
        )


def _keys(duties: Iterable[Duty]) -> frozenset[ClauseKey]:
    return frozenset(d.key for d in duties)


def _is_kind(body: Body, other: Body) -> bool:
    """寄宿制学校 is a 学校: one name ends with the other's."""
    a, b = body.name, other.name
    return len(min(a, b, key=len)) > 1 and (a.endswith(b) or b.endswith(a)) and "单位" not in (a, b)


def _is_part(whole: Body, part: Body) -> bool:
    """公安派出所 is of the 公安机关; 物业服务企业 is one of the 受托单位 that a form of theirs names."""
    stem = _KIND_OF_OFFICE.sub("", whole.name)
    office = stem != whole.name and len(stem) > 1 and whole.level == part.level
    if office and part.name.startswith(stem):
        return True
    return any(part.name in form and form not in part.also for form in whole.also)
