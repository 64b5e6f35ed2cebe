"""Plain words that the program makes of clause records, for a law without sentences of its own."""

from __future__ import annotations

from itertools import groupby

import pytest

from assistant.answering.sources import Sources
from assistant.assistant import Assistant
from corpus.clauses.plain import say_plainly
from corpus.clauses.read import read_clauses
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.laws.questions import open_in_memory
from index.library import Library

TEXT = """某市游泳场馆管理条例

第一条 游泳场馆经营者应当每日检测水质；发现水质不合格的，应当立即停止开放，并向卫生健康部门报告。

第二条 游泳场馆经营者应当履行下列职责：
（一）配备救生员；
（二）不得接纳醉酒者。

第三条 游泳场馆应当具备下列条件：
（一）水质检测设备；
（二）救生器材。

第四条 违反本条例规定，游泳场馆经营者有下列行为之一的，责令限期改正；逾期未改正的，处五千元以上一万元以下罚款：
（一）未配备救生员的；
（二）接纳醉酒者的。

第五条 违反本条例规定，未按规定检测水质的，处一千元罚款；情节严重的，责令停业。
"""
REGULATION = Regulation("t", "1", "某市游泳场馆管理条例", "现行有效", parse(TEXT), TEXT)
RECORDS = {k: list(g) for k, g in groupby(read_clauses(REGULATION), key=lambda r: r.provision)}


@pytest.mark.parametrize(
    ("provision", "sentences"),
    [
        (
            "art1",
            (
                "游泳场馆经营者要每日检测水质",
                "发现水质不合格的，游泳场馆经营者要立即停止开放，并向卫生健康部门报告",
            ),
        ),
        ("art2", ()),  # leads in
        ("art2.item1", ("游泳场馆经营者要配备救生员",)),
        ("art2.item2", ("游泳场馆经营者不能接纳醉酒者",)),
        ("art3.item1", ()),  # what there must be is no act
        (
            "art4.item1",
            (
                "游泳场馆经营者未配备救生员的，责令限期改正；逾期未改正的，处五千元以上一万元以下罚款",
            ),
        ),
        ("art5", ("未按规定检测水质的，处一千元罚款；情节严重的，责令停业",)),
    ],
)
def test_fixed_forms(provision: str, sentences: tuple[str, ...]) -> None:
    leaf = next(x for x in REGULATION.leaves() if str(x.id) == provision)
    assert say_plainly(leaf, RECORDS[leaf.id]) == sentences


@pytest.fixture(scope="module")
def lifeguard() -> Assistant:
    return Assistant(Library((open_in_memory(REGULATION),)))


def test_every_form_is_borne_out(lifeguard: Assistant) -> None:
    sources: Sources = lifeguard.documents[0]
    for leaf in REGULATION.leaves():
        for sentence in say_plainly(leaf, RECORDS[leaf.id]):
            assert sources.verifier.verify(sentence, (leaf.id,)).state == "已核对", sentence


def test_an_answer_says_that_it_was_rewritten(lifeguard: Assistant) -> None:
    said = lifeguard.answer("泳池不配救生员罚多少", style="plain")
    assert said.text.startswith("用白话说（程序改写，未经复核，以下面的原文为准）：")
    assert "未配备救生员的，责令限期改正；逾期未改正的，处五千元以上一万元以下罚款" in said.text
    assert said.quotes == lifeguard.answer("泳池不配救生员罚多少").quotes
