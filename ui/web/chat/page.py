"""The web page: 问答 beside the evidence, and the other views. Gradio wiring only.

What happens in a conversation is ``ui.web.chat.talk``'s; what is shown comes from ``ui.web.chat.chat_html`` and
``ui.web.chat.render_html``. Which view is shown is decided in the browser by the address
(``assets/scripts/page.js``), so that a citation opens without a round trip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.settings import STYLES
from corpus.errors import FiredutyError
from ui.records.brand import BRAND
from ui.records.feedback import FeedbackStore
from ui.web.chat.chat_html import Exchange, render_chat
from ui.web.chat.conversations import Conversations
from ui.web.chat.evidence_html import ChatPage
from ui.web.chat.render_html import (
    join_personas,
    render_choice,
    render_evidence,
    render_header,
    render_welcome,
)
from ui.web.chat.shown import News, ShownTalk, Told
from ui.web.chat.talk import Talk
from ui.web.held import HeldDocuments, held_by
from ui.web.templating import render
from ui.web.views.apparatus import apparatus_of
from ui.web.views.reader import render_outline, render_reader

#: Views beside 问答 and 法规原文: filled by ``assets/scripts/views.js`` when they are first shown.
VIEWS = ("duties", "checklist", "train", "library", "diff", "verify", "about")
#: The browser owns what stands in the chat: it is told what to put there, and tells what was clicked.
_CHAT_LOG = '<div class="log" role="log" aria-label="对话"></div>'
_CHAT_SCRIPT = """
window.fireduty = { ...window.fireduty, act: (detail) => trigger('click', detail), news: () => props.value };
const tell = () => document.dispatchEvent(new CustomEvent('fireduty:news', { detail: props.value }));
watch('value', tell);
tell();
"""
#: The conversation as this tab holds it: ``assets/scripts/talk.js``.
_ASKING = "async (question, style) => [question, style, await window.fireduty.asking(question)]"
_TALKING = "async (style) => [style, await window.fireduty.talk()]"
_OPENING = "async (before, style) => [null, style, await window.fireduty.opening(before)]"
_OPENED = "() => window.fireduty.opened()"
#: No endpoint for others, none of Gradio's own progress marks.
_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
#: Answers at a time: one for each of two processors; of a model, for which they wait, several.
_AT_ONCE, _AT_ONCE_WRITING = 2, 8
_STYLE_NAMES = ("条文", "白话")

SaysNews = Callable[..., Iterator[News]]
#: Pages of which Gradio remembers what it showed last, a chat's HTML each: nothing is lost with it.
_SESSIONS = 64


def build_page(assistant: Assistant, store: FeedbackStore | None = None) -> gr.Blocks:
    """The page, ready to be launched or mounted.

    Args:
        assistant: answers the questions.
        store: keeps what readers say of answers; None where nothing is kept.
    """
    page = _Handlers(assistant, store)
    held = page.held
    with gr.Blocks(title=BRAND, analytics_enabled=False, fill_width=True) as blocks:
        header = _html(render_header(held), "header")
        with gr.Row(elem_id="view-ask"):
            with gr.Column(elem_id="chat-column", scale=3):
                chat = gr.HTML(
                    page.welcome(),
                    elem_id="chat",
                    html_template=_CHAT_LOG,
                    js_on_load=_CHAT_SCRIPT,
                    apply_default_css=False,
                )
                style, choice, box, stop, send = _composer(held)
            with gr.Column(elem_id="evidence-column", scale=2):
                evidence = _html(render_evidence(held), "evidence")
        with gr.Row(elem_id="view-text"):
            # The first document's; the browser fetches another one when it is asked for.
            apparatus = apparatus_of(assistant, held.first.key)
            _html(render_outline(apparatus.regulation, held), "outline")
            _html(render_reader(apparatus), "full-text")
        for view in VIEWS:
            _html("", f"view-{view}")
        # Filled by ``js`` before an event: which conversation it is, what was asked in it and of what.
        talk = gr.JSON(visible=False)
        # Where earlier versions kept the only conversation; read once, when the page opens.
        before = gr.BrowserState([], storage_key="fireduty-conversation", secret="fireduty")
        writes = assistant.writer is not None
        at_once = {**_EVENT, "concurrency_limit": _AT_ONCE_WRITING if writes else _AT_ONCE}

        def said(ask: SaysNews) -> Callable[..., object]:
            return ask if writes else _when_all_is_said(ask)

        asked = gr.on(
            [box.submit, send.click],
            said(page.ask),
            [box, style, talk],
            chat,
            js=_ASKING,
            # After 停止 the model may be silent for a while; the next question need not wait for it.
            trigger_mode="multiple",
            **at_once,
        )
        acted = chat.click(said(page.act), [style, talk], chat, js=_TALKING, **at_once)
        style.input(said(page.switch), [style, talk], chat, js=_TALKING, **at_once)
        stop.click(page.stop, [style, talk], chat, js=_TALKING, cancels=[asked, acted], **_EVENT)
        told = [chat, header, choice, evidence]
        opened = blocks.load(page.open, [before, style, talk], told, js=_OPENING, **at_once)
        for then in (opened.success, opened.failure):
            then(None, js=_OPENED, **_EVENT)
    blocks.state_session_capacity = _SESSIONS
    return blocks


def _html(value: str, elem_id: str) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=None, apply_default_css=False)


def _when_all_is_said(ask: SaysNews) -> Callable[..., object]:
    """Without a model all is said at once: one message instead of one for each state."""

    @wraps(ask)
    def last(*given: Any) -> Any:
        news: Any = gr.skip()
        for news in ask(*given):  # noqa: B007
            pass
        return news

    return last


def _composer(
    held: HeldDocuments,
) -> tuple[gr.Radio, gr.HTML, gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="composer"):
        style = gr.Radio(
            list(_STYLE_NAMES), value="条文", label="语体", elem_id="style", container=False
        )
        choice = _html(render_choice(held), "documents")
        # 对话 with what this browser keeps: ``assets/scripts/conversations.js``.
        _html(render("conversations"), "conversations-bar")
        box = gr.Textbox(
            label="问题",
            show_label=False,
            placeholder="请输入您的问题",
            lines=1,
            max_lines=6,
            elem_id="question",
            container=False,
            scale=1,
        )
        stop = gr.Button("停止", elem_id="stop", scale=0)
        send = gr.Button("提问", variant="primary", elem_id="send", scale=0)
    return style, choice, box, stop, send


class _Handlers:
    """Events → the conversation → what the page shows.

    The browser holds the conversations. Every event brings the questions of the one that is shown: where
    what is held here is another one, or nothing any more, it is answered anew from them.
    """

    def __init__(self, assistant: Assistant, store: FeedbackStore | None) -> None:
        self._assistant = assistant
        self._talk = Talk(assistant, store)
        self._conversations = Conversations()
        self._shown_of: object = None
        self._page = self._make_page()
        self._built_of = self._shown_of

    @property
    def held(self) -> HeldDocuments:
        """The documents that are asked."""
        return self._current().held

    def _make_page(self) -> ChatPage:
        now = self._assistant.only(())  # a running server may change its library
        held = held_by(now)
        personas = join_personas([d.examples for d in now.documents])
        welcome = render_welcome(held, personas, _unanswered(now))
        self._shown_of = now.library
        return ChatPage(held, welcome, self._talk.keeps_feedback)

    def _current(self) -> ChatPage:
        """What the documents look like now: a library may change while it is asked."""
        if self._assistant.library is not self._shown_of:
            self._page = self._make_page()
        return self._page

    def welcome(self) -> News:
        """What a page shows before anything is asked."""
        return {"welcome": render_chat([], self._current())}

    def ask(
        self, question: str | None, style: str, talk: object, request: gr.Request
    ) -> Iterator[News]:
        """Show the question at once, then its answer; one that cannot be asked goes back."""
        if (question or "").strip():
            shown = self._shown(talk, style, request)
            states = self._talk.ask(
                question or "", shown.exchanges, shown.told.style, shown.told.documents
            )
            yield from shown.all_of(states, question or "")

    def act(
        self, style: str, talk: object, event: gr.EventData, request: gr.Request
    ) -> Iterator[News]:
        """What was clicked in the chat, or a conversation that is opened."""
        detail = event._data if isinstance(event._data, dict) else {}
        match detail.get("act"):
            case "ask":
                yield from self.ask(str(detail.get("question", "")), style, talk, request)
            case "open":
                yield self._shown(talk, style, request).whole()
            case "retry":
                shown = self._shown(talk, style, request)
                yield from shown.all_of(
                    self._talk.retry(shown.exchanges, shown.told.style, shown.told.documents)
                )
            case "feedback":
                shown = self._shown(talk, style, request)
                yield shown.put(self._judged(shown.exchanges, detail))

    def switch(self, style: str, talk: object, request: gr.Request) -> Iterator[News]:
        """The last answer in the style that was chosen."""
        shown = self._shown(talk, style, request)
        yield from shown.all_of(self._talk.switch(shown.exchanges, shown.told.style))

    def stop(self, style: str, talk: object, request: gr.Request) -> News:
        """Give up the answer that is on its way."""
        shown = self._shown(talk, style, request)
        return shown.put(self._talk.stop(shown.exchanges))

    def open(
        self, _before: object, style: str, talk: object, request: gr.Request
    ) -> tuple[Any, ...]:
        """The conversation that the browser kept; what else shows the documents, where they changed."""
        news = self._shown(talk, style, request).whole()
        if self._assistant.library is self._built_of:
            return (news, gr.skip(), gr.skip(), gr.skip())
        held = self.held
        told = {**self.welcome(), **news}
        return (told, render_header(held), render_choice(held), render_evidence(held))

    def _shown(self, talk: object, style: str, request: gr.Request) -> ShownTalk:
        told = Told.by(talk, STYLES.get(style, "statute"), str(request.session_hash or ""))
        return ShownTalk(told, self._talk, self._conversations, self._current())

    def _judged(self, exchanges: list[Exchange], detail: dict[str, Any]) -> list[Exchange]:
        turn = detail.get("turn")
        number = turn if isinstance(turn, int) else -1
        verdict, comment = str(detail.get("verdict", "")), str(detail.get("comment", ""))
        try:
            return self._talk.judge(number, verdict, comment, exchanges)
        except FiredutyError as error:
            said = f"这条反馈没有存下：{error}。"
            raise gr.Error(said, title="没有存下", print_exception=False) from error


def _unanswered(assistant: Assistant) -> str:
    """An example of a question that its documents, all together, do not answer; empty for none."""
    asked = (d.examples.unanswered for d in assistant.documents)
    return next((q for q in asked if q and assistant.answer(q, rewrite=False).refused), "")
