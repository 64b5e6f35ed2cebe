"""「第十条有没有写“…”」「第二十五条说的是每月开会吗」: what is claimed of a provision that is named.

Told only where the claim can be held against the printed words: a quotation that is not printed
there, a period or exemption that the provision does not hold, or what its words contradict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answering.by_retrieval import stance_on
from assistant.answering.compose import denial
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import Denied, SaidWords
from assistant.answering.quoting import short_citation
from assistant.understanding.assertion import Assertion
from assistant.understanding.citation_lookup import NamedProvisions
from assistant.understanding.premise import find_exemption, find_periods
from corpus.citing.citations import format_citation
from corpus.text.compare import compare_form
from corpus.text.printed import PrintedWords
from corpus.text.provision import Leaf, ProvisionId
from corpus.text.quotations import outer_quotations

if TYPE_CHECKING:
    from assistant.answering.stance import Stance

_YES_OR_NO = re.compile(
    r"是不是|是否|有没有|有无|对不对|(?:吗|(?<![什怎那这多])么|吧|对吧|没错)[？?。！! ]*$"
)
#: What stands between 第十条 and what it is claimed to say.
_CLAIMS = re.compile(
    r"[条款项](?:里|中|里面)?(?:的(?:原文|内容)?)?(?:真的|到底|究竟|明确)?(?:是不是|是否|有没有|有无|是|有)?(?:在|真的|明确)?"
    r"(?:说|写|讲|规定|要求|提到|指)(?:过|了|着|明)?(?:的)?(?:就?是)?[：:，, ]*(?P<claim>.+)"
)
_END = re.compile(r"(?:，?(?:是不是|对不对|对吧|对吗|没错)|吗|么|吧|的)*[？?。！! ]*$")
#: 第六条要求, 按第三条: how a claim names its provision.
_NUMBERED = re.compile(
    r"(?:按照?|根据|依据)?(?:[\u4e00-\u9fff]{0,10}(?:细则|条例|法|办法|规定|法律))?第[〇零一二三四五六七八九十百\d]+(?:条|款|项)(?:第?[（(]?[一二三四五六七八九十\d]+[）)]?[款项])*(?:里|中)?(?:的)?(?:规定|要求|说|写|讲)?(?:了|的)?[，,：:]?"
)
#: A shorter quotation is a term.
_SHORTEST = 4
#: Provisions of which each can be compared with the claim.
_FEW = 3


def find_denial(inquiry: Inquiry, named: NamedProvisions) -> SaidWords | Denied | None:
    """Why a yes/no question on named provisions is answered with no; None where it cannot be."""
    question, leaves = inquiry.asked.text, named.leaves
    if not leaves or not _YES_OR_NO.search(question):
        return None
    quoted = [question[a:b] for a, b in outer_quotations(question)]
    if passages := [q for q in quoted if len(compare_form(q)) >= _SHORTEST]:
        return _not_printed(inquiry, passages, leaves)
    claim = _claim(inquiry)
    return _contradicted(inquiry, claim, leaves) if claim else None


def find_confirmed(inquiry: Inquiry, named: NamedProvisions) -> Leaf | None:
    """The one of named provisions that says what is taken for granted of them; None for none."""
    assertion = inquiry.asked.assertion
    claim = _claim(inquiry) if assertion is not None and assertion.leading else ""
    stance = _stance_on(inquiry, claim, named.leaves) if claim and named.leaves else None
    if stance is None or stance.finding != "是":
        return None
    (nearest, *_) = inquiry.sources.verifier.nearest(
        claim, [leaf.id for leaf in named.leaves], share=0.0
    )
    return stance.leaf or inquiry.index.leaf(nearest)


def _claim(inquiry: Inquiry) -> str:
    """What is claimed of provisions that are named before or after it; empty for nothing."""
    if claims := _CLAIMS.search(inquiry.asked.text):
        return _END.sub("", claims["claim"])
    assertion = inquiry.asked.assertion
    if assertion is None or not assertion.leading:
        return ""
    return _NUMBERED.sub("", assertion.text).strip("，, ")


def _stance_on(inquiry: Inquiry, claim: str, leaves: Sequence[Leaf]) -> Stance | None:
    """What the few of some provisions that are nearest to a claim say to it."""
    if len(leaves) > _FEW:
        near = inquiry.sources.verifier.nearest(claim, [leaf.id for leaf in leaves], share=0.0)
        leaves = [leaf for leaf in leaves if leaf.id in near]
    return stance_on(inquiry, Assertion(claim, True), leaves) if leaves else None


def _not_printed(
    inquiry: Inquiry, passages: Sequence[str], leaves: Sequence[Leaf]
) -> SaidWords | None:
    regulation = inquiry.index.regulation
    printed = PrintedWords.of(regulation)
    inside = {leaf.id for leaf in leaves}
    articles = dict.fromkeys(leaf.id.parent_article() for leaf in leaves)
    for passage in passages:
        holding = printed.find(passage)
        if any(i in inside or i in articles for i in holding):
            continue
        begins = "没有" if re.search(r"有没有|有无", inquiry.asked.text) else "不是"
        names = "、".join(format_citation(a, regulation, title=False) for a in articles)
        where = f"，这句话在{_where(holding, inquiry)}" if holding else "，全文也没有这句话"
        return SaidWords(f"{begins}。{names}没有写「{passage}」{where}。")
    return None


def _where(holding: Sequence[ProvisionId], inquiry: Inquiry) -> str:
    return "、".join(short_citation(i, inquiry.index.regulation) for i in holding[:_FEW])


def _contradicted(inquiry: Inquiry, claim: str, leaves: Sequence[Leaf]) -> Denied | None:
    said = "".join(leaf.lead_in + leaf.text for leaf in leaves)
    stated = {(p.number, p.unit) for p in find_periods(said)}
    wrong = next((p for p in find_periods(claim) if (p.number, p.unit) not in stated), None)
    if wrong is not None:
        return denial(inquiry.index, inquiry.asked, wrong.printed, leaves[0])
    exemption = find_exemption(claim)
    if exemption and not find_exemption(said):
        return denial(inquiry.index, inquiry.asked, exemption, leaves[0])
    if find_periods(claim):
        return None
    stance = _stance_on(inquiry, claim, leaves)
    if stance is None or stance.finding != "不是":
        return None
    return denial(inquiry.index, inquiry.asked, stance.named, stance.leaf or leaves[0])
