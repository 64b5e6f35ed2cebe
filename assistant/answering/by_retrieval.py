"""The provisions that retrieval found, with 是 or 不是 before them where that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.answering.compose import conclusion, rest_of
from assistant.answering.figures import figure_asked
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import NearestHead, Unstated
from assistant.answering.statement import Statement, StatementKind
from assistant.understanding.assertion import Assertion
from corpus.text.provision import Leaf

if TYPE_CHECKING:
    from assistant.answering.stance import Stance


def by_retrieval(inquiry: Inquiry) -> Answer:
    """The best provisions; or what is not so, or not stated, of what a question takes for granted."""
    return told_by(inquiry, certain=False)


def told_by(inquiry: Inquiry, *, certain: bool) -> Answer:
    """The same.

    Args:
        inquiry: the question.
        certain: whether something is known to be stated on it: then nothing is said to be unstated.
    """
    grounds, asked = inquiry.grounds, inquiry.asked
    # Neither yes nor no rests on a provision that may not be the one.
    asserted = asked.assertion if grounds.sure else None
    stance = stance_on(inquiry, asserted, grounds.leaves) if asserted else None
    begins = _first_words(asked.assertion, stance)
    if stance is None or begins or (certain and stance.finding != "不是"):
        leaves = led_by(stance.leaf if stance else None, (*grounds.leaves, *grounds.further))
        if not grounds.sure:
            head = NearestHead(len(leaves), figure=figure_asked(asked.asking) is not None)
            begins = (Statement(StatementKind.CONCLUSION, head),)
        said = conclusion(inquiry.index, asked, leaves)
        begins = (*begins, *said, *rest_of(leaves, said))
        ids = (leaf.id for leaf in leaves)
        # A whole set of one provision is told in its words; it is the answer all the same.
        named = grounds.whole is not None and grounds.whole.certain and bool(grounds.whole.actors)
        return inquiry.give(begins, ids, ranking=grounds.ranking, complete=named, named=named)
    if stance.finding == "不是":
        return inquiry.deny(stance.named, stance.leaf)
    words = Unstated(stance.words, asked=True)
    return inquiry.refuse("not_stated", grounds.nearest, words, ranking=grounds.ranking)


def led_by(leaf: Leaf | None, leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Some provisions after one that leads them; they alone without one."""
    return tuple({x.id: x for x in (*((leaf,) if leaf else ()), *leaves)}.values())


def stance_on(inquiry: Inquiry, assertion: Assertion, leaves: Sequence[Leaf]) -> Stance | None:
    """What some provisions say to an assertion; None where they say neither yes nor no."""
    from assistant.answering.stance import MOST_HELD, find_stance

    sources = inquiry.sources
    judge = partial(sources.judge, assertion)
    return find_stance(assertion, leaves, *sources.around(leaves[:MOST_HELD]), judge)


def _first_words(assertion: Assertion | None, stance: Stance | None) -> tuple[Statement, ...]:
    """是 or 不是 in one word; none where more must be said to deny it, or there is neither."""
    if assertion is None or stance is None:
        return ()
    if stance.finding == "是":
        bound = f"，条文写的是{stance.bound}" if stance.bound else ""
        return (Statement(StatementKind.CONCLUSION, None, verdict=f"是{bound}"),)
    if stance.finding == "不是" and not assertion.leading:
        word = "不可以" if stance.words == "可以" else "不是"
        return (Statement(StatementKind.CONCLUSION, None, verdict=word),)
    return ()
