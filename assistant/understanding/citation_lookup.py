"""Questions that name a provision: straight to it, or a clear word that it does not exist."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citing.citations import canonical, find_citations
from corpus.citing.missing import NoSuchArticle, NoSuchPart, find_missing
from corpus.text.provision import Leaf, ProvisionId, Regulation

#: An instrument named without 《》 right before 第N条. Our own is called by these words.
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{1,20}?(?:法|条例|规定|办法|规范|标准|章程|细则))(?:的|里|中|里面|当中)?$"
)
_OWN = re.compile(
    r"(?:本|这|该|北京|咱|我们|责任制|实施|消防安全)*(?:细则|征求意见稿|文件|规定|办法|条例)$"
)
#: Words that ask for a provision's text and for nothing in particular in it.
_ONLY_ASKS = re.compile(
    r"写(?:了|的|着)?|说(?:的|了|些)?|讲(?:的|了|些)?|规定(?:了|的)?|内容|原文|全文|条文|怎么|怎样|什么|啥|哪些|哪个|是|的|"
    r"里|中|都|有|请问|请|麻烦|帮我|给我|我|看看|看|查|念|发|一下|具体|细则|文件|意思|解释|针对|谁|总|要求|呢|吗|吧|啊|了|和|与|"
    r"跟|区别|不同|[^\u4e00-\u9fffA-Za-z0-9]"
)
_LEADING = re.compile(r"请问|根据|按照|依据|依照|想知道|想问|关于|看看|查一下|问一下|按|那|和|与")


@dataclass(frozen=True, slots=True)
class NamedProvisions:
    """Provisions that a question names.

    Attributes:
        leaves: what they consist of, in printed order.
        rest: the question without their names: empty where it only asks what they say.
    """

    leaves: tuple[Leaf, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A named provision that the regulation does not have.

    Attributes:
        instead: what there is instead.
        nearest: the provision that comes nearest, None for an unknown 条.
    """

    instead: NoSuchArticle | NoSuchPart
    nearest: ProvisionId | None


@dataclass(frozen=True, slots=True)
class Foreign:
    """A provision of another instrument."""

    instrument: str


def look_up(question: str, regulation: Regulation) -> NamedProvisions | Missing | Foreign | None:
    """What a question's citations lead to; None where it names no provision."""
    mentions = [
        c for c in find_citations(question, loose=True) if c.id is not None and c.id.article
    ]
    if not mentions:
        return None
    leaves: list[Leaf] = []
    for mention in mentions:
        assert mention.id is not None
        instrument = mention.instrument or _named_before(question, mention.span[0])
        if instrument and not _is_own(instrument, regulation):
            return Foreign(instrument)
        address = canonical(mention.id)
        article = address.parent_article()
        if instead := find_missing(article, regulation):
            return Missing(instead, None)
        if instead := find_missing(address, regulation):
            return Missing(instead, article)
        leaves += [leaf for leaf in _below(address, mention.id, regulation) if leaf not in leaves]
    return NamedProvisions(tuple(leaves), _rest(question, [m.span for m in mentions]))


def _rest(question: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        question = f"{question[:start]} {question[end:]}"
    return _ONLY_ASKS.sub("", question)


def _below(address: ProvisionId, asked: ProvisionId, regulation: Regulation) -> list[Leaf]:
    """The leaf itself and, for a whole 条 or 款, the leaves below it."""
    leaves = regulation.leaves()
    if address.item:
        return [
            x
            for x in leaves
            if (x.id.article, x.id.paragraph, x.id.item)
            == (address.article, address.paragraph, address.item)
        ]
    inside = [x for x in leaves if x.id.article == address.article]
    if asked.paragraph:
        return [x for x in inside if x.id.paragraph == address.paragraph]
    return inside


def _named_before(question: str, position: int) -> str:
    match = _NAMED.search(question[:position].rstrip(" 《》"))
    return _LEADING.split(match.group(1))[-1] if match else ""


def _is_own(instrument: str, regulation: Regulation) -> bool:
    own = regulation.title
    return instrument in own or own in instrument or _OWN.fullmatch(instrument) is not None
