"""连线: four bodies and four acts, each act one body's and no other's of the four.

None of the bodies is named after its field: those would be matched by the word.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import make_id
from assistant.training.given_away import echoes
from assistant.training.material import Material
from assistant.training.neighbours import are_ranked
from assistant.training.question import Matching
from corpus.language.body_level import BodyLevel

_PAIRS = 4
_LONGEST = 46


def ask_match(
    material: Material, clause: TeachableClause, *, near: bool = True
) -> Iterator[Matching]:
    """Questions around a clause: with bodies that are mixed up with its actor, and with others.

    Args:
        near: whether all are of governments, or mixed up with the actor.
    """
    if not _usable(clause) or _told_by_name(material, clause.bound[0], clause.deed):
        return
    actor, act = clause.bound[0], clause.deed
    others = material.others(clause, actor, act)
    for names in (others, material.shuffled(others, act, "match")):
        pairs = [(actor, act, clause)]
        for name in names:
            if len(pairs) < _PAIRS and (found := _partner(material, name, pairs, near=near)):
                pairs.append(found)
        if len(pairs) == _PAIRS:
            yield _question(material, pairs)


def _usable(clause: TeachableClause) -> bool:
    return (
        bool(clause.deed and clause.bound)
        and len(clause.deed) <= _LONGEST
        and not clause.condition
        and clause.modality != "不得"
        and not clause.universal
    )


def _partner(
    material: Material,
    name: str,
    pairs: list[tuple[str, str, TeachableClause]],
    *,
    near: bool,
) -> tuple[str, str, TeachableClause] | None:
    """A body with an act of its own that none of those chosen bears, and that bears none of theirs."""
    if any(material.may_bear(name, act) for _, act, _ in pairs):
        return None
    if material.is_public(name) != material.is_public(pairs[0][0]):
        return None  # told by its sort
    first = pairs[0][0]
    if near and not are_ranked(material, (name, first)) and not material.mixes_up(first, name):
        return None
    if any(material.clauses.bearers.related(name, other) for other, _, _ in pairs):
        return None
    for clause in material.shuffled(material.clauses.own(name), name, pairs[0][1]):
        if not _usable(clause) or clause.bound[0] != name:
            continue
        act = clause.deed
        names = [other for other, _, _ in pairs]
        if _told_by_name(material, name, act):
            continue
        if not any(material.may_bear(other, act) for other in names):
            return name, act, clause
    return None


def _told_by_name(material: Material, name: str, act: str) -> bool:
    """Whether a name tells the act, or is that of an office or of a unit, whose duties speak of their field."""
    return (
        echoes(name, act)
        or not material.is_public(name)
        or material.clauses.level.get(name) is BodyLevel.DEPARTMENT
    )


def _question(material: Material, pairs: list[tuple[str, str, TeachableClause]]) -> Matching:
    salt = pairs[0][1]
    acts = {name: act for name, act, _ in pairs}
    names = tuple(material.shuffled(acts, salt, "left"))
    right = material.shuffled(acts.values(), salt, "right")
    if right == [acts[name] for name in names]:
        right = [*right[1:], right[0]]
    evidence = tuple(material.evidence(c) for _, _, c in pairs)
    mixed = sum(material.mixes_up(pairs[0][0], n) for n in names)
    stem = "把左边的主体和右边的职责连起来。"
    return Matching(
        id=make_id("连线", str(evidence[0].id), stem, *names, *right),
        stem=stem,
        left=names,
        right=tuple(right),
        key=tuple(right.index(acts[name]) for name in names),
        explanation=material.told(evidence),
        evidence=evidence,
        difficulty=rate(near=2 if mixed >= 2 else 1),
        matters=tuple(dict.fromkeys(m for _, _, c in pairs for m in c.matters)),
    )
