"""Whether a question takes something for granted, and which of it can be held against the text.

「每月向街道报告，对吧」 asserts a period, 「规定里说个体户免除责任，是哪条」 an exemption. A plain question takes
nothing for granted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.text.numerals import to_int

_ASSERTS = re.compile(
    r"吧[？?。！!]?$|对(?:吗|不|不对)[？?]?$|是(?:不是)?(?:真的)?吧|没(?:记)?错|(?:规定|条例|细则|文件|办法|里面|上面|上头)(?:里|中|上)?(?:说|写着|写了|写的|讲)|"
    r"(?:依据|根据|出自|按)(?:的是)?哪|是?(?:哪|第几)(?:一)?(?:条|项|款)|(?:那|这)(?:一)?条(?:在哪|你找|是)|条款号|念一下|原文怎么(?:写|说)|"
    r"那下(?:次|回)|既然|不是说|听说"
)
_N = r"[一二三四五六七八九十百两半\d]"
_PERIOD = re.compile(
    rf"每(?:隔)?({_N}*)(?:个)?(季度|工作日|年|月|周|星期|天|日)|({_N}+)(?:个)?(工作日|小时|分钟|天|日)(?:内|之内|以内)?"
)
_UNITS = {"星期": "周", "天": "日"}
_EXEMPT = re.compile(
    r"免除|豁免|免责|不承担|(?:完全|都)?没(?:有)?[^，。？]{0,4}责任|不用(?:再)?(?:负责|承担|管)|不负责|不再负责|无需|不需要|可以不|不必"
)


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A period or deadline.

    Attributes:
        number, unit: what it amounts to, in one of several names of a unit.
        printed: as written.
    """

    number: int
    unit: str
    printed: str


@dataclass(frozen=True, slots=True)
class PremiseCues:
    """What a question that takes something for granted says of periods and exemptions.

    Attributes:
        periods: in reading order.
        exemption: the words for one; empty for none.
    """

    periods: tuple[StatedPeriod, ...]
    exemption: str


def read_premise(question: str) -> PremiseCues | None:
    """The cues of a question; None where it takes nothing for granted."""
    if not _ASSERTS.search(question):
        return None
    return PremiseCues(find_periods(question), find_exemption(question))


def find_periods(text: str) -> tuple[StatedPeriod, ...]:
    """Periods and deadlines of a text."""
    found = []
    for match in _PERIOD.finditer(text):
        number, unit = match[1] or match[3] or "一", match[2] or match[4]
        if "半" not in number:
            found.append(StatedPeriod(to_int(number), _UNITS.get(unit, unit), match.group()))
    return tuple(found)


def find_exemption(text: str) -> str:
    """The words of a text that free somebody of a duty; empty for none."""
    match = _EXEMPT.search(text)
    return match.group() if match else ""
