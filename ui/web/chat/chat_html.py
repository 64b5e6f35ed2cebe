"""The conversation → HTML: questions, answer cards, evidence. Pure functions; every text is escaped.

Each answered turn holds its evidence in a ``<template>``, which the browser opens in the evidence
panel when a citation is followed (see ``assets/chat.js``); nothing is fetched for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answering.answer import Answer
from assistant.answering.parts import GoesOn, OfDocument, RefusalReason
from assistant.answering.quoting import document_mark
from assistant.answering.statement import Quote, Statement
from assistant.rendering.chinese import READ_AS
from assistant.rendering.text import sentence
from assistant.settings import Style
from assistant.understanding.of_talk import ALONE
from corpus.text.provision import ProvisionId
from ui.web.chat.evidence_html import ChatPage, copy_button, placed, render_cards
from ui.web.held import is_not_law
from ui.web.views.markup import lines
from ui.web.views.markup import text as _text
from ui.web.views.training_form import TrainingQuery

#: Turns of one conversation on the page; older ones make room.
MOST_TURNS = 50
#: Quotes of one answer that are open from the start; the rest is one click away.
OPEN_QUOTES = 2
#: A rejected question that is longer is not repeated whole in the chat.
_SHOWN_CHARACTERS = 200

_REFUSAL_TITLES: Mapping[RefusalReason, str] = {
    "not_stated": "条文没有规定",
    "not_found": "没有找到直接规定",
    "false_premise": "原文不是这样写的",
    "no_such_provision": "没有这一条",
    "other_instrument": "不在收录范围",
    "off_topic": "不在本文件范围",
    "chitchat": "我能做什么",
    "unclear": "请再说具体些",
}
#: Of a document that is held.
_UNASKED = "这次没有问这部文件"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of the conversation and what came of it.

    Attributes:
        question: as typed.
        answer: None while it is being looked for, and where there is an error.
        error: Chinese, why there is no answer; empty where there is one.
        said: what a language model has said so far, while the answer is on its way.
        stopped: whether the reader stopped it.
        style: how the answer speaks.
        next: questions that may follow.
        verdict: what the reader said of the answer; empty for nothing.
        documents: keys of the documents that alone were asked; empty for all.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    said: tuple[Statement, ...] = ()
    stopped: bool = False
    style: Style = "statute"
    next: tuple[str, ...] = ()
    verdict: str = ""
    documents: tuple[str, ...] = ()


def render_chat(exchanges: Sequence[Exchange], page: ChatPage, since: int = 0) -> str:
    """The conversation, oldest first; the welcome where there is none yet.

    Args:
        exchanges: all of it.
        page: what it is shown on.
        since: number of the first turn that is wanted.
    """
    last = len(exchanges) - 1
    turns = "".join(
        _turn(n, e, page, is_last=n == last) for n, e in enumerate(exchanges) if n >= since
    )
    if not since and last + 1 >= MOST_TURNS:
        turns = f'<p class="soft">这一页保留最近 {MOST_TURNS} 个问题。</p>{turns}'
    return turns or page.welcome


def _turn(number: int, exchange: Exchange, page: ChatPage, *, is_last: bool) -> str:
    question = exchange.question.strip()
    if exchange.error and len(question) > _SHOWN_CHARACTERS:
        question = f"{question[:_SHOWN_CHARACTERS]}……（共 {len(question)} 字）"
    asked = (
        f'<div class="asked"><p><span class="sr">您问：</span>{_text(question)}</p>'
        f"{_act('edit', '改一改', number, question=question, label='改一改再问')}</div>"
    )
    only = _text("\n".join(exchange.documents))
    return (
        f'<article class="turn" data-turn="{number}" data-in="{only}">{asked if question else ""}'
        f"{_only(exchange, page)}{_reply(number, exchange, page, is_last)}</article>"
    )


def _only(exchange: Exchange, page: ChatPage) -> str:
    """Which documents alone were asked."""
    if not exchange.documents or not page.held.are_several:
        return ""
    return f'<p class="asked-of">只问了：{_text("、".join(exchange.documents))}</p>'


def _reply(number: int, exchange: Exchange, page: ChatPage, is_last: bool) -> str:
    if exchange.error:
        again = _act("retry", "再试一次", number) if is_last else ""
        return (
            '<div class="reply error" role="alert"><h3>这次没有问成</h3>'
            f"<p>{_text(exchange.error)}</p>{again}</div>"
        )
    if exchange.stopped:
        return (
            f'<div class="reply stopped">{_said(exchange.said, page)}'
            f"<p>已停止，没有完整的回答。</p>{_act('retry', '重新回答', number)}</div>"
        )
    if exchange.answer is None:
        body = _said(exchange.said, page) or "<p>正在查找条文……</p>"
        return f'<div class="reply pending" aria-busy="true">{body}</div>'
    return _card(number, exchange, exchange.answer, page, is_last)


def _card(number: int, exchange: Exchange, answer: Answer, page: ChatPage, is_last: bool) -> str:
    """The answer: what is said, by which provisions, how it was checked, what one may ask next."""
    answer = placed(answer, exchange.documents, page)
    if answer.refusal is not None:
        body = _refusal(answer, page)
        css = f'reply refusal" data-reason="{answer.refusal.reason}'
    else:
        body = (
            f'<div class="conclusion{_look(answer)}">{_said(answer.statements, page)}</div>'
            f"{_training(answer, exchange)}{_chips(answer.cited, page)}{_checked(answer)}"
            f"{_quotes(answer.quotes, page)}"
        )
        css = "reply"
    return (
        f'<div class="{css}">{_understood(number, answer)}{body}'
        f"{_foot(number, exchange, answer, page)}{_next(exchange.next) if is_last else ''}</div>"
        f'<template class="evidence">{render_cards(answer, page)}</template>'
    )


def _look(answer: Answer) -> str:
    """How the sentences of an answer are set: a paper, or several documents beside each other."""
    if answer.training:
        return " paper"
    return " several" if any(isinstance(s.parts, OfDocument) for s in answer.statements) else ""


def _said(statements: Sequence[Statement], page: ChatPage) -> str:
    """The statements: sentences as paragraphs, the lines of a list as its items."""
    return "".join(
        f"<ul>{''.join(f'<li>{_words(s, page)}</li>' for s in group)}</ul>"
        if listed
        else "".join(f"<p>{_words(s, page)}</p>" for s in group)
        for listed, group in groupby(statements, lambda s: s.is_listed)
    )


def _words(statement: Statement, page: ChatPage) -> str:
    """A sentence; where one of several documents speaks, its name and status stand out."""
    words = sentence(statement)
    mark = statement.parts.mark if isinstance(statement.parts, OfDocument | GoesOn) else ""
    before, found, after = words.partition(mark) if mark else (words, "", "")
    if not found:
        return _text(words)
    drafts = {document_mark(r) for r in page.held.regulations if is_not_law(r)}
    css = "law draft" if mark in drafts else "law"
    return f'{_text(before)}<b class="{css}">{_text(found)}</b>{_text(after)}'


def _understood(number: int, answer: Answer) -> str:
    """How a follow-up was read, so that a wrong reading is seen and can be put right."""
    read = answer.read_as
    if not read or answer.training is not None:
        return ""
    correct = _act("edit", "改正", number, question=read, label="改正这个理解再问")
    question = f"{ALONE}{answer.question}"
    alone = _act("ask", "单独问", number, question=question, label="不接前面的问题，单独回答")
    return f'<p class="understood">{READ_AS.format(_text(read))}{correct}{alone}</p>'


def _training(answer: Answer, exchange: Exchange) -> str:
    """The ways on from questions or a pack: to the view 培训, to the files, to the self-test."""
    if answer.training is None:
        return ""
    only = exchange.documents[0] if len(exchange.documents) == 1 else ""
    query = TrainingQuery(answer.training.choice, document=only)
    links = (
        (f"#{query.address()}", "换题和预览", ""),
        (f"#{query.address(test=True)}", "开始自测", ""),
        (f"download/train.zip?{query.query()}", "下载全部文件", " download"),
    )
    shown = links[:1] if answer.training.wanted == "自测" else links
    items = "".join(
        f'<li><a class="chip" href="{_text(href)}"{more}>{name}</a></li>'
        for href, name, more in shown
    )
    return f'<ul class="chips training" aria-label="培训材料">{items}</ul>'


def _refusal(answer: Answer, page: ChatPage) -> str:
    assert answer.refusal is not None
    related = ""
    if answer.quotes:
        hint = '相近的规定<span class="hint">供参考，不是对问题的回答</span>'
        above = "条文原文" if answer.refusal.reason == "false_premise" else hint
        related = f"<h4>{above}</h4>{_quotes(answer.quotes, page)}"
    title = _UNASKED if answer.unasked else _REFUSAL_TITLES[answer.refusal.reason]
    if page.held.are_several:
        title = title.replace("本文件", "所收文件")
    return f"<h3>{title}</h3><p>{_text(answer.said)}</p>{related}"


def _chips(ids: Sequence[ProvisionId], page: ChatPage) -> str:
    links = "".join(f"<li>{_link(id_, page, 'chip')}</li>" for id_ in ids)
    return f'<ul class="chips" aria-label="依据的条款">{links}</ul>' if links else ""


def _link(address: ProvisionId, page: ChatPage, css: str) -> str:
    """A citation: it opens the evidence; without a script it opens the full text."""
    name = _text(page.held.name(address))
    at = page.held.anchor(address)
    return f'<a class="{css}" href="#{at}" data-evidence="{at}">{name}</a>'


def _checked(answer: Answer) -> str:
    """How many sentences were checked. What was not checked is never counted."""
    states = [s.state for s in answer.statements]
    if checked := states.count("已核对"):
        replaced = states.count("原文")
        more = f"，{replaced} 句换成条文原话" if replaced else ""
        said = f"{checked} 句已对照条文核对{more}"
    elif answer.quotes:
        said = f"引文 {len(answer.quotes)} 段，逐字取自条文"
    else:
        return ""
    return f'<p class="checked"><span aria-hidden="true">✓</span> {said}</p>'


def _quotes(quotes: Sequence[Quote], page: ChatPage) -> str:
    shown = [_quote(q, page) for q in quotes]
    rest = shown[OPEN_QUOTES:]
    html = "".join(shown[:OPEN_QUOTES])
    if rest:
        html += f'<details class="more"><summary>再看 {len(rest)} 段原文</summary>{"".join(rest)}</details>'
    return html


def _quote(quote: Quote, page: ChatPage) -> str:
    return (
        f'<figure class="quote"><blockquote>{_text(quote.text)}</blockquote>'
        f"<figcaption>{_link(quote.id, page, 'cite')}</figcaption></figure>"
    )


def _foot(number: int, exchange: Exchange, answer: Answer, page: ChatPage) -> str:
    copied = f"问：{answer.question.strip()}\n\n{answer.text}"
    acts = [
        copy_button("复制", copied, "复制回答和出处"),
        _act("export", "导出", number, label="导出这个回答或整个对话"),
    ]
    if page.feedback and not exchange.verdict:
        acts += [
            _act("feedback", "有用", number, verdict="有用"),
            _act("feedback", "没用", number, verdict="没用"),
            _act("report", "报告问题", number),
        ]
    thanks = f'<p class="thanks" role="status">已记下：{_text(exchange.verdict)}</p>'
    return (
        f'<footer><p class="notice">{lines(answer.status_notice)}</p>'
        f'<div class="acts">{"".join(acts)}</div>{thanks if exchange.verdict else ""}</footer>'
    )


def _next(questions: Sequence[str]) -> str:
    items = "".join(
        f'<li><button type="button" class="example" data-question="{_text(q)}">{_text(q)}</button></li>'
        for q in questions
    )
    return (
        f'<nav class="next" aria-label="接着问"><h4>接着问</h4><ul>{items}</ul></nav>'
        if items
        else ""
    )


def _act(act: str, name: str, turn: int, label: str = "", **data: str) -> str:
    """A button that the page's script acts on."""
    values = "".join(f' data-{key}="{_text(value)}"' for key, value in data.items())
    aria = f' aria-label="{_text(label)}"' if label else ""
    return (
        f'<button type="button" class="act" data-act="{act}" data-turn="{turn}"{values}{aria}>'
        f"{name}</button>"
    )
