"""谁负责: whose duty an act is, among bodies none of which bears it in any way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_single
from assistant.training.material import Material, gives_away
from assistant.training.question import SingleChoice

_WRONG = 3
#: A shorter act may be anybody's.
_SHORTEST = 12
#: A body is near of whose own duties one says this much of the act; so many of the wrong ones must be.
_SAYS, _NEAR = 0.08, 2


def ask_who(
    material: Material, clause: TeachableClause, *, near: int = _NEAR
) -> Iterator[SingleChoice]:
    """Questions on one clause: whose duty it is, among bodies that are easily mixed up with them.

    Args:
        near: so many of the wrong ones must be near.
    """
    if clause.condition or clause.universal or material.is_general(clause):
        return
    if clause.modality == "鼓励":
        return  # somebody else encourages
    for actor in clause.bound:
        if not material.is_plain_name(actor):
            continue
        for act in (a for a in clause.acts[:2] if len(a) >= _SHORTEST):
            wrong = _nearest(material, actor, act, material.others(clause, actor, act), near)
            if any(form in act for form, name in material.forms if name == actor):
                continue
            if len(wrong) < _WRONG or gives_away(actor, wrong, act):
                continue
            draft = ChoiceDraft(
                stem=_stem(clause, act, material.regulation.kind),
                right=(actor,),
                wrong=wrong,
                evidence=(material.evidence(clause),),
                difficulty=rate(
                    near=1 + (sum(material.mixes_up(actor, n) for n in wrong) >= _NEAR)
                ),
                matters=clause.matters,
            )
            yield draft_single(material, "谁负责", draft)


def _stem(clause: TeachableClause, act: str, kind: str) -> str:
    if clause.modality == "不得":
        return f"「{act}」，这一规定约束下列哪个主体？"
    if clause.modality == "可以":
        return f"「{act}」，说的是下列哪个主体？"
    if act.startswith(("是", "为")):
        return f"按照{kind}，下列哪个主体「{act}」？"
    return f"「{act}」，是下列哪个主体的职责？"


def _nearest(
    material: Material, actor: str, act: str, others: Sequence[str], least: int
) -> Sequence[str]:
    """The wrong names that are nearest; none where too few are near."""
    shares = material.nearness(act)

    def says(name: str) -> float:
        return max((shares.get(c.key, 0.0) for c in material.clauses.own(name)), default=0.0)

    mixed = {n: material.mixes_up(actor, n) for n in others}
    found = sorted(others, key=lambda n: -says(n) - mixed[n])[:_WRONG]
    return found if sum(says(n) >= _SAYS for n in found) >= least else ()
