"""What is said of a name alone, of several side by side, and of all duties of one: on a text without data."""

from __future__ import annotations

import pytest

from assistant.answering.fitting import ToldList, fit
from assistant.answering.parts import ComparedHead, ComparedLine, DutyLine, Listing, SaidWords
from assistant.answering.statement import Statement, StatementKind
from assistant.assistant import Assistant
from corpus.clauses.naming import NamedPart, name_pattern, provisions_naming
from corpus.clauses.read import read_clauses
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from evals.first_paragraph import first_paragraph
from evals.laws.questions import open_in_memory
from index.embed import BUILTIN
from index.library import Library

TEXT = """第一章　总则
第一条　为了加强电梯安全管理，制定本办法。
第二条　本办法所称电梯，是指载人或者载货的升降设备、自动扶梯和自动人行道。
第二章　安全责任
第三条　电梯制造单位对电梯的安全性能负责。
电梯的维护保养单位应当每十五日进行一次维护保养。
第四条　电梯使用单位应当履行下列义务：
（一）在轿厢内张贴使用标志；
（二）保持紧急报警装置有效；
（三）配备安全管理人员。
第五条　检验、检测机构应当自接到申请之日起十日内完成检验。检验、检测机构不得推荐电梯产品。
第六条　乘用人不得在电梯内吸烟，不得损坏紧急报警装置。
第七条　市场监督管理部门负责电梯安全监督管理，教育、卫生、交通、商务、文化等部门按照各自职责做好电梯安全工作。
商场的管理人应当安排人员引导乘用。
第三章　法律责任
第八条　违反本办法规定，有下列行为之一的，由市场监督管理部门处一千元以上五千元以下罚款：
（一）电梯使用单位未张贴使用标志的；
（二）损坏紧急报警装置的。
第九条　本办法自公布之日起施行。
"""


@pytest.fixture(scope="module")
def lifts() -> Regulation:
    return Regulation(
        "lifts", "1", "电梯安全管理办法", "现行有效", parse(TEXT), TEXT, key="电梯办法"
    )


@pytest.fixture(scope="module")
def asked(lifts: Regulation) -> Assistant:
    return Assistant(Library((open_in_memory(lifts, BUILTIN),)))


NAMED = [
    ("电梯制造单位", {"art3": NamedPart.ACTS}),
    (
        "电梯维护保养单位",  # printed with 的 inside
        {"art3.para2": NamedPart.ACTS},
    ),
    ("检验机构", {"art5": NamedPart.ACTS}),  # printed with another listed inside
    (
        "紧急报警装置",
        {
            "art4.item2": NamedPart.CONCERNS,
            "art6": NamedPart.CONCERNS,
            "art8.item2": NamedPart.PUNISHED,
        },
    ),
    (
        "使用单位",
        {
            "art4": NamedPart.ACTS,
            "art4.item1": NamedPart.ACTS,
            "art4.item2": NamedPart.ACTS,
            "art4.item3": NamedPart.ACTS,
            "art8.item1": NamedPart.PUNISHED,
        },
    ),
    ("自动扶梯", {"art2": NamedPart.DEFINED}),
    ("商场", {"art7.para2": NamedPart.IS_RUN}),
    ("消火栓", {}),
]


@pytest.mark.parametrize(("name", "parts"), NAMED)
def test_what_part_a_name_has(name: str, parts: dict[str, NamedPart], lifts: Regulation) -> None:
    found = provisions_naming(lifts.leaves(), read_clauses(lifts), name_pattern([name]))
    assert {str(x.leaf.id): x.part for x in found} == parts


ANSWERED = [
    ("紧急报警装置", ["art4.item2", "art6", "art8.item2"], "不得损坏紧急报警装置"),
    ("紧急报警装置呢？", ["art4.item2", "art6", "art8.item2"], "一千元以上五千元以下罚款"),
    ("自动扶梯", ["art2"], "本办法所称电梯，是指载人或者载货的升降设备、自动扶梯"),
    ("使用单位要做什么", ["art4", "art4.item1", "art4.item2", "art4.item3"], "紧急报警装置有效"),
    ("检验机构不得做什么", ["art5"], "不得推荐电梯产品"),
    (
        "电梯制造单位和电梯维护保养单位的责任有什么区别",
        ["art3", "art3.para2"],
        "电梯维护保养单位：第三条第二款",
    ),
    ("使用单位和乘用人分别要做什么", ["art4", "art6"], "乘用人：第六条"),
]


@pytest.mark.parametrize(("question", "ids", "words"), ANSWERED)
def test_answers(question: str, ids: list[str], words: str, asked: Assistant) -> None:
    answer = asked.answer(question)
    assert answer.refusal is None
    assert answer.named
    assert set(ids) <= {str(i) for i in answer.cited}
    assert words in first_paragraph(answer.text)


@pytest.mark.parametrize(
    "question",
    [
        "消火栓",
        "电梯坏了多久修好",
        "电梯里能不能吸烟",
        "使用单位不张贴标志罚多少",
        "电梯和水泵的区别",
    ],
)
def test_is_about_more_than_a_name(question: str, asked: Assistant) -> None:
    assert not asked.answer(question).named


ACROSS = [
    (
        "街道办和居委会的职责有什么不同",
        ("指导、支持和帮助", "统筹负责本辖区的消防安全工作", "征求意见稿"),
    ),
    ("公众聚集场所和人员密集场所有什么区别", ("公众聚集场所，是指", "人员密集场所，是指")),
    ("重点单位和一般单位有什么区别", ("除应当履行本法第十六条规定的职责外", "都有的")),
    ("灭火器", ("消防设施、器材", "征求意见稿")),
    ("住建委要做什么", ("消防法", "北京市消防条例", "细则")),
]


@pytest.mark.parametrize(("question", "words"), ACROSS)
def test_every_document_that_names_it_speaks(
    question: str, words: tuple[str, ...], librarian: Assistant
) -> None:
    paragraph = librarian.answer(question).text.split("\n\n")[0]
    assert len(paragraph) <= 600
    for word in words:
        assert word in paragraph


def test_the_own_clause_comes_before_the_common_one(librarian: Assistant) -> None:
    answer = librarian.answer("住建委要做什么").part("北京市消防条例")
    places = [str(s.ids[0]) for s in answer.statements if s.kind is StatementKind.DUTY]
    assert places.index("art41") < places.index("art9.para3")


def _line(words: str, side: str) -> Statement:
    line = ComparedLine((side,), DutyLine("第三条", words, False))
    return Statement(StatementKind.DUTY, line)


def test_the_first_paragraph_is_shared_out() -> None:
    head = [Statement(StatementKind.CONCLUSION, ComparedHead(((("甲",), 2), (("乙",), 2))))]
    lists = [
        ToldList(head, [_line(f"{mark}{n}" * 30, side) for n in "一二" for side in "甲乙"])
        for mark in "子丑寅"
    ]
    fit(lists, 560)
    assert [len(told.first) for told in lists] == [3, 2, 2]  # what is left goes to the first
    assert [len(told.below) for told in lists] == [2, 3, 3]  # how many more, and those


def test_a_long_series_is_told_in_part() -> None:
    items = tuple((f"（{n}）", "办理登记" * 10) for n in "一二三四五六七八")
    series = Statement(StatementKind.DUTY, Listing("第三条", ("应当：",), items))
    told = ToldList([Statement(StatementKind.CONCLUSION, SaidWords("养犬人："))], [series])
    fit([told], 200)
    (shown,) = told.first
    assert isinstance(shown.parts, Listing)
    assert 0 < len(shown.parts.items) < 8
    assert shown.parts.left == 8 - len(shown.parts.items)
