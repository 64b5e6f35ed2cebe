from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Assistant, Refusal
from assistant.quoting import quote
from corpus import Level, ProvisionId, Regulation, parse
from ui.render_html import (
    OPEN_QUOTES,
    Exchange,
    Persona,
    anchor,
    banner_text,
    render_chat,
    render_evidence,
    render_header,
    render_outline,
    render_regulation,
    render_welcome,
)

ATTACK = "<img src=x onerror=alert(1)>\"'&"


class Reader(HTMLParser):
    """Text, tags, ids and links of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = dict(attrs)
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.links += [v for k, v in attrs if k == "href" and v]
        assert not any(k.startswith("on") for k in values)

    def handle_data(self, data: str) -> None:
        self.text += data


def answered(assistant: Assistant, articles: int) -> Answer:
    """An answer with one quote for each of the first articles."""
    leaves = [leaf for leaf in assistant.regulation.leaves() if not leaf.id.item][:articles]
    quotes = tuple(quote(leaf, assistant.regulation) for leaf in leaves)
    base = assistant.answer("谁管消防车通道")
    return replace(base, quotes=quotes, cited=tuple(q.id for q in quotes), refusal=None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ProvisionId("19"), "art-19"),
        (ProvisionId("19", item="5"), "art-19-item-5"),
        (ProvisionId("15", paragraph="2"), "art-15-para-2"),
        (ProvisionId("133-1", item="2", subitem="3"), "art-133-1-item-2-subitem-3"),
        (ProvisionId("2", annex="1"), "annex-1-art-2"),
    ],
)
def test_anchor(address: ProvisionId, expected: str) -> None:
    assert anchor(address) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("征求意见稿", "征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据"),
        ("尚未施行", "本文件尚未施行 · 仅供学习参考"),
        ("现行有效", "现行有效 · 仅供参考，以公布的正式文本为准"),
        ("已废止", "本文件已废止 · 仅供查考"),
    ],
)
def test_banner(regulation: Regulation, status: str, expected: str) -> None:
    changed = replace(regulation, status=status)
    assert banner_text(changed) == expected
    assert expected in render_header(changed)


# --- conversation -------------------------------------------------------------------------------


def test_answer_has_conclusion_chips_and_verbatim_quote(assistant: Assistant) -> None:
    answer = assistant.answer("第十九条第（五）项")
    page = Reader(render_chat([Exchange(answer.question, answer)], assistant.regulation))
    assert answer.statements[0].text in page.text
    assert answer.quotes[0].text in page.text
    assert answer.status_notice in page.text
    assert "#art-19-item-5" in page.links


@pytest.mark.parametrize("count", [1, OPEN_QUOTES, OPEN_QUOTES + 1, OPEN_QUOTES + 5])
def test_quotes_after_the_second_are_folded(assistant: Assistant, count: int) -> None:
    answer = answered(assistant, count)
    html = render_chat([Exchange(answer.question, answer)], assistant.regulation)
    assert Reader(html).tags["figure"] == count
    before, _, folded = html.partition("<details")
    assert before.count("<figure") == min(count, OPEN_QUOTES)
    assert folded.count("<figure") == max(0, count - OPEN_QUOTES)


def test_copied_text_is_the_whole_answer_with_citations(assistant: Assistant) -> None:
    answer = assistant.answer("第十九条第（五）项")
    html = render_chat([Exchange(answer.question, answer)], assistant.regulation)
    copied = html.split('data-copy="')[1].split('"')[0]
    assert copied.startswith("问：第十九条第（五）项")
    assert answer.quotes[0].citation in copied
    assert copied.endswith(answer.status_notice)


def test_refusal_says_why_and_shows_related_provisions(assistant: Assistant) -> None:
    answer = answered(assistant, 2)
    refusal = Refusal("not_stated", "没有规定罚款数额。", tuple(q.id for q in answer.quotes))
    html = render_chat([Exchange("罚多少", replace(answer, refusal=refusal))], assistant.regulation)
    page = Reader(html)
    assert 'class="reply refusal"' in html
    assert "没有规定罚款数额。" in page.text
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
    assert expected in render_chat([exchange], regulation)


def test_welcome_shows_only_before_the_first_question(regulation: Regulation) -> None:
    welcome = render_welcome(regulation, (Persona("讲师", "备课", ("问一", "问二")),))
    assert Reader(welcome).tags["button"] == 2
    assert welcome in render_chat([], regulation, welcome)
    assert welcome not in render_chat([Exchange("问")], regulation, welcome)


# --- escaping -----------------------------------------------------------------------------------


def test_every_text_of_an_answer_is_escaped(assistant: Assistant) -> None:
    answer = answered(assistant, 3)
    quotes = tuple(replace(q, text=ATTACK, path=ATTACK, citation=ATTACK) for q in answer.quotes)
    statements = tuple(replace(s, text=ATTACK) for s in answer.statements)
    hostile = replace(
        answer,
        question=ATTACK,
        text=ATTACK,
        status_notice=ATTACK,
        quotes=quotes,
        statements=statements,
    )
    refused = replace(hostile, refusal=Refusal("not_stated", ATTACK))
    regulation = replace(assistant.regulation, title=ATTACK, short_title=ATTACK, status=ATTACK)
    for html in (
        render_chat([Exchange(ATTACK, hostile), Exchange(ATTACK, error=ATTACK)], regulation),
        render_chat([Exchange(ATTACK, refused)], regulation),
        render_evidence(hostile, regulation),
        render_header(regulation),
        render_welcome(regulation, (Persona(ATTACK, ATTACK, (ATTACK,)),)),
    ):
        page = Reader(html)
        assert page.tags["img"] == 0
        assert ATTACK in page.text


@given(st.text(max_size=60))
def test_a_question_never_becomes_markup(question: str) -> None:
    regulation = Regulation("x", "1", "某办法", "现行有效", parse("第一条 好。"), "第一条 好。")
    plain = Reader(render_chat([Exchange("问")], regulation))
    assert Reader(render_chat([Exchange(f"问{question}")], regulation)).tags == plain.tags


# --- evidence -----------------------------------------------------------------------------------


def test_evidence_shows_who_must_act(assistant: Assistant) -> None:
    page = Reader(render_evidence(assistant.answer("第十条第（一）项"), assistant.regulation))
    assert "物业服务企业应当履行下列职责：" in page.text
    assert "第二章 › 第十条 › （一）" in page.text
    assert page.links == ["#art-10-item-1"]


def test_evidence_without_answer_offers_the_contents(regulation: Regulation) -> None:
    assert "#heading-1" in Reader(render_evidence(None, regulation)).links


def test_evidence_of_a_refusal_without_provisions(assistant: Assistant) -> None:
    assert "没有引用条款" in render_evidence(assistant.answer("你好"), assistant.regulation)


# --- full text ----------------------------------------------------------------------------------


def test_full_text_loses_nothing_and_every_leaf_has_its_anchor(regulation: Regulation) -> None:
    page = Reader(render_regulation(regulation))
    for leaf in regulation.leaves():
        assert leaf.text in page.text
    assert Counter(page.ids) == Counter(set(page.ids))
    assert {anchor(leaf.id) for leaf in regulation.leaves()} <= set(page.ids)
    everything = "".join(n.label + n.words for n in regulation.body.walk())
    assert page.text.replace(" ", "") == everything.replace(" ", "")


def test_outline_leads_to_every_heading(regulation: Regulation) -> None:
    outline = Reader(render_outline(regulation))
    targets = {f"#{i}" for i in Reader(render_regulation(regulation)).ids}
    chapters = [n for n in regulation.body.walk() if n.level is Level.CHAPTER]
    assert len(outline.links) == len(chapters)
    assert set(outline.links) <= targets
    assert "第一条至第五条" in outline.text


def test_text_without_chapters_or_with_annexes_is_shown_whole() -> None:
    source = "第一条 甲。\n\n第二条 乙：\n\n（一）丙；\n\n（二）丁。\n\n附件1：名单\n\n第一条 戊。"
    regulation = Regulation("x", "1", "某办法", "现行有效", parse(source), source)
    page = Reader(render_regulation(regulation))
    for word in "甲乙丙丁戊":
        assert word in page.text
    assert len(page.ids) == len(set(page.ids))


def test_lines_of_a_list_are_items(assistant: Assistant) -> None:
    answer = assistant.answer("消防车通道谁负责")
    html = render_chat([Exchange(answer.question, answer)], assistant.regulation)
    said = html[html.index('class="conclusion"') : html.index('class="chips"')]
    assert said.count("<ul>") == 1
    assert said.count("<li>") == len(answer.statements) - 1
    assert "·" not in said
