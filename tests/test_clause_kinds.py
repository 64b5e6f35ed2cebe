"""What sort of clause a provision is and what sort a question wants."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.text.parse import parse
from corpus.text.provision import Regulation
from index.clause_kinds import match_kinds, read_leaves

TEXT = """某市管理条例

第一章 总则

第一条 为了加强管理，根据有关法律，制定本条例。

第二条 本条例所称经营者，是指从事经营的单位和个人。

第三条 城市管理部门负责监督检查。

第四条 经营者应当遵守下列规定：
（一）每年至少检查两次；
（二）法律、法规规定的其他要求。

第二章 法律责任

第五条 违反本条例第四条规定的，处五百元以上五千元以下罚款。
"""
BODY = parse(TEXT)
REGULATION = Regulation("t", "1", "某市管理条例", "现行有效", BODY, TEXT)
LEAVES = REGULATION.leaves()
KINDS = read_leaves(LEAVES)
ROW = {str(leaf.id): row for row, leaf in enumerate(LEAVES)}


@pytest.mark.parametrize(
    ("kind", "addresses"),
    [
        ("penalty", {"art5"}),
        ("definition", {"art2"}),
        ("figure", {"art4.item1", "art5"}),
        ("body", {"art3"}),
        ("lead_in", {"art4"}),
        ("item", {"art4.item1", "art4.item2"}),
        ("catch_all", {"art4.item2"}),
        ("purpose", {"art1"}),
        ("penalty_chapter", {"art5"}),
    ],
)
def test_sorts(kind: str, addresses: set[str]) -> None:
    assert {str(LEAVES[row].id) for row in np.flatnonzero(KINDS[kind])} == addresses


@pytest.mark.parametrize(
    ("question", "feature", "address"),
    [
        ("不按规定做会罚多少钱", "penalty.wanted", "art5"),
        ("不按规定做会罚多少钱", "penalty_chapter.wanted", "art5"),
        ("不按规定做会罚多少钱", "quantity", "art5"),
        ("什么是经营者", "definition.wanted", "art2"),
        ("一年要查几次", "figure.wanted", "art4.item1"),
        ("一年要查几次", "quantity", "art4.item1"),
        ("这事归哪个部门", "body.wanted", "art3"),
        ("要遵守哪些规定", "item.several", "art4.item1"),
        ("经营者检查", "penalty.unwanted", "art5"),
    ],
)
def test_what_is_wanted_meets_what_is_stated(question: str, feature: str, address: str) -> None:
    assert match_kinds(question, LEAVES, KINDS)[feature][ROW[address]] == 1


def test_every_question_has_the_same_features() -> None:
    questions = ["", "谁管", "罚多少", "什么是经营者", "列一下"]
    names = [list(match_kinds(q, LEAVES, KINDS)) for q in questions]
    assert all(n == names[0] for n in names)
