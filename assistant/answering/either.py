"""Which of two it is, and whether each of several matters is put to the right body."""

from __future__ import annotations

import re

from assistant.answering.answer import Answer
from assistant.answering.by_retrieval import led_by
from assistant.answering.compose import conclusion, quotation, rest_of
from assistant.answering.entailment import is_called, nearest_clause, shared_pairs
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Quotation, SaidWords, quoted
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.quotations import quotation_text
from assistant.understanding.charges import Charge, Choice, read_charges, read_choice
from assistant.understanding.understood import reread
from assistant.verify.figures import find_figures
from corpus.clauses.records import ClauseRecord
from corpus.text.provision import Leaf

#: Provisions in which it is looked for.
_MOST = 3
#: Share of a matter that a clause must print to be on it.
_ON_IT = 0.5
_AUTHORITY = re.compile(r"(?:部门|机构|机关|政府|委员会|办事处|派出所|组织|局)$")


def either(inquiry: Inquiry) -> Answer | None:
    """Of two that a question gives a choice of, the one that is printed; of figures, that neither is."""
    choice = read_choice(inquiry.asked.text)
    if choice is None:
        return None
    for leaf in inquiry.grounds.leaves[:_MOST]:
        if verdict := _chosen(inquiry, choice, leaf):
            return _told(inquiry, leaf, verdict)
    return None


def _chosen(inquiry: Inquiry, choice: Choice, leaf: Leaf) -> str:
    """是甲，不是乙; empty where a provision tells neither from the other."""
    records = inquiry.index.stored_clauses.of(leaf.id)
    if not records:
        return ""
    record = nearest_clause(choice.matter, records)
    printed = (_holds_body if choice.bodies else _holds_figure)(choice.one, choice.other, record)
    match printed:
        case (True, False):
            return f"是{choice.one}，不是{choice.other}"
        case (False, True):
            return f"是{choice.other}，不是{choice.one}"
        case (False, False) if not choice.bodies and _has_rival(choice, record):
            return f"不是{choice.one}，也不是{choice.other}"
        case _:
            return ""


def _holds_body(one: str, other: str, record: ClauseRecord) -> tuple[bool, bool]:
    subjects = _subjects(record)
    held = is_called(one, subjects), is_called(other, subjects)
    return held if any(held) else (is_called(one, record.text), is_called(other, record.text))


def _holds_figure(one: str, other: str, record: ClauseRecord) -> tuple[bool, bool]:
    printed = {f.key for f in find_figures(record.text)}
    first, second = (any(f.key in printed for f in find_figures(t)) for t in (one, other))
    return first, second


def _has_rival(choice: Choice, record: ClauseRecord) -> bool:
    units = {f.key[1] for t in (choice.one, choice.other) for f in find_figures(t)}
    return any(f.key[1] in units for f in find_figures(record.text))


def _told(inquiry: Inquiry, leaf: Leaf, verdict: str) -> Answer:
    grounds = inquiry.grounds
    leaves = led_by(leaf, grounds.leaves)
    said = conclusion(inquiry.index, inquiry.asked, leaves)
    first = Statement(StatementKind.CONCLUSION, None, verdict=verdict)
    ids = (other.id for other in leaves)
    return inquiry.give((first, *said, *rest_of(leaves, said)), ids, ranking=grounds.ranking)


def charged(inquiry: Inquiry) -> Answer | None:
    """Who is in charge of each of several matters that a question puts to bodies; 是 where all are right."""
    assertion = inquiry.asked.assertion
    charges = read_charges(assertion.text) if assertion else ()
    found = [_held_against(inquiry, charge) for charge in charges]
    if not found or not all(found):
        return None
    told = [pair for pair in found if pair is not None]
    leaves = tuple(leaf for leaf, _ in told)
    ids = tuple(dict.fromkeys(leaf.id for leaf in leaves))
    if all(not wrong for _, wrong in told):
        first = Statement(StatementKind.CONCLUSION, None, verdict="是")
        said = conclusion(inquiry.index, inquiry.asked, leaves)
        return inquiry.give((first, *said), ids, ranking=inquiry.grounds.ranking)
    sentences: list[str] = []
    passages: list[str] = []
    for leaf, wrong in told:
        parts = quotation(inquiry.index, inquiry.asked, leaf).parts
        assert isinstance(parts, Quotation)
        sentences.append(f"{wrong}{quotation_text(parts)}")
        passages += quoted((parts,))
    detail = SaidWords("不是。" + "".join(sentences), tuple(passages))
    return inquiry.refuse("false_premise", ids, detail, ranking=inquiry.grounds.ranking)


def _held_against(inquiry: Inquiry, charge: Charge) -> tuple[Leaf, str] | None:
    """The provision on a matter, and what is wrong with the body it is put to (empty for nothing).

    None where no provision near it says who is in charge.
    """
    asked = reread(inquiry.index, inquiry.asked, f"{charge.matter}由谁负责")
    for leaf in Inquiry(inquiry.sources, asked).grounds.leaves[:_MOST]:
        records = inquiry.index.stored_clauses.of(leaf.id)
        if not records:
            continue
        record = nearest_clause(charge.matter, records)
        subjects = _subjects(record)
        if not subjects or shared_pairs(charge.matter, record.text) < _ON_IT:
            continue
        if is_called(charge.body, subjects):
            return leaf, ""
        if is_called(charge.body, leaf.lead_in + leaf.text):
            return None
        right = f"，归{subjects}" if _AUTHORITY.search(subjects) else ""
        return leaf, f"{charge.matter}不归{charge.body}{right}："
    return None


def _subjects(record: ClauseRecord) -> str:
    return "、".join(p.text for p in record.subjects)
