"""What a regulation is introduced with: reviewed examples, or those of its bank or its own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from corpus.language.data import BankQuestion, LanguageData
from corpus.language.examples import examples_of, for_example, such_as
from corpus.text.parse import parse
from corpus.text.provision import Regulation

SOURCE = "小镇集市办法\n\n第一条 摊主应当每日收市以后清扫摊位和摊位前的道路。\n\n第二条 收市时间为每日十八时。\n"


def market() -> Regulation:
    return Regulation("market", "1", "小镇集市办法", "现行有效", parse(SOURCE), SOURCE)


def test_reviewed_examples_are_answered(assistant: Assistant) -> None:
    examples = assistant.examples
    asked = {q for p in examples.personas for q in p.examples} | {*examples.greeting}
    assert len(asked) == 9
    for question in (*asked, examples.unclear, *examples.english):
        assert assistant.answer(question).refusal is None, question


def test_from_the_provisions() -> None:
    examples = examples_of(market(), LanguageData())
    assert examples.greeting == ("第二条写了什么", "办法一共有多少条")
    first, second = examples.pasted.split("\n")
    assert first == "摊主应当每日收市以后清扫摊位和摊位前的道路（第一条）。"
    assert second == "根据第一条，摊主可以每日收市以后清扫摊位和摊位前的道路。"
    assert (examples.packs, examples.place, examples.english) == ((), "", ())


def test_from_a_question_bank() -> None:
    bank = (
        BankQuestion("几点收摊", "unit", "art2"),
        BankQuestion("什么时候收市", "unit", "art2"),
        BankQuestion("谁扫地", "unit", "art1"),
    )
    examples = examples_of(market(), replace(LanguageData(), bank=bank))
    assert examples.greeting == ("几点收摊", "谁扫地")
    assert [p.examples for p in examples.personas] == [("几点收摊", "谁扫地")]


def test_a_file_that_says_little(tmp_path: Path) -> None:
    (tmp_path / "examples.toml").write_text('greeting = ["几点收摊"]\n', "utf-8")
    examples = examples_of(market(), LanguageData(folder=tmp_path))
    assert (examples.greeting, examples.personas, examples.unclear) == (("几点收摊",), (), "")


def test_no_word_no_hint() -> None:
    assert (such_as(), such_as(""), such_as("甲", "乙")) == ("", "", "如：甲、乙")
    assert (for_example(()), for_example([""]), for_example(["问"])) == ("", "", "，例如「问」")
