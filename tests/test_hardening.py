"""What one who has not logged in, or does not behave, can cost: connections, time, guesses."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient
from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.answering.answer import Writing
from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from tests.support.accounts import NAME, PASSWORD, log_in
from tests.support.apps import build_app
from tests.support.servers import free_port, in_background
from ui.web.chat.errors import ChatErrors
from ui.web.guard import connection, logs
from ui.web.guard.asgi import network_of
from ui.web.guard.auth import Auth
from ui.web.guard.deadline import Deadline
from ui.web.guard.limits import BodyLimit
from ui.web.guard.metrics import Metrics
from ui.web.guard.sessions import EndedSessions
from ui.web.guard.users import User, Users, find_weakness
from ui.web.options import ServerOptions
from ui.web.serve import serve
from ui.web.services import Services

JOIN = "/gradio_api/queue/join"


# --- connections --------------------------------------------------------------------------------


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that says 你好, with a short patience for the head of a request."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.2)

    async def hello(_: Request) -> Response:
        return Response("你好")

    port = free_port()
    app = Starlette(routes=[Route("/", hello, methods=["GET", "POST"])])
    options = connection.connection_options()
    with in_background(uvicorn.Config(app, port=port, log_level="critical", **options)):
        yield port


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nA: b"], ids=["none", "line", "head"]
)
def test_connection_without_a_request_is_closed(port: int, begun: bytes) -> None:
    with opened(port) as client:
        client.sendall(begun)
        assert client.recv(100) == b""


def test_connection_that_has_asked_once_is_closed_as_well(port: int) -> None:
    with opened(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert "你好".encode() in client.recv(4_000)
        client.sendall(b"GET / HT")
        assert client.recv(4_000) == b""


def test_request_may_take_longer_than_its_head(port: int) -> None:
    with opened(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
        time.sleep(0.4)
        client.sendall(b"x")
        assert "你好".encode() in client.recv(4_000)


def test_long_body_is_no_long_head(port: int) -> None:
    with opened(port) as client:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n"
        client.sendall(head + b"x" * 500_000)
        assert "你好".encode() in client.recv(4_000)


def test_requests_sent_together_are_each_answered(port: int) -> None:
    one = b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 30_000 + b"\r\n\r\n"
    last = one.replace(b"Host: x", b"Host: x\r\nConnection: close")
    said = b""
    with opened(port) as client:
        client.sendall(one * 4 + last)
        while piece := client.recv(65_536):
            said += piece
    assert said.count("你好".encode()) == 5


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nA: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ",
        b"GET /",
    ],
    ids=["headers", "trailers", "address"],
)
@pytest.mark.parametrize(
    "piece", [b"a" * 10_000, b"a: b\r\n" * 2_000], ids=["one long header", "many headers"]
)
def test_head_has_a_limit(
    port: int, begun: bytes, piece: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 60)  # not closed for being slow
    with opened(port) as client:
        try:
            client.sendall(begun)
            for _ in range(1_000):
                client.sendall(piece)
            while client.recv(4_000):
                pass
        except ConnectionError:
            pass  # closed, as it should be; a connection left open times out


# --- time ---------------------------------------------------------------------------------------


def client_of(route: Any, seconds: float) -> TestClient:
    app = Starlette(routes=[Route("/", route, methods=["GET", "POST"])])
    return TestClient(BodyLimit(Deadline(app, seconds)) if seconds > 9 else Deadline(app, seconds))


def test_response_that_does_not_begin_is_given_up() -> None:
    go_on = threading.Event()
    ended = []

    async def slow(_: Request) -> Response:
        await run_in_threadpool(go_on.wait, 20)
        ended.append(True)
        return Response("too late")

    with client_of(slow, 0.05) as client:
        threading.Timer(0.5, go_on.set).start()
        response = client.get("/")
    assert response.status_code == 504
    assert "用的时间太长" in response.json()["error"]["message"]
    assert ended == [True]  # a thread is not left behind


def test_response_in_time_is_left_alone() -> None:
    async def quick(_: Request) -> Response:
        return JSONResponse({"said": "你好"})

    with client_of(quick, 10) as client:
        assert client.get("/").json() == {"said": "你好"}


def test_response_that_has_begun_may_take_its_time() -> None:
    from starlette.responses import StreamingResponse

    async def parts() -> Any:
        yield "一"
        await anyio.sleep(0.3)
        yield "二"

    async def streamed(_: Request) -> Response:
        return StreamingResponse(parts())

    with client_of(streamed, 0.1) as client:
        assert client.get("/").text == "一二"


async def call(app: Any, messages: list[dict[str, Any]], method: str = "POST") -> Any:
    """What an application sends when it is sent these messages, then nothing more."""
    sent: list[Any] = []
    coming = iter(messages)

    async def receive() -> Any:
        message = next(coming, None)
        if message is None:
            await anyio.sleep(1)
            return {"type": "http.disconnect"}
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": "/", "headers": []}
    await app(scope, receive, send)
    return sent


def test_body_that_does_not_come_is_given_up() -> None:
    read = []

    async def inside(_: Any, receive: Any, __: Any) -> None:
        read.append(await receive())

    half = {"type": "http.request", "body": b"{", "more_body": True}
    sent = asyncio.run(call(Deadline(BodyLimit(inside), 0.1), [half]))
    assert sent[0]["status"] == 408
    assert "没有及时传完" in sent[1]["body"].decode()
    assert read == []  # half a body never reaches what is inside


def test_body_cut_off_is_no_body() -> None:
    read = []

    async def inside(_: Any, receive: Any, __: Any) -> None:
        read.append(await receive())

    half = {"type": "http.request", "body": b'{"question": "x"}', "more_body": True}
    sent = asyncio.run(call(BodyLimit(inside), [half, {"type": "http.disconnect"}]))
    assert (read, sent) == ([], [])


# --- the page's own messages --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "shown", "words"),
    [
        (401, 401, "重新登录"),
        (403, 403, "别的网站"),
        (413, 413, "太长"),
        (429, 429, "太频繁"),
        (503, 429, "正在排队的问题太多"),
    ],
)
def test_refusals_are_what_the_page_can_show(status: int, shown: int, words: str) -> None:
    async def refused(_: Request) -> Response:
        return JSONResponse({"detail": "Queue is full."}, status)

    app = Starlette(routes=[Route(JOIN, refused, methods=["POST"])])
    response = TestClient(ChatErrors(app)).post(JOIN)
    assert response.status_code == shown
    assert list(response.json()) == ["detail"]
    assert words in response.json()["detail"]


def test_what_is_taken_goes_through() -> None:
    async def taken(_: Request) -> Response:
        return JSONResponse({"event_id": "1"})

    app = Starlette(routes=[Route(JOIN, taken, methods=["POST"])])
    assert TestClient(ChatErrors(app)).post(JOIN).json() == {"event_id": "1"}


def test_full_queue_of_the_page_is_told(assistant: Assistant) -> None:
    app = build_app(Services(assistant), ServerOptions(queue=1))
    client = TestClient(app)
    config = client.get("/config").json()
    event = next(
        d for d in config["dependencies"] if any(t[1] == "submit" for t in map(list, d["targets"]))
    )
    body = {
        "data": ["谁管消防车道", "条文", {"of": "t", "asked": [], "in": []}],
        "fn_index": event["id"],
        "session_hash": "a",
        "trigger_id": None,
    }
    codes = [client.post(JOIN, json={**body, "session_hash": str(n)}) for n in range(4)]
    refused = [c for c in codes if c.status_code != 200]
    assert refused
    assert all("正在排队的问题太多" in r.json()["detail"] for r in refused)


# --- guesses ------------------------------------------------------------------------------------


def test_guesses_sent_at_once_are_stopped_too(
    users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    auth, tried, check = Auth(users, EndedSessions.beside(users.path)), [], users.check

    def counted(name: str, password: str) -> User | None:
        tried.append(password)
        return check(name, password)

    monkeypatch.setattr(users, "check", counted)
    scope = {"type": "http", "client": ("192.0.2.7", 1), "headers": []}

    async def guess() -> None:
        async with anyio.create_task_group() as group:
            for n in range(30):
                group.start_soon(auth.check, scope, NAME, f"wrong {n}")

    anyio.run(guess)
    assert len(tried) <= 10


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_counts_as_one_client(host: str, network: str) -> None:
    assert network_of({"client": (host, 1)}) == network


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "12345678",
        "202611250842",
        "aaaaaaaa",
        "abababab",
        "password123",
        "P@ssw0rd!",
        "Qwerty12",
        "zhangsan2026",
        "x" * 300,
    ],
)
def test_weak_passwords(password: str) -> None:
    assert find_weakness("zhangsan", password)


@pytest.mark.parametrize(
    "password", [PASSWORD, "消防安全靠大家每一位", "k7#mQ2pz", "a new password"]
)
def test_good_passwords(password: str) -> None:
    assert find_weakness("zhangsan", password) == ""


@pytest.mark.parametrize("spoil", [lambda p: p.chmod(0o644), lambda p: p.write_text("")])
def test_secret_that_protects_nothing_is_refused(users: Users, spoil: Any) -> None:
    users.secret()
    spoil(users.path.with_suffix(".secret"))
    with pytest.raises(FiredutyError, match="请删除它"):
        users.secret()


def test_session_outlives_a_restart(assistant: Assistant, users: Users) -> None:
    options = ServerOptions(users=users.path)
    before = TestClient(build_app(Services(assistant), options), follow_redirects=False)
    assert log_in(before).status_code == 303
    after = TestClient(build_app(Services(assistant), options), cookies=before.cookies)
    assert after.get("/whoami").json() == {"user": NAME}


def test_whoami(assistant: Assistant, users: Users) -> None:
    open_to_all = TestClient(build_app(Services(assistant), ServerOptions()))
    assert open_to_all.get("/whoami").json() == {"user": None}
    closed = TestClient(build_app(Services(assistant), ServerOptions(users=users.path)))
    assert closed.get("/whoami").status_code == 401
    assert closed.get("/whoami", auth=(NAME, PASSWORD)).json() == {"user": NAME}


def test_logout_by_link_asks_first(assistant: Assistant, users: Users) -> None:
    app = build_app(Services(assistant), ServerOptions(users=users.path))
    client = TestClient(app, follow_redirects=False, headers={"Accept": "text/html"})
    assert client.get("/logout").headers["Location"] == "/login"
    page = client.get("/logout", auth=(NAME, PASSWORD))
    assert '<form method="post" action="/logout">' in page.text


@pytest.mark.parametrize(
    "target", ["//evil.example/", "/login?next=//evil.example", "/%2f%2fevil.example", "/\\evil"]
)
def test_login_never_leads_elsewhere(assistant: Assistant, users: Users, target: str) -> None:
    app = build_app(Services(assistant), ServerOptions(users=users.path))
    client = TestClient(app, follow_redirects=False)
    url = httpx2.URL("http://testserver").copy_with(raw_path=target.encode())
    response = client.get(url, headers={"Accept": "text/html"})
    assert response.headers.get("Location", "/login") == "/login"


def test_pictures_may_be_shown_in_frames_of_the_page(assistant: Assistant) -> None:
    client = TestClient(build_app(Services(assistant), ServerOptions()))
    page = client.get("/view/matrix").headers
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in client.get("/").headers["Content-Security-Policy"]
    assert json.dumps(dict(page)).count("http://") == 0


# --- logs and metrics ---------------------------------------------------------------------------


def logged(**fields: object) -> str:
    record = logging.LogRecord("fireduty.access", logging.INFO, "", 0, "", (), None)
    record.fields = fields
    return logs.TextFormatter(questions=False).format(record)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v1/ask", "path=/api/v1/ask"),
        ("/a b", 'path="/a b"'),
        ("/\n2026-11-25 info 伪造", r'path="/\n2026-11-25 info 伪造"'),
        ("/\x1b[2J", r'path="/\u001b[2J"'),
        ('/"', r'path="/\""'),
    ],
)
def test_text_log_is_one_line_whatever_the_path(path: str, shown: str) -> None:
    line = logged(method="GET", path=path, status=200)
    assert line.endswith(f" info method=GET {shown} status=200")
    assert "\n" not in line


def test_text_log_has_the_place_of_a_failure_without_its_words() -> None:
    secret = "暗号"  # not in the line below, which a traceback shows
    try:
        raise ValueError(secret)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    said = logs.TextFormatter(questions=False).format(record)
    assert said.endswith("ValueError")
    assert "暗号" not in said
    assert "test_hardening" in said


@pytest.mark.parametrize(
    ("writing", "line"),
    [
        (None, None),
        (Writing("模型", "v1", problem=""), 'fireduty_model_total{problem=""} 1.0'),
        (Writing("模型", "v1", problem="timeout"), 'fireduty_model_total{problem="timeout"} 1.0'),
    ],
)
def test_problems_of_the_model_are_counted(
    assistant: Assistant, writing: Writing | None, line: str | None
) -> None:
    counted = Metrics()
    counted.answered(replace(assistant.answer("谁管消防车道"), writing=writing), 0.1)
    text = generate_latest(counted.registry).decode()
    lines = [found for found in text.splitlines() if found.startswith("fireduty_model_total")]
    assert lines == ([line] if line else [])


def test_nowhere_to_write_is_told(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._candidate_tempdir_list", lambda: ["/nowhere"])
    with pytest.raises(FiredutyError, match="--tmpfs /tmp"):
        serve(Services(assistant), "127.0.0.1", free_port(), prevent_thread_lock=True)


def test_two_programs_that_start_at_once_sign_with_one_secret(tmp_path: Path) -> None:
    for number in range(5):
        path, together = tmp_path / f"{number}.json", threading.Barrier(6)

        def sign(path: Path = path, together: threading.Barrier = together) -> bytes:
            together.wait()
            return Users(path).secret()

        with ThreadPoolExecutor(6) as pool:
            assert len({found.result() for found in [pool.submit(sign) for _ in range(6)]}) == 1
