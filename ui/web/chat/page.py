"""The web page: 问答 beside the evidence, and the other views. Gradio wiring only.

What happens in a conversation is ``ui.web.chat.talk``'s; what is shown comes from ``ui.web.chat.chat_html`` and
``ui.web.chat.render_html``. Which view is shown is decided in the browser by the address
(``assets/page.js``), so that a citation opens without a round trip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.settings import STYLES, Style
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
from ui.web.chat.talk import Talk, kept_of
from ui.web.held import HeldDocuments, held_by
from ui.web.views.apparatus import apparatus_of
from ui.web.views.reader import render_outline, render_reader

#: Views beside 问答 and 法规原文: filled by ``assets/views.js`` when they are first shown.
VIEWS = ("duties", "checklist", "train", "library", "diff", "verify", "about")
#: What the page's script cannot do alone is told to the program as one kind of event.
_CHAT_SCRIPT = """
const act = (detail) => trigger('click', detail);
element.addEventListener('click', (event) => {
  const example = event.target.closest('button.example');
  if (example) act({ act: 'ask', question: example.dataset.question });
  const button = event.target.closest('button.act');
  if (!button) return;
  const { act: name, turn, verdict } = button.dataset;
  if (name === 'retry') act({ act: name });
  if (name === 'ask') act({ act: name, question: button.dataset.question });
  if (name === 'feedback') act({ act: name, turn: Number(turn), verdict, comment: '' });
});
document.addEventListener('fireduty:act', (event) => act(event.detail));
watch('value', () => document.dispatchEvent(new CustomEvent('fireduty:chat')));
"""
#: No endpoint for others, none of Gradio's own progress marks, several readers at a time.
_EVENT: dict[str, Any] = {
    "api_visibility": "private",
    "show_progress": "hidden",
    "concurrency_limit": 8,
}
_FOCUS = "() => document.querySelector('#question textarea')?.focus()"
#: What was asked meanwhile is asked now: ``assets/opening.js``.
_OPENED = "() => { document.dispatchEvent(new CustomEvent('fireduty:opened')); }"
_STYLE_NAMES = ("条文", "白话")

#: Chat, input box, questions that the browser keeps: what every event sets.
Update = tuple[Any, Any, Any]
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
                chat = _html(page.chat([]), "chat", js_on_load=_CHAT_SCRIPT)
                style, choice, chosen, box, send, stop, clear = _composer(held)
            with gr.Column(elem_id="evidence-column", scale=2):
                evidence = _html(render_evidence(held), "evidence")
        with gr.Row(elem_id="view-text"):
            # The first document's; the browser fetches another one when it is asked for.
            apparatus = apparatus_of(assistant, held.first.key)
            _html(render_outline(apparatus.regulation, held), "outline")
            _html(render_reader(apparatus), "full-text")
        for view in VIEWS:
            _html("", f"view-{view}")
        # A fixed secret: what the browser keeps is readable after the program was started anew.
        kept = gr.BrowserState([], storage_key="fireduty-conversation", secret="fireduty")
        targets = [chat, box, kept]
        asked = gr.on(
            [box.submit, send.click],
            page.ask,
            [box, kept, style, chosen],
            targets,
            # After 停止 the model may be silent for a while; the next question need not wait for it.
            trigger_mode="multiple",
            **_EVENT,
        )
        acted = chat.click(page.act, [kept, style, chosen], targets, **_EVENT)
        style.input(page.switch, [kept, style], targets, **_EVENT)
        stop.click(page.stop, [kept, style], targets, cancels=[asked, acted], **_EVENT)
        clear.click(page.clear, None, targets, js=_FOCUS, **_EVENT)
        told = [*targets, header, choice, evidence]
        restored = blocks.load(page.restore, [kept, style], told, **_EVENT)
        for then in (restored.success, restored.failure):
            then(None, js=_OPENED, **_EVENT)
    blocks.state_session_capacity = _SESSIONS
    return blocks


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _composer(
    held: HeldDocuments,
) -> tuple[gr.Radio, gr.HTML, gr.Textbox, gr.Textbox, gr.Button, gr.Button, gr.Button]:
    with gr.Row(elem_id="composer"):
        style = gr.Radio(
            list(_STYLE_NAMES), value="条文", label="语体", elem_id="style", container=False
        )
        choice = _html(render_choice(held), "documents")
        # What is chosen there, one key a line; not shown: ``assets/documents.js`` fills it.
        chosen = gr.Textbox(label="文件", elem_id="chosen-documents", container=False)
        # First, as it appears with the first answer: 提问 must not move from under a double click.
        clear = gr.Button("清空对话", elem_id="clear", scale=0)
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
    return style, choice, chosen, box, send, stop, clear


class _Handlers:
    """Events → the conversation → what the page shows.

    Every event brings the questions that the browser keeps: a conversation that is not known here any
    more is asked anew from them.
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

    def chat(self, exchanges: list[Exchange]) -> str:
        """The conversation as HTML."""
        return render_chat(exchanges, self._current())

    def ask(
        self, question: str, kept: object, style: str, chosen: str, request: gr.Request
    ) -> Iterator[Update]:
        """Show the question at once, then its answer; one that cannot be asked goes back."""
        exchanges = self._held(kept, style, request)
        states = self._talk.ask(question, exchanges, _style(style), _keys(chosen))
        yield from self._shown(states, question, request)

    def act(
        self, kept: object, style: str, chosen: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[Update]:
        """What was clicked in the chat."""
        detail = event._data if isinstance(event._data, dict) else {}
        match detail.get("act"):
            case "ask":
                question = str(detail.get("question", ""))
                yield from self.ask(question, kept, style, chosen, request)
            case "retry":
                exchanges = self._held(kept, style, request)
                states = self._talk.retry(exchanges, _style(style), _keys(chosen))
                yield from self._shown(states, "", request)
            case "feedback":
                exchanges = self._held(kept, style, request)
                yield self._put(self._judged(exchanges, detail), request)

    def switch(self, kept: object, style: str, request: gr.Request) -> Iterator[Update]:
        """The last answer in the style that was chosen."""
        exchanges = self._held(kept, style, request)
        yield from self._shown(self._talk.switch(exchanges, _style(style)), "", request)

    def stop(self, kept: object, style: str, request: gr.Request) -> Update:
        """Give up the answer that is on its way."""
        return self._put(self._talk.stop(self._held(kept, style, request)), request)

    def clear(self, request: gr.Request) -> Update:
        """Back to the start; the answers are gone, here and in the browser."""
        return self._put([], request, box="")

    def restore(self, kept: object, style: str, request: gr.Request) -> tuple[Any, ...]:
        """The conversation that the browser kept; what else shows the documents, where they changed."""
        built = self._built_of
        update = self._put(self._anew(kept, style), request)
        if self._assistant.library is built:
            return (*update, gr.skip(), gr.skip(), gr.skip())
        held = self.held
        return (*update, render_header(held), render_choice(held), render_evidence(held))

    def _held(self, kept: object, style: str, request: gr.Request) -> list[Exchange]:
        held = self._conversations.held(_session(request))
        return self._anew(kept, style) if held is None else held

    def _anew(self, kept: object, style: str) -> list[Exchange]:
        return self._talk.restore(kept if isinstance(kept, list) else [], _style(style))

    def _judged(self, exchanges: list[Exchange], detail: dict[str, Any]) -> list[Exchange]:
        turn = detail.get("turn")
        number = turn if isinstance(turn, int) else -1
        verdict, comment = str(detail.get("verdict", "")), str(detail.get("comment", ""))
        try:
            return self._talk.judge(number, verdict, comment, exchanges)
        except FiredutyError as error:
            said = f"这条反馈没有存下：{error}。"
            raise gr.Error(said, title="没有存下", print_exception=False) from error

    def _shown(
        self, states: Iterator[list[Exchange]], question: str, request: gr.Request
    ) -> Iterator[Update]:
        """Every state of a conversation; the box is emptied with the first.

        After that it is left alone: the next question may already be half typed.
        """
        turn = self._conversations.begin(_session(request))
        box: Any = ""
        for exchanges in states:
            if exchanges and exchanges[-1].error:
                box = question
            self._conversations.put(_session(request), exchanges, turn)
            yield self._update(exchanges, box)
            box = gr.skip()

    def _put(self, exchanges: list[Exchange], request: gr.Request, box: Any = None) -> Update:
        session = _session(request)
        self._conversations.put(session, exchanges, self._conversations.begin(session))
        return self._update(exchanges, gr.skip() if box is None else box)

    def _update(self, exchanges: list[Exchange], box: Any) -> Update:
        asked = [kept_of(e) for e in exchanges if e.answer is not None]
        return self.chat(exchanges), box, asked


def _unanswered(assistant: Assistant) -> str:
    """An example of a question that its documents, all together, do not answer; empty for none."""
    asked = (d.examples.unanswered for d in assistant.documents)
    return next((q for q in asked if q and assistant.answer(q, rewrite=False).refused), "")


def _session(request: gr.Request) -> str:
    return str(request.session_hash or "")


def _keys(chosen: str | None) -> Sequence[str]:
    """The keys that the page sends, one a line; none for all documents."""
    return tuple(filter(None, (chosen or "").split("\n")))


def _style(name: str) -> Style:
    return STYLES.get(name, "statute")
