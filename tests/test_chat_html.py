"""The conversation as HTML: cards, evidence, buttons; and no text ever becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.answer import Answer, Refusal
from assistant.answering.parts import (
    GoesOn,
    OfDocument,
    OpenLine,
    RefusalSaid,
    RoleLine,
    SaidWords,
    Unstated,
)
from assistant.answering.quoting import document_mark, quote
from assistant.answering.statement import CheckState, Statement, StatementKind, note
from assistant.assistant import Assistant
from corpus.language.examples import Persona
from corpus.text.parse import parse
from corpus.text.provision import Regulation
from tests.support.held import held_of
from tests.support.html_reader import ATTACK, Reader
from ui.records.anchors import anchor
from ui.web.chat.chat_html import OPEN_QUOTES, Exchange, render_chat
from ui.web.chat.evidence_html import ChatPage, render_cards
from ui.web.chat.render_html import render_evidence, render_welcome
from ui.web.chat.said_html import blocks_of
from ui.web.chat.ways_on import Way
from ui.web.held import HeldDocuments


def answered(assistant: Assistant, articles: int) -> Answer:
    """An answer with one quote for each of the first articles."""
    leaves = [leaf for leaf in assistant.regulation.leaves() if not leaf.id.item][:articles]
    quotes = tuple(quote(leaf, assistant.regulation) for leaf in leaves)
    base = assistant.answer("谁管消防车通道")
    return replace(base, quotes=quotes, cited=tuple(q.id for q in quotes), refusal=None)


# --- conversation -------------------------------------------------------------------------------


def test_answer_has_conclusion_chips_and_verbatim_quote(assistant: Assistant) -> None:
    answer = assistant.answer("第十九条第（五）项")
    page = Reader(render_chat([Exchange(answer.question, answer)], ChatPage(held_of(assistant))))
    assert answer.said in page.text
    assert answer.quotes[0].text in page.text
    assert answer.status_notice in page.text
    assert "#art-19-item-5" in page.links


@pytest.mark.parametrize("count", [1, OPEN_QUOTES, OPEN_QUOTES + 1, OPEN_QUOTES + 5])
@pytest.mark.parametrize("told", [False, True])
def test_quotes_are_folded_after_the_second_and_where_the_answer_told_their_words(
    assistant: Assistant, count: int, told: bool
) -> None:
    answer = answered(assistant, count)
    said = SaidWords("条文写了。", ("条文里的一句原话",) if told else ())
    answer = replace(answer, statements=(Statement(StatementKind.CONCLUSION, said),))
    html = render_chat([Exchange(answer.question, answer)], ChatPage(held_of(assistant)))
    assert Reader(html).tags["figure"] == count
    before, _, folded = html.partition('<details class="more quotes"')
    shown = 0 if told else min(count, OPEN_QUOTES)
    assert before.count("<figure") == shown
    assert folded.count("<figure") == count - shown


def test_copied_text_is_the_whole_answer_with_citations(assistant: Assistant) -> None:
    answer = assistant.answer("第十九条第（五）项")
    html = render_chat([Exchange(answer.question, answer)], ChatPage(held_of(assistant)))
    copied = html.split('data-copy="')[1].split('"')[0]
    assert copied.startswith("问：第十九条第（五）项")
    assert answer.quotes[0].citation in copied
    assert copied.endswith(answer.status_notice)


def test_refusal_says_why_and_shows_related_provisions(assistant: Assistant) -> None:
    answer = answered(assistant, 2)
    refusal = Refusal("not_stated", tuple(q.id for q in answer.quotes))
    parts = RefusalSaid("not_stated", ("某办法",), Unstated("罚款数额"))
    statements = (Statement(StatementKind.CONCLUSION, parts),)
    refused = replace(answer, refusal=refusal, statements=statements)
    html = render_chat([Exchange("罚多少", refused)], ChatPage(held_of(assistant)))
    page = Reader(html)
    assert 'class="reply refusal"' in html
    assert "《某办法》没有规定罚款数额" in page.text
    assert "相近的规定" in page.text
    assert "供参考，不是对问题的回答" in page.text
    assert 'class="conclusion"' not in html


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (Exchange("问题"), "正在查找条文"),
        (Exchange("", error="问题是空的。"), "问题是空的。"),
        (Exchange("长" * 3000, error="问题太长。"), "（共 3000 字）"),
    ],
)
def test_no_answer_yet_or_at_all(regulation: Regulation, exchange: Exchange, expected: str) -> None:
    assert expected in render_chat([exchange], ChatPage(HeldDocuments((regulation,))))


def test_welcome_shows_only_before_the_first_question(regulation: Regulation) -> None:
    welcome = render_welcome(
        HeldDocuments((regulation,)), (Persona("讲师", "备课", ("问一", "问二")),)
    )
    assert Reader(welcome).tags["button"] == 2
    assert "文件清单" in welcome
    page = ChatPage(HeldDocuments((regulation,)), welcome)
    assert welcome in render_chat([], page)
    assert welcome not in render_chat([Exchange("问")], page)


# --- escaping -----------------------------------------------------------------------------------


def test_every_text_of_an_answer_is_escaped(assistant: Assistant) -> None:
    answer = answered(assistant, 3)
    quotes = tuple(replace(q, text=ATTACK, path=ATTACK, citation=ATTACK) for q in answer.quotes)
    statements = tuple(replace(s, parts=SaidWords(ATTACK, (ATTACK,))) for s in answer.statements)
    hostile = replace(
        answer,
        question=ATTACK,
        read_as=ATTACK,
        notices=(note(ATTACK),),
        quotes=quotes,
        statements=statements,
    )
    refused = replace(hostile, refusal=Refusal("not_stated"))
    regulation = replace(assistant.regulation, title=ATTACK, short_title=ATTACK, status=ATTACK)
    page = ChatPage(HeldDocuments((regulation,)))
    for html in (
        render_chat([Exchange(ATTACK, hostile), Exchange(ATTACK, error=ATTACK)], page),
        render_chat([Exchange(ATTACK, refused, next=(ATTACK,), verdict=ATTACK)], page),
        render_chat([Exchange(ATTACK, hostile, ways=(Way(ATTACK, ATTACK, ATTACK),))], page),
        render_chat([Exchange(ATTACK, said=(note(ATTACK),))], page),
        render_cards(hostile, page),
        render_welcome(HeldDocuments((regulation,)), (Persona(ATTACK, ATTACK, (ATTACK,)),), ATTACK),
    ):
        read = Reader(html)
        assert read.tags["img"] == 0
        assert ATTACK in read.text


@given(st.text(max_size=60))
def test_a_question_never_becomes_markup(question: str) -> None:
    regulation = Regulation("x", "1", "某办法", "现行有效", parse("第一条 好。"), "第一条 好。")
    plain = Reader(render_chat([Exchange("问")], ChatPage(HeldDocuments((regulation,)))))
    assert (
        Reader(
            render_chat([Exchange(f"问{question}")], ChatPage(HeldDocuments((regulation,))))
        ).tags
        == plain.tags
    )


# --- evidence -----------------------------------------------------------------------------------


def test_evidence_shows_who_must_act(assistant: Assistant) -> None:
    page = Reader(render_cards(assistant.answer("第十条第（一）项"), ChatPage(held_of(assistant))))
    assert "物业服务企业应当履行下列职责：" in page.text
    assert "第二章 › 第十条 › （一）" in page.text
    assert page.links == ["#art-10", "#art-10-item-2", "#art-10-item-1"]


def test_evidence_without_answer_offers_the_contents(regulation: Regulation) -> None:
    assert "#heading-1" in Reader(render_evidence(HeldDocuments((regulation,)))).links


def test_evidence_of_a_refusal_without_provisions(assistant: Assistant) -> None:
    assert "没有引用条款" in render_cards(assistant.answer("你好"), ChatPage(held_of(assistant)))


def test_lines_of_a_list_are_items_and_a_long_one_is_folded(assistant: Assistant) -> None:
    answer = assistant.answer("街道办事处要做什么")
    html = render_chat([Exchange(answer.question, answer)], ChatPage(held_of(assistant)))
    said = html[html.index('class="conclusion"') : html.index('class="checked"')]
    assert said.count("<li>") == sum(s.is_listed for s in answer.statements)
    shown, _, folded = said.partition("<details")
    assert shown.count("<li>") == 6
    assert f"其余 {folded.count('<li>')} 条" in folded
    assert "·" not in said


def test_who_bears_a_matter_is_a_table_with_every_clause_as_a_link(assistant: Assistant) -> None:
    answer = assistant.answer("消防车通道谁负责")
    html = render_chat([Exchange(answer.question, answer)], ChatPage(held_of(assistant)))
    said = html[html.index('class="conclusion"') : html.index('class="checked"')]
    rows = [b for s in answer.statements if isinstance(s.parts, RoleLine) for b in s.parts.bearers]
    assert said.count('<th scope="row">') == len(rows)
    for bearer in rows:
        assert f"<td>{bearer.actor}</td>" in said
    linked = set(re.findall('data-evidence="([^"]+)"', said))
    assert linked == {anchor(id_) for id_ in answer.cited}
    assert 'class="chips"' not in html, "every provision stands in the table already"
    head = Reader(said[: said.index("<table")]).text
    assert "14 个主体" in head
    assert rows[0].actor not in head, "the bodies stand in the table"


def test_lines_of_a_document_stand_together_and_what_repeats_is_told_once() -> None:
    """The first paragraph has room for some lines of each; on the page nothing is torn apart."""
    law, draft = (
        Regulation(key, "1", key, status, parse("第一条 好。"), "第一条 好。")
        for key, status in (("甲法", "现行有效"), ("乙稿", "征求意见稿"))
    )
    held = HeldDocuments((law, draft))
    marks = [document_mark(r) for r in held.regulations]

    def line(words: str) -> Statement:
        return Statement(StatementKind.ITEM, SaidWords(words))

    heads = [
        Statement(StatementKind.CONCLUSION, OfDocument(m, (SaidWords(f"{m}说。"),))) for m in marks
    ]
    goes_on = [Statement(StatementKind.NOTE, GoesOn(m, 2)) for m in marks]
    asked = Statement(StatementKind.ITEM, OpenLine("房子是租的吗？"))
    told = (heads[0], line("甲一"), heads[1], line("乙一"), goes_on[0], line("甲二"), asked)
    told = (*told, goes_on[1], line("乙二"), asked)
    lines = [
        "".join(piece.words for piece in words)
        for block in blocks_of(told, held)
        for words in block.lines
    ]
    assert [x for x in lines if x[0] in "甲乙还" and "说" not in x] == [
        "甲一",
        "甲二",
        "还要看：房子是租的吗？",
        "乙一",
        "乙二",
    ]
    assert not any("其余" in x for x in lines)


def test_the_words_that_are_quoted_are_marked_in_the_evidence(assistant: Assistant) -> None:
    answer = assistant.answer("重大火灾隐患挂牌几天答复")
    html = render_cards(answer, ChatPage(held_of(assistant)))
    marked = html.split("<mark>")[1].split("</mark>")[0]
    assert "7个工作日" in marked
    assert marked in answer.quotes[0].text


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("已核对", "已核对"), "2 句已对照条文核对"),
        (("已核对", "原文"), "1 句已对照条文核对，1 句换成条文原话"),
        (("", ""), "段，逐字取自条文"),
        (("原文", ""), "段，逐字取自条文"),
    ],
)
def test_only_what_was_checked_is_counted(
    states: tuple[CheckState, ...], said: str, assistant: Assistant
) -> None:
    base = assistant.answer("谁管消防车通道")
    statements = tuple(
        Statement(StatementKind.ITEM, SaidWords("一句话。"), state=state) for state in states
    )
    html = render_chat(
        [Exchange("问", replace(base, statements=statements))], ChatPage(held_of(assistant))
    )
    assert said in Reader(html).text


def test_a_wrong_reading_can_be_put_right(assistant: Assistant) -> None:
    answer = replace(assistant.answer("街道要做什么"), question="街道呢", read_as="街道要做什么")
    html = render_chat([Exchange("街道呢", answer)], ChatPage(held_of(assistant)))
    assert "理解为：街道要做什么" in Reader(html).text
    assert 'data-act="edit" data-turn="0" data-question="街道要做什么"' in html
    assert 'data-act="ask" data-turn="0" data-question="单独问：街道呢"' in html


def test_feedback_is_offered_only_where_it_is_kept(assistant: Assistant) -> None:
    exchange = Exchange("问", assistant.answer("谁管消防车通道"))
    assert "报告问题" in render_chat([exchange], ChatPage(held_of(assistant)))
    off = ChatPage(held_of(assistant), feedback=False)
    assert "报告问题" not in render_chat([exchange], off)
    said = replace(exchange, verdict="有用")
    html = render_chat([said], ChatPage(held_of(assistant)))
    assert "已记下：有用" in html
    assert "data-verdict" not in html


def test_next_questions_stand_under_the_last_answer_only(assistant: Assistant) -> None:
    exchange = Exchange("问", assistant.answer("谁管消防车通道"), next=("接着问的",))
    html = render_chat([exchange, exchange], ChatPage(held_of(assistant)))
    assert html.count('data-question="接着问的"') == 1
