"""「天津的街道办要做什么」: what is asked of a place that the regulation is not of."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Elsewhere
from assistant.understanding.elsewhere import asks_of_other_place


def another_place(inquiry: Inquiry) -> Answer | None:
    """That another place is not answered for, with what the regulation says on the matter."""
    place = asks_of_other_place(inquiry.asked.text, inquiry.index.regulation)
    if not place:
        return None
    grounds = inquiry.grounds
    detail = Elsewhere(place)
    return inquiry.refuse("other_instrument", grounds.nearest, detail, ranking=grounds.ranking)
