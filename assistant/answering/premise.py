"""Whether a question asserts something that the provisions do not say.

「每月向街道报告，对吧」 must not be answered as if it were so. Three kinds are seen: a period or
deadline that the provisions do not hold, an exemption that they do not grant, and a body that they
do not charge with the matter. Only questions that assert or ask for the source of an assertion are
examined; a plain question presupposes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Unstated
from assistant.understanding.premise import find_exemption, find_periods
from assistant.understanding.understood import Understood
from assistant.verify.figures import as_long, find_figures, is_time
from corpus.text.provision import Leaf
from index.retrieve import Ranking

#: Hits among which a body's own provision must be, for it to be the body in question.
_NEAR = 3


def false_premise(inquiry: Inquiry) -> Answer | None:
    """不是, with what is said instead, where a question asserts what the provisions do not say; that a
    period is not stated, where they state none."""
    grounds, premise = inquiry.grounds, inquiry.asked.premise
    if not grounds.sure:
        return None
    wrong = find_wrong_premise(inquiry.asked, grounds.leaves, grounds.ranking)
    if not wrong or premise is None:
        return None
    period = any(wrong == p.printed for p in premise.periods)
    text = "".join(leaf.text for leaf in grounds.leaves)
    if period and not any(map(is_time, find_figures(text))):
        words = Unstated(wrong, asked=True)
        return inquiry.refuse("not_stated", grounds.nearest, words, ranking=grounds.ranking)
    return inquiry.deny(wrong)


def find_wrong_premise(asked: Understood, chosen: Sequence[Leaf], ranking: Ranking) -> str:
    """What the question asserts and the provisions do not say; empty where nothing is wrong.

    Args:
        asked: the question.
        chosen: the provisions that an answer would cite.
        ranking: what retrieval found.
    """
    if asked.premise is None:
        return ""
    text = "".join(leaf.lead_in + leaf.text for leaf in chosen)
    stated = {(p.number, p.unit) for p in find_periods(text)}
    missing = [p.printed for p in asked.premise.periods if (p.number, p.unit) not in stated]
    wrong = (p for p in missing if not _is_long_as_any(p, text))
    if first := next(wrong, ""):
        return first
    if asked.premise.exemption and not find_exemption(text):
        return asked.premise.exemption
    return _wrong_body(text, asked, ranking)


def _is_long_as_any(words: str, text: str) -> bool:
    """Whether a text states a length of time that comes to about the same: 三十天 beside 一个月."""
    return any(as_long(a, b) for a in find_figures(words) for b in find_figures(text))


def _wrong_body(text: str, asked: Understood, ranking: Ranking) -> str:
    """The one body that is named, where neither the answer nor any near hit is about it."""
    bodies = {e.span: e for e in asked.expansions if e.source == "body"}
    if len(bodies) != 1:
        return ""
    (body,) = bodies.values()
    near = {str(hit.id) for hit in ranking.hits[:_NEAR]}
    named = any(name in text for name in body.statute)
    return "" if named or near & set(body.serves) else body.found
