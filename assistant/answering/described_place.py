"""「我开了家 20 人的小旅馆」: everything that applies to the place that the asker describes."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry

_ASKING_INTENTS = ("list", "duty", "question", "applicability")


def described_place(inquiry: Inquiry) -> Answer | None:
    """The checklist of a described place; None for any other question."""
    asked, index = inquiry.asked, inquiry.index
    if index.language.folder is None or not asked.own_place or asked.intent not in _ASKING_INTENTS:
        return None
    levels = index.duties.levels
    if any(levels[name].is_authority for actors in asked.subjects.actors for name in actors):
        return None  # its duties are asked for, whoever asks
    from assistant.answering.place_answer import described, place_provisions, place_statements

    guide = inquiry.sources.guide
    place = described(guide, asked.text)
    if place is None:
        return None
    checklist = guide.checklist(place)
    return inquiry.give(
        place_statements(checklist, index.regulation),
        place_provisions(checklist),
        intent="applicability",
        complete=True,
    )
