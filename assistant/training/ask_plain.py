"""Questions for a scope that has too few others: plain ones, which are easily told.

The text as it stands, with the modal word made weaker, and with a word of the matter left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.training.ask_blank import ask_blank, ask_words
from assistant.training.ask_match import ask_match
from assistant.training.ask_true import ask_true
from assistant.training.ask_who import ask_who
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import draft_statement
from assistant.training.material import Material
from assistant.training.question import Alteration, QuizQuestion

#: Printed modal → a weaker one. Other modals have no opposite that reads well.
_MODALS = (
    (re.compile(r"不得"), "可以"),
    (re.compile(r"必须"), "可以"),
    (re.compile(r"应当"), "可以"),
    (re.compile(r"(?<![响相反适])应(?![急用对当])"), "可以"),
)


def ask_plainly(
    material: Material, clause: TeachableClause, *, who: bool
) -> Iterator[QuizQuestion]:
    """Plain questions on one clause.

    Args:
        who: whether whose it is may be asked: where somebody has reviewed who else bears it.
    """
    words = (
        w for m in material.clauses.register.matters if m.name in clause.matters for w in m.words
    )
    yield from ask_words(material, clause, tuple(dict.fromkeys(words)))
    yield from ask_blank(material, clause, exact=False)
    yield from ask_true(material, clause, near=False)
    if who:
        yield from ask_who(material, clause, mixed=0)
        yield from ask_match(material, clause, near=False)
    if not clause.says or not clause.bound or (clause.modality == "鼓励" and not clause.subject):
        return
    statement, evidence = clause.sentence(clause.bound[0]), material.evidence(clause)
    yield draft_statement(material, statement, evidence, rate(near=0), clause.matters)
    if clause.modality != "陈述" and (altered := _modal(statement)):
        false = statement.replace(altered.printed, altered.written)
        yield draft_statement(
            material, false, evidence, rate(near=0), clause.matters, altered=altered
        )


def _modal(statement: str) -> Alteration | None:
    for pattern, written in _MODALS:
        found = pattern.findall(statement)
        if len(found) == 1 and statement.count(found[0]) == 1:
            return Alteration("情态", written, found[0])
    return None
