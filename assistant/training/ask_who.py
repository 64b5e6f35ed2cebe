"""谁负责: whose duty an act is, among bodies that people take for one another.

Asked of two acts at once, each to be given to one of two bodies; or of one act among four bodies. An
office or a kind of place that is named after its field tells its duties by its name: only those of
wider business are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.given_away import gives_away
from assistant.training.material import Material, chance
from assistant.training.neighbours import are_neighbours, has_one_field, is_taken_for, tells
from assistant.training.question import SingleChoice

_WRONG = 3
#: A shorter act may be anybody's; a longer one is not held in mind together with another.
_SHORTEST, _LONGEST = 12, 60
#: So many of the wrong ones are mixed up with the key.
_MIXED = 2
#: Bodies that one clause is asked with, two at a time.
_PARTNERS = 2
#: What stands before a comma and says only when.
_WHEN = re.compile(r"[^，]{2,16}[的时后]，")


def ask_who(
    material: Material, clause: TeachableClause, *, mixed: int = _MIXED
) -> Iterator[SingleChoice]:
    """Questions on one clause: whose duty it is, among bodies that are easily mixed up with them.

    Args:
        mixed: so many of the wrong ones must be.
    """
    if not _can_be_asked(material, clause) or clause.modality == "鼓励":
        return  # somebody else encourages
    for actor in clause.bound:
        if not material.is_plain_name(actor) or (mixed and has_one_field(material, actor)):
            continue
        for act in (a for a in clause.acts[:2] if len(a) >= _SHORTEST and not _WHEN.match(a)):
            if any(form in act for form, name in material.forms if name == actor):
                continue
            if mixed and tells(material, actor, act):
                continue
            others = material.others(clause, actor, act)
            wrong = sorted(
                others,
                key=lambda n: (
                    not is_taken_for(material, clause, actor, n),
                    not material.mixes_up(actor, n),
                ),
            )[:_WRONG]
            near = sum(is_taken_for(material, clause, actor, n) for n in wrong)
            if len(wrong) < _WRONG or near < mixed or gives_away(actor, wrong, act):
                continue
            draft = ChoiceDraft(
                stem=_stem(clause, act, material.regulation.kind),
                right=(actor,),
                wrong=wrong,
                evidence=(material.evidence(clause),),
                difficulty=rate(near=1 + (near >= _MIXED)),
                matters=clause.matters,
            )
            yield draft_single(material, "谁负责", draft)


def _can_be_asked(material: Material, clause: TeachableClause) -> bool:
    return not (clause.condition or clause.universal or material.is_general(clause))


def _stem(clause: TeachableClause, act: str, kind: str) -> str:
    if clause.modality == "不得":
        return f"「{act}」，这一规定约束下列哪个主体？"
    if clause.modality == "可以":
        return f"「{act}」，说的是下列哪个主体？"
    if act.startswith(("是", "为")):
        return f"按照{kind}，下列哪个主体「{act}」？"
    return f"「{act}」，是下列哪个主体的职责？"


# --- two acts, two bodies -----------------------------------------------------------------------


def ask_two(material: Material, clause: TeachableClause) -> Iterator[SingleChoice]:
    """Questions on two acts: one of them this clause's, each one's of two bodies mixed up with each other.

    The other act is the nearest of the other body, or of the same one.
    """
    if not _usable(material, clause):
        return
    actor = clause.bound[0]
    partners = 0
    for name in material.shuffled(material.confusable(actor), clause.deed):
        if partners == _PARTNERS or not _are_apart(material, clause, actor, name):
            continue
        others = [c for c in material.clauses.own(name) if c.bound[:1] == (name,)]
        split = _partner(material, clause, others, name, actor)
        same = _partner(material, clause, material.clauses.own(actor), actor, name)
        partners += bool(split or same)
        for other in filter(None, (split, same)):
            yield _of_two(material, clause, other, (actor, name))


def _usable(material: Material, clause: TeachableClause) -> bool:
    return (
        _can_be_asked(material, clause)
        and bool(clause.bound)
        and not has_one_field(material, clause.bound[0])
        and clause.modality in ("应当", "陈述")
        and _SHORTEST <= len(clause.deed) <= _LONGEST
        and not _WHEN.match(clause.deed)
    )


def _are_apart(material: Material, clause: TeachableClause, actor: str, name: str) -> bool:
    """Whether the other body does not bear the act, and the act tells neither of them by its name."""
    return (
        not has_one_field(material, name)
        and is_taken_for(material, clause, actor, name)
        and are_neighbours(material, actor, name)
        and not material.may_bear(name, clause.deed)
        and material.is_public(name) == material.is_public(actor)
        and not material.clauses.bearers.related(name, actor)
        and not any(tells(material, n, clause.deed) for n in (actor, name))
    )


def _partner(
    material: Material,
    clause: TeachableClause,
    among: tuple[TeachableClause, ...] | list[TeachableClause],
    bearer: str,
    other: str,
) -> TeachableClause | None:
    """The nearest clause of a body that the other one does not bear."""
    fitting = (
        c
        for c in material.nearest(clause, among)
        if c.leaf is not clause.leaf
        and _usable(material, c)
        and c.bound[0] == bearer
        and not material.may_bear(other, c.deed)
        and not any(tells(material, n, c.deed) for n in (bearer, other))
    )
    return next(fitting, None)


def _of_two(
    material: Material,
    clause: TeachableClause,
    other: TeachableClause,
    bodies: tuple[str, str],
) -> SingleChoice:
    pair = (clause, other)
    if chance(clause.deed, other.deed) % 2:
        pair = (other, clause)
    acts = [c.deed for c in pair]
    one, two = bodies
    wordings = {
        (one, two): f"①归{one}，②归{two}",
        (two, one): f"①归{two}，②归{one}",
        (one, one): f"①②都归{one}",
        (two, two): f"①②都归{two}",
    }
    right = wordings[pair[0].bound[0], pair[1].bound[0]]
    near = bool(set(clause.matters) & set(other.matters))
    draft = ChoiceDraft(
        stem=f"按照{material.regulation.key}，①「{acts[0]}」、②「{acts[1]}」各归谁？",
        right=(right,),
        wrong=[w for w in wordings.values() if w != right],
        evidence=tuple(map(material.evidence, (clause, other))),
        difficulty=rate(near=1 + near),
        matters=tuple(dict.fromkeys((*clause.matters, *other.matters))),
    )
    return draft_single(material, "谁负责", draft)
