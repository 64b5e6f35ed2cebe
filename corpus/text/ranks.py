"""The rank of a text in the order of legal authority, from who made it and what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.text.history import LawEvent

#: From the highest to the lowest.
RANKS = (
    "宪法",
    "法律",
    "行政法规",
    "司法解释",
    "地方性法规",
    "规章",
    "规范性文件",
)
#: Since then what a department publishes with approval of the State Council is no 行政法规.
_LEGISLATION_LAW = date(2000, 7, 1)
_REGULATION = re.compile(r"(?:条例|规定|办法|细则|规则|章程)$")
_ANY_LAW = re.compile(r"(?:法|法典|条例|规定|办法|细则|规则|修正案|通则)$")
_LOCAL = re.compile(r"(?:条例|规定|办法|细则|规则)$")
_NO_LAW = re.compile(r"(?:决定|决议|通知|批复|意见|方案|纲要|通告|公告|规划|要点)$")
_INTERPRETS = re.compile(r"(?:解释|规定|规则|批复|决定|安排|办法)$")
_ORDER = re.compile(r"令")
_NUMBERED_FILE = re.compile(r"[\u4e00-\u9fff]+[〔\[［（(](?:19|20)\d\d[〕\]］）)]")
#: Only a people's congress of a province or city may call what it makes 条例.
_LOCAL_TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,5}?(?<![城都])(?:省|市|自治区)(?![场政民容区内话]).*条例$"
)
_COUNTY = re.compile(r"(?:县|旗|自治州|[^省市]区)人民代表大会")


def rank_of(title: str, issuer: str, number: str, events: Sequence[LawEvent]) -> str:
    """One of ``RANKS``; empty where title, body and number do not make it certain.

    Args:
        title: of the text, without notes in parentheses.
        issuer: the body that made it, or several joined by 「、」.
        number: of its decree or file.
        events: what the head prints of how it came to be.
    """
    name = re.sub(r"[（(][^（()）]*[）)]$", "", title)
    first = issuer.partition("、")[0]
    if re.fullmatch(r"(?:中华人民共和国)?宪法(?:修正案)?", name):
        return "宪法"
    if re.fullmatch(r"中华人民共和国[^（(]*法(?:典)?", name) and (not number or "主席令" in number):
        return "法律"
    if first.startswith("全国人民代表大会"):
        return "法律" if _ANY_LAW.search(name) else ""
    if first.startswith(("最高人民法院", "最高人民检察院")):
        return "司法解释" if _INTERPRETS.search(name) else ""
    if "人民代表大会" in first:
        return _local(name, first)
    if "法释" in number or "高检发释" in number:
        return "司法解释"
    return _of_government(name, first, number, events) or (
        "地方性法规" if not issuer and _LOCAL_TITLE.match(name) else ""
    )


def _local(name: str, issuer: str) -> str:
    if _COUNTY.search(issuer) or "自治条例" in name or _NO_LAW.search(name):
        return ""
    return "地方性法规" if _LOCAL.search(name) else ""


def _of_government(name: str, issuer: str, number: str, events: Sequence[LawEvent]) -> str:
    by_council = any("国务院令" in e.number or e.number.startswith("国务院、") for e in events)
    by_council |= any(e.body == "国务院" and e.by_decision and e.kind != "批准" for e in events)
    if "国务院" in number and _ORDER.search(number):
        by_council = True
    if by_council and _ANY_LAW.search(name):
        return "行政法规"
    approved = any(
        e.body == "国务院" and e.kind == "批准" and e.day < _LEGISLATION_LAW for e in events
    )
    council = issuer == "国务院" and any(e.kind in ("发布", "公布") for e in events)
    if (approved or council) and _REGULATION.search(name):
        return "行政法规"
    if _NUMBERED_FILE.match(number):
        return "规范性文件"
    numbered = [e.number for e in events if e.number] or [number]
    orders = any(_ORDER.search(n) and "主席令" not in n for n in numbered)
    ours = re.search(r"(?:部|委|委员会|局|署|政府|行|厅|院|总局)$", issuer)
    if orders and ours and issuer != "国务院":
        return "规章"
    return ""
