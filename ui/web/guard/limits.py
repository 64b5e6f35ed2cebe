"""How large a request may be, and how often one client may ask."""

from __future__ import annotations

from collections.abc import Mapping

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.errors import error_response
from ui.web.guard.asgi import client_of, path_of

#: A pasted text of ``schema.MAX_PASTED`` characters, each escaped as \\uXXXX, and some more.
MAX_BYTES = 256_000
#: Beginning of the addresses to which anybody sends whole documents → the most bytes of one.
FILES = {"/view/verify": 20_100_000}
#: The same where users log in, who may change the library.
TEXTS = {**FILES, "/api/v1/library": 4_000_000, "/view/library/reading": 20_000_000}
#: Where a request costs an answer; the page's own files cost next to nothing.
_COSTLY = ("/api/", "/view/", "/download/", "/gradio_api/queue/join")


class Rate:
    """So many a minute for each key.

    Args:
        per_minute: how many.
    """

    def __init__(self, per_minute: int) -> None:
        self._limit = parse(f"{per_minute}/minute")
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def allows(self, key: str) -> bool:
        """Count one; whether it is within the limit."""
        return self._limiter.hit(self._limit, key)

    def exceeded(self, key: str) -> bool:
        """Whether there have been too many, without counting one."""
        return not self._limiter.test(self._limit, key)


class RateLimit:
    """Answers 429 to a client that asks too often."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._rate = Rate(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        costly = scope["type"] == "http" and path_of(scope).startswith(_COSTLY)
        if costly and not self._rate.allows(client_of(scope)):
            refusal = error_response(429, "请求太频繁，请过一会儿再试", {"Retry-After": "30"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


class BodyLimit:
    """Answers 413 to a body that is too large, before anything reads it."""

    def __init__(
        self, app: ASGIApp, most: int = MAX_BYTES, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._most = most
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        path = path_of(scope)
        most = next((n for start, n in self._larger.items() if path.startswith(start)), self._most)
        body = None
        try:
            if announced.isdigit() and int(announced) <= most:
                body = await read_body(receive, most)
        except ClientDisconnect:
            return  # half a body is none
        if body is None:
            said = f"请求太大：最多 {most // 1000} KB"
            await error_response(413, said, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, Replay(body, receive), send)


async def read_body(receive: Receive, most: int = MAX_BYTES) -> bytes | None:
    """The whole body of a request; None where it is too large.

    Raises:
        ClientDisconnect: the client has gone before its end.
    """
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


class Replay:
    """Gives out a body that was read already, then what comes after it."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """The next message."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
