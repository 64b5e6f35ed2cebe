"""A made-up regulation of another field holds a conversation of ten turns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering.answer import Turn
from assistant.assistant import Assistant
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.laws.questions import open_in_memory
from index.library import Library

TEXT = """白水县渡口管理办法

第一章 总则

第一条 为了加强渡口管理，保障渡运安全，制定本办法。

第二条 县交通运输部门主管全县渡口管理工作。乡镇人民政府负责本辖区渡口的日常管理。

第三条 本办法所称渡工，是指在渡船上从事驾驶、撑船的人员。

第二章 渡运

第四条 渡口经营人应当履行下列职责：
（一）配备救生衣，数量不少于渡船载客定额的百分之一百一十；
（二）每月检查渡船一次，并作记录；
（三）在渡口设置告示牌，公布载客定额；
（四）遇大风、大雾时停止渡运。

第五条 渡工应当经县交通运输部门考核合格，持证上岗。渡工不得酒后驾驶渡船。

第六条 乘客应当穿好救生衣。学龄前儿童过渡应当由成年人陪同。

第七条 新设渡口，渡口经营人应当向县交通运输部门提出申请；县交通运输部门应当自收到申请之日起十五日内作出决定。

第三章 罚则

第八条 渡口经营人违反本办法第四条第（一）项规定的，由县交通运输部门责令改正，处一千元以上五千元以下罚款。

第九条 渡工违反本办法规定，酒后驾驶渡船的，由县交通运输部门处五百元罚款，并收回证书。

第四章 附则

第十条 本办法自2025年3月1日起施行。
"""
REGULATION = Regulation("ferry", "1", "白水县渡口管理办法", "现行有效", parse(TEXT), TEXT)

#: What is asked one after another, what must be cited, and words that the answer must hold.
TURNS: Sequence[tuple[str, str, str]] = (
    ("渡口归谁管", "art2", "县交通运输部门"),
    ("渡口老板要做些什么", "art4", "救生衣"),
    ("救生衣要备多少", "art4.item1", "百分之一百一十"),
    ("不备会怎样", "art8", "一千元以上五千元以下"),
    ("谢谢", "", "不客气"),
    ("渡工要有证吗", "art5", "持证上岗"),
    ("渡工喝了酒还能开船吗", "art5", "不得酒后驾驶"),
    ("那罚多少", "art9", "五百元"),
    ("我刚才问的什么", "", "罚多少"),
    ("新开一个渡口要批多少天", "art7", "十五日"),
)


@pytest.fixture(scope="module")
def ferryman() -> Assistant:
    return Assistant(Library((open_in_memory(REGULATION),)))


def test_ten_turns(ferryman: Assistant) -> None:
    history: list[Turn] = []
    for question, cited, words in TURNS:
        answer = ferryman.answer(question, history)
        history.append((question, answer))
        first = answer.text.split("\n\n《")[0]
        shown = {str(i) for i in answer.cited} | {str(i.holder) for i in answer.cited}
        assert cited in shown or not (cited or answer.cited), (question, answer.text)
        assert words in first, (question, answer.text)
        assert "消防" not in answer.text


#: Fragments: the question before them, and what must be cited.
FRAGMENTS: Sequence[tuple[tuple[str, ...], str]] = (
    # What is asked is asked by the fragment: who is no figure, although the question before asked for one.
    (("渡工酒后开船罚多少", "谁来罚"), "art9"),
    (("新开一个渡口要批多少天", "找谁申请"), "art7"),
    # Another body, another case: the act that was asked about stays.
    (("渡口归谁管", "乡镇呢"), "art2"),
    (("渡工酒后开船罚多少", "那老板不备救生衣呢"), "art8"),
    (("救生衣要备多少", "不备呢", "谁来罚"), "art8"),
    # A correction, and back to what was asked before.
    (("渡口老板要做些什么", "不对，我问的是渡工"), "art5"),
    (("渡口老板要做些什么", "第三项呢", "上一项"), "art4.item2"),
)


@pytest.mark.parametrize(("questions", "cited"), FRAGMENTS)
def test_fragments(questions: tuple[str, ...], cited: str, ferryman: Assistant) -> None:
    history: list[Turn] = []
    for question in questions:
        history.append((question, ferryman.answer(question, history)))
    answer = history[-1][1]
    shown = {str(i) for i in answer.cited} | {str(i.holder) for i in answer.cited}
    assert cited in shown, answer.text
    assert len(answer.cited) <= 3
