"""Which bodies are taken for one another, and which tell their duties by their names."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.training.clauses import TeachableClause
from assistant.training.given_away import echoes, repeats
from assistant.training.material import Material
from corpus.language.body_level import BodyLevel

#: With fewer clauses of its own, an office or a place has one field of business.
_WIDE = 4
#: A body has to do with an act of whose own provisions one is about as near to it as the next of who
#: bears it.
_FARTHER = 0.16
_RANKS = {
    BodyLevel.STATE: 0,
    BodyLevel.CITY: 1,
    BodyLevel.DISTRICT: 2,
    BodyLevel.TOWNSHIP: 3,
    BodyLevel.SUBDISTRICT: 3,
    BodyLevel.VILLAGE: 4,
}


def has_one_field(material: Material, name: str) -> bool:
    """Whether a body is an office or a place with one field of business, which its name tells."""
    return _is_of_a_field(material, name) and len(material.clauses.own(name)) < _WIDE


def _is_of_a_field(material: Material, name: str) -> bool:
    level = material.clauses.level.get(name, BodyLevel.UNIT)
    return level is BodyLevel.DEPARTMENT or level.is_private


def is_taken_for(material: Material, clause: TeachableClause, actor: str, name: str) -> bool:
    """Whether a body is mixed up with the one that bears a clause, and has to do with such things."""
    if not material.mixes_up(actor, name) or _is_of_the_subject(material, actor, name):
        return False
    if not (_is_of_a_field(material, actor) or _is_of_a_field(material, name)):
        return True
    own = [c for c in material.clauses.own(actor) if c is not clause]
    usual = max((material.cosine(clause, c) for c in own), default=0.0)
    nearest = max((material.cosine(clause, c) for c in material.clauses.own(name)), default=0.0)
    return nearest >= usual - _FARTHER


def _is_of_the_subject(material: Material, actor: str, name: str) -> bool:
    """Whether only who bears a clause has the subject of the whole text in its name: 消防救援机构."""
    return repeats(actor, material.regulation.subject) and not repeats(
        name, material.regulation.subject
    )


def are_neighbours(material: Material, one: str, other: str) -> bool:
    """Whether two bodies stand next to each other, where they are of governments and of what is below."""
    ranks = [_RANKS.get(material.clauses.level.get(name, BodyLevel.UNIT)) for name in (one, other)]
    first, second = ranks
    return first is None or second is None or abs(first - second) <= 1


def are_ranked(material: Material, names: Iterable[str]) -> bool:
    """Whether bodies are governments, or what is below them: told by rank and not by field."""
    return all(material.clauses.level.get(name, BodyLevel.UNIT) in _RANKS for name in names)


def tells(material: Material, name: str, act: str) -> bool:
    """Whether an act holds words of a body's name."""
    named = any(form in act for form, of in material.forms if of == name)
    return named or echoes(name, act) or repeats(name, act)
