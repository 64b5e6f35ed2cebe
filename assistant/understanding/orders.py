"""Orders to the program around a question: play a role, promise, change the law.

What is asked beside them is answered as if they had not been given, and that they are not followed is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.hearing import asks
from assistant.understanding.small_talk import small_talk_odds
from index.opened import Index

#: Words of which one stands in every order that is looked for: others cost no encoder.
_CUE = re.compile(
    r"扮演|假装|假设|假如|你现在|从现在起|[你您]是|保证|答应|承诺|发誓|忽略|无视|别管|限制|模式|角色|提示词|"
    r"改[成写为]|伪造|新法|红头"
)
#: That the words of the law be other ones; a question may name what somebody else changed.
_REWRITE = re.compile(
    r"(?:[你您]|帮我|请|给我|麻烦)[^，。？?]{0,10}(?:改[成写为]|伪造|编造|写一条新|删掉|删了)"
)
_CLAUSES = re.compile(r"(?<=[，,。！!；;：:\n])")
#: Probability from which a clause is an order; shorter and longer ones are none.
_ORDER, _SHORTEST, _LONGEST = 0.4, 3, 40
#: Longer input is a story.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Unordered:
    """What was typed, without the orders in it.

    Attributes:
        text: the rest; empty where no word in it asks.
        ordered: whether there were any.
    """

    text: str
    ordered: bool


def without_orders(index: Index, text: str) -> Unordered:
    """What was typed without the orders in it.

    Args:
        index: whose encoder reads them.
        text: with line breaks.
    """
    if len(text) > _MOST or not _CUE.search(text):
        return Unordered(text, ordered=False)
    clauses = [c for c in _CLAUSES.split(text) if c.strip()]
    kept = [c for c in clauses if not is_order(index, c.strip())]
    if len(kept) == len(clauses):
        return Unordered(text, ordered=False)
    rest = "".join(kept).strip()
    return Unordered(rest if asks(rest) else "", ordered=True)


def is_order(index: Index, clause: str) -> bool:
    """Whether a clause gives the program an order."""
    if _REWRITE.search(clause):
        return True
    odds = small_talk_odds(index, clause) if _SHORTEST <= len(clause) <= _LONGEST else {}
    return odds.get("orders", 0.0) >= _ORDER
