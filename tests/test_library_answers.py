"""One question over the documents that ship: who speaks, in which order, with which status."""

from __future__ import annotations

import pytest

from assistant.answering.figures import figure_asked
from assistant.answering.quoting import document_mark
from assistant.assistant import Assistant
from assistant.library.beside import act_of
from assistant.library.named import find_namings, text_for
from corpus.text.authority import authority
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import Regulation
from evals.first_paragraph import first_paragraph

DRAFT, LAW, LOCAL = "细则", "消防法", "北京市消防条例"


@pytest.fixture(scope="module")
def texts() -> tuple[Regulation, ...]:
    return tuple(map(load_regulation, shipped_folders()))


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("堵消防通道罚多少钱", []),
        ("消防法对占用消防车道怎么罚", [LAW]),
        ("根据《中华人民共和国消防法》，谁管消防", [LAW]),
        ("消防法律知识要培训吗", []),
        ("消防法规要学吗", []),
        ("北京市消防条例里物业要做什么", [LOCAL]),
        ("北京的消防条例从哪天开始施行", [LOCAL]),
        ("条例里怎么规定演练", [LOCAL]),
        ("那个条例呢", [LOCAL]),
        ("细则里街道办要做什么", [DRAFT]),
        ("这个实施细则什么时候施行", [DRAFT]),
        ("上位法怎么规定消防演练", [LAW, LOCAL]),
        ("第十五条写了什么", [DRAFT]),
        ("按征求意见稿区长和副区长谁先负责", [DRAFT]),
        ("根据草案，物业要做什么", [DRAFT]),
        ("按现行规定堵消防通道罚多少", [LAW, LOCAL]),
        ("方案要征求意见吗", []),
        ("消防法第六十条", [LAW]),
        ("《消防法》第六十条和条例第八十九条有什么不同", [LAW, LOCAL]),
        ("全国的规定和北京的规定有没有区别", [LAW, DRAFT, LOCAL]),
        ("国家规定要巡查吗", []),
        ("消防法/art60.item5", [LAW]),
        ("上海市消防条例怎么规定", []),
        ("建筑设计防火规范怎么规定", []),
    ],
)
def test_documents_that_are_named(
    question: str, keys: list[str], texts: tuple[Regulation, ...]
) -> None:
    named = {n.key for n in find_namings(question, texts, DRAFT)}
    assert named == set(keys)


@pytest.mark.parametrize(
    ("question", "key", "said"),
    [
        ("消防法第六十条和条例第八十九条有什么不同", LAW, "消防法第六十条"),
        ("消防法和条例对占用消防车通道怎么罚", LOCAL, "条例对占用消防车通道怎么罚"),
        ("根据消防法，物业要做什么", LAW, "根据消防法，物业要做什么"),
        (
            "消防检查去一个人行不行，全国的规定和北京的规定有没有区别？",
            LAW,
            "消防检查去一个人行不行",
        ),
    ],
)
def test_the_question_as_one_document_is_asked_it(
    question: str, key: str, said: str, texts: tuple[Regulation, ...]
) -> None:
    assert text_for(question, key, find_namings(question, texts, DRAFT)) == said


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("堵消防通道罚多少钱", "堵消防通道"),
        ("占用消防车通道会怎么样", "占用消防车通道"),
        ("物业不劝阻堵消防通道的，会被罚款吗", "物业不劝阻堵消防通道的"),
        ("灭火器过期，单位要承担什么后果", "灭火器过期"),
    ],
)
def test_what_somebody_does_without_the_words_that_ask_for_its_consequence(
    question: str, act: str
) -> None:
    assert act_of(question) == act


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("检测记录要存几年", "具体的期限或周期"),
        ("多久演练一次", "期限或周期"),
        ("充电棚离居民楼至少隔几米", "宽度、高度、距离或面积"),
        ("阳台上放几桶酒精行不", ""),
        ("消防车道的标准由谁定", ""),
    ],
)
def test_the_figure_that_is_asked_for(question: str, name: str) -> None:
    figure = figure_asked(question)
    assert (figure.name if figure else "") == name


def test_the_law_and_the_local_law_come_before_the_draft(texts: tuple[Regulation, ...]) -> None:
    assert [t.key for t in sorted(texts, key=authority)] == [LAW, LOCAL, DRAFT]


def test_a_penalty_is_told_by_both_laws_in_force_with_the_duty_of_the_draft_beside_it(
    librarian: Assistant,
) -> None:
    answer = librarian.answer("堵消防通道罚多少钱")
    first = first_paragraph(answer.text)
    lines = first.split("\n")
    assert [line.partition("）")[0] for line in lines] == [
        "消防法（现行有效",
        "北京市消防条例（现行有效",
        "细则（征求意见稿，尚未施行",
    ]
    assert "处五千元以上五万元以下罚款" in lines[0]
    assert "五百元以下罚款" in lines[0]
    assert "500元以下罚款" in lines[1]
    assert "写的是职责" in lines[2]
    assert {i.document for i in answer.cited} == {LAW, LOCAL, DRAFT}
    assert answer.cited[0].document == answer.document


ASKED = (
    "谁管消防车通道",
    "什么是公众聚集场所",
    "单位多久搞一次消防演练",
    "谎报火警怎么处理",
    "养老院夜里要做什么",
    "消防验收不合格能不能开业",
    "物业要做什么",
    "微型消防站是什么",
    "消防控制室值班人员有什么要求",
    "公安派出所负责什么",
)


@pytest.mark.parametrize("question", ASKED)
def test_every_document_that_speaks_says_its_status_in_the_first_paragraph(
    question: str, librarian: Assistant
) -> None:
    answer = librarian.answer(question)
    first = first_paragraph(answer.text)
    speaking = {i.document for i in answer.cited}
    marks = {k: document_mark(librarian.library.index_of(k).regulation) for k in speaking}
    assert speaking
    assert answer.refusal is None
    assert all(mark in first for mark in marks.values())
    assert len(first) <= 600
    assert all(q.id.document in speaking and q.citation.startswith("《") for q in answer.quotes)
    assert [n.parts for n in answer.notices]  # each document's own
    places = [first.index(marks[d.regulation.key]) for d in _by_authority(librarian, speaking)]
    assert places == sorted(places)


def _by_authority(librarian: Assistant, keys: set[str]) -> list:
    documents = [d for d in librarian.documents if d.regulation.key in keys]
    return sorted(documents, key=lambda d: authority(d.regulation))


def test_what_no_document_states_is_said_of_all_that_were_asked(librarian: Assistant) -> None:
    answer = librarian.answer("消防车道宽几米才算合格")
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_stated"
    assert not answer.cited
    assert answer.quotes
    for text in ("北京市消防安全责任制实施细则", "中华人民共和国消防法", "北京市消防条例"):
        assert f"《{text}》" in answer.said


def test_a_bare_number_is_of_the_document_last_spoken_of(librarian: Assistant) -> None:
    law = librarian.answer("消防法第六十条写了什么")
    history = [("消防法第六十条写了什么", law)]
    again = librarian.answer("第六十一条呢", history)
    assert {i.document for i in again.cited} == {LAW}
    alone = librarian.answer("第十五条写了什么")
    assert {i.document for i in alone.cited} == {DRAFT}
    assert "细则（征求意见稿，尚未施行）" in first_paragraph(alone.text)


def test_an_assistant_of_one_document_knows_no_other(librarian: Assistant) -> None:
    only = librarian.only((LAW,))
    assert only.regulation.key == LAW
    assert only is librarian.only((LAW,))
    answer = only.answer("堵消防通道罚多少钱")
    assert answer.cited
    assert all(not i.document for i in answer.cited)
    other = only.answer("北京市消防条例第三条写了什么")
    assert other.refusal is not None
    assert other.refusal.reason == "other_instrument"


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("消防安全重点单位要设消防安全管理人吗", True),
        ("我们公司要设消防安全管理人吗", False),  # only units of a class must
        ("我们单位要每年检测一次消防设施吗", True),  # every unit must
    ],
)
def test_no_plain_yes_where_only_a_class_of_units_is_bound(
    question: str, yes: bool, librarian: Assistant
) -> None:
    assert ("：是。" in librarian.answer(question).text.split("\n\n")[0]) is yes


def test_beside_a_penalty_no_duty_of_an_authority_is_told(librarian: Assistant) -> None:
    answer = librarian.answer("没有消防验收就开业罚多少")
    assert "写的是职责" not in answer.text
    assert str(answer.cited[0]) == f"{LAW}/art58.item2"


def test_what_one_document_does_not_state_another_may(librarian: Assistant) -> None:
    answer = librarian.answer("店里能住人吗")
    assert f"{LOCAL}/art29.para2" in map(str, answer.cited)


def test_small_talk_names_what_can_be_asked(librarian: Assistant) -> None:
    answer = librarian.answer("你好")
    assert answer.refusal is not None
    assert answer.refusal.reason == "chitchat"
    assert answer.said.count("《") == 3
