"""Whether the regulation answers a question at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Intent, Reason
from index import Index, Ranking

#: Below this fused score nothing in the regulation fits (first rule; see docs/architecture.md).
_FLOOR = 0.22
_NOT_STATED = re.compile(
    r"(?:罚|赔|交|收|花|补贴|工资|费用|价格|门票|押金).{0,6}(?:多少|几)|多少钱|收费|判几年|拘留几|"
    r"(?:几|多少)(?:米|厘米|公里|平米|平方|层|个人|人以上|辆|公斤|升|级|岁)|多(?:宽|高|远|长(?!时间)|重|大年)|"
    r"电话|号码|热线|网址|下载|地址|哪条街|几点|牌子|品牌|材料清单|资质|型号"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision to refuse.

    Attributes:
        reason: the class of refusal.
        detail: what is not stated, Chinese; empty for the general sentence.
        related: whether the nearest provisions are worth showing.
    """

    reason: Reason
    detail: str = ""
    related: bool = True


def judge(index: Index, question: str, intent: Intent, ranking: Ranking) -> Verdict | None:
    """A refusal, or None where the regulation seems to answer."""
    if not ranking.hits or ranking.hits[0].score < _FLOOR:
        return Verdict("off_topic", related=False)
    if _NOT_STATED.search(question):
        return Verdict("not_stated")
    return None
