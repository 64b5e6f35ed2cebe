"""What is asked of the conversation itself: where the last answer stands, the same again, what was asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.parts import LastAsked, RestsOn
from assistant.answering.statement import Statement, StatementKind
from assistant.settings import Style
from assistant.understanding.intent import asks_for_more
from assistant.understanding.of_talk import asks_what_was_asked, wants_as_it_stands
from assistant.understanding.small_talk import read_small_talk
from index.opened import Index

#: Words by which the same is wanted in everyday words.
_PLAINLY = re.compile(r"白话|简单|通俗|听不懂|看不懂|人话|明白点|好懂")


def look_back(
    index: Index,
    typed: str,
    history: Sequence[Turn],
    again: Callable[[str, Style | None], Answer],
) -> Answer | None:
    """The answer to a question on the conversation; None where it is none, or nothing was said.

    Args:
        index: whose encoder reads it.
        typed: cleaned.
        history: earlier turns, oldest first.
        again: answers a question that stands alone, in a style.
    """
    last = next((a for _, a in reversed(history) if a.intent not in ("chitchat", "training")), None)
    settled = asks_for_more(typed) or asks_what_was_asked(typed) or wants_as_it_stands(typed)
    if last is None or settled:
        return None
    match read_small_talk(index, typed):
        case "source":
            names = tuple(q.citation for q in last.quotes)
            return (
                _said(last, RestsOn(names)) if last.cited and names else replace(last, read_as="")
            )
        case "repeat":
            style: Style | None = "plain" if _PLAINLY.search(typed) else None
            return again(last.standalone_question, style)
        case "before":
            told = _said(last, LastAsked(last.standalone_question))
            return replace(told, cited=(), quotes=(), ranking=(), refusal=None, intent="chitchat")
    return None


def _said(last: Answer, parts: RestsOn | LastAsked) -> Answer:
    statement = Statement(StatementKind.CONCLUSION, parts, last.cited)
    return replace(last, statements=(statement,), read_as="", complete=False)
