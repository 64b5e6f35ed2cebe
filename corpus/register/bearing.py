"""Who bears a clause of the register: surely, and in any way at all.

Surely bears it who is its actor, a member of the collective that is, a unit where every unit is, and
whom a reference makes bear it. That is what a sentence may say. What may not be said, as by a
wrong answer to a question, is asked the other way: who might bear it in any way, as part or whole
of one who does, as whom the clause makes somebody guide, or as one of those whom a lead-in names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations, permutations

from corpus.language.body_level import BodyLevel
from corpus.register.actors import members_of
from corpus.register.clauses import BodyNames
from corpus.register.inheritance import Inherited, trace_inheritance
from corpus.register.records import ClauseKey, Duty, Register

#: Every organisation is one of these, authorities as well (《…实施细则》第四条 counts 机关 among the
#: units), so that its duties are nobody's wrong answer.
UNIVERSAL = frozenset({BodyLevel.UNIT.value})
#: 公安派出所 is a part of 公安机关.
_WHOLE = "机关"
#: 各级管理人员 are leaders of every rank.
_EVERY = "各级"
#: Shorter names (街道, 学校) stand within others that have nothing to do with them.
_TELLING = 4

Keys = frozenset[ClauseKey]


class Bearers:
    """Who bears which clauses of one register.

    Attributes:
        register: the register.
        level: of each body, by name.
        inherited: the ways in which references make others' duties a body's own, by name.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        self.level = {body.name: body.level for body in register.bodies}
        self.inherited = trace_inheritance(register)
        self._members = {
            c.name: frozenset(b.name for b in members_of(register, c)) for c in register.collectives
        }
        own: dict[str, list[Duty]] = {}
        for duty in register.duties:
            own.setdefault(duty.actor, []).append(duty)
        self._own = {name: _keys(duties) for name, duties in own.items()}
        self._by_reference = {
            name: _keys(d for way in ways for d in way.duties)
            for name, ways in self.inherited.items()
        }

    # --- surely ---------------------------------------------------------------------------------

    def bears(self, name: str, actors: Iterable[str], key: ClauseKey) -> bool:
        """Whether a body surely bears a clause.

        Args:
            actors: whom the clause binds by its own words, in the register or, for one that binds
                nobody there, as read.
        """
        for actor in actors:
            if name == actor or name in self._members.get(actor, ()):
                return True
            if actor in UNIVERSAL and self.level.get(name, BodyLevel.UNKNOWN).is_unit:
                return True
        return key in self._by_reference.get(name, ())

    def named(self, name: str) -> Keys:
        """The clauses that are written for a body, or for a collective that it belongs to."""
        collectives = (c for c, bodies in self._members.items() if name in bodies)
        return frozenset().union(*(self._own.get(n, frozenset()) for n in (name, *collectives)))

    def borne(self, name: str) -> Keys:
        """The clauses that a body bears as named, and through references."""
        return self.named(name) | self._by_reference.get(name, frozenset())

    def certain(self, name: str) -> Keys:
        """Its own clauses and those that a reference applies as they stand."""
        whole = (d for way in self.inherited.get(name, ()) if _is_whole(way) for d in way.duties)
        return self._own.get(name, frozenset()) | _keys(whole)

    # --- in any way -----------------------------------------------------------------------------

    def may_bear(self, name: str, key: ClauseKey) -> bool:
        """Whether a body may be said to bear a clause in any way: then it is no wrong answer."""
        return key in self._in_any_way.get(name, self._universal)

    def related(self, name: str, other: str) -> bool:
        """Whether one body is, holds or belongs to the other."""
        return other in self._family.get(name, {name})

    @cached_property
    def _universal(self) -> Keys:
        return _keys(d for d in self.register.duties if d.actor in UNIVERSAL)

    @cached_property
    def _in_any_way(self) -> dict[str, Keys]:
        """Name of a body → the clauses that it bears, of itself and its family."""
        own = {name: self.borne(name) | self._towards(name) for name in {**self.level, **self._own}}
        for name, keys in self._led_in().items():
            own[name] = own.get(name, frozenset()) | keys
        return {
            name: self._universal.union(
                *(own.get(n, frozenset()) for n in self._family.get(name, (name,)))
            )
            for name in own
        }

    def _towards(self, name: str) -> Keys:
        """Clauses of others that are towards a body: what they are to make it do, it does as well."""
        forms = next((b.printed for b in self.register.bodies if b.name == name), ())
        return _keys(
            d
            for d in self.register.duties
            if d.actor != name and any(form in words for words in d.objects for form in forms)
        )

    def _led_in(self) -> dict[str, set[ClauseKey]]:
        """Name of a body → clauses whose lead-in names it.

        A lead-in may say of several what an item says of one of them.
        """
        names = BodyNames(self.register.bodies)
        lead_ins = {leaf.id: leaf.lead_in for leaf in self.register.regulation.leaves()}
        found: dict[str, set[ClauseKey]] = {}
        for duty in self.register.duties:
            lead_in = lead_ins[duty.provision]
            for form in names.find(lead_in) if lead_in.endswith("：") else ():
                for name in names.meant_by(form):
                    found.setdefault(name, set()).add(duty.key)
        return found

    @cached_property
    def _family(self) -> dict[str, frozenset[str]]:
        """A body → itself, the wholes and parts of it, the collectives with or of it."""
        family: dict[str, set[str]] = {name: {name} for name in self.level}
        pairs = [
            (part, whole)
            for whole in self.level
            if whole.endswith(_WHOLE)
            for part in self.level
            if part != whole and part.startswith(whole.removesuffix(_WHOLE))
        ]
        pairs += [(name, c) for c, bodies in self._members.items() for name in bodies]
        pairs += [*self._of_one_clause(), *self._of_one_name()]
        for part, whole in pairs:
            family.setdefault(part, {part}).add(whole)
            family.setdefault(whole, {whole}).add(part)
        return {name: frozenset(found) for name, found in family.items()}

    def _of_one_clause(self) -> Iterator[tuple[str, str]]:
        """Pairs of bodies with different roles in one clause: one leads what another sets up."""
        clauses: dict[ClauseKey, dict[str, str]] = {}
        for duty in self.register.duties:
            clauses.setdefault(duty.key, {})[duty.actor] = duty.role
        for roles in clauses.values():
            yield from ((a, b) for a, b in combinations(roles, 2) if roles[a] != roles[b])

    def _of_one_name(self) -> Iterator[tuple[str, str]]:
        """Pairs of bodies that share an everyday name (城管), or one of whose names holds the other's.

        市人民政府消防救援机构 holds 市人民政府.
        """
        heads = [n for n, level in self.level.items() if level is BodyLevel.HEAD]
        yield from ((n, every) for every in heads if every.startswith(_EVERY) for n in heads)
        for body, other in permutations(self.register.bodies, 2):
            inner = [f for f in other.printed if len(f) >= _TELLING]
            if any(f != g and f in g for f in inner for g in body.printed):
                yield body.name, other.name
        called: dict[str, list[str]] = {}
        for body in self.register.bodies:
            for alias in body.aliases:
                called.setdefault(alias, []).append(body.name)
        for names in called.values():
            yield from combinations(names, 2)


def _is_whole(way: Inherited) -> bool:
    """Whether duties are applied as they stand: without a condition, and not only 参照."""
    return not way.condition and all(r.kind != "参照" for r in way.chain)


def _keys(duties: Iterable[Duty]) -> Keys:
    return frozenset(d.key for d in duties)
