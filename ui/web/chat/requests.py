"""What the page sends to Gradio, looked at before Gradio takes it.

Gradio trusts its own page: another handler, other values or a stream that has ended are errors of
the program to it, with a traceback. Here they are refusals, and only what the page sends goes on.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeGuard

import gradio as gr
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.errors import error_response
from ui.web.guard.asgi import path_of
from ui.web.guard.limits import Replay, read_body

_JOIN, _DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: Characters of the name of a conversation.
_MOST_OF_A_NAME = 64
_WRONG = "请求的内容不对，没有执行：请刷新页面再试"
_ENDED = "这一段回答已经结束，或程序重新启动过：请刷新页面"


class PageRequests:
    """Lets through the events that the page has, with values such as it sends.

    Args:
        page: as built.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app = app
        self._page = page
        self._inputs = {
            number: tuple(event.inputs)
            for number, event in page.fns.items()
            if event.fn is not None
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        path = path_of(scope).rstrip("/") if scope["type"] == "http" else ""
        if path == _JOIN and scope["method"] == "POST":
            event = self._event(await read_body(receive) or b"")
            if event is None:
                # Gradio's script shows what ``detail`` says.
                await JSONResponse({"detail": _WRONG}, 422)(scope, receive, send)
                return
            headers = [(k, v) for k, v in scope["headers"] if k not in _OF_BODY]
            headers += [(b"content-type", b"application/json")]
            await self._app({**scope, "headers": headers}, Replay(event, receive), send)
        elif path == _DATA and not self._is_open(scope):
            await error_response(404, _ENDED)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        """Whether events of that session are on their way."""
        asked = QueryParams(scope["query_string"]).getlist("session_hash")
        return len(asked) == 1 and asked[0] in self._page._queue.pending_messages_per_session

    def _event(self, body: bytes) -> bytes | None:
        """What goes on to Gradio; None for what the page never sends."""
        try:
            sent = _whole_characters(json.loads(body, parse_constant=_refuse))
        except (ValueError, RecursionError):
            return None
        if not isinstance(sent, dict):
            return None
        number, data = sent.get("fn_index"), sent.get("data")
        session, trigger = sent.get("session_hash"), sent.get("trigger_id")
        detail = sent.get("event_data")
        if not (
            _is_whole(number)
            and (trigger is None or _is_whole(trigger))
            and isinstance(session, str)
            and _SESSION.fullmatch(session)
            and (detail is None or isinstance(detail, dict))
            and isinstance(data, list)
            and self._takes(number, data)
        ):
            return None
        kept = {
            "data": data,
            "event_data": detail,
            "fn_index": number,
            "trigger_id": trigger,
            "session_hash": session,
        }
        return json.dumps(kept).encode()

    def _takes(self, number: int, data: list[Any]) -> bool:
        """Whether there is such a handler, and it takes such values."""
        wanted = self._inputs.get(number)
        return (
            wanted is not None
            and len(wanted) == len(data)
            and all(_fits(component, value) for component, value in zip(wanted, data, strict=True))
        )


#: What is said of a body, which is written anew.
_OF_BODY = (b"content-length", b"content-type", b"transfer-encoding", b"content-encoding")


def _fits(component: Any, value: object) -> bool:
    """Whether a value is one that a component of the page has."""
    match component:
        case gr.Radio():
            return value in [chosen for _, chosen in component.choices]
        case gr.JSON():
            return value is None or _is_talk(value)
        case gr.BrowserState():
            return value is None  # read by the page alone
        case _:
            return isinstance(value, str | None)


def _is_talk(value: object) -> bool:
    """Whether a value says which conversation it is, what was asked in it, and of which documents."""
    if not isinstance(value, dict) or set(value) != {"of", "asked", "in"}:
        return False
    asked = value["asked"]
    return (
        isinstance(value["of"], str)
        and len(value["of"]) <= _MOST_OF_A_NAME
        and isinstance(asked, list)
        and all(isinstance(one, str) or _is_kept(one) for one in asked)
        and _are_words(value["in"])
    )


def _is_kept(value: object) -> bool:
    """Whether a value is a question with the documents that alone were asked, as the page keeps it."""
    if not isinstance(value, dict) or set(value) != {"question", "in"}:
        return False
    return isinstance(value["question"], str) and _are_words(value["in"])


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _whole_characters(value: Any) -> Any:
    """The same with U+FFFD for halves of characters, which no answer could repeat."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole_characters(v) for v in value]
        case dict():
            return {_whole_characters(k): _whole_characters(v) for k, v in value.items()}
        case _:
            return value


def _refuse(written: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError(written)
