"""The sum that a lead-in prints is that of each 项 below it; 责令改正 is no lost denial."""

from __future__ import annotations

import pytest

from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import LanguageData
from corpus.register.registry import register_of
from corpus.text.parse import parse
from corpus.text.provision import Regulation

LAW = """第一条 单位有下列行为之一的，责令改正，处五千元以上五万元以下罚款：
（一）占用、堵塞消防车通道的；
（二）擅自停用消防设施的。
有前款第一项行为，经责令改正拒不改正的，强制执行。
第二条 有下列行为之一的，责令停止施工、停止使用，并处三万元以上罚款：
（一）验收不合格，不停止使用的；
（二）未经审查，擅自施工的。
"""


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    nothing = LanguageData()
    law = Regulation("tingbo", "1", "停泊管理办法", "现行有效", parse(LAW), LAW)
    return Verifier(register_of(law, nothing), nothing)


@pytest.mark.parametrize(
    ("ids", "said", "state"),
    [
        (
            ("art1.item1",),
            "单位占用、堵塞消防车通道的，责令改正，处五千元以上五万元以下罚款。",
            "已核对",
        ),
        (
            ("art1.item1",),
            "单位占用、堵塞消防车通道的，责令改正，处五百元以上五万元以下罚款。",
            "改用原文",
        ),
        (
            ("art2.item1",),
            "验收不合格，不停止使用的，责令停止使用，并处三万元以上罚款。",
            "已核对",
        ),
        (("art2.item2",), "未经审查，擅自施工的，处三十万元以上罚款。", "改用原文"),
    ],
)
def test_sums_of_lead_ins(ids: tuple[str, ...], said: str, state: str, verifier: Verifier) -> None:
    verdict = verifier.verify(said, tuple(map(parse_id, ids)))
    assert (verdict.state, verdict.sentence) == (state, said), verdict.reason
