"""Cues that a question is about another instrument or another place. They are weighed, not obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.language.own_words import own_words
from corpus.language.places import ABROAD, PLACES, PROVINCES, own_places
from corpus.text.provision import Regulation

#: A title, or a name that ends as titles do. 规定, 办法 and 标准 are also plain words: they count
#: only where their content is asked for. So is 法, in 办法, 依法, 做法.
_INSTRUMENT = re.compile(
    r"《([^《》]{2,60})》|"
    r"([\u4e00-\u9fffA-Za-z0-9]{0,24}?(?:"
    r"条例|规范(?!化|地|宗|操|员|单|企|行|电)|准则|民法典|刑法|宪法|衔条例|"
    r"(?<![办依司执违立无合非做说看用想没设方语书文])法(?=里|中|第|规定|上|对|，|,|的|怎)|"
    r"(?:办法|(?<!怎么)(?<!如何)(?<!咋)(?<!有)(?<!没)(?<!的)规定|标准|章程|规则)(?=里|中|的|怎|第|对|是|有|写|要|：|:|，|,|逐)))"
)
#: Words that point or ask and are no part of a name: 「啥标准」「这种搞法」「是这么规定的吧」.
_NO_NAME = re.compile(
    r"^(?:[一二两三四五六七八九十几多\d]+[条项个部]|是|归|有|没|要|该|就|也)|啥|什么|哪|怎|这|那|谁"
)
_LEADING = re.compile(
    r".*(?:请问|根据|按照|依据|依照|想知道|关于|违反了?|遵守|执行|符合|按|那|和|与|跟|听说)"
)
_OWN = ("规定", "条例", "办法", "细则", "标准", "规范", "规则", "准则", "章程")


#: 重庆火锅, 南京路: no place that is asked about; 金华市场: another word.
_NOT_THE_PLACE = r"(?!市?场|火锅|菜|拉面|小吃|小面|饭[店馆]|面馆|大厦|酒店|宾馆|餐厅|料理|烤|银行|大学|会馆|人(?!民)|籍|路|[东西南北中]?大?街(?!道))"


def find_other_place(question: str, regulation: Regulation) -> str:
    """A place that the regulation is not of, empty where none is named.

    A law of the whole country is of every place in it.
    """
    folded, title = question.lower(), regulation.title
    nationwide = regulation.rank in ("法律", "行政法规")
    others = (
        p
        for p in PLACES
        if p in folded and not _is_of(title, p) and not (nationwide and p not in ABROAD)
    )
    return next((p for p in others if re.search(re.escape(p) + _NOT_THE_PLACE, folded)), "")


def _is_of(title: str, place: str) -> bool:
    return place in title or PROVINCES.get(place, "/") in title


def asks_of_other_place(question: str, regulation: Regulation) -> str:
    """A place that a question is about and that the regulation is not of; empty where its own is named."""
    if any(own in question for own in own_places(regulation.title)):
        return ""
    return find_other_place(question, regulation)


#: What ends like a title and is mostly a plain word.
_GENERIC = re.compile(r".*(?:规定|办法|标准|章程|规则|规范|准则)")
#: Words that mean no one instrument.
_ANY = re.compile(
    r"(?:.*的)?(?:国家|全国|中央|地方|本市|市里|我市|[一-鿿]{2,3}市?|有关|相关|安全|现行|公司|单位|内部|学校|小区|行业)*的?"
    r"(?:规定|标准|办法|规则)|上位法|.*(?:违反|符合|按|照|有没有|没)(?:安全|技术|操作|有关|相关|强制)*(?:规定|标准|规范)"
)


def find_instruments(question: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Everything in a question that is or ends like the title of an instrument: its place, its name."""
    for match in _INSTRUMENT.finditer(question):
        written = match.group(1) or match.group(2)
        name = _LEADING.sub("", written)
        titled = match.group(1) is not None
        if titled or not _NO_NAME.search(name):
            yield (match.span() if titled else (match.end() - len(name), match.end())), name


def find_other_instrument(question: str, regulation: Regulation) -> str:
    """Name of another law that is named, empty where none is."""
    for span, name in find_instruments(question):
        own = name in regulation.title or regulation.title in name or name in _OWN
        titled = question[span[0]] == "《"
        if not titled and _GENERIC.fullmatch(name) and name in regulation.source_text:
            continue  # 不符合消防技术标准: words of the provisions themselves
        if not titled and _ANY.fullmatch(own_words(regulation).sub("", name)):
            continue
        if not own and len(name) > 1 and not name.endswith(("细则", "征求意见稿")):
            return name
    return ""


def external_instruments(regulation: Regulation) -> tuple[str, ...]:
    """Titles in 《》 that the regulation names, in order."""
    text = "".join(node.words for node in regulation.body.walk())
    return tuple(dict.fromkeys(re.findall(r"《[^《》]+》", text)))
