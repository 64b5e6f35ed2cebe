"""Fault trials: host names, logins, malformed requests, proxies and model servers."""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.writer.failure import ModelError
from assistant.writer.model import ChatModel
from evals.faults.trial import Trial
from evals.openai_server import ScriptedServer

_PATIENCE = 120.0
_JOIN = "/gradio_api/queue/join"
_PASSWORD = "消防值班2026王芳"
#: (method, target, headers, body) of requests that no page of ours sends.
Sent = tuple[str, str, dict[str, bytes], bytes]
_JSON = {"Content-Type": b"application/json"}
_ODD: tuple[Sent, ...] = (
    ("OPTIONS", "*", {}, b""),
    ("GET", "*", {}, b""),
    ("GET", "//", {}, b""),
    ("GET", "/%00", {}, b""),
    ("GET", "/%ff%fe", {}, b""),
    ("BREW", "/api/v1/status", {}, b""),
    ("GET", "/gradio_api/queue/data?session_hash=over", {}, b""),
    ("GET", "/assets/%2e%2e/%2e%2e/etc/passwd", {}, b""),
    *(
        ("POST", _JOIN, _JSON, body)
        for body in (
            b'{"data": [], "fn_index": 999, "session_hash": "a"}',
            b'{"data": [], "fn_index": NaN, "session_hash": "a"}',
            b'{"data": ["x", null, {}], "fn_index": 0, "session_hash": "a"}',
            b"[" * 50_000,
            b"\xff",
        )
    ),
    ("POST", "/api/v1/ask", _JSON, b'{"question": "\\ud800"}'),
    ("POST", "/api/v1/ask", _JSON, b'{"question": ' + b"[" * 50_000),
    ("POST", "/api/v1/verify", _JSON, b'{"text": NaN}'),
    ("GET", "/api/v1/provision/%ed%a0%80", {}, b""),
)
_SIGN_IN: tuple[dict[str, bytes], ...] = (
    {"Authorization": b"Basic \xe9\xe9"},
    {"Authorization": b"Basic " + base64.b64encode(b"\xff:\xfe")},
    {"Authorization": b"Bearer \xe9"},
    {"Authorization": b"\xe9"},
    {"Cookie": b"fireduty_session=\xe9"},
)


@contextmanager
def _server(folder: Path, *options: str, **environment: str) -> Iterator[tuple[int, Path]]:
    """`fireduty serve` on a free port, ready; with the file that its words go to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    told = folder / "told.txt"
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), *options]
    surroundings = {
        **os.environ,
        "FIREDUTY_HOME": str(folder / "home"),
        "FIREDUTY_FEEDBACK": "off",
        **environment,
    }
    with told.open("wb") as out:
        process = subprocess.Popen(command, env=surroundings, stderr=out)
        try:
            _wait(port, process)
            yield port, told
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if _ask(port, ("GET", "/readyz", {}, b""))[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"没有启动，退出码 {process.poll()}")


def _ask(port: int, sent: Sent) -> tuple[int, bytes, dict[str, str]]:
    method, target, headers, body = sent
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest(method, target, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())
    finally:
        connection.close()


def _quiet(told: Path) -> str | None:
    return "日志里有 Traceback" if b"Traceback" in told.read_bytes() else None


def _odd_requests(folder: Path) -> str | None:
    with _server(folder) as (port, told):
        for sent in _ODD:
            status, _, _ = _ask(port, sent)
            if not 400 <= status < 500:
                return f"{sent[0]} {sent[1]} {sent[3][:60]!r} → {status}"
        return _quiet(told)


def _foreign_hosts(folder: Path) -> str | None:
    with _server(folder, "--allow-host", "fire.example") as (port, _):
        wanted = {b"attacker.example": 421, b"127.0.0.1.attacker.example": 421, b"192.0.2.7": 421}
        wanted |= {b"localhost": 200, b"127.0.0.1:80": 200, b"[::1]": 200, b"FIRE.example": 200}
        for host, status in wanted.items():
            headers = {"Host": host, "X-Forwarded-Host": b"localhost"}
            got = _ask(port, ("GET", "/healthz", headers, b""))[0]
            if got != status:
                return f"Host: {host.decode()} → {got}"
    return None


def _add_user(users: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "user", "add", "王芳", "--stdin"]
    surroundings = {**os.environ, "FIREDUTY_USERS": str(users), "PYTHONUTF8": "1"}
    subprocess.run(
        command, env=surroundings, input=_PASSWORD.encode(), check=True, capture_output=True
    )


def _odd_logins(folder: Path) -> str | None:
    users = folder / "users.json"
    _add_user(users)
    with _server(folder, "--auth", "--users", str(users)) as (port, told):
        for headers in _SIGN_IN:
            status, _, _ = _ask(port, ("GET", "/api/v1/status", headers, b""))
            if status != 401:
                return f"{headers} → {status}"
        form = {
            "Cookie": b"fireduty_form=\xe9",
            "Content-Type": b"application/x-www-form-urlencoded",
        }
        status, _, _ = _ask(port, ("POST", "/login", form, b"token=x&name=a&password=b"))
        if status != 403:
            return f"登录表单 → {status}"
        users.write_text("[" * 20_000, "utf-8")
        status, said, _ = _ask(port, ("GET", "/whoami", {"Authorization": b"Bearer x"}, b""))
        if status != 401 or "用户文件" not in said.decode():
            return f"用户文件坏了 → {status}"
        return _quiet(told)


def _socks_proxy(folder: Path) -> str | None:
    for proxy in ("socks5://127.0.0.1:9", "socks://127.0.0.1:9", "http://127.0.0.1:9"):
        with _server(folder, ALL_PROXY=proxy, HTTPS_PROXY=proxy) as (port, told):
            body = json.dumps({"question": "第一条"}).encode()
            status, _, _ = _ask(port, ("POST", "/api/v1/ask", _JSON, body))
            if status != 200 or _quiet(told):
                return f"{proxy} → {status}"
    return None


def _model(name: str, kind: str, most: float) -> Callable[[Path], str | None]:
    def run(_: Path) -> str | None:
        with ScriptedServer() as server:
            messages = (("system", "s"), ("human", "<question>消防</question>"))
            list(ChatModel("faithful", server.url, None, 60)(messages, threading.Event()))  # warm
            started = time.monotonic()
            try:
                list(ChatModel(name, server.url, None, 2)(messages, threading.Event()))
                return "没有失败"
            except ModelError as error:
                took = time.monotonic() - started
                if error.kind != kind or took > most:
                    return f"{error.kind}，用了 {took:.1f} 秒"
            time.sleep(0.5)
            return "连接还开着" if name == "comments" and not server.served[-1].left else None

    return run


TRIALS: tuple[Trial, ...] = (
    Trial("http", "别的域名指到本机", "只答自己的主机名，别的 421", _foreign_hosts, slow=True),
    Trial("http", "页面不会发的请求", "一律 4xx，没有 Traceback", _odd_requests, slow=True),
    Trial(
        "http", "任意字节的登录、坏了的用户文件", "401、403，没有 Traceback", _odd_logins, slow=True
    ),
    Trial("http", "环境变量里有代理", "照样启动、照样回答", _socks_proxy, slow=True),
    Trial("http", "模型要求等一小时", "不等", _model("later", "later", 1.5), slow=True),
    Trial("http", "模型只发注释", "到时限断开", _model("comments", "slow", 4), slow=True),
)
