"""「第十九条第三项」「第二章讲什么」: straight to what is named, or why there is nothing such."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.compose import conclusion, quotation
from assistant.answering.inquiry import Inquiry
from assistant.answering.meta import describe_division
from assistant.answering.parts import (
    Elsewhere,
    RefusalDetail,
    RefusalReason,
    RefusalSaid,
    SaidWords,
)
from assistant.answering.said_of_article import find_confirmed, find_denial
from assistant.answering.select import select
from assistant.answering.sets import find_side_by_side
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.addresses import why_not
from assistant.understanding.citation_lookup import NamedProvisions
from assistant.understanding.understood import reread
from corpus.citing.citations import canonical, lookup
from corpus.citing.follow import Addressed
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.retrieve import rank

#: Provisions from which on a part of a named 条 may be meant.
_LONG = 3
#: Share of the best score overall that a part of a named 条 needs to be answered alone.
_STANDS_OUT = 0.9


def citation(inquiry: Inquiry) -> Answer | None:
    """The words of the provisions that a question names, and what of it cannot be given."""
    named = inquiry.asked.cites
    if named is None:
        return None
    regulation = inquiry.index.regulation
    untold = tuple(_note(a, regulation) for a in named.unanswered)
    if not named.unanswered and (no := find_denial(inquiry, named)):
        return inquiry.refuse("false_premise", tuple(x.id for x in named.leaves[:_LONG]), no)
    if named.leaves:
        leaves = _narrowed(inquiry, named) or named.leaves
        said = conclusion(inquiry.index, inquiry.asked, leaves)
        if (confirmed := find_confirmed(inquiry, named)) and not untold:
            yes = Statement(StatementKind.CONCLUSION, None, verdict="是")
            leaves = (confirmed,)
            said = (yes, quotation(inquiry.index, inquiry.asked, confirmed))
        return inquiry.give((*said, *untold), (leaf.id for leaf in leaves))
    if named.divisions:
        told = [describe_division(node, regulation) for node in named.divisions]
        ids = (leaf.id for meta in told for leaf in meta.leaves)
        return inquiry.give((*(m.statement for m in told), *untold), ids, intent="meta")
    return _refused(inquiry, named.unanswered[0]) if named.unanswered else None


def _note(addressed: Addressed, regulation: Regulation) -> Statement:
    if addressed.belonging == "other":
        elsewhere = Elsewhere(addressed.citation.instrument)
        said = RefusalSaid("other_instrument", (regulation.title,), elsewhere)
        return Statement(StatementKind.NOTE, said)
    return Statement(StatementKind.NOTE, SaidWords(why_not(addressed, regulation)))


def _refused(inquiry: Inquiry, addressed: Addressed) -> Answer:
    """Why what is named by number is not given."""
    reason: RefusalReason = "other_instrument"
    detail: RefusalDetail = SaidWords(why_not(addressed, inquiry.index.regulation))
    nearest: tuple[ProvisionId, ...] = ()
    if addressed.belonging == "other":
        detail = Elsewhere(addressed.citation.instrument)
    elif addressed.missing and not addressed.elsewhere:
        (asked, instead), *more = addressed.missing
        reason, detail = "no_such_provision", detail if more else instead
        nearest = _nearest(asked, inquiry.index.regulation)
    elif addressed.citation.fault == "from_end":
        reason = "no_such_provision"
    elif addressed.citation.fault == "number" or addressed.backwards:
        reason = "unclear"
    return inquiry.refuse(reason, nearest, detail)


def _nearest(asked: ProvisionId | None, regulation: Regulation) -> tuple[ProvisionId, ...]:
    """The 条 of a part that does not exist; nothing for an unknown 条."""
    if asked is None or lookup(regulation, asked.parent_article()) is None:
        return ()
    return (canonical(asked.parent_article()),)


def _narrowed(inquiry: Inquiry, named: NamedProvisions) -> tuple[Leaf, ...]:
    """「第七条里电影院要怎么做」: the part of a long 条 that is asked for, if any stands out."""
    if len(named.leaves) < _LONG:
        return ()
    index, rest = inquiry.index, reread(inquiry.index, inquiry.asked, named.rest)
    if not rest.expansions:
        return ()
    everything = rank(index, rest.text, len(index.leaves))
    inside = {leaf.id for leaf in named.leaves}
    hits = tuple(h for h in everything.hits if h.id in inside)
    if not hits or hits[0].score < _STANDS_OUT * everything.hits[0].score:
        return ()
    ranking = replace(everything, hits=hits)
    return find_side_by_side(index, replace(rest, intent="comparison"), ranking) or select(
        index, replace(rest, intent="question"), ranking
    )
