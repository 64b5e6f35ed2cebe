"""How long a request may take until its response begins."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.errors import error_response
from ui.web.guard.asgi import path_of

#: The page's stream of answers: it begins when there is something to tell.
_STREAM = "/gradio_api/queue/data"
_SLOW = "用的时间太长，没有等到结果；请再试一次，或把文字写短一些"
_NOT_COME = "请求没有及时传完，请再试一次"


class Deadline:
    """Answers 504 where a response has not begun in time, 408 where the request has not come.

    A thread cannot be stopped: what was begun goes on, unheard, so ``Gate`` still counts it.

    Args:
        seconds: until the response must have begun.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or path_of(scope) == _STREAM:
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        clock = asyncio.get_running_loop().call_later(self._seconds, exchange.cut)
        try:
            await self._app(scope, exchange.receive, exchange.send)
        finally:
            clock.cancel()
            await exchange.end()


class _Exchange:
    """A request and its response, in place of which another may be sent."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._received = scope["method"] in ("GET", "HEAD")
        self._begun = False
        self._instead: asyncio.Task[None] | None = None

    async def receive(self) -> Message:
        message = await self._receive()
        self._received |= not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if self._instead is None:
            self._begun = True
            await self._send(message)

    def cut(self) -> None:
        """Time is up."""
        if not self._begun:
            refusal = error_response(
                504 if self._received else 408,
                _SLOW if self._received else _NOT_COME,
                {"Connection": "close"},
            )
            sending = refusal(self._scope, self._receive, self._send)
            self._instead = asyncio.ensure_future(sending)

    async def end(self) -> None:
        """Return when everything is sent."""
        if self._instead is not None:
            await self._instead
