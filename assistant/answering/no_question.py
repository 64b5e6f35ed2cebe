"""Input that asks nothing of the regulation."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import SmallTalkSaid
from assistant.understanding.question import is_picture
from corpus.text.status import status_shown


def unclear(inquiry: Inquiry) -> Answer | None:
    """「？？」: no word to go by."""
    if inquiry.asked.has_content or is_picture(inquiry.asked.text):
        return None
    return inquiry.refuse("unclear", intent="question")


def small_talk(inquiry: Inquiry) -> Answer | None:
    """「你好」「你是谁」; a joke or a poem that is asked for lies outside every document."""
    kind = inquiry.asked.small_talk
    if kind is None:
        return None
    if kind == "offtask":
        return inquiry.refuse("off_topic")
    regulation = inquiry.index.regulation
    said = SmallTalkSaid(kind, ((regulation.title, status_shown(regulation)),))
    return inquiry.refuse("chitchat", detail=said)
