"""Plain words: every sentence is borne out by its provision, and an answer loses nothing by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Answer
from assistant.assistant import Assistant
from assistant.verify.verifier import Verifier
from corpus.citing.citations import parse_id
from corpus.language.data import load_language
from corpus.language.plain import Plain, check_plain, load_plain
from corpus.register.registry import register_of
from corpus.text.load import data_folder, load_regulation, shipped_folders
from corpus.text.provision import Regulation


@pytest.fixture(scope="module")
def plain() -> Plain:
    return load_plain(data_folder())


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_every_provision_has_plain_words(folder: Path) -> None:
    assert check_plain(load_plain(folder), load_regulation(folder)) == ()


@pytest.mark.parametrize("folder", shipped_folders(), ids=lambda f: f.name)
def test_every_sentence_is_borne_out(folder: Path) -> None:
    language = load_language(folder)
    verifier = Verifier(register_of(load_regulation(folder), language), language)
    wrong = [
        (id_, verdict.sentence, verdict.reason)
        for id_, sentences in load_plain(folder).items()
        for verdict in (verifier.verify(s, (parse_id(id_),)) for s in sentences)
        if verdict.state != "已核对"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"art99": ("物业要负责。",)}, "没有这一条款"),
        ({"art10.item1": ()}, "句子是空的"),
        ({"art10.item1": (" ",)}, "句子是空的"),
        ({"art10.item1": ("物业要负责。",)}, "没有白话的条款"),
    ],
)
def test_wrong_data_is_named(data: Plain, problem: str, regulation: Regulation) -> None:
    assert any(problem in line for line in check_plain(data, regulation))


ASKED = ["物业多久演练一次", "养老院夜里要做什么", "街道办都要做什么", "第十九条第三项写了什么"]


@pytest.mark.parametrize("question", ASKED)
def test_only_the_words_change(question: str, assistant: Assistant, plain: Plain) -> None:
    statute, said = (
        assistant.answer(question),
        assistant.answer(question, style="plain"),
    )
    assert said.text != statute.text
    assert (said.cited, said.quotes, said.intent) == (statute.cited, statute.quotes, statute.intent)
    assert said.text.endswith(said.status_notice)
    for sentence in plain[str(said.cited[0])]:
        assert f"{sentence.rstrip('。')}（" in said.text
    assert {i for s in said.statements for i in s.ids} >= set(said.cited)


@pytest.mark.parametrize("question", ["灭火器几年换一次", "第三十三条", "这是征求意见稿吗", "你好"])
def test_what_has_no_plain_words_stays(question: str, assistant: Assistant) -> None:
    statute, said = (
        assistant.answer(question),
        assistant.answer(question, style="plain"),
    )
    assert said.text == statute.text


def test_brief_leaves_the_provisions_out(assistant: Assistant) -> None:
    answer: Answer = assistant.answer("养老院夜里要做什么")
    assert answer.quotes[0].text not in answer.brief
    assert answer.said in answer.brief
    assert answer.brief.endswith(answer.status_notice)


def test_a_verdict_stays(assistant: Assistant) -> None:
    said = assistant.answer("防火安全委员会每季度开一次会，对吗", style="plain")
    assert said.text.startswith("是。\n用白话说")
