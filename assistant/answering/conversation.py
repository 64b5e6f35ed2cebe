"""A question after earlier turns → an answer in the provisions' own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer, Turn
from assistant.answering.best_reading import answer_best
from assistant.answering.follow_up import read_in_turn
from assistant.answering.more import answer_more
from assistant.answering.sources import Sources
from assistant.understanding.understood import understand

#: Turns that say nothing on the regulation: a question takes nothing from them.
_IDLE = ("chitchat", "training")


def answer_in_turn(sources: Sources, question: str, history: Sequence[Turn]) -> Answer:
    """The answer to a question in a conversation.

    Args:
        sources: see there.
        question: cleaned.
        history: earlier turns, oldest first.
    """
    said = [answer for _, answer in history if answer.intent not in _IDLE]
    asked = understand(sources.index, question)
    if said and asked.asks_for_more:
        return answer_more(sources.index, asked, said[-1])
    return answer_best(sources, read_in_turn(sources.index, asked, said), asked.quantity)
