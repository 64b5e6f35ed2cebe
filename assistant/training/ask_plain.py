"""Questions for a scope that has too few others: plain ones, which are easily told.

The text as it stands, with the modal word made weaker, and with a word of the matter left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.training.ask_blank import ask_blank, ask_words
from assistant.training.ask_list import ask_list
from assistant.training.ask_match import ask_match
from assistant.training.ask_true import ask_true
from assistant.training.ask_where import ask_where
from assistant.training.ask_which import ask_wording
from assistant.training.ask_who import ask_who
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import draft_statement
from assistant.training.material import Material
from assistant.training.near_words import find_slots
from assistant.training.question import Alteration, QuizQuestion

#: A shorter item says nothing by itself.
_SHORTEST = 5
#: A shorter clause says too little to be a statement.
_TOLD = 14
_POINTS = re.compile(r"前[一两二三]?[款项条]|下列|^(?:其|该|但|并|同时)")
#: Printed modal → a weaker one. Other modals have no opposite that reads well.
_MODALS = (
    (re.compile(r"(?<!督)倡导|鼓励"), "要求"),
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
    yield from ask_wording(material, clause, near=False)
    yield from _listed(material, clause)
    yield from ask_list(material, clause)
    yield from ask_where(material, clause)
    if who:
        yield from ask_who(material, clause, mixed=0)
        yield from ask_match(material, clause, near=False)
    if not clause.says or not clause.bound or (clause.modality == "鼓励" and not clause.subject):
        statement = _verbatim(clause)
    else:
        statement = clause.sentence(clause.bound[0])
    if not statement:
        return
    evidence = material.evidence(clause)
    yield draft_statement(material, statement, evidence, rate(near=0), clause.matters)
    if altered := _modal(statement):
        false = statement.replace(altered.printed, altered.written)
        yield draft_statement(
            material, false, evidence, rate(near=0), clause.matters, altered=altered
        )


def _verbatim(clause: TeachableClause) -> str:
    """A clause that is a whole sentence, as printed; empty for one that points at what stands before."""
    before = clause.leaf.text[: clause.span[0]]
    whole = not before or before[-1] in "。；"
    words = clause.quote.rstrip("。：")
    return f"{words}。" if whole and len(words) > _TOLD and not _POINTS.search(words) else ""


def _listed(material: Material, clause: TeachableClause) -> Iterator[QuizQuestion]:
    """An item behind its lead-in, as printed and with the modal word made weaker."""
    leaf, lead = clause.leaf, clause.leaf.lead_in
    if (
        not lead.endswith("：")
        or len(leaf.text) < _SHORTEST
        or not leaf.text.startswith(clause.quote)
    ):
        return
    statement, evidence = f"{lead}{clause.quote.rstrip('。')}。", material.evidence(clause)
    yield draft_statement(material, statement, evidence, rate(near=0), clause.matters)
    for altered in filter(None, (_modal(statement), *_in_lead(statement, lead))):
        false = statement.replace(altered.printed, altered.written)
        yield draft_statement(
            material, false, evidence, rate(near=0), clause.matters, altered=altered
        )


def _in_lead(statement: str, lead: str) -> Iterator[Alteration]:
    for slot in find_slots(lead):
        if statement.count(slot.printed) == 1:
            yield Alteration(slot.point, slot.written[0], slot.printed)


def _modal(statement: str) -> Alteration | None:
    for pattern, written in _MODALS:
        found = pattern.findall(statement)
        if len(found) == 1 and statement.count(found[0]) == 1:
            return Alteration("情态", written, found[0])
    return None
