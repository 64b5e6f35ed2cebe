"""What sort of clause a provision is and what sort of clause a question wants, by their words.

A question on a fine shares its words with the duty, and wants the penalty; one on a number wants the
clause that holds one. The marks are those of Chinese legal drafting (《立法技术规范（试行）》: 是指,
有下列情形之一的, 处……罚款), the same in every regulation; how much they count is fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.language.quantity import asked_quantity, states
from corpus.text.provision import Leaf

Flags = NDArray[np.float32]

#: Sort of clause → what a question that wants it says, and what such a clause says.
_SORTS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "penalty": (
        re.compile(
            r"罚|后果|会怎|处分|追责|追究|责任|吊销|没收|拘|判|抓|被查|处理|违法|赔|吊照|扣分|记.{0,3}分|"
            r"要紧吗|咋样|怎样|怎么样|怎么处"
        ),
        re.compile(
            r"罚款|责令|处分|警告|吊销|没收|拘留|追究|治安管理处罚|撤职|赔偿责任|记\d*分|扣留"
        ),
    ),
    "definition": (
        re.compile(
            r"什么是|啥是|是什么|指什么|什么意思|啥意思|算不算|算.{0,10}吗|怎样才算|指的|定义|哪些算|是指|"
            r"含义|包括"
        ),
        re.compile(r"是指|系指|所称|包括下列|含义"),
    ),
    "figure": (
        re.compile(
            r"几|多少|多久|多长|多大|期限|时限|时间|何时|什么时候|频次|次数|金额|标准|上限|最高|最低|最多|"
            r"至少|比例|年龄|岁"
        ),
        re.compile(
            r"[一二三四五六七八九十百千万\d]+(?:日|天|个月|年|小时|元|万元|米|人|名|次|分|%|周岁|倍)|百分之|"
            r"每(?:年|月|日|季|周|半)|定期"
        ),
    ),
    "body": (
        re.compile(
            r"谁|哪个|哪家|哪级|哪一级|归哪|找哪|什么部门|主管|由.{0,4}负责|哪里管|归口|牵头"
        ),
        re.compile(r"部门|机关|人民政府|机构|委员会|街道办"),
    ),
}
#: Names of the sorts, in the order of ``read_leaves``.
SORTS = (*_SORTS, "lead_in", "item", "catch_all", "purpose", "penalty_chapter")
_PENALTY_CHAPTER = re.compile(r"法律责任|罚则|处罚")
_PURPOSE = re.compile(r"^为.{2,60}(?:制定|根据)|本.{1,4}适用|起施行")
_CATCH_ALL = re.compile(
    r"^(?:法律、法规|法律、行政法规|国家|本市|本省|省|市)?.{0,16}(?:规定|约定|认定)的其他|^其他"
)
_SEVERAL = re.compile(r"哪些|哪几|列|都有|分别|各|几(?:种|类|样|项|条|点|个方面)|清单|全部|所有|逐")


#: Sorts of the leaves of a regulation: name → ``(leaves,)`` 0 or 1.
LeafKinds = Mapping[str, Flags]


def read_leaves(leaves: Sequence[Leaf]) -> LeafKinds:
    """The sorts that the words of each leaf and of its lead-in show."""

    flags = {
        name: _flag(bool(stated.search(leaf.lead_in + leaf.text)) for leaf in leaves)
        for name, (_, stated) in _SORTS.items()
    }
    flags["lead_in"] = _flag(leaf.is_lead_in for leaf in leaves)
    flags["item"] = _flag(bool(leaf.id.item) for leaf in leaves)
    flags["catch_all"] = _flag(bool(_CATCH_ALL.search(leaf.text)) for leaf in leaves)
    flags["purpose"] = _flag(bool(_PURPOSE.search(leaf.text)) for leaf in leaves)
    flags["penalty_chapter"] = _flag(bool(_PENALTY_CHAPTER.search(leaf.chapter)) for leaf in leaves)
    return flags


def match_kinds(question: str, leaves: Sequence[Leaf], flags: LeafKinds) -> dict[str, Flags]:
    """Features of every leaf beside what the question wants: name → ``(leaves,)``."""
    features = match_flags(question, flags)
    quantity = asked_quantity(question)
    if quantity:
        features["quantity"] = _flag(states(quantity, leaf.text) for leaf in leaves)
        features["quantity.lead_in"] = _flag(states(quantity, leaf.lead_in) for leaf in leaves)
    return features


def match_flags(question: str, flags: LeafKinds) -> dict[str, Flags]:
    """The same without the words of the leaves: as if none stated the kind of figure that is asked for."""
    wants = {name: bool(asked.search(question)) for name, (asked, _) in _SORTS.items()}
    several = bool(_SEVERAL.search(question))
    none = np.zeros(len(flags["item"]), np.float32)
    features: dict[str, Flags] = {}
    for name, wanted in wants.items():
        features[f"{name}.wanted"] = flags[name] if wanted else none
        features[f"{name}.unwanted"] = none if wanted else flags[name]
    features["penalty_chapter"] = flags["penalty_chapter"]
    features["penalty_chapter.wanted"] = flags["penalty_chapter"] if wants["penalty"] else none
    for name in ("lead_in", "item", "catch_all"):
        features[name] = flags[name]
        features[f"{name}.several"] = flags[name] if several else none
    features["purpose"] = flags["purpose"]
    features["quantity"] = features["quantity.lead_in"] = none
    return features


def _flag(found: Iterable[bool]) -> Flags:
    return np.array(list(found), np.float32)
