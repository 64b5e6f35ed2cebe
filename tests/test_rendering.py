"""Statements as data: what each kind says, in every medium, and that none of them is parsed again."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from assistant.answering.parts import (
    BodyHead,
    CheckedLine,
    Denied,
    DutyLine,
    Listing,
    ModelFailed,
    Parts,
    PlainLine,
    Quotation,
    ReadAs,
    ReferenceLine,
    RefusalSaid,
    SaidWords,
    Unstated,
    quoted,
)
from assistant.answering.quoting import breadcrumb
from assistant.answering.statement import Statement, StatementKind, note
from assistant.assistant import Assistant
from assistant.rendering.chinese import said
from assistant.rendering.english import in_english
from assistant.rendering.english_names import EnglishNames
from assistant.rendering.text import line, said_text
from corpus.citing.citations import parse_id
from corpus.citing.missing import NoSuchPart
from corpus.language.english import load_english
from corpus.text.load import data_folder
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from tests.support.held import held_of
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.evidence_html import ChatPage, render_cards

KEEP = parse_id("art3.item1")
LEASH = parse_id("art5")


def duty(by_reference: bool = False, body: str = "养犬人") -> Statement:
    parts = DutyLine("第三条第（一）项", "办理犬只登记", True, ("犬只登记",), by_reference)
    return Statement(StatementKind.DUTY, parts, (KEEP,), body)


def head(body: str = "养犬人") -> Statement:
    return Statement(StatementKind.CONCLUSION, BodyHead(body, 2, 1), (KEEP,), body)


SAID = [
    (Quotation("携犬出户应当束犬链", "第五条"), "第五条规定：「携犬出户应当束犬链」。"),
    (Quotation("自 3 月 1 日起施行", before="写明：", after=""), "写明：「自 3 月 1 日起施行」"),
    (Quotation("应当束犬链", "第五条", cut=True), "第五条规定：「应当束犬链……」。"),
    (
        Listing("第五条", ("养犬人应当：",), (("（一）", "登记"), ("（三）", "束犬链")), 1),
        "第五条规定：「养犬人应当：」（一）「登记」；（三）「束犬链」（还有 1 项，见下面的原文）。",
    ),
    (
        DutyLine("第五条", "携犬出户应当束犬链", False, (), True),
        "第五条（因引用而适用）：携犬出户应当束犬链",
    ),
    (PlainLine("遛狗要拴绳", "第五条"), "遛狗要拴绳（第五条）。"),
    (PlainLine("遛狗要拴绳", "第五条", True), "遛狗要拴绳（第五条）（因引用而适用）。"),
    (
        RefusalSaid("not_stated", ("某镇养犬办法",), Unstated("几只", asked=True)),
        "《某镇养犬办法》没有规定「几只」，不能给出答案。",
    ),
    (
        RefusalSaid("not_stated", ("某镇养犬办法",), Unstated("人数", figure=True)),
        "《某镇养犬办法》没有规定所问的人数，不能给出答案。",
    ),
    (
        RefusalSaid("not_stated", ("某镇养犬办法",), Unstated("罚多少"), ("《动物防疫法》",)),
        "《某镇养犬办法》没有规定罚多少，不能给出答案。可另查条文提到的《动物防疫法》。",
    ),
    (
        RefusalSaid(
            "false_premise",
            ("某镇养犬办法",),
            Denied("不用拴绳", Quotation("应当束犬链", "第五条")),
        ),
        "不是。《某镇养犬办法》没有这样写（「不用拴绳」），第五条规定：「应当束犬链」。",
    ),
    (
        RefusalSaid(
            "no_such_provision", ("某镇养犬办法",), NoSuchPart("第五条第（一）项", "第五条", 1, ())
        ),
        "没有第五条第（一）项：第五条只有一款，没有分项。",
    ),
    (
        RefusalSaid(
            "no_such_provision",
            ("某镇养犬办法",),
            NoSuchPart("第三条第（九）项", "第三条", 2, ("（一）", "（二）", "（三）")),
        ),
        "没有第三条第（九）项：第三条有 2 款，（一）至（三）共 3 项。",
    ),
    (ModelFailed("busy"), "语言模型服务忙，以下是条文原话。"),
]


@pytest.mark.parametrize(("parts", "expected"), SAID, ids=[s[:12] for _, s in SAID])
def test_what_parts_say(parts: Parts, expected: str) -> None:
    assert said(parts) == expected


def test_there_is_a_sentence_for_all_parts() -> None:
    assert {
        kind for kind in get_args(Parts) if said.dispatch(kind) is said.dispatch(object)
    } == set()


TOGETHER = [
    ((Statement(StatementKind.CONCLUSION, None, verdict="是"), note("甲。")), "是。\n甲。"),
    ((note("比较如下。"), Statement(StatementKind.QUOTATION, Quotation("乙", "第五条"))),
     "比较如下。第五条规定：「乙」。"),
    ((head(), duty()), "养犬人的职责写在 2 处规定里，其中 1 处因条文的引用而适用：\n· 第三条第（一）项：办理犬只登记……"),
    ((note("有两种。"), head("甲"), head("乙"))[:2], "有两种。\n甲的职责写在 2 处规定里，其中 1 处因条文的引用而适用："),
    ((duty(), note("完。")), "· 第三条第（一）项：办理犬只登记……\n完。"),
    ((Statement(StatementKind.NOTE, ReadAs("遛狗要拴绳吗")), note("用白话说：")),
     "（理解为：遛狗要拴绳吗）\n\n用白话说："),
    ((Statement(StatementKind.NOTE, ModelFailed("slow")), Statement(StatementKind.CONCLUSION, None, verdict="不是")),
     "语言模型没有在时限内写完，以下是条文原话。\n\n不是。"),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), TOGETHER)
def test_statements_stand_together(statements: tuple[Statement, ...], expected: str) -> None:
    assert said_text(statements) == expected


def test_a_models_sentence_shows_whether_it_was_checked() -> None:
    checked = Statement(
        StatementKind.ITEM, CheckedLine("要拴绳", "第五条"), (LEASH,), state="已核对"
    )
    original = Statement(StatementKind.QUOTATION, Quotation("应当束犬链", "第五条"), state="原文")
    assert line(checked) == "· 要拴绳（第五条）。✓ 已核对"
    assert line(original) == "· 第五条规定：「应当束犬链」。原文"


def test_words_of_provisions_are_apart_from_all_others() -> None:
    parts = (
        SaidWords("「养犬人」是谁"),
        Quotation("应当束犬链", "第五条"),
        RefusalSaid(
            "false_premise", ("办法",), Denied("可以不拴", Quotation("携犬出户", "第五条"))
        ),
        CheckedLine("条文说「犬链」", "第五条", ("犬链",)),
    )
    assert quoted(parts) == ("应当束犬链", "携犬出户", "犬链")


def test_ways_of_reference_are_one_line_in_english() -> None:
    names = EnglishNames(load_english([data_folder()]))
    ways = [
        Statement(
            StatementKind.ITEM, ReferenceLine("第九条", "第三条", on, (parse_id(i),)), (KEEP,), "甲"
        )
        for i, on in (("art9", ""), ("art7", "居住区内"))
    ]
    statements = in_english([head("甲"), *ways, note("说明。")], names)
    assert said_text(statements) == (
        "甲: duties in 2 provisions, 1 of which apply by reference:\n"
        "· applied by reference through Article 9; Article 7; condition (in Chinese): 「居住区内」"
    )
    assert [s.body for s in statements] == ["甲", "甲"]


def test_a_sign_inside_a_sentence_makes_no_list_and_no_mark(assistant: Assistant) -> None:
    answer = assistant.answer("第十条第（一）项")
    words = answer.quotes[0].text
    told = (note(f"· 不是列表：「{words}」"),)
    page = ChatPage(held_of(assistant))
    changed = replace(answer, statements=told)
    assert "<li>不是列表" not in render_chat([Exchange("问", changed)], page)
    assert "<mark>" not in render_cards(changed, page)
    quoting = replace(answer, statements=(Statement(StatementKind.QUOTATION, Quotation(words)),))
    assert "<mark>" in render_cards(quoting, page)


def test_the_text_follows_the_statements(assistant: Assistant) -> None:
    answer = assistant.answer("谁管消防车通道")
    other = replace(answer, statements=(note("另一句话。"),))
    assert other.text == answer.text.replace(answer.said, "另一句话。")
    assert other.brief == f"另一句话。\n\n{answer.status_notice}"


def test_every_answer_says_whose_duties_it_lists(assistant: Assistant) -> None:
    answer = assistant.answer("街道办都要做什么")
    lines = [s for s in answer.statements if s.kind is StatementKind.DUTY]
    assert {s.body for s in lines} == {"街道办事处"}
    assert [s.ids for s in lines] == [(i,) for i in answer.cited]


def test_a_yes_is_data(assistant: Assistant) -> None:
    answer = assistant.answer("殡葬机构的行业消防归民政管吗")
    assert answer.statements[0].verdict == "是"
    assert answer.statements[1].kind is StatementKind.QUOTATION


def test_an_eleventh_paragraph_has_a_name() -> None:
    text = "第一条 甲应当登记。\n" + "\n".join(f"犬只每年免疫{n}次。" for n in range(2, 13))
    regulation = Regulation("x", "1", "某办法", "现行有效", parse(text), text)
    assert breadcrumb(regulation.leaves()[11]).endswith("第十二款")
