"""What stands behind the address of a server of vectors, and is none that can be used."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from corpus.errors import FiredutyError
from index.store import ChromaScores, StoredRow, fill_server

ROWS = [StoredRow("a", "法", "第一条"), StoredRow("b", "法", "第二条")]
VECTORS = np.eye(2, 8, dtype=np.float32)
NAME = "provisions-0123456789abcdef"
#: What another program says to whatever it is asked: status, and its body; None for one without an end.
SAID: dict[str, tuple[int, bytes | None]] = {
    "a web page": (200, b"<html><title>It works!</title></html>"),
    "JSON of something else": (200, b"{}"),
    "nothing": (200, b""),
    "drops without an end": (200, None),
    "an older version": (410, b'{"error":"Unimplemented"}'),
    "a beating heart and nothing else": (200, b'{"nanosecond heartbeat":1}'),
}


@contextmanager
def another_program(status: int, body: bytes | None) -> Iterator[str]:
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            self.send_header("content-length", str(100_000 if body is None else len(body)))
            self.end_headers()
            self.wfile.write(b" " if body is None else body)
            while body is None and not over.wait(0.1):
                self.wfile.write(b" ")

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "body"), SAID.values(), ids=SAID)
def test_another_program_behind_the_address_is_told_soon(status: int, body: bytes | None) -> None:
    with another_program(status, body) as url:
        ids = [row.id for row in ROWS]
        started = time.monotonic()
        for use in (
            lambda: ChromaScores(url, NAME, ids, VECTORS),
            lambda: fill_server(url, NAME, ROWS, VECTORS),
        ):
            with pytest.raises(
                FiredutyError, match=f"连不上向量库 {url}：请确认 chroma run 已启动"
            ):
                use()
        assert time.monotonic() - started < 30


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:abc", "http://127.0.0.1:99999"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(FiredutyError, match="连不上向量库"):
        ChromaScores(url, NAME, ["a", "b"], VECTORS)


def test_a_server_is_reached_past_the_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that is made with a SOCKS proxy in the environment wants a package that is not there."""
    seen: list[str | None] = []

    def client(**_: object) -> None:
        seen.append(os.environ.get("ALL_PROXY"))
        raise ConnectionError

    monkeypatch.setattr("chromadb.HttpClient", client)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with another_program(200, b'{"nanosecond heartbeat":1}') as url, pytest.raises(FiredutyError):
        ChromaScores(url, NAME, ["a", "b"], VECTORS)
    assert seen == [None]
    assert os.environ["ALL_PROXY"] == "socks5://127.0.0.1:9"
