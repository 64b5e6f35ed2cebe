"""What a connection may cost before there is a request: nobody has logged in by then.

Uvicorn's faster parser takes a head of any length into memory, and both of its parsers wait for the
end of a head for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Bytes of a request's first line and headers.
MAX_HEAD = 64_000
#: Seconds in which they must have come.
HEAD_SECONDS = 20.0


class Connection(H11Protocol):
    """A connection that is closed when the head of a request does not come to its end."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting once the head is complete."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._clock = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def connection_options() -> dict[str, Any]:
    """Arguments of ``uvicorn.Config``. Nothing that is served needs a web socket."""
    return {"http": Connection, "h11_max_incomplete_event_size": MAX_HEAD, "ws": "none"}
