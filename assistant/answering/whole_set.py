"""「谁管消防车通道」「街道办都要做什么」: the whole set, told from the responsibility register.

Where one provision of a matter is all but certain to be the one that is asked for (「没有物业的小区谁来管」), its
words come first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.answering.compose import quotation
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import MatterHead
from assistant.answering.sets import WholeSet
from assistant.answering.statement import Statement, StatementKind
from corpus.text.provision import ProvisionId

if TYPE_CHECKING:
    from corpus.register.lookups import Lookups

#: Probability from which a provision is the one that is asked for, and that of the next at most.
_CERTAIN, _NEXT = 0.9, 0.8
#: Provisions of a matter that are told in their words.
_WORDED = 3


def whole_set(inquiry: Inquiry) -> Answer | None:
    """All that is said on one matter, or of one body; None for other sets."""
    whole, ranking = inquiry.grounds.whole, inquiry.grounds.ranking
    if whole is None or not _is_told(whole):
        return None
    listed = [leaf.id for leaf in whole.leaves]
    first, rest = _the_one(inquiry, whole), _tell(inquiry, whole)
    if first and isinstance(rest[0].parts, MatterHead):
        # Who takes the lead is no question where one provision answers.
        rest = (replace(rest[0], parts=replace(rest[0].parts, lead="")), *rest[1:])
    lines = (s for s in rest if s.kind is StatementKind.DUTY)
    told = (i for s in (*first, *lines) for i in s.ids if i in listed)
    ids = dict.fromkeys((*told, *listed))
    named = whole.certain
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


def _is_shared(lookups: Lookups, address: ProvisionId) -> bool:
    """Whether a provision says of many bodies alike what it says."""
    from assistant.answering.duty_answer import is_common

    duties = [d for d in lookups.register.duties if d.provision == address]
    return bool(duties) and is_common(duties, Counter(d.key for d in duties))


def _tell(inquiry: Inquiry, whole: WholeSet) -> tuple[Statement, ...]:
    from assistant.answering.duty_answer import actor_statements, matter_statements

    lookups = inquiry.sources.lookups
    if whole.actors:
        return actor_statements(lookups, whole.actors)
    ids = tuple(leaf.id for leaf in whole.leaves)
    shared = {i for i in ids if _is_shared(lookups, i)}
    told = {i for s in _the_one(inquiry, whole) for i in s.ids}
    hits = (hit.id for hit in inquiry.grounds.ranking.hits)
    nearest = sorted((i for i in hits if i in ids and i not in told), key=shared.__contains__)
    return matter_statements(lookups, whole.matter, ids, nearest[:_WORDED])
