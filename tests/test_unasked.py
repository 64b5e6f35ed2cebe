"""A question that names a document which is held and was not asked: it is told so, and not answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.assistant import Assistant
from assistant.library.searching import search_documents
from assistant.settings import Settings
from corpus.text.load import data_folder
from tests.support.held import held_of
from ui.cli.main import main
from ui.records.answers import answer_record
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.evidence_html import ChatPage

LAW, LOCAL = (
    "《中华人民共和国消防法》在资料库里，这次没有问它",
    "《北京市消防条例》在资料库里，这次没有问它",
)
ONE, TWO = ("细则",), ("细则", "北京市消防条例")


@pytest.mark.parametrize(
    ("asked", "question", "told"),
    [
        (ONE, "消防法第六十条怎么罚", LAW),
        (ONE, "消防法里物业要做什么", LAW),
        (ONE, "根据消防法占用疏散通道罚多少", LAW),
        (ONE, "占用消防通道按消防法怎么罚", LAW),
        (ONE, "中华人民共和国消防法什么时候施行", LAW),
        (ONE, "《消防法》对电动车充电怎么规定", LAW),
        (ONE, "消防条例怎么规定物业的", LOCAL),
        (ONE, "北京的消防条例对电动车怎么说", LOCAL),
        (TWO, "消防法第六十条怎么罚", LAW),
        (TWO, "消防法里物业要做什么", LAW),
    ],
)
def test_a_held_document_that_was_not_asked(
    asked: tuple[str, ...], question: str, told: str, librarian: Assistant
) -> None:
    some = librarian.only(asked)
    record = answer_record(some.answer(question), some.regulations)["answer"]
    assert (record["refused"], record["reason"], record["cited"]) == (True, "other_instrument", [])
    assert record["text"].startswith(told)
    assert "不在本系统收录范围" not in record["text"]
    assert "--in" not in record["text"]  # who reads it may have no command


@pytest.mark.parametrize(
    "question",
    [
        "物业要做什么",
        "细则里哪些条提到消防法",
        "实施细则是根据消防法制定的吗",
        "违反消防法的单位由谁查处",
        "居委会怎么组织学习消防法",
        "消防法和细则对物业的要求有什么区别",
    ],
)
def test_a_name_that_is_only_mentioned_keeps_the_answer(
    question: str, librarian: Assistant
) -> None:
    assert librarian.only(ONE).answer(question).refusal is None


def test_beside_an_answer_the_other_one_is_told_of(librarian: Assistant) -> None:
    answer = librarian.only(ONE).answer("细则第三条和消防法第三条")
    assert [str(i) for i in answer.cited] == ["art3"]
    assert LAW in answer.text


@pytest.mark.parametrize("question", ["劳动法怎么规定加班费", "天津市消防条例怎么规定"])
def test_what_is_not_held_is_not_collected(question: str, librarian: Assistant) -> None:
    answer = librarian.only(ONE).answer(question)
    assert answer.refusal is not None
    assert answer.refusal.reason == "other_instrument"
    assert "不在本系统收录范围" in answer.text
    assert answer.unasked == ()


def test_a_library_of_one_holds_no_other(home: Path) -> None:
    alone = Assistant.open(Settings(home, regulation=data_folder()))
    assert "不在本系统收录范围" in alone.answer("消防法第六十条怎么罚").text


def test_whoever_types_commands_is_told_the_option(environment: Path, shipped: Path) -> None:
    told = CliRunner().invoke(main, ["ask", "--in", "细则", "消防法第六十条怎么罚"])
    assert "提示：加 --in 消防法，或者不写 --in 问全部文件" in told.stderr


def test_search_and_page_say_the_same(librarian: Assistant) -> None:
    some = librarian.only(ONE)
    found = search_documents(some.library, some.documents, "消防法第六十条", 3)
    assert [sentence.partition("，")[0] for sentence in found.told] == [LAW.partition("，")[0]]
    other = search_documents(some.library, some.documents, "劳动法第六十条", 3)
    assert ["不在本系统收录范围" in sentence for sentence in other.told] == [True]
    question = "消防法第六十条怎么罚"
    exchange = Exchange(question, some.answer(question), documents=ONE)
    shown = render_chat([exchange], ChatPage(held_of(librarian)))
    assert "这次没有问这部文件" in shown
    assert "不在收录范围" not in shown
