"""What the regulation does not say, by the three kinds of evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.premise import find_wrong_premise
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.understanding.elsewhere import (
    external_instruments,
    find_other_instrument,
    find_other_place,
)
from assistant.understanding.understood import understand
from corpus.language.quantity import asked_quantity, states
from corpus.text.provision import Leaf, Regulation
from index.build import build_library
from index.embed import BUILTIN
from index.opened import Index
from index.retrieve import Ranking

ASKED = [
    ("堵了消防通道要罚多少钱", "处罚的幅度"),
    ("失火罪判几年", "处罚的幅度"),
    ("消防检测收费多少", "金额或收费标准"),
    ("举报打哪个电话", "电话号码"),
    ("消防车道要留几米宽", "宽度、高度、距离或面积"),
    ("避难层隔几层设一个", "宽度、高度、距离或面积"),
    ("微型消防站要几个人", "人数"),
    ("消防队要配几辆车", "数量"),
    ("灭火器买哪个牌子好", "等级、压力、温度等技术指标"),
    ("消防员招聘年龄上限", "年龄"),
    ("开业检查要交哪些材料", "办理手续、材料或表格"),
    ("一天要巡几遍", "具体的次数或周期"),
    ("挂牌几天答复", "具体的期限或周期"),
    ("多久开一次会", "期限或周期"),
    ("物业要做什么", None),
    ("区政府有几项职责", None),
    ("哪几个部门管消防车通道", None),
    ("好几家产权人怎么办", None),
    ("根据哪几部法律制定", None),
]


@pytest.mark.parametrize(("question", "name"), ASKED)
def test_asked_quantity(question: str, name: str | None) -> None:
    quantity = asked_quantity(question)
    assert (quantity.name if quantity else None) == name


STATED = [
    ("挂牌几天答复", "在7个工作日内作出决定", True),
    ("挂牌几天答复", "定期分析评估", False),
    ("多久开一次会", "应当每季度召开成员单位会议", True),
    ("罚多少钱", "处五千元以上五万元以下罚款", True),
    ("罚多少钱", "依法予以处理", False),
    ("要几个人", "队员不少于6人", True),
    ("要几个人", "有人员、有装备", False),
    ("几米宽", "宽度不小于四米", True),
]


@pytest.mark.parametrize(("question", "text", "expected"), STATED)
def test_stated_quantity(question: str, text: str, expected: bool) -> None:
    quantity = asked_quantity(question)
    assert quantity is not None
    assert states(quantity, text) is expected


@pytest.mark.parametrize(
    ("question", "place", "instrument"),
    [
        ("上海的消防责任制怎么规定", "上海", ""),
        ("美国NFPA标准有啥要求", "美国", "美国NFPA标准"),
        ("民法典里业主共有部分怎么规定", "", "民法典"),
        ("建筑设计防火规范里疏散距离怎么定", "", "建筑设计防火规范"),
        ("细则里怎么规定物业的", "", ""),
        ("北京市消防安全责任制实施细则怎么规定", "", ""),
        ("物业要做什么", "", ""),
    ],
)
def test_other_places_and_instruments(
    question: str, place: str, instrument: str, regulation: Regulation
) -> None:
    assert find_other_place(question, regulation) == place
    assert find_other_instrument(question, regulation) == instrument


def test_the_place_of_one_regulation_is_another_place_to_the_next(regulation: Regulation) -> None:
    elsewhere = replace(regulation, title="青溪镇养犬管理办法")
    assert find_other_place("北京怎么规定", regulation) == ""
    assert find_other_place("北京怎么规定", elsewhere) == "北京"


def test_external_instruments(regulation: Regulation) -> None:
    assert "《中华人民共和国消防法》" in external_instruments(regulation)


def leaf(short: str, regulation: Regulation) -> Leaf:
    return next(x for x in regulation.leaves() if str(x.id) == short)


PREMISES = [
    ("市里每三年考核一次吧", "art23", "每三年"),
    ("防火委每月开会，对吧", "art25", "每月"),
    ("防火委每季度开会，对吧", "art25", ""),
    ("挂牌15天内答复，对吗", "art14.item7", "15天内"),
    ("挂牌七个工作日答复，对吗", "art14.item7", ""),
    ("规定里说个体户免除责任，是哪条", "art30", "免除"),
    ("防火委每月开会吗", "art25", ""),  # asks, asserts nothing
]


@pytest.mark.parametrize(("question", "short", "asserted"), PREMISES)
def test_false_premises(question: str, short: str, asserted: str, index: Index) -> None:
    asked = understand(index, question)
    assert find_wrong_premise(asked, [leaf(short, index.regulation)], Ranking(())) == asserted


ANSWERS = [
    ("防火委每月开一次会，对吧", "false_premise"),
    ("细则由哪个部门负责解释", "not_stated"),
    ("以前的老办法废止了吗", "not_stated"),
    ("灭火器多少钱一个", "not_stated"),
    ("上海的物业要做什么", "other_instrument"),
    ("茅台股票明天涨不涨", "off_topic"),
]


@pytest.mark.parametrize(("question", "reason"), ANSWERS)
def test_refusals(question: str, reason: str, assistant: Assistant) -> None:
    answer = assistant.answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == reason


def test_a_figure_is_denied_only_where_no_cited_provision_states_one(tmp_path: Path) -> None:
    path = tmp_path / "dogs.txt"
    text = "小镇养犬办法\n\n第一条 养犬人应当登记。\n\n第二条 违反第一条规定的，处五十元罚款。\n"
    path.write_text(text, "utf-8")
    build_library(tmp_path / "home", BUILTIN, regulation=path)
    answer = Assistant.open(Settings(tmp_path / "home", path)).answer("养犬不登记罚多少")
    assert "没有规定" not in answer.text
    assert "五十元罚款" in answer.text
