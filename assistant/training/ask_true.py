"""判断正误: the text as it stands, or altered on one point on which people err.

A clause that cannot be altered so is not asked: its true statement alone would be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.training.altering import is_strong, near_slots, slots_of
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import draft_statement
from assistant.training.given_away import echoes
from assistant.training.material import Material
from assistant.training.near_words import Slot
from assistant.training.neighbours import are_neighbours, has_one_field, is_taken_for, tells
from assistant.training.question import Alteration, TrueFalse

#: Wrong names, and wrong words of one place, that are used.
_NAMES, _WORDS = 2, 2
#: What a predicate begins with that belongs before the modal word.
_WHEN = re.compile(r"[^，]{2,12}[时后]")
#: Points on which a statement, of which half are true, is of middling difficulty.
_HARD = ("数字", "时间", "主体")
_JOINED = ("并", "其中", "同时", "以及")
#: A shorter clause does not say what it is about.
_SHORTEST = 14


def ask_true(
    material: Material, clause: TeachableClause, *, near: bool = True
) -> Iterator[TrueFalse]:
    """Statements made from one clause: the true one, and one for each point that can be altered.

    Args:
        near: whether only words are put in that nobody sees to be made up, and only bodies that are
            taken for the one that is printed.
    """
    if not clause.says or not clause.bound or _is_told_of(clause):
        return
    actor = clause.bound[0]
    statement = clause.sentence(actor)
    if statement.startswith(_JOINED) or statement.count(actor) > 1:
        return  # says by whom only together with what stands before it
    if near and (clause.goes_on or len(clause.predicate) < _SHORTEST):
        return
    if _WHEN.match(clause.predicate) and clause.modality == "应当" and not clause.subject:
        return  # 「…应当发生火灾时立即报警」
    evidence = material.evidence(clause)
    slots: Sequence[Slot] = slots_of(material, clause, statement)
    if near:
        slots = [s for s in near_slots(material, clause, statement) if is_strong(s)]
    altered = [
        *_actor(material, clause, actor, statement, near=near),
        *(
            Alteration(slot.point, written, slot.printed)
            for slot in slots
            for written in slot.written[:_WORDS]
        ),
    ]
    if not altered:
        return
    harder = any(a.point in _HARD for a in altered)
    yield draft_statement(material, statement, evidence, rate(near=harder), clause.matters)
    for one in altered:
        false = statement.replace(one.printed, one.written)
        level = rate(near=one.point in _HARD)
        yield draft_statement(material, false, evidence, level, clause.matters, altered=one)


def _is_told_of(clause: TeachableClause) -> bool:
    """Whether somebody else acts in it, who is not printed as its subject: 鼓励保险公司承保."""
    return clause.modality == "鼓励" and not clause.subject


def _actor(
    material: Material, clause: TeachableClause, actor: str, statement: str, *, near: bool
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
    if rest.startswith("等") or echoes(actor, rest) or (near and has_one_field(material, actor)):
        return
    fitting = (
        name
        for name in material.others(clause, actor, clause.predicate)
        if name not in statement
        and (_is_near(material, clause, actor, name) if near else material.mixes_up(actor, name))
    )
    yield from (Alteration("主体", name, printed) for name in islice(fitting, _NAMES))


def _is_near(material: Material, clause: TeachableClause, actor: str, name: str) -> bool:
    return (
        is_taken_for(material, clause, actor, name)
        and are_neighbours(material, actor, name)
        and not has_one_field(material, name)
        and not tells(material, actor, clause.predicate)
    )
