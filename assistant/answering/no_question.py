"""Input that asks nothing of the regulation."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry


def unclear(inquiry: Inquiry) -> Answer | None:
    """「？？」: no word to go by."""
    return None if inquiry.asked.has_content else inquiry.refuse("unclear", intent="question")


def small_talk(inquiry: Inquiry) -> Answer | None:
    """「你好」「谢谢」."""
    return inquiry.refuse("chitchat") if inquiry.asked.small_talk else None
