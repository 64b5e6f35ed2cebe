"""Gradio's queue keeps what it had to tell a page after the page is gone: it is made to forget it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.guard.asgi import path_of
from ui.web.memory import trim

_JOIN = "/gradio_api/queue/join"
#: Seconds after which nobody comes any more for what he asked.
IDLE = 60.0
#: Seconds between looks.
_LOOK = 10.0


class Forgetting:
    """Looks through the queue when somebody asks, as it grows at no other time."""

    def __init__(self, app: ASGIApp, forget: Callable[[float], None]) -> None:
        self._app = app
        self._forget = forget
        self._next = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        now = time.monotonic()
        if scope["type"] == "http" and now >= self._next and path_of(scope) == _JOIN:
            self._next = now + _LOOK
            self._forget(now)
        await self._app(scope, receive, send)


class IdleSessions:
    """Sessions of which nothing is asked and nobody listens.

    Args:
        queue: Gradio's, in whose event loop this is called.
    """

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self._since: dict[str, float] = {}

    def __call__(self, now: float) -> None:
        """Forget those that have been idle for a while."""
        queue = self._queue
        asking = {event.session_hash for event in queue.event_ids_to_events.values()}
        messages, ids = queue.pending_messages_per_session, queue.pending_event_ids_session
        idle = {
            session
            for session in {*messages, *ids}
            if session not in asking and not getattr(messages.get(session), "_getters", ())
        }
        self._since = {session: self._since.get(session, now) for session in idle}
        for session in [s for s, since in self._since.items() if now - since >= IDLE]:
            messages.pop(session, None)
            ids.pop(session, None)
            del self._since[session]
        trim()
