"""Answers and regulations → HTML strings. Pure functions; every text is escaped here.

Anchors are the short address with hyphens, ``art-19-item-5``; a link to one opens the provision
in the full text (see ``assets/page.js``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant import Answer, Quote, Reason
from assistant.answer import LIST_MARK
from assistant.quoting import short_citation, status_notice
from corpus import Leaf, Level, Provision, ProvisionId, Regulation

#: Quotes of one answer that are open from the start; the rest is one click away.
OPEN_QUOTES = 2
#: A rejected question that is longer is not repeated whole in the chat.
_SHOWN_CHARACTERS = 200

_REFUSAL_TITLES: Mapping[Reason, str] = {
    "not_stated": "条文没有规定",
    "not_found": "没有找到直接规定",
    "false_premise": "原文不是这样写的",
    "no_such_provision": "没有这一条",
    "other_instrument": "不在收录范围",
    "off_topic": "不在本文件范围",
    "chitchat": "我能做什么",
    "unclear": "请再说具体些",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of the conversation and what came of it.

    Attributes:
        question: as typed.
        answer: None while it is being looked for, and where there is an error.
        error: Chinese, why there is no answer; empty where there is one.
    """

    question: str
    answer: Answer | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of user with the questions that such users start from."""

    name: str
    purpose: str
    examples: tuple[str, ...]


def anchor(address: ProvisionId) -> str:
    """``art19.item5`` → ``art-19-item-5``."""
    return re.sub(r"([a-z]+)(?=\d)", r"\1-", str(address)).replace(".", "-")


def banner_text(regulation: Regulation) -> str:
    """The regulation's status in one line: 征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据."""
    notice = status_notice(regulation).rstrip("。")
    if regulation.status not in notice:
        notice = f"{regulation.status}，{notice}"
    return re.sub("，(?=尚未|仅供)", " · ", notice)


# --- frame --------------------------------------------------------------------------------------


def render_header(regulation: Regulation) -> str:
    """Name, the two views and the status, which stays in sight."""
    return (
        '<div class="bar"><h1><a class="brand" href="#ask">消防责任助手</a></h1>'
        '<nav aria-label="主要页面"><a href="#ask">问答</a><a href="#text">法规原文</a></nav>'
        f'<p class="status" role="note" aria-label="文件状态">{_text(banner_text(regulation))}</p>'
        "</div>"
    )


def render_welcome(regulation: Regulation, personas: Sequence[Persona]) -> str:
    """What the chat shows before the first question."""
    cards = "".join(_persona(p) for p in personas)
    return (
        '<section class="welcome"><h2>用大白话问，用条文答</h2>'
        f"<p>只依据《{_text(regulation.title)}》回答，每个结论都附逐字原文和条款出处；"
        "条文没有写的，会直接告诉您没有写。</p>"
        f'<div class="personas">{cards}</div></section>'
    )


def _persona(persona: Persona) -> str:
    examples = "".join(
        f'<li><button type="button" class="example" data-question="{_text(q)}">{_text(q)}</button></li>'
        for q in persona.examples
    )
    return (
        f'<section class="persona"><h3>{_text(persona.name)}</h3>'
        f"<p>{_text(persona.purpose)}</p><ul>{examples}</ul></section>"
    )


# --- conversation -------------------------------------------------------------------------------


def render_chat(exchanges: Sequence[Exchange], regulation: Regulation, welcome: str = "") -> str:
    """The conversation, oldest first; ``welcome`` where there is none yet."""
    turns = "".join(_exchange(e, regulation) for e in exchanges)
    return f'<div class="log" role="log" aria-label="对话">{turns or welcome}</div>'


def _exchange(exchange: Exchange, regulation: Regulation) -> str:
    question = exchange.question.strip()
    if exchange.error and len(question) > _SHOWN_CHARACTERS:
        question = f"{question[:_SHOWN_CHARACTERS]}……（共 {len(question)} 字）"
    asked = f'<p class="asked"><span class="sr">您问：</span>{_text(question)}</p>'
    return (
        f'<article class="turn">{asked if question else ""}{_reply(exchange, regulation)}</article>'
    )


def _reply(exchange: Exchange, regulation: Regulation) -> str:
    answer = exchange.answer
    if exchange.error:
        return (
            '<div class="reply error" role="alert"><h3>这次没有问成</h3>'
            f"<p>{_text(exchange.error)}</p></div>"
        )
    if answer is None:
        return '<div class="reply pending"><p>正在查找条文……</p></div>'
    if answer.refusal is not None:
        return _refusal(answer, regulation)
    return (
        f'<div class="reply">{_understood(answer)}<div class="conclusion">{_said(answer)}</div>'
        f"{_chips(answer.cited, regulation)}{_quotes(answer.quotes, regulation)}{_foot(answer)}</div>"
    )


def _said(answer: Answer) -> str:
    """The statements: sentences as paragraphs, the lines of a list as its items."""
    parts: list[str] = []
    for statement in answer.statements:
        line = statement.text.strip()
        if line.startswith(LIST_MARK):
            item = f"<li>{_text(line.removeprefix(LIST_MARK).strip())}</li>"
            if parts and parts[-1].endswith("</ul>"):
                parts[-1] = f"{parts[-1].removesuffix('</ul>')}{item}</ul>"
            else:
                parts.append(f"<ul>{item}</ul>")
        elif line:
            parts.append(f"<p>{_text(line)}</p>")
    return "".join(parts)


def _understood(answer: Answer) -> str:
    """How a follow-up was read, so that a wrong reading is seen."""
    if not answer.understood_as:
        return ""
    return f'<p class="understood">理解为：{_text(answer.understood_as)}</p>'


def _refusal(answer: Answer, regulation: Regulation) -> str:
    assert answer.refusal is not None
    related = ""
    if answer.quotes:
        related = (
            '<h4>相近的规定<span class="hint">供参考，不是对问题的回答</span></h4>'
            f"{_quotes(answer.quotes, regulation)}"
        )
    return (
        f'<div class="reply refusal" data-reason="{answer.refusal.reason}">'
        f"{_understood(answer)}<h3>{_REFUSAL_TITLES[answer.refusal.reason]}</h3>"
        f"<p>{_text(answer.refusal.message)}</p>{related}{_foot(answer)}</div>"
    )


def _chips(ids: Sequence[ProvisionId], regulation: Regulation) -> str:
    links = "".join(f"<li>{_link(id_, regulation, 'chip')}</li>" for id_ in ids)
    return f'<ul class="chips" aria-label="依据的条款">{links}</ul>' if links else ""


def _link(address: ProvisionId, regulation: Regulation, css: str) -> str:
    name = _text(short_citation(address, regulation))
    return f'<a class="{css}" href="#{anchor(address)}" title="在全文中看{name}">{name}</a>'


def _quotes(quotes: Sequence[Quote], regulation: Regulation) -> str:
    shown = [_quote(q, regulation) for q in quotes]
    rest = shown[OPEN_QUOTES:]
    html = "".join(shown[:OPEN_QUOTES])
    if rest:
        html += f'<details class="more"><summary>再看 {len(rest)} 段原文</summary>{"".join(rest)}</details>'
    return html


def _quote(quote: Quote, regulation: Regulation) -> str:
    return (
        f'<figure class="quote"><blockquote>{_text(quote.text)}</blockquote>'
        f"<figcaption>{_link(quote.id, regulation, 'cite')}</figcaption></figure>"
    )


def _foot(answer: Answer) -> str:
    copied = f"问：{answer.question.strip()}\n\n{answer.text}"
    return (
        f'<footer><p class="notice">{_text(answer.status_notice)}</p>'
        f"{_copy_button('复制回答', copied)}</footer>"
    )


def _copy_button(label: str, copied: str) -> str:
    return f'<button type="button" class="copy" data-copy="{_text(copied)}">{label}</button>'


# --- evidence -----------------------------------------------------------------------------------


def render_evidence(answer: Answer | None, regulation: Regulation) -> str:
    """The provisions that the last answer rests on, whole, with where they stand."""
    if answer is None:
        return (
            '<h2>依据条文</h2><p class="empty">提问后，这里列出回答所依据的条款原文，逐字可查。'
            f"也可以先读原文：</p>{_outline_list(regulation)}"
        )
    if not answer.quotes:
        return (
            '<h2>依据条文</h2><p class="empty">这次回答没有引用条款。'
            '可以<a href="#text">查看法规原文</a>核对。</p>'
        )
    leaves = {leaf.id: leaf for leaf in regulation.leaves()}
    title = "依据条文" if answer.refusal is None else "相近的规定"
    cards = "".join(_card(q, leaves.get(q.id), regulation) for q in answer.quotes)
    return (
        f'<h2>{title}<span class="count">{len(answer.quotes)} 段</span></h2>'
        f'<ol class="cards">{cards}</ol>'
    )


def _card(quote: Quote, leaf: Leaf | None, regulation: Regulation) -> str:
    lead_in = leaf.lead_in if leaf else ""
    # A 项 seldom names who must act: the words that introduce it do.
    lead = f'<p class="lead">{_text(lead_in)}</p>' if lead_in else ""
    label = leaf.provision.label if leaf and lead_in else ""
    return (
        f'<li class="card"><h3>{_text(short_citation(quote.id, regulation))}</h3>'
        f'<p class="path">{_text(quote.path)}</p>{lead}'
        f'<blockquote>{_text(label)}{_text(quote.text)}</blockquote><p class="actions">'
        f'<a href="#{anchor(quote.id)}">在全文中看</a>'
        f"{_copy_button('复制条文', f'{quote.citation}：{label}{quote.text}')}</p></li>"
    )


# --- full text ----------------------------------------------------------------------------------


def render_outline(regulation: Regulation) -> str:
    """Links to the 编, 章 and 节, each with the articles it holds."""
    contents = _outline_list(regulation)
    return f'<nav aria-label="目录"><h2>目录</h2>{contents}</nav>'


def _outline_list(regulation: Regulation) -> str:
    rows = "".join(
        f'<li class="level-{node.level.name.lower()}"><a href="#{_heading_anchor(number)}">'
        f"{_text(node.heading)}<span>{_text(_article_range(node))}</span></a></li>"
        for number, node in enumerate(_headings(regulation))
    )
    return f'<ol class="contents">{rows}</ol>'


def render_regulation(regulation: Regulation) -> str:
    """The whole text, in printed order, every provision with its anchor."""
    addresses = {id(leaf.provision): leaf.id for leaf in regulation.leaves()}
    headings = {id(n): _heading_anchor(i) for i, n in enumerate(_headings(regulation))}
    body = "".join(
        _node(node, addresses, headings, regulation)
        for node in regulation.body.walk()
        if node.level is not Level.DOCUMENT
    )
    return f'<article class="regulation" aria-label="法规全文">{body}</article>'


def _node(
    node: Provision,
    addresses: Mapping[int, ProvisionId],
    headings: Mapping[int, str],
    regulation: Regulation,
) -> str:
    if heading := headings.get(id(node)):
        return f'<h3 id="{heading}" class="{node.level.name.lower()}">{_text(node.heading)}</h3>'
    kind = node.level.name.lower()
    if node.level is Level.NOTE and node.words.replace(" ", "") == regulation.title:
        kind = "note title"
    address = addresses.get(id(node))
    identity = f' id="{anchor(address)}" tabindex="-1"' if address else ""
    label = f"<b>{_text(node.label)}</b>" if node.label else ""
    return f'<p{identity} class="{kind}">{label}{_text(node.words)}</p>'


def _headings(regulation: Regulation) -> list[Provision]:
    return [n for n in regulation.body.walk() if Level.ANNEX <= n.level <= Level.SECTION]


def _heading_anchor(number: int) -> str:
    return f"heading-{number + 1}"


def _article_range(node: Provision) -> str:
    labels = [n.label for n in node.walk() if n.level is Level.ARTICLE]
    if len(labels) < 2:
        return "".join(labels)
    return f"{labels[0]}至{labels[-1]}"


def _text(text: str) -> str:
    return escape(text, quote=True)
