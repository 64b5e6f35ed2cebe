"""Whether a question asserts something that the provisions do not say.

「每月向街道报告，对吧」 must not be answered as if it were so. Three kinds are seen: a period or
deadline that the provisions do not hold, an exemption that they do not grant, and a body that they
do not charge with the matter. Only questions that assert or ask for the source of an assertion are
examined; a plain question presupposes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.text.numerals import to_int
from corpus.text.provision import Leaf
from index.retrieve import Ranking

_ASSERTS = re.compile(
    r"吧[？?。！!]?$|对(?:吗|不|不对)[？?]?$|是(?:不是)?(?:真的)?吧|没(?:记)?错|(?:规定|条例|细则|文件|办法|里面|上面|上头)(?:里|中|上)?(?:说|写着|写了|写的|讲)|"
    r"(?:依据|根据|出自|按)(?:的是)?哪|是?(?:哪|第几)(?:一)?(?:条|项|款)|(?:那|这)(?:一)?条(?:在哪|你找|是)|条款号|念一下|原文怎么(?:写|说)|"
    r"那下(?:次|回)|既然|不是说|听说"
)
_N = r"[一二三四五六七八九十百两半\d]"
_PERIOD = re.compile(
    rf"每(?:隔)?({_N}*)(?:个)?(季度|工作日|年|月|周|星期|天|日)|({_N}+)(?:个)?(工作日|小时|分钟|天|日)(?:内|之内|以内)?"
)
#: Hits among which a body's own provision must be, for it to be the body in question.
_NEAR = 3
_UNITS = {"星期": "周", "天": "日"}
_EXEMPT = re.compile(
    r"免除|豁免|免责|不承担|(?:完全|都)?没(?:有)?(?:消防)?责任|不用(?:再)?(?:负责|承担|管)|不负责|不再负责|无需|不需要|可以不|不必"
)


def false_premise(question: str, chosen: Sequence[Leaf], ranking: Ranking) -> str:
    """What the question asserts and the provisions do not say; empty where nothing is wrong.

    Args:
        chosen: the provisions that an answer would cite.
        ranking: what retrieval found, with the bodies that the question names.
    """
    if not _ASSERTS.search(question):
        return ""
    text = "".join(leaf.lead_in + leaf.text for leaf in chosen)
    stated = {key for key, _ in _periods(text)}
    wrong = next((printed for key, printed in _periods(question) if key not in stated), "")
    if wrong:
        return wrong
    exempt = _EXEMPT.search(question)
    if exempt and not _EXEMPT.search(text):
        return exempt.group()
    return _wrong_body(text, ranking)


def _periods(text: str) -> list[tuple[tuple[int, str], str]]:
    """Periods and deadlines: ((number, unit), as printed)."""
    found = []
    for match in _PERIOD.finditer(text):
        number, unit = match[1] or match[3] or "一", match[2] or match[4]
        if "半" not in number:
            found.append(((to_int(number), _UNITS.get(unit, unit)), match.group()))
    return found


def _wrong_body(text: str, ranking: Ranking) -> str:
    """The one body that is named, where neither the answer nor any near hit is about it."""
    bodies = {e.span: e for e in ranking.expansions if e.source == "body"}
    if len(bodies) != 1:
        return ""
    (body,) = bodies.values()
    near = {str(hit.id) for hit in ranking.hits[:_NEAR]}
    named = any(name in text for name in body.statute)
    return "" if named or near & set(body.serves) else body.found
