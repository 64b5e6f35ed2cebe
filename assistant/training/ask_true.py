"""判断正误: the text as it stands, or altered on one point on which people err.

A clause that cannot be altered so is not asked: its true statement alone would be guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.training.altering import slots_of
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import draft_statement
from assistant.training.material import Material, echoes
from assistant.training.question import Alteration, TrueFalse

#: Wrong names, and wrong words of one place, that are used.
_NAMES, _WORDS = 2, 2
_JOINED = ("并", "其中", "同时", "以及")
#: A wrong body has a duty of its own that says this much of the clause.
_SAYS = 0.05


def ask_true(material: Material, clause: TeachableClause) -> Iterator[TrueFalse]:
    """Statements made from one clause: the true one, and one for each point that can be altered."""
    if not clause.says or not clause.bound or _is_told_of(clause):
        return
    actor = clause.bound[0]
    statement = clause.sentence(actor)
    if statement.startswith(_JOINED) or statement.count(actor) > 1:
        return  # says by whom only together with what stands before it
    evidence = material.evidence(clause)
    altered = [
        *_actor(material, clause, actor, statement),
        *(
            Alteration(slot.point, written, slot.printed)
            for slot in slots_of(material, clause, statement)
            for written in slot.written[:_WORDS]
        ),
    ]
    if not altered:
        return
    near = rate(near=2 if any(a.point != "情态" for a in altered) else 1)
    yield draft_statement(
        material, statement, evidence, "中" if near == "难" else near, clause.matters
    )
    for one in altered:
        false = statement.replace(one.printed, one.written)
        level = rate(near=0 if one.point == "情态" else 1 if one.point in ("范围", "角色") else 2)
        yield draft_statement(material, false, evidence, level, clause.matters, altered=one)


def _is_told_of(clause: TeachableClause) -> bool:
    """Whether somebody else acts in it, who is not printed as its subject: 鼓励保险公司承保."""
    return clause.modality == "鼓励" and not clause.subject


def _actor(
    material: Material, clause: TeachableClause, actor: str, statement: str
) -> Iterator[Alteration]:
    """The actor's name changed for that of a body that is mixed up with it and bears nothing of it."""
    if clause.universal or clause.open_ended or len(clause.actors) > 1:
        return
    printed = clause.subject or actor
    if printed != actor and (printed, actor) not in material.forms:
        return  # names others as well
    if statement.count(printed) != 1 or clause.condition or material.is_general(clause):
        return
    rest = statement.replace(printed, "")
    if rest.startswith("等") or echoes(actor, rest):
        return
    near = material.nearness(clause.predicate)
    for name in material.others(clause, actor, clause.predicate)[:_NAMES]:
        says = any(near.get(c.key, 0.0) >= _SAYS for c in material.clauses.own(name))
        if says and name not in statement and material.mixes_up(actor, name):
            yield Alteration("主体", name, printed)
