"""「第十九条第三项」: straight to the provisions that are named, or that there are none such."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.compose import conclusion
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Elsewhere
from assistant.answering.select import select
from assistant.answering.sets import find_side_by_side
from assistant.understanding.citation_lookup import Foreign, Missing, NamedProvisions
from assistant.understanding.understood import reread
from corpus.text.provision import Leaf
from index.retrieve import rank

#: Provisions from which on a part of a named 条 may be meant.
_LONG = 3
#: Share of the best score overall that a part of a named 条 needs to be answered alone.
_STANDS_OUT = 0.9


def citation(inquiry: Inquiry) -> Answer | None:
    """The words of the provisions that a question names."""
    named = inquiry.asked.cites
    match named:
        case None:
            return None
        case Foreign():
            return inquiry.refuse("other_instrument", detail=Elsewhere(named.instrument))
        case Missing():
            nearest = (named.nearest,) if named.nearest else ()
            return inquiry.refuse("no_such_provision", nearest, named.instead)
        case NamedProvisions():
            leaves = _narrowed(inquiry, named) or named.leaves
            said = conclusion(inquiry.index, inquiry.asked, leaves)
            return inquiry.give(said, (leaf.id for leaf in leaves))


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
