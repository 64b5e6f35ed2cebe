"""「谁管消防车通道」「街道办都要做什么」: the whole set, told from the responsibility register."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.sets import WholeSet
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement


def whole_set(inquiry: Inquiry) -> Answer | None:
    """All that is said on one matter, or of one body or two; None for other sets."""
    whole, ranking = inquiry.grounds.whole, inquiry.grounds.ranking
    if whole is None or not _is_told(whole):
        return None
    ids = tuple(leaf.id for leaf in whole.leaves)
    return inquiry.give(_tell(inquiry.sources, whole), ids, ranking=ranking, complete=True)


def _is_told(whole: WholeSet) -> bool:
    several = len(whole.leaves) > 1 and bool(whole.actors or whole.matter)
    return several or len(whole.actors) > 1


def _tell(sources: Sources, whole: WholeSet) -> tuple[Statement, ...]:
    from assistant.answering.duty_answer import (
        actor_statements,
        comparison_statements,
        matter_statements,
    )

    if whole.compared:
        return comparison_statements(sources.lookups, *whole.actors)
    if whole.actors:
        return actor_statements(sources.lookups, whole.actors)
    ids = tuple(leaf.id for leaf in whole.leaves)
    return matter_statements(sources.lookups, whole.matter, ids)
