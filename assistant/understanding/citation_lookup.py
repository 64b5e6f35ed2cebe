"""Questions that name a provision or a 章: straight to it, or a clear word why not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.understanding.elsewhere import find_other_instrument
from corpus.citing.citations import format_citation, parse_short
from corpus.citing.clipped import written_for
from corpus.citing.editions import find_edition
from corpus.citing.follow import Addressed, follow_citations
from corpus.citing.missing import NoSuchArticle
from corpus.text.provision import Leaf, Provision, ProvisionId, Regulation

#: Words that ask for a provision's text and for nothing in particular in it.
_ONLY_ASKS = re.compile(
    r"写(?:了|的|着)?|说(?:的|了|些)?|讲(?:的|了|些)?|规定(?:了|的)?|内容|原文|全文|条文|怎么|怎样|什么|啥|哪些|哪个|是|的|"
    r"里|中|都|有|请问|请|麻烦|帮我|给我|我|看看|看|查|念|发|一下|具体|细则|文件|意思|解释|针对|谁|总|要求|呢|吗|吧|啊|了|和|与|"
    r"跟|区别|不同|[^\u4e00-\u9fffA-Za-z0-9]"
)
#: Words that speak of the text itself: an edition is then one of the text, and no plan's.
_OF_THE_TEXT = re.compile(
    r"版|前后|新旧|条文|细则|条例|规定|文本|文件|稿|办法|怎么写|第 ?[^，。]{1,8}[条章]"
)


@dataclass(frozen=True, slots=True)
class NamedProvisions:
    """What a question names by number.

    Attributes:
        leaves: what the provisions named consist of, in printed order.
        divisions: 编, 章 and 节 named by themselves.
        unanswered: addresses that lead elsewhere, nowhere, or in part to nothing.
        rest: the question without the addresses: empty where it only asks what they say.
    """

    leaves: tuple[Leaf, ...]
    divisions: tuple[Provision, ...]
    unanswered: tuple[Addressed, ...]
    rest: str


#: 「7.5写了什么」, 「10-12」: the short forms that ``corpus show`` reads, when nothing else is said.
_SHORT = re.compile(
    r"(?P<before>(?:请问|请|帮我|给我|麻烦|[看查念]一?[看查下]?|显示|打开|[，, ])*)"
    r"(?P<article>\d{1,3})(?:[.．](?P<item>\d{1,3})|(?P<range>[-~至到—]\d{1,3}))"
    r"(?P<after>(?:的|写|说|讲|规定|内容|原文|全文|条文|是|了|怎么|什么|啥|有|哪些|[呢吗啊？?。 ])*)"
)


#: 「art19.item5」, 「消防法/art60」: the program's own ids, which it gives and others send back.
_ID = re.compile(r"(?:[^/\s]+/)?(?P<id>(?:art|annex)[\w.-]*)", re.ASCII | re.IGNORECASE)


def _spelled_out(question: str, regulation: Regulation) -> str:
    id_ = _ID.fullmatch(question.strip())
    if id_ is not None and (address := parse_short(id_["id"])) is not None:
        return format_citation(address, regulation, title=False)
    short = _SHORT.fullmatch(question.strip())
    if short is None:
        return written_for(question, regulation)
    item = f"第{short['item']}项" if short["item"] else ""
    article = f"第{short['article']}{short['range'] or ''}条"
    return f"{short['before']}{article}{item}{short['after']}"


def look_up(question: str, regulation: Regulation) -> NamedProvisions | None:
    """What a question's addresses lead to; None where it names none."""
    question = _spelled_out(question, regulation)
    found = follow_citations(question, regulation)
    if not found:
        return None
    found = tuple(_beyond(a, question, regulation) for a in found)
    if edition := asked_edition(question, regulation):
        found = tuple(replace(a, edition=edition) for a in found)
    good = [a for a in found if not a.elsewhere]
    named = [id_ for a in good for id_ in a.ids]
    leaves = dict.fromkeys(
        leaf for id_ in named for leaf in regulation.leaves() if leaf.id.lies_in(id_)
    )
    divisions = tuple(dict.fromkeys(d for a in good for d in a.divisions))
    unanswered = tuple(a for a in found if not (a in good and (a.ids or a.divisions)) or a.missing)
    rest = _rest(question, [a.citation.span for a in found])
    return NamedProvisions(tuple(leaves), divisions, unanswered, rest)


#: 「第三十条以后还有哪些条」: what stands before or after a 条.
_BEYOND = re.compile(
    r"(?P<way>以后|之后|后面|后边|往后|以前|之前|前面|前边)的?(?:还|都|总共|一共)?有?(?:哪些|哪几|什么|几|多少|其他|其它|别的|所有|各|全部)?的?(?:条|各条|条文|条款)(?!件|例)"
)


def _beyond(addressed: Addressed, question: str, regulation: Regulation) -> Addressed:
    """The 条 after or before the one that is addressed, where those are asked for."""
    match = _BEYOND.match(question, addressed.citation.span[1])
    if (
        match is None
        or len(addressed.ids) != 1
        or addressed.ids[0] != addressed.ids[0].parent_article()
    ):
        return addressed
    articles = [ProvisionId(a.number) for a in regulation.articles()]
    at = articles.index(addressed.ids[0])
    after = match["way"] in ("以后", "之后", "后面", "后边", "往后")
    beyond = articles[at + 1 :] if after else articles[:at]
    if beyond:
        return replace(addressed, ids=tuple(beyond))
    bounds = (len(articles), regulation.articles()[0].label, regulation.articles()[-1].label)
    none = NoSuchArticle(f"{addressed.citation.text}{match['way']}的条", *bounds)
    return replace(addressed, ids=(), missing=((None, none),))


def asked_edition(question: str, regulation: Regulation) -> str:
    """The words by which a question asks for another edition of the text; empty for none."""
    words = find_edition(question, regulation)
    if not words or find_other_instrument(question, regulation):
        return ""
    return words if _OF_THE_TEXT.search(question) else ""


def _rest(question: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        question = f"{question[:start]} {question[end:]}"
    return _ONLY_ASKS.sub("", question)
