"""谁负责: whose duty an act is, among bodies none of which bears it in any way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.training.clauses import TeachableClause
from assistant.training.drafting import choice_question
from assistant.training.material import Material, gives_away
from assistant.training.question import Difficulty, QuizQuestion

_WRONG = 3
#: Wrong names that must be ones which may be taken for the right one.
_NEAR = 2


def ask_who(material: Material, clause: TeachableClause) -> Iterator[QuizQuestion]:
    """Questions on one clause: whose duty it is, among bodies that are easily mixed up with them."""
    if clause.condition or clause.universal or material.is_general(clause):
        return
    for actor in clause.bound:
        for act in clause.acts[:2]:
            others = material.others(clause, actor, act)
            wrong = others[:_WRONG]
            if len(wrong) < _WRONG or gives_away(actor, wrong, act):
                continue
            if sum(material.near(clause, actor, name) for name in wrong) < _NEAR:
                continue
            yield choice_question(
                material,
                "谁负责",
                _stem(clause, act, material.regulation.kind),
                (actor,),
                wrong,
                (material.evidence(clause),),
                _difficulty(material, actor, wrong),
                clause.matters,
            )


def _stem(clause: TeachableClause, act: str, kind: str) -> str:
    if clause.modality == "不得":
        return f"「{act}」，这一规定约束下列哪个主体？"
    if clause.modality == "可以":
        return f"「{act}」，说的是下列哪个主体？"
    if act.startswith(("是", "为")):
        return f"按照{kind}，下列哪个主体「{act}」？"
    return f"「{act}」，是下列哪个主体的职责？"


def _difficulty(material: Material, actor: str, wrong: Sequence[str]) -> Difficulty:
    mixed = sum(material.mixes_up(actor, name) for name in wrong)
    return "难" if mixed >= 2 else "中" if mixed else "易"
