"""The conversation → HTML: questions, answer cards, evidence. Pure functions over ``ui/templates/chat``.

Each answered turn holds its evidence in a ``<template>``, which the browser opens in the evidence
panel when a citation is followed (see ``assets/chat.js``); nothing is fetched for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.answering.answer import Answer
from assistant.answering.parts import OfDocument, RefusalReason, RefusalSaid, quoted
from assistant.answering.statement import Statement
from assistant.rendering.chinese import READ_AS
from assistant.settings import Style
from assistant.understanding.of_talk import ALONE
from corpus.text.provision import ProvisionId
from ui.web.chat.evidence_html import PASSAGE, ChatPage, key_of, placed, render_cards
from ui.web.chat.said_html import SaidBlock, SaidPiece, blocks_of
from ui.web.chat.ways_on import Way
from ui.web.templating import render
from ui.web.views.training_form import TrainingQuery

#: Turns of one conversation on the page; older ones make room.
MOST_TURNS = 50
#: Quotes of one answer that are open from the start; the rest is one click away.
OPEN_QUOTES = 2
#: Provisions that are named below an answer; the rest is one click away.
_CHIPS = 6
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
        ways: where the page goes on from the answer.
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
    ways: tuple[Way, ...] = ()
    verdict: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Quote:
    """The words of a provision, and a link to it."""

    text: str
    cite: SaidPiece


@dataclass(frozen=True, slots=True)
class _Card:
    """An answer as it is laid out.

    Attributes:
        look: how its sentences are set: a paper, or several documents beside each other.
        title: over a refusal; empty for an answer.
        related: over the quotes of a refusal; empty for none.
        is_nearest: whether those are no answer.
        blocks: what is said.
        read, alone: how a follow-up was read, so that a wrong reading can be put right, and how it is asked by
            itself; empty for one that was read as asked.
        chips, more_chips: the provisions that it rests on and that no line of it leads to.
        training: the ways on from questions or a pack: address, name, whether it is a file.
        checked: how many sentences were checked; empty where nothing was.
        quotes, more_quotes: words of provisions, in sight and folded.
        fold: what stands on the fold of the latter.
        evidence: HTML of the evidence panel.
    """

    answer: Answer
    look: str
    title: str
    related: str
    is_nearest: bool
    blocks: tuple[SaidBlock, ...]
    read: str
    alone: str
    chips: tuple[SaidPiece, ...]
    more_chips: tuple[SaidPiece, ...]
    training: tuple[tuple[str, str, bool], ...]
    checked: str
    quotes: tuple[_Quote, ...]
    more_quotes: tuple[_Quote, ...]
    fold: str
    evidence: Markup

    @property
    def copied(self) -> str:
        """What 复制 copies; what to do next stands on the page as links."""
        told = replace(self.answer, hint=None)
        return f"问：{told.question.strip()}\n\n{told.text}"


@dataclass(frozen=True, slots=True)
class _Turn:
    """An exchange as it is laid out; ``said``: of an answer that is on its way or was stopped."""

    exchange: Exchange
    question: str
    only: tuple[str, ...]
    said: tuple[SaidBlock, ...] = ()
    card: _Card | None = None


def render_chat(exchanges: Sequence[Exchange], page: ChatPage, since: int = 0) -> str:
    """The conversation, oldest first; the welcome where there is none yet.

    Args:
        exchanges: all of it.
        page: what it is shown on.
        since: number of the first turn that is wanted.
    """
    turns = [_turn(exchange, page) for exchange in exchanges[since:]]
    return str(render("chat/turns", turns=turns, since=since, most=MOST_TURNS, page=page))


def _turn(exchange: Exchange, page: ChatPage) -> _Turn:
    question = exchange.question.strip()
    if exchange.error and len(question) > _SHOWN_CHARACTERS:
        question = f"{question[:_SHOWN_CHARACTERS]}……（共 {len(question)} 字）"
    only = exchange.documents if page.held.are_several else ()
    if exchange.answer is None or exchange.error or exchange.stopped:
        return _Turn(exchange, question, only, blocks_of(exchange.said, page.held))
    return _Turn(exchange, question, only, card=_card(exchange, exchange.answer, page))


def _card(exchange: Exchange, answer: Answer, page: ChatPage) -> _Card:
    """The answer: what is said, by which provisions, how it was checked."""
    key = key_of(answer, exchange.documents, page)
    answer = placed(answer, exchange.documents, page)
    refusal = answer.refusal
    whole = answer.training is not None or refusal is not None
    blocks = blocks_of(answer.statements, page.held, key=key, whole=whole)
    shown, folded = _told(answer, page)
    chips = () if refusal else _chips(answer, blocks, page)
    read = "" if answer.training else answer.read_as
    corrects = refusal is not None and refusal.reason == "false_premise"
    return _Card(
        answer=answer,
        look=_look(answer),
        title=_title(answer, page),
        related="" if not (refusal and answer.quotes) else "条文原文" if corrects else "相近的规定",
        is_nearest=not corrects,
        blocks=blocks,
        read=READ_AS.format(read) if read else "",
        alone=f"{ALONE}{answer.question}",
        chips=chips[:_CHIPS],
        more_chips=chips[_CHIPS:],
        training=_training(answer, exchange),
        checked="" if refusal else _checked(answer),
        quotes=shown,
        more_quotes=folded,
        fold=f"再看 {len(folded)} 段原文" if shown else f"条文原文 {len(folded)} 段",
        evidence=render_cards(answer, page),
    )


def _look(answer: Answer) -> str:
    if answer.training:
        return " paper"
    return " several" if any(isinstance(s.parts, OfDocument) for s in answer.statements) else ""


def _title(answer: Answer, page: ChatPage) -> str:
    if answer.refusal is None:
        return ""
    said = (s.parts for s in answer.statements if isinstance(s.parts, RefusalSaid))
    reason = answer.refusal.reason
    if reason == "not_stated" and any(r.detail is None for r in said):
        reason = "not_found"  # nothing is named that is not stated
    title = _UNASKED if answer.unasked else _REFUSAL_TITLES[reason]
    return title.replace("本文件", "所收文件") if page.held.are_several else title


def _training(answer: Answer, exchange: Exchange) -> tuple[tuple[str, str, bool], ...]:
    """To the view 培训, to the self-test, to the files."""
    if answer.training is None:
        return ()
    only = exchange.documents[0] if len(exchange.documents) == 1 else ""
    query = TrainingQuery(answer.training.choice, document=only)
    links = (
        (f"#{query.address()}", "换题和预览", False),
        (f"#{query.address(test=True)}", "开始自测", False),
        (f"download/train.zip?{query.query()}", "下载全部文件", True),
    )
    return links[:1] if answer.training.wanted == "自测" else links


def _chips(answer: Answer, blocks: Sequence[SaidBlock], page: ChatPage) -> tuple[SaidPiece, ...]:
    """The provisions that no line leads to."""
    linked = frozenset[str]().union(*(block.anchors for block in blocks))
    pieces = (_cite(id_, page) for id_ in answer.cited)
    return tuple(piece for piece in pieces if piece.anchor not in linked)


def _cite(address: ProvisionId, page: ChatPage) -> SaidPiece:
    return SaidPiece(page.held.name(address), page.held.anchor(address))


def _checked(answer: Answer) -> str:
    """How many sentences were checked. What was not checked is never counted."""
    states = [s.state for s in answer.statements]
    if checked := states.count("已核对"):
        replaced = states.count("原文")
        more = f"，{replaced} 句换成条文原话" if replaced else ""
        return f"{checked} 句已对照条文核对{more}"
    return f"引文 {len(answer.quotes)} 段，逐字取自条文" if answer.quotes else ""


def _told(answer: Answer, page: ChatPage) -> tuple[tuple[_Quote, ...], tuple[_Quote, ...]]:
    """The quotes in sight, and those that are folded: all where the sentences before quote the provisions.

    The evidence panel shows them as well: the same words must not stand there three times.
    """
    quotes = tuple(_Quote(q.text, _cite(q.id, page)) for q in answer.quotes)
    said = quoted([s.parts for s in answer.statements if s.parts])
    shown = 0 if any(len(passage) >= PASSAGE for passage in said) else OPEN_QUOTES
    return quotes[:shown], quotes[shown:]
