"""「谁管消防车通道」「街道办都要做什么」: the whole set, told from the responsibility register.

Where one provision of a matter is all but certain to be the one that is asked for (「没有物业的小区谁来管」), its
words come first.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.compose import quotation
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import MatterHead
from assistant.answering.sets import WholeSet
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement

#: Probability from which a provision is the one that is asked for, and that of the next at most.
_CERTAIN, _NEXT = 0.9, 0.8


def whole_set(inquiry: Inquiry) -> Answer | None:
    """All that is said on one matter, or of one body; None for other sets."""
    whole, ranking = inquiry.grounds.whole, inquiry.grounds.ranking
    if whole is None or not _is_told(whole):
        return None
    listed = (leaf.id for leaf in whole.leaves)
    first, rest = _the_one(inquiry, whole), _tell(inquiry.sources, whole)
    if first and isinstance(rest[0].parts, MatterHead):
        # Who takes the lead is no question where one provision answers.
        rest = (replace(rest[0], parts=replace(rest[0].parts, lead="")), *rest[1:])
    ids = dict.fromkeys((*(i for s in first for i in s.ids), *listed))
    named = whole.certain and bool(whole.actors)
    return inquiry.give((*first, *rest), ids, ranking=ranking, complete=True, named=named)


def _the_one(inquiry: Inquiry, whole: WholeSet) -> tuple[Statement, ...]:
    """The words of the provision of a matter that is asked for; nothing where several may be."""
    best, after, *_ = (*inquiry.grounds.ranking.hits, None, None)
    if best is None or best.score < _CERTAIN or (after is not None and after.score > _NEXT):
        return ()
    asked = [leaf for leaf in whole.leaves if leaf.id == best.id and not leaf.is_lead_in]
    alone = bool(whole.matter) and not whole.actors and not inquiry.asked.extent.every
    return tuple(quotation(inquiry.index, inquiry.asked, leaf) for leaf in asked if alone)


def _is_told(whole: WholeSet) -> bool:
    several = len(whole.leaves) > 1 and bool(whole.actors or whole.matter)
    return several or len(whole.actors) > 1


def _tell(sources: Sources, whole: WholeSet) -> tuple[Statement, ...]:
    from assistant.answering.duty_answer import actor_statements, matter_statements

    if whole.actors:
        return actor_statements(sources.lookups, whole.actors)
    ids = tuple(leaf.id for leaf in whole.leaves)
    return matter_statements(sources.lookups, whole.matter, ids)
