"""判断正误: the text as it stands, or altered on exactly one point."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.training.clauses import TeachableClause
from assistant.training.drafting import draft_statement
from assistant.training.material import Material
from assistant.training.question import Alteration, Difficulty, TrueFalse
from assistant.training.times import find_wrong_times

#: Printed modal → a weaker or a stronger one. Other modals have no opposite that reads well.
_MODALS = (
    (re.compile(r"不得"), "可以"),
    (re.compile(r"必须"), "可以"),
    (re.compile(r"应当"), "可以"),
    (re.compile(r"(?<![响相反适])应(?![急用对当])"), "可以"),
    (re.compile(r"可(?=根据|采取)"), "应当"),
    (re.compile(r"鼓励"), "要求"),
)
#: Wrong names and wrong words of one contrast that are used.
_NAMES, _WORDS, _TIMES = 2, 2, 2


def ask_true(material: Material, clause: TeachableClause) -> Iterator[TrueFalse]:
    """Statements made from one clause: the true one, and one for each point that can be altered."""
    if not clause.says or not clause.bound:
        return
    actor = clause.bound[0]
    statement = clause.sentence(actor)
    evidence = material.evidence(clause)
    yield draft_statement(material, statement, evidence, "易", clause.matters)
    for altered, difficulty in _alterations(material, clause, actor, statement):
        if statement.count(altered.printed) != 1:
            continue
        false = statement.replace(altered.printed, altered.written)
        yield draft_statement(
            material, false, evidence, difficulty, clause.matters, altered=altered
        )


def _alterations(
    material: Material, clause: TeachableClause, actor: str, statement: str
) -> Iterator[tuple[Alteration, Difficulty]]:
    if clause.modality != "陈述":
        yield from ((a, "中") for a in _modal(statement))
    for a in _actor(material, clause, actor, statement):
        yield a, "难" if material.mixes_up(actor, a.written) else "中"
    for time in dict.fromkeys(t for d in clause.duties for t in d.recurrence):
        wrong = [w for w in find_wrong_times(time) if w not in clause.leaf.text]
        for written in material.shuffled(wrong, statement, time.text)[:_TIMES]:
            point = "数字" if re.search(r"\d", time.text) else "时间"
            yield Alteration(point, written, time.text), "中"
    for contrast in material.contrasts(clause.leaf):
        if contrast.word in clause.text:
            for written in contrast.wrong[:_WORDS]:
                if contrast.point == "主体" and written not in material.clauses.level:
                    continue  # cannot be proved of a body that is not known
                yield Alteration(contrast.point, written, contrast.word), "难"


def _modal(statement: str) -> Iterator[Alteration]:
    for pattern, written in _MODALS:
        found = pattern.findall(statement)
        if len(found) == 1 and statement.count(found[0]) == 1:
            yield Alteration("情态", written, found[0])
            return


def _actor(
    material: Material, clause: TeachableClause, actor: str, statement: str
) -> Iterator[Alteration]:
    """The actor's name changed for that of a body that does not bear the clause."""
    if clause.universal or len(clause.actors) > 1:
        return
    printed = clause.subject or actor
    if statement.count(printed) != 1 or clause.condition or material.is_general(clause):
        return
    others = material.others(clause, actor, clause.predicate)
    near = [n for n in others if n not in statement and material.near(clause, actor, n)]
    for name in near[:_NAMES]:
        yield Alteration("主体", name, printed)
