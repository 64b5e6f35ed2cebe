"""A question in a conversation → what it says with the help of the turns before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.understanding.followup import find_listed_item, list_readings
from assistant.understanding.understood import Understood, reread
from corpus.citing.editions import without_edition
from index.opened import Index

#: 「现在呢」 after a refusal of another edition: what the text that is held says.
_NOW = re.compile(
    r"(?:那么?|好吧?|嗯)*[，, ]*(?:现在|如今|目前|现行|今天|当前|收录)的?(?:这个?|那个?)?(?:版本?|文本|条文|规定)?(?:里|中)?的?"
    r"(?:是|又)?(?:怎么|如何|咋|什么|啥)?(?:写|说|规定|样|讲)?的?(?:呢|吗|啊|呀)?[？?。]?"
)


def read_in_turn(index: Index, asked: Understood, said: Sequence[Answer]) -> tuple[Understood, ...]:
    """The ways to read a question, the likeliest first; one where it stands alone.

    Args:
        index: knows what the questions name.
        asked: the question by its own words.
        said: earlier answers about the regulation, oldest first.
    """
    if not said or asked.small_talk or asked.cites or asked.passage:
        return (asked,)
    last = said[-1]
    if _NOW.fullmatch(asked.text) and last.refusal is not None:
        held = without_edition(last.standalone_question, index.regulation)
        if held != last.standalone_question:
            return (reread(index, asked, held),)
    cited = last.cited or tuple(q.id for q in last.quotes)
    if item := find_listed_item(asked.text, cited, lambda article: _count_items(index, article)):
        return (reread(index, asked, item),)
    return list_readings(
        index,
        asked,
        last.standalone_question,
        earlier=said[-2].standalone_question if len(said) > 1 else "",
        answered=_find_acting_body(index, last) if last.intent == "responsible" else "",
    )


def _count_items(index: Index, article: str) -> int:
    """How many 项 the first 款 of a 条 has."""
    ids = (leaf.id for leaf in index.leaves)
    return sum(i.article == article and bool(i.item) and not i.paragraph for i in ids)


def _find_acting_body(index: Index, answer: Answer) -> str:
    """The body that the first cited provision begins with, empty where it is none."""
    if not answer.cited:
        return ""
    text = index.leaf(answer.cited[0]).text
    names = (name for body in index.language.bodies for name in (body.name, *body.also))
    return max((name for name in names if text.startswith(name)), key=len, default="")
