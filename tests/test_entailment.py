"""What the learned rule compares of an assertion and a clause, and the choices and charges that are told apart."""

from __future__ import annotations

import pytest

from assistant.answering.entailment import asked_mode, is_called, load_rule, named_bodies
from assistant.assistant import Assistant
from assistant.understanding.assertion import Assertion, find_assertion
from assistant.understanding.charges import Charge, Choice, read_charges, read_choice
from index.embed import BUILTIN, load_embedder

MODES = [
    ("灭火器要每月检查吗", "duty"),
    ("人防工程里可以用液化石油气吗", "leave"),
    ("我在山里种石斛行不行", "leave"),
    ("出了事单位不担责，对吧", "waived"),
    ("协议签不签都行，对吧", "waived"),
    ("有没有责任帮忙推广", "duty"),
    ("捂着车牌算违规吗", "breach"),
    ("施工单位不能设宿舍，对吧", "denied"),
    ("养犬登记归公安", "plain"),
]


@pytest.mark.parametrize(("question", "mode"), MODES)
def test_what_is_asked_of_an_act(question: str, mode: str) -> None:
    assert asked_mode(find_assertion(question) or Assertion(question, False)) == mode


CALLED = [
    ("住建局", "住房和城乡建设主管部门", True),
    ("居委会", "村（居）民委员会", True),
    ("市场监管", "市场监督管理部门", True),
    ("消防队", "消防救援机构", True),
    ("民政局", "人力资源社会保障部门", False),
    ("公安局", "城市管理部门", False),
]


@pytest.mark.parametrize(("name", "text", "called"), CALLED)
def test_everyday_names_of_bodies(name: str, text: str, called: bool) -> None:
    assert is_called(name, text) is called


def test_bodies_that_an_assertion_names() -> None:
    assert named_bodies("没物业的老小区，消防车通道居委会维护") == ("物业", "居委会")
    assert named_bodies("犬类免疫归公安局、登记归畜牧兽医部门") == ("公安局", "畜牧兽医部门")
    assert named_bodies("锅炉每年检验一次") == ()


CHOICES = [
    ("养犬登记归公安还是归民政", Choice("养犬登记", "公安", "民政", bodies=True)),
    ("电梯检验由住建局负责还是由市场监管局负责？", Choice("电梯检验", "住建局", "市场监管局", bodies=True)),
    ("没登记养犬罚2000元还是5000元", Choice("没登记养犬罚", "2000元", "5000元", bodies=False)),
    ("养犬登记归谁管", None),
    ("还是不明白怎么登记", None),
]  # fmt: skip


@pytest.mark.parametrize(("question", "choice"), CHOICES)
def test_the_two_that_a_question_gives_a_choice_of(question: str, choice: Choice | None) -> None:
    assert read_choice(question) == choice


def test_charges_of_several_matters() -> None:
    assert read_charges("犬类免疫归公安局、养犬登记归畜牧兽医部门") == (
        Charge("犬类免疫", "公安局"),
        Charge("养犬登记", "畜牧兽医部门"),
    )
    assert read_charges("养犬登记归公安局") == ()
    assert read_charges("养犬登记归公安局，每年一次") == ()


def test_the_trees_end_in_probabilities() -> None:
    rule = load_rule()
    for value in (0.0, 1.0):
        assert sum(rule.probabilities(dict.fromkeys(rule.names, value))) == pytest.approx(1)


BEGINS = [
    ("出租房屋消防管理归住建部门还是归派出所", "是派出所，不是住建部门。"),
    ("重大火灾隐患挂牌督办要7个工作日还是15个工作日答复", "是7个工作日，不是15个工作日。"),
    (
        "教育部门负责把消防知识纳入职业培训内容、人社部门负责把消防技能纳入新生军训，对吗",
        "不是。把消防知识纳入职业培训内容不归教育部门",
    ),
    ("全市消防的具体监督管理是应急局在干，第三条这么写的吧", "不是。"),
    ("公安派出所负责出租房屋消防管理，第十九条不就是这么规定的吗", "是。"),
    ("消防钱没投够出了事，单位不担责，规定是这意思吧", "不是。"),
    ("楼租出去以后，公共疏散设施由各个租户各管各的，没错吧", "不是。"),
    ("监狱的消防，司法行政部门要不要指导监督", "是。"),
]


@pytest.mark.parametrize(("question", "begins"), BEGINS)
def test_verdicts(question: str, begins: str, assistant: Assistant) -> None:
    assert assistant.answer(question).text.startswith(begins)


def test_what_is_left_open_begins_with_the_provision(assistant: Assistant) -> None:
    text = assistant.answer("市政消火栓的建设维护是归消防队管吧").text
    first = text.split("\n\n")[0]
    assert first.startswith(("第", "不是。"))
    assert "请对照原文" not in text


def test_the_rule_knows_the_shipped_encoder_only(assistant: Assistant) -> None:
    (sources, *_) = assistant.documents
    leaf = next(x for x in sources.index.leaves if str(x.id) == "art10.item5")
    found = sources.judge(Assertion("物业要管电动自行车停放充电", leading=False), leaf)
    assert found is not None
    assert 0 <= found.no < found.yes <= 1
    assert load_embedder(BUILTIN) is not None
