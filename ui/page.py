"""The web page: 问答 beside the evidence, and 法规原文. Gradio wiring only.

What is shown comes from ``ui.render_html``; which view is shown is decided in the browser by the
address (``assets/page.js``), so that a citation opens without a round trip.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant import Assistant
from corpus import FiredutyError
from ui.render_html import (
    Exchange,
    Persona,
    render_chat,
    render_evidence,
    render_header,
    render_outline,
    render_regulation,
    render_welcome,
)

PERSONAS = (
    Persona(
        "单位员工",
        "我该做什么，拿什么给领导看",
        ("消防车道被堵了物业要干嘛", "养老院夜里要做什么", "房子租给别人，消防谁负责"),
    ),
    Persona(
        "培训讲师",
        "要点齐全，句句有出处",
        ("单位应当履行哪些消防安全职责", "超高层建筑有什么特别要求", "什么是微型消防站"),
    ),
    Persona(
        "政府工作人员",
        "哪件事归谁管，第几条写的",
        ("谁管消防车通道", "民政部门负责什么", "第十九条第（五）项写了什么"),
    ),
)

_INTERNAL_ERROR = (
    "程序内部出错，没有得到回答。问题已放回输入框，请再试一次；"
    "如果仍不行，请把启动程序的窗口里的错误信息发给维护人员。"
)
#: Examples are buttons inside the chat; the browser scrolls to an answer when it arrives.
_CHAT_SCRIPT = """
element.addEventListener('click', (event) => {
  const example = event.target.closest('button.example');
  if (example) trigger('click', { question: example.dataset.question });
});
watch('value', () => document.dispatchEvent(new CustomEvent('fireduty:chat')));
"""
_log = logging.getLogger(__name__)

#: Chat, evidence, input box, conversation: what every event sets.
Update = tuple[Any, Any, Any, list[Exchange]]


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page, ready for ``launch(**launch_options())``."""
    regulation = assistant.regulation
    talk = _Conversation(assistant)
    with gr.Blocks(title="消防责任助手", analytics_enabled=False, fill_width=True) as page:
        _html(render_header(regulation), "header")
        with gr.Row(elem_id="view-ask"):
            with gr.Column(elem_id="chat-column", scale=3):
                chat = _html(talk.chat([]), "chat", js_on_load=_CHAT_SCRIPT)
                box, send, clear = _composer()
            with gr.Column(elem_id="evidence-column", scale=2):
                evidence = _html(render_evidence(None, regulation), "evidence")
        with gr.Row(elem_id="view-text"):
            _html(render_outline(regulation), "outline")
            _html(render_regulation(regulation), "full-text")
        exchanges = gr.State([])
        targets = [chat, evidence, box, exchanges]
        gr.on([box.submit, send.click], talk.ask, [box, exchanges], targets, **_EVENT)
        chat.click(talk.ask_example, [exchanges], targets, **_EVENT)
        clear.click(talk.clear, None, targets, js=_FOCUS, **_EVENT)
    return page


#: No endpoint for others, and none of Gradio's own progress marks.
_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FOCUS = "() => document.querySelector('#question textarea')?.focus()"


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="composer"):
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
        send = gr.Button("提问", variant="primary", elem_id="send", scale=0)
    return box, send, clear


class _Conversation:
    """The handlers of the page. Keeps nothing: the conversation is the browser session's.

    Args:
        assistant: answers the questions.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._welcome = render_welcome(assistant.regulation, PERSONAS)

    def chat(self, exchanges: list[Exchange]) -> str:
        """The conversation as HTML."""
        return render_chat(exchanges, self._assistant.regulation, self._welcome)

    def ask(self, question: str, exchanges: list[Exchange]) -> Iterator[Update]:
        """Show the question at once, then its answer."""
        # An empty question leaves its hint only until the next one.
        earlier = [e for e in exchanges if e.question.strip()]
        pending = [*earlier, Exchange(question)]
        yield self.chat(pending), gr.skip(), "", pending
        last = self._exchange(question, earlier)
        if last.error:
            yield self.chat([*earlier, last]), gr.skip(), question, [*earlier, last]
            return
        evidence = render_evidence(last.answer, self._assistant.regulation)
        # The box is left alone: the next question may already be half typed.
        yield self.chat([*earlier, last]), evidence, gr.skip(), [*earlier, last]

    def ask_example(self, exchanges: list[Exchange], event: gr.EventData) -> Iterator[Update]:
        """Ask the example that was clicked."""
        yield from self.ask(str(event.question), exchanges)

    def clear(self) -> Update:
        """Back to the start; the answers are gone."""
        return self.chat([]), render_evidence(None, self._assistant.regulation), "", []

    def _exchange(self, question: str, earlier: list[Exchange]) -> Exchange:
        history = [(e.question, e.answer) for e in earlier if e.answer is not None]
        try:
            return Exchange(question, self._assistant.answer(question, history))
        except FiredutyError as error:
            return Exchange(question, error=f"{error}。")
        except Exception:
            _log.exception("question failed")
            return Exchange(question, error=_INTERNAL_ERROR)
