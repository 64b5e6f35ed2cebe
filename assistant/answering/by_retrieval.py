"""The provisions that retrieval found, with 是 or 不是 before them where that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.answering.compose import conclusion, rest_of
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Unstated
from assistant.answering.statement import Statement, StatementKind, VerdictWord, note
from assistant.understanding.assertion import Assertion
from corpus.text.provision import Leaf

if TYPE_CHECKING:
    from assistant.answering.stance import Stance

#: Before the words of a provision that neither bear out nor contradict what was taken for granted.
_COMPARE = "是不是您说的那样，请对照原文。"


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
    stance = _find_stance(inquiry)
    begins = _first_words(asked.assertion, stance)
    if stance is None or begins or (certain and stance.finding != "不是"):
        said = conclusion(inquiry.index, asked, grounds.leaves)
        begins = (*begins, *said, *rest_of(grounds.leaves, said))
        ids = (leaf.id for leaf in grounds.leaves)
        return inquiry.give(begins, ids, ranking=grounds.ranking)
    if stance.finding == "不是":
        return inquiry.deny("" if stance.opposed else stance.words, stance.leaf)
    words = Unstated(stance.words, asked=True)
    return inquiry.refuse("not_stated", grounds.nearest, words, ranking=grounds.ranking)


def _find_stance(inquiry: Inquiry) -> Stance | None:
    """What the provisions say to what is asserted; None where they say neither yes nor no."""
    assertion = inquiry.asked.assertion
    return stance_on(inquiry, assertion, inquiry.grounds.leaves) if assertion else None


def stance_on(inquiry: Inquiry, assertion: Assertion, leaves: Sequence[Leaf]) -> Stance | None:
    """What some provisions say to an assertion; None where they say neither yes nor no."""
    from assistant.answering.stance import find_stance

    sources = inquiry.sources
    judge = partial(sources.judge, assertion)
    return find_stance(assertion, leaves, sources.lookups, sources.verifier, judge)


def _first_words(assertion: Assertion | None, stance: Stance | None) -> tuple[Statement, ...]:
    """是, 不是, or that what is taken for granted is not confirmed; none where it must be denied."""
    if assertion is None:
        return ()
    if stance is None:
        return (note(_COMPARE),) if assertion.leading else ()
    if stance.finding == "是":
        return (Statement(StatementKind.CONCLUSION, None, verdict="是"),)
    if stance.finding == "不是" and not assertion.leading:
        word: VerdictWord = "不可以" if stance.words == "可以" else "不是"
        return (Statement(StatementKind.CONCLUSION, None, verdict=word),)
    return ()
