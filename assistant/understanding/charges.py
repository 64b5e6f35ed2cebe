"""Who is said to be in charge of what, and which of two is asked for.

「验收归消防队、检查归住建局，对吧」 puts two matters to two bodies, of which each must be told by itself;
「归公安还是归民政」, 「要五万还是十万」 give a choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.verify.figures import find_figures

_BY = r"(?:归|由|找|让|给|属于|轮到)"
_DOES = r"(?:来|去)?(?:管|负责|办|查|审|批|验|牵头|组织|监督|维护|发|编|做|罚|处理|审批|审查|受理)?"
_BODY = r"[\u4e00-\u9fff（）]{2,16}?"
_EITHER = re.compile(
    rf"^(?P<matter>.{{2,40}}?)[，,]?(?:到底|究竟)?(?:是|该|应该|应当)?{_BY}(?P<one>{_BODY}){_DOES}(?:呢)?[，,]?还是{_BY}?(?P<other>{_BODY}){_DOES}"
    r"(?:呢|啊|呀|的)?[？?。！\s]*$"
)
_FIGURES = re.compile(r"^(?P<before>.{4,40}?)[，,]?还是(?P<after>.{1,20}?)[？?。！\s]*$")
_FIGURE = re.compile(
    r"[\d.〇零一二三四五六七八九十百千万亿两半]+(?:个?(?:工作日|月|季度|小时|分钟|星期)|[\u4e00-\u9fff%]{1,2})?"
)
_CHARGED = re.compile(
    rf"^(?:是)?(?P<matter>[^归由]{{2,24}}?)(?:是)?(?:归|由)(?P<body>{_BODY}){_DOES}$"
)
_CHARGES = re.compile(
    r"^(?P<body>[\u4e00-\u9fff（）]{1,12}?(?:部门|机构|机关|委员会|办事处|政府|派出所|局|委|队|物业|公安|城管))(?:负责|管|来管|主管)(?P<matter>.{2,24})$"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A matter or a question's beginning, and the two that it gives a choice of, as written.

    Attributes:
        bodies: whether they are bodies; else figures.
    """

    matter: str
    one: str
    other: str
    bodies: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """A matter, and the body that is said to be in charge of it."""

    matter: str
    body: str


def read_choice(question: str) -> Choice | None:
    """The choice that a question gives; None for none."""
    if match := _EITHER.match(question):
        return Choice(match["matter"], match["one"], match["other"], bodies=True)
    match = _FIGURES.match(question)
    if match is None:
        return None
    one, other = (_figures(match[side]) for side in ("before", "after"))
    if not one or not other:
        return None
    before = match["before"]
    return Choice(before[: before.rindex(one[-1])], one[-1], other[0], bodies=False)


def _figures(text: str) -> list[str]:
    """Figures as written."""
    return [m.group() for m in _FIGURE.finditer(text) if any(find_figures(m.group()))]


def read_charges(assertion: str) -> tuple[Charge, ...]:
    """The charges of an assertion that makes two or more, and nothing else; else none."""
    pieces = [p for p in re.split(r"[，,、；;]", assertion) if p.strip()]
    found = [_CHARGED.match(p) or _CHARGES.match(p) for p in pieces]
    if len(found) < 2 or not all(found):
        return ()
    return tuple(Charge(m["matter"], m["body"]) for m in found if m)
