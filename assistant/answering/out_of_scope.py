"""The refusal of what the regulation does not answer, by the fitted rule of ``refuse``."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.refuse import judge


def out_of_scope(inquiry: Inquiry) -> Answer | None:
    """Why the regulation does not answer, with the nearest provisions where they are worth showing."""
    grounds = inquiry.grounds
    verdict = judge(
        inquiry.index, inquiry.asked, grounds.evidence, grounds.leaves, scope=grounds.scope
    )
    if verdict is None:
        return None
    nearest = (verdict.nearest or grounds.nearest) if verdict.related else ()
    return inquiry.refuse(verdict.reason, nearest, verdict.detail, ranking=grounds.ranking)
