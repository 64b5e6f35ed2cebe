"""What a connection may cost before there is a request: nobody has logged in by then.

By itself uvicorn takes the head of a request into memory however long it is, and waits for its end
for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes of a request's first line and headers, or between two pieces of its body.
MAX_HEAD = 64_000
#: Seconds in which a head must have come.
HEAD_SECONDS = 20.0


class Connection(HttpToolsProtocol):
    """A connection that is closed when the head of a request is too long or does not end."""

    _clock: asyncio.TimerHandle | None = None
    _unparsed = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what neither was a body nor ended a head."""
        self._unparsed += len(data)
        super().data_received(data)
        if self._unparsed > MAX_HEAD and not self.transport.is_closing():
            self.send_400_response("Request head too long.")

    def on_headers_complete(self) -> None:
        """There is a request."""
        self._stop()
        self._unparsed = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Its body, which ``BodyLimit`` counts."""
        self._unparsed = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """What comes now is another request's."""
        self._unparsed = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()

    def _wait(self) -> None:
        self._stop()
        self._clock = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def connection_options() -> dict[str, Any]:
    """Arguments of ``uvicorn.Config``. Nothing that is served needs a web socket."""
    return {"http": Connection, "ws": "none"}
