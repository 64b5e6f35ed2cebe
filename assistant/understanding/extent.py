"""How much of its subject a question asks for, and whose: 「都有哪些」「所有」「各自」「第几条」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{2,12})[”\"」』]")
_EVERYWHERE = re.compile(r"哪些|哪里|哪几|地方|凡是|全文|列|所有|几处")
_WHERE = re.compile(r"第几条|哪一?条|几条(?:里|写)|在哪(?:里|儿|一)?(?:写|条)")
_EACH = re.compile(r"各|分别|都|两|三|跟|和|与|、|级|还是")
#: The question asks for everything there is on its subject.
_ALL = re.compile(
    r"全部|所有|全列|一共|总共|凡是|都有(?:哪|什么|啥|谁)|哪几(?:处|条)|几处|哪些(?:地方|条款|规定)|越全越好|不落|尽量说全|"
    r"专题|(?:列|汇总|归纳|梳理|整理)(?:一下|出|清|全|给|$)|列明|清单|相关职责|(?:怎么|如何)分工|各(?:级|方|家)|每一?项|通用的?和专门|"
    r"哪些(?:单位|主体|部门|人|机构)|谁.{1,6}[、，]?谁"
)
#: The question insists on it: more may stand beside what is named.
_THOROUGH = re.compile(
    r"全部|全列|凡是|越全越好|不落|尽量说全|专题|各级各方|各家|都算上|所有|列全|一处不漏|不遗漏"
)
#: Whose duties are asked for: 哪些单位, 哪些部门.
_SIDE = re.compile(r"哪些(?:(?P<private>单位|场所|企业)|(?:政府)?部门|机关)(?!都?算)")
#: More than one provision may be wanted.
_PLURAL = re.compile(
    r"都|全|哪些|哪几|各|分别|一共|所有|到底|几处|几个|几条|几项|和|跟|与|、|两|三|还有|以及|清单|列|梳理|分工|汇总|谁.*谁"
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a question asks for.

    Attributes:
        every: whether everything there is on its subject.
        thorough: whether it insists on that: more may stand beside what is named.
        each: whether several parties are asked about one by one.
        several: whether its words fit more than one provision.
        where: whether it only asks where something is printed.
        everywhere: whether every place is asked for.
        quoted: words in quotation marks.
        side: whose duties it asks for, where it says so: of units or of authorities.
    """

    every: bool
    thorough: bool
    each: bool
    several: bool
    where: bool
    everywhere: bool
    quoted: tuple[str, ...]
    side: Literal["units", "authorities", ""]


def read_extent(question: str) -> Extent:
    """How much a question asks for, by its words alone."""
    thorough = _THOROUGH.search(question) is not None
    side = _SIDE.search(question)
    return Extent(
        every=thorough or _ALL.search(question) is not None,
        thorough=thorough,
        each=_EACH.search(question) is not None,
        several=_PLURAL.search(question) is not None,
        where=_WHERE.search(question) is not None,
        everywhere=_EVERYWHERE.search(question) is not None,
        quoted=tuple(_QUOTED.findall(question)),
        side="" if side is None else "units" if side["private"] else "authorities",
    )
