"""A real HTTP server that speaks the OpenAI chat protocol; the model's name chooses the script.

``faithful``, ``sloppy``, ``html``, … write as in ``evals.scripted_writers``. The other names are
faults of delivery: ``silent`` never answers, ``stall`` stops after the first words, ``drip`` sends
a character at a time for ever, ``drop`` closes the connection in the middle, ``cut`` reaches the
length limit, ``garbled`` and ``page`` are no events, ``plain_only`` rejects structured output,
``flaky`` fails twice and then writes faithfully, ``http_429`` answers that status, ``later`` asks to
come back in an hour, ``comments`` sends comments and no event, for ever.

``python -m evals.openai_server`` serves until Ctrl-C, for trying ``fireduty ask --model``.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

from evals.scripted_writers import FORMS, STATEMENTS, UNREADABLE, WriterRequest, as_object, faithful

FAULTS = (
    "silent",
    "stall",
    "drip",
    "comments",
    "drop",
    "cut",
    "garbled",
    "page",
    "plain_only",
    "flaky",
    "later",
)
_PIECE = 8
_DRIP = 0.02


@dataclass(slots=True)
class Served:
    """One request and when its reply was sent; times are of ``time.perf_counter``.

    Attributes:
        body: the request.
        key: that came with it.
        first: when the first words were sent.
        sentence: when the words that complete the first statement were sent.
        left: the reader has closed the connection before the end.
    """

    body: dict[str, Any]
    key: str = ""
    first: float = 0.0
    sentence: float = 0.0
    left: bool = False


@dataclass(slots=True)
class Shared:
    """What the handlers of one server share."""

    pause: float
    served: list[Served] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class ScriptedServer:
    """A server on a free port of this machine; a context manager.

    Args:
        pause: seconds between two pieces of a reply.
        port: 0 for any.
    """

    def __init__(self, pause: float = 0.0, port: int = 0) -> None:
        self._shared = Shared(pause)
        shared = self._shared
        handler = type("Handler", (_Handler,), {"shared": shared})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def served(self) -> list[Served]:
        """Every request so far."""
        return self._shared.served

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._shared.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that has gone is no error; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shared: Shared

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""

    def do_POST(self) -> None:
        """``/v1/chat/completions``."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        served = Served(body, self.headers.get("Authorization", "").removeprefix("Bearer "))
        self.shared.served.append(served)
        try:
            self._reply(body, served)
        except (BrokenPipeError, ConnectionResetError):
            served.left = True
            self.close_connection = True  # the reader has gone, as it should after its deadline

    def _reply(self, body: dict[str, Any], served: Served) -> None:
        name = str(body["model"])
        if name == "silent":
            self._wait_for_the_end()
        elif name.startswith("http_"):
            self._error(int(name.removeprefix("http_")))
        elif name == "later":
            self._error(429, {"Retry-After": "3600"})
        elif name == "comments":
            self._comment()
        elif name == "plain_only" and "response_format" in body:
            self._error(400)
        elif name == "flaky" and len(self.shared.served) % 3:
            self._error(503)
        elif name == "page":
            self._whole(200, "text/html", b"<html><script>alert(1)</script></html>")
        elif not self.path.endswith("/v1/chat/completions") or name not in _NAMES:
            self._error(404)
        else:
            self._stream(name, body, served)

    def _stream(self, name: str, body: dict[str, Any], served: Served) -> None:
        reply = _reply_of(name, WriterRequest.read(body["messages"], served.key))
        self._head("text/event-stream")
        sent = ""
        for piece in _pieces(reply, name):
            self._chunk(_event(body, {"content": piece}))
            sent += piece
            served.first = served.first or time.perf_counter()
            if "}" in sent:
                served.sentence = served.sentence or time.perf_counter()
            if name in ("stall", "drop", "garbled") and len(sent) > len(reply) // 2:
                self._break(name)
                return
            pause = _DRIP if name == "drip" else self.shared.pause
            if pause and self.shared.closing.wait(pause):
                return
        self._chunk(_event(body, {}, "length" if name == "cut" else "stop"))
        if (body.get("stream_options") or {}).get("include_usage"):
            asked = sum(len(m["content"]) for m in body["messages"])
            usage = {"prompt_tokens": asked, "completion_tokens": len(reply)}
            usage["total_tokens"] = sum(usage.values())
            self._chunk(_event(body, None, usage=usage))
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _break(self, name: str) -> None:
        if name == "stall":
            self._wait_for_the_end()
        elif name == "garbled":
            self._chunk('data: {"id": 1, "choices": [{"delta": {"content": \n\n')
            self._chunk("")
        else:
            self.close_connection = True
            self.connection.close()

    def _comment(self) -> None:
        """Keep the connection busy with nothing."""
        self._head("text/event-stream")
        while not self.shared.closing.wait(_DRIP):
            self._chunk(": keep-alive\n\n")
        self.close_connection = True

    def _wait_for_the_end(self) -> None:
        self.shared.closing.wait(60)
        self.close_connection = True

    def _head(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _error(self, status: int, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        told = {"error": {"message": f"scripted {status} /srv/secret/path", "type": "scripted"}}
        self._whole(status, "application/json", json.dumps(told).encode(), headers)

    def _whole(
        self,
        status: int,
        kind: str,
        data: bytes,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


_NAMES = frozenset((*STATEMENTS, *FORMS, *UNREADABLE, *FAULTS))


def _reply_of(name: str, asked: WriterRequest) -> str:
    if name in FORMS:
        return FORMS[name](faithful(asked))
    if name in UNREADABLE:
        return UNREADABLE[name]
    return as_object(STATEMENTS.get(name, faithful)(asked))


def _pieces(reply: str, name: str) -> Iterator[str]:
    if name == "drip":
        while True:
            yield "消"
    # A megabyte goes out in few pieces, as a server that buffers would send it.
    size = max(_PIECE, len(reply) // 400)
    for start in range(0, len(reply), size):
        yield reply[start : start + size]


def _event(
    body: dict[str, Any],
    delta: dict[str, str] | None,
    finish: str | None = None,
    usage: dict[str, int] | None = None,
) -> str:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    data = {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": body["model"],
        "choices": choices,
        "usage": usage,
    }
    return f"data: {json.dumps(data)}\n\n"


def main() -> int:
    """Serve until Ctrl-C."""
    with ScriptedServer(pause=0.02, port=8123) as server:
        print(f"{server.url}\n模型名：{' '.join(sorted(_NAMES))}", file=sys.stderr)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
