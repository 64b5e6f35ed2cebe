"""Cues that a question is about another instrument or another place. They are weighed, not obeyed."""

from __future__ import annotations

import re

from corpus.language.places import PLACES, PROVINCES
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
_NO_NAME = re.compile(r"^(?:是|归|有|没|要|该|就|也)|啥|什么|哪|怎|这|那|谁")
_LEADING = re.compile(r".*(?:请问|根据|按照|依据|依照|想知道|关于|按|那|和|与|跟|听说)")
_OWN = ("规定", "条例", "办法", "细则", "标准", "规范", "规则", "准则", "章程")


def find_other_place(question: str, regulation: Regulation) -> str:
    """A place that the regulation is not of, empty where none is named."""
    folded = question.lower()
    title = regulation.title
    return next(
        (
            p
            for p in PLACES
            if p in folded and p not in title and PROVINCES.get(p, "/") not in title
        ),
        "",
    )


def find_other_instrument(question: str, regulation: Regulation) -> str:
    """Name of another law that is named, empty where none is."""
    for match in _INSTRUMENT.finditer(question):
        name = _LEADING.sub("", match.group(1) or match.group(2))
        own = name in regulation.title or regulation.title in name or name in _OWN
        titled = match.group(1) is not None
        named = titled or not _NO_NAME.search(name)
        if named and not own and len(name) > 1 and not name.endswith(("细则", "征求意见稿")):
            return name
    return ""


def external_instruments(regulation: Regulation) -> tuple[str, ...]:
    """Titles in 《》 that the regulation names, in order."""
    text = "".join(node.words for node in regulation.body.walk())
    return tuple(dict.fromkeys(re.findall(r"《[^《》]+》", text)))
