"""Serving an office: who gets in, how often, what is logged, and how it starts and stops."""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from click.testing import CliRunner
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from corpus.errors import USAGE, FiredutyError
from tests.support.accounts import NAME, PASSWORD, log_in, users_with_one
from tests.support.apps import build_app
from tests.support.servers import free_port
from ui.cli.main import main
from ui.web.guard import logs
from ui.web.guard.asgi import Proxies, is_local
from ui.web.guard.observed import kind_of
from ui.web.guard.users import Users
from ui.web.options import ServerOptions, check_proxies, clean_root_path, is_loopback
from ui.web.services import Services
from ui.web.serving import options_for

slow = pytest.mark.slow
QUESTION = "消防车道被堵了物业要干嘛"
HTML = {"Accept": "text/html"}
LOCAL = ("127.0.0.1", 50_000)
AWAY = ("192.0.2.7", 50_000)


Open = Callable[..., TestClient]


def opener(assistant: Assistant) -> Open:
    """Opens clients of applications, one application for the same options."""
    apps: dict[ServerOptions, Any] = {}

    def make(
        client: tuple[str, int] = AWAY, base: str = "http://testserver", **options: Any
    ) -> TestClient:
        asked = ServerOptions(**options)
        if asked not in apps:
            apps[asked] = build_app(Services(assistant), asked)
        return TestClient(
            apps[asked],
            base_url=base,
            client=client,
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    return make


@pytest.fixture
def served(assistant: Assistant) -> Open:
    """A client of an application with the given options; ``client`` is where it asks from."""
    return opener(assistant)


@pytest.fixture(scope="module")
def shared(assistant: Assistant) -> Open:
    """As ``served``, with applications that tests share: for those that leave nothing behind."""
    return opener(assistant)


# --- the users file -----------------------------------------------------------------------------


def test_file_holds_no_password_and_only_its_owner_reads_it(users: Users) -> None:
    assert PASSWORD not in users.path.read_text("utf-8")
    assert "$argon2id$" in users.path.read_text("utf-8")
    users.secret()
    for path in (users.path, users.path.with_suffix(".secret")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_that_others_may_read_is_refused(users: Users) -> None:
    users.path.chmod(0o644)
    with pytest.raises(FiredutyError, match="chmod 600"):
        Users(users.path).all()


def test_broken_file_is_told(users: Users) -> None:
    users.path.write_text("{", "utf-8")
    with pytest.raises(FiredutyError, match="读不出来"):
        Users(users.path).all()


@pytest.mark.parametrize(
    ("name", "password", "expected"),
    [
        (NAME, PASSWORD, NAME),
        (NAME, "wrong password", None),
        ("没有的人", PASSWORD, None),
        (NAME, "", None),
    ],
)
def test_check(users: Users, name: str, password: str, expected: str | None) -> None:
    found = users.check(name, password)
    assert (found.name if found else None) == expected


class Watched(PasswordHasher):
    """Remembers the hashes that passwords were compared with."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.compared.append(str(hash))
        return super().verify(hash, password)


def test_unknown_name_costs_a_hash_as_well(users: Users) -> None:
    hasher = Watched()
    hashed, users = hasher.compared, Users(users.path, hasher)
    users.check("没有的人", PASSWORD)
    users.check(NAME, "wrong password")
    assert len(hashed) == 2
    assert hashed[0].rsplit("$", 2)[0] == hashed[1].rsplit("$", 2)[0]  # the same cost


def test_another_process_is_seen(users: Users) -> None:
    reader = Users(users.path)
    assert list(reader.all()) == [NAME]
    users.add("李强", PASSWORD, "2026-11-25")
    assert list(reader.all()) == [NAME, "李强"]
    users.remove(NAME)
    assert list(reader.all()) == ["李强"]


@pytest.mark.parametrize("name", ["", "a:b", "长" * 33, "换\n行", 'a"b'])
def test_names_that_cannot_be(users: Users, name: str) -> None:
    with pytest.raises(FiredutyError, match="用户名应有"):
        users.add(name, PASSWORD, "2026-11-25")


def run(*arguments: str, text: str = "") -> Any:
    return CliRunner().invoke(main, list(arguments), input=text)


def test_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "office" / "users.json"
    monkeypatch.setenv("FIREDUTY_USERS", str(path))
    assert run("user", "list").stdout == ""
    assert run("user", "add", NAME, text=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert PASSWORD not in run("user", "list").output
    assert run("user", "list").stdout.startswith(f"{NAME}\t")
    assert extract_parameters(Users(path).all()[NAME].password) == RFC_9106_LOW_MEMORY
    again = run("user", "add", NAME, "--stdin", text=f"{PASSWORD}\n")
    assert again.exit_code == USAGE
    assert f"已经有用户「{NAME}」" in again.stderr
    other = run("user", "passwd", NAME, text="one password\nanother one\n")
    assert other.exit_code == USAGE
    assert "两次输入的密码不一样" in other.stderr
    assert run("user", "passwd", NAME, "--stdin", text="a new password\n").exit_code == 0
    assert Users(path).check(NAME, PASSWORD) is None
    assert Users(path).check(NAME, "a new password") is not None
    key = run("user", "key", NAME).stdout.strip()
    assert key not in path.read_text("utf-8")
    assert Users(path).of_key(key) is not None
    short = run("user", "add", "李强", "--stdin", text="short\n")
    assert "密码应有 8 到" in short.stderr
    assert run("user", "remove", NAME, text="n\n").exit_code != 0
    assert list(Users(path).all()) == [NAME]
    assert run("user", "remove", NAME, "--yes").exit_code == 0
    assert Users(path).of_key(key) is None
    assert "没有用户" in run("user", "remove", NAME, "--yes").stderr


# --- whether one must log in --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("host", "asked", "must"),
    [
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"auth": True}, True),
        ("127.0.0.1", {"proxies": ("127.0.0.1",)}, True),
        ("127.0.0.1", {"proxies": ("127.0.0.1",), "auth": False}, False),
        ("0.0.0.0", {}, True),
        ("0.0.0.0", {"auth": False}, False),
        ("::", {}, True),
    ],
)
def test_login_is_required_where_others_come_in(
    tmp_path: Path, users: Users, host: str, asked: dict[str, Any], must: bool
) -> None:
    assert options_for(host, users=users.path, **asked).users == (users.path if must else None)
    nobody = tmp_path / "nobody.json"
    if must:
        with pytest.raises(FiredutyError, match="fireduty user add") as refused:
            options_for(host, users=nobody, **asked)
        assert refused.value.exit_code == USAGE
    else:
        options_for(host, users=nobody, **asked)


def test_refuses_to_start_with_one_line(tmp_path: Path, environment: Path) -> None:
    result = run("serve", "--host", "0.0.0.0", "--users", str(tmp_path / "none.json"))
    assert result.exit_code == USAGE
    assert len(result.stderr.strip().splitlines()) == 1
    assert "要先有用户" in result.stderr
    assert "--no-auth" in result.stderr


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", ""), ("/", ""), ("fire", "/fire"), ("/fire/", "/fire"), ("/a/b", "/a/b")],
)
def test_root_path(written: str, expected: str) -> None:
    assert clean_root_path(written) == expected


@pytest.mark.parametrize("written", ["//evil.example", "/a?b", "/消防", "/a b"])
def test_root_path_that_is_none(written: str) -> None:
    with pytest.raises(FiredutyError, match="--root-path"):
        clean_root_path(f"/x/{written}")


@pytest.mark.parametrize("written", ["*", "localhost", "10.0.0.0/99", ""])
def test_proxy_that_is_none(written: str) -> None:
    with pytest.raises(FiredutyError, match="--trusted-proxy"):
        check_proxies((written,))


# --- logging in ---------------------------------------------------------------------------------


def test_everything_needs_a_login(served: Open, users: Users) -> None:
    client = served(users=users.path)
    for path in ("/", "/config", "/api/v1/docs", "/api/v1/openapi.json", "/view/completions"):
        assert client.get(path).status_code == 401
    assert client.post("/gradio_api/queue/join", json={}).status_code == 401
    page = client.get("/", headers=HTML)
    assert (page.status_code, page.headers["Location"]) == (303, "/login")
    refused = client.get("/api/v1/status", headers=HTML)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "unauthorized"
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_login_page_is_ours_and_in_chinese(served: Open, users: Users) -> None:
    page = served(users=users.path).get("/login")
    visible = re.sub("<(style|script).*?</\\1>|<[^>]*>", "", page.text, flags=re.DOTALL)
    assert re.findall("[A-Za-z]{2,}", visible) == []
    assert "征求意见稿" in visible
    assert "http" not in page.text.replace("http-equiv", "")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


def test_session(served: Open, users: Users) -> None:
    client = served(users=users.path)
    done = log_in(client)
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    cookie = done.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert client.get("/api/v1/status").status_code == 200
    assert "退出登录" in client.get("/", headers=HTML).text
    assert client.post("/logout").status_code == 303
    assert client.get("/api/v1/status").status_code == 401


def test_logout_ends_a_copied_cookie_for_good(
    served: Open, users: Users, assistant: Assistant
) -> None:
    client = served(users=users.path)
    log_in(client)
    copied = dict(client.cookies)
    other = served(users=users.path)
    log_in(other)
    client.post("/logout")
    # In this process, and in one that is started later.
    for app in (served(users=users.path), opener(assistant)(users=users.path)):
        app.cookies.update(copied)
        assert app.get("/whoami").status_code == 401
    assert other.get("/whoami").json() == {"user": NAME}  # another session of the same user


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": b"Basic \xe9\xe9"},
        {"Authorization": b"Basic !!!"},
        {"Authorization": b"Basic " + base64.b64encode(b"\xff:\xff")},
        {"Authorization": b"Bearer \xe9"},
        {"Authorization": b"\xe9"},
        {"Cookie": b"fireduty_session=\xe9"},
    ],
)
def test_login_headers_of_any_bytes(served: Open, users: Users, headers: dict[str, Any]) -> None:
    assert served(users=users.path).get("/api/v1/status", headers=headers).status_code == 401


def test_form_cookie_of_any_bytes(served: Open, users: Users) -> None:
    client = served(users=users.path)
    page = client.get("/login").text
    token = re.search('name="token" value="([^"]+)"', page)
    assert token is not None
    client.cookies.clear()
    form = {"name": NAME, "password": PASSWORD, "token": token[1]}
    headers: Any = {"Cookie": b"fireduty_form=\xe9"}
    assert client.post("/login", data=form, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"users": [1]}',
        '{"users": [{"name": 1, "password": 2, "created": 3}]}',
        "[" * 50_000,
        '{"users": [{"name": "\\ud800", "password": "x", "created": "x"}]}',
    ],
)
def test_users_file_that_breaks_while_serving_lets_nobody_in(
    served: Open, users: Users, broken: str
) -> None:
    client = served(users=users.path)
    log_in(client)
    whole = users.path.read_text("utf-8")
    users.path.write_text(broken, "utf-8")
    assert client.get("/healthz").status_code == 200
    refused = client.get("/whoami")
    assert refused.status_code == 401
    assert str(users.path) not in refused.text
    assert log_in(client).status_code == 403
    users.path.write_text(whole, "utf-8")
    assert client.get("/whoami").json() == {"user": NAME}


def test_session_over_https_is_for_https_only(served: Open, users: Users) -> None:
    client = served(users=users.path, base="https://testserver")
    done = log_in(client)
    assert "Secure" in done.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in done.headers


@pytest.mark.parametrize("name", [NAME, "没有的人", "' OR 1=1", "<script>alert(1)</script>"])
def test_wrong_password_and_unknown_name_look_the_same(
    served: Open, users: Users, name: str
) -> None:
    refused = log_in(served(users=users.path), name, "wrong password")
    assert refused.status_code == 401
    assert '<p class="error" role="alert">用户名或密码不对</p>' in refused.text
    assert "alert(1)" not in refused.text
    assert "fireduty_session" not in refused.headers.get("Set-Cookie", "")


def test_wrong_passwords_are_stopped_and_right_sessions_are_not(served: Open, users: Users) -> None:
    app_client = served(users=users.path)
    log_in(app_client)
    session = app_client.cookies.get("fireduty_session")
    tries = [log_in(app_client, NAME, "wrong password").status_code for _ in range(12)]
    assert tries[:5] == [401] * 5
    assert tries[-1] == 429
    assert log_in(app_client).status_code == 429  # even the right one
    assert session
    assert app_client.get("/api/v1/status").status_code == 200


@pytest.mark.parametrize("end", ["password", "removed"])
def test_session_ends_with_the_password_and_with_the_user(
    served: Open, users: Users, end: str
) -> None:
    client = served(users=users.path)
    log_in(client)
    if end == "password":
        users.set_password(NAME, "another password")
    else:
        users.remove(NAME)
    assert client.get("/api/v1/status").status_code == 401


def test_forged_session(served: Open, users: Users) -> None:
    client = served(users=users.path)
    log_in(client)
    good = client.cookies["fireduty_session"]
    for bad in (f"{good}x", good[1:], "", "a.b.c", good.split(".")[0]):
        client.cookies.clear()
        client.cookies.set("fireduty_session", bad)
        assert client.get("/api/v1/status").status_code == 401


def test_form_of_another_page_is_refused(served: Open, users: Users) -> None:
    client = served(users=users.path)
    other = served(users=users.path)
    token = re.search('name="token" value="([^"]+)"', other.get("/login").text)
    assert token is not None
    client.get("/login")
    for given in ("", "x", token[1]):
        form = {"name": NAME, "password": PASSWORD, "token": given}
        assert client.post("/login", data=form).status_code == 403
    assert client.get("/api/v1/status").status_code == 401


def test_programs_use_a_key_or_a_password(served: Open, users: Users) -> None:
    client, key = served(users=users.path), users.set_key(NAME)

    def status(authorization: str) -> int:
        return client.get("/api/v1/status", headers={"Authorization": authorization}).status_code

    def basic(pair: str) -> str:
        return "Basic " + base64.b64encode(pair.encode()).decode()

    assert status(f"Bearer {key}") == 200
    assert status(f"bearer {key}") == 200
    assert status(f"Bearer {key}x") == 401
    assert status("Bearer ") == 401
    assert [status(basic(f"{NAME}:{PASSWORD}")) for _ in range(2)] == [200, 200]
    assert status(basic(f"{NAME}:wrong password")) == 401
    assert status("Basic ***") == 401
    users.set_password(NAME, "another password")
    assert status(basic(f"{NAME}:{PASSWORD}")) == 401


# --- requests of other sites --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}, False),
    ],
)
def test_only_our_own_pages_change_anything(
    shared: Open, headers: dict[str, str], allowed: bool
) -> None:
    client = shared(rate=0)
    response = client.post("/api/v1/ask", json={"question": "谁管消防车道"}, headers=headers)
    assert response.status_code == (200 if allowed else 403)
    assert client.get("/api/v1/status", headers=headers).status_code == 200
    assert "access-control-allow-origin" not in response.headers


# --- limits -------------------------------------------------------------------------------------


def test_rate_is_for_each_client_and_only_for_what_costs(served: Open) -> None:
    client = served(rate=5)
    codes = [client.get("/api/v1/status").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    refused = client.get("/api/v1/status")
    assert refused.headers["Retry-After"]
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert client.get("/").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_rate_counts_users_not_their_common_address(
    served: Open, users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)  # no new minute begins meanwhile
    users.add("李强", PASSWORD, "2026-11-25")
    keys = [users.set_key(name) for name in (NAME, "李强")]
    client = served(users=users.path, rate=3)
    for key in keys:
        header = {"Authorization": f"Bearer {key}"}
        codes = [client.get("/api/v1/status", headers=header).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]


def test_body_without_a_length_is_counted(served: Open) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(300):
            yield b" " * 1000

    headers = {"Content-Type": "application/json"}
    response = served().post("/api/v1/ask", content=chunks(), headers=headers)
    assert response.status_code == 413


def test_a_document_to_check_may_be_larger_than_other_requests(served: Open) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    for client in (served(), served(rate=100)):
        large = client.post("/view/verify?name=甲.txt", content=b"\n" * 300_000, headers=headers)
        assert large.status_code == 200
        assert "没有读出来" in large.text  # it is blank
        assert client.post("/view/duties", content=b" " * 300_000).status_code == 413


def test_nothing_of_gradio_but_what_the_page_uses(served: Open) -> None:
    client = served(LOCAL)
    for path in (
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://example.org/",
        "/proxy=http://example.org/",
        "/gradio_api/run/ask",
        "/gradio_api/call/ask",
        "/gradio_api/component_server",
        "/gradio_api/deep_link",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, content=b"x").status_code == 404, path


# --- headers ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return users_with_one(tmp_path_factory.mktemp("accounts") / "users.json").path


@pytest.mark.parametrize("path", ["/", "/api/v1/status", "/api/v1/nothing", "/healthz", "/login"])
def test_security_headers(shared: Open, accounts: Path, path: str) -> None:
    for client in (shared(rate=0), shared(rate=0, users=accounts)):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert re.search("frame-ancestors '(none|self)'", policy)
        assert re.search("https?:|\\*", policy) is None
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


# --- behind a reverse proxy ---------------------------------------------------------------------


@pytest.mark.parametrize("kept", ["", "/fire"], ids=["prefix taken away", "prefix kept"])
def test_root_path_in_every_address(served: Open, users: Users, kept: str) -> None:
    client = served(users=users.path, root_path="/fire")
    assert client.get(f"{kept}/", headers=HTML).headers["Location"] == "/fire/login"
    assert 'action="/fire/login"' in client.get(f"{kept}/login").text
    nonce = client.get(f"{kept}/login").headers["Set-Cookie"]
    assert "Path=/fire" in nonce
    page = client.get(f"{kept}/login")
    token = re.search('name="token" value="([^"]+)"', page.text)
    assert token is not None
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    done = client.post(
        f"{kept}/login",
        data={"name": NAME, "password": PASSWORD, "token": token[1]},
        headers={"Cookie": cookie},
    )
    assert done.headers["Location"] == "/fire/"
    session = {"Cookie": done.headers["Set-Cookie"].partition(";")[0]}
    assert client.get(f"{kept}/api/v1/provision/19.5", headers=session).status_code == 200
    document = client.get(f"{kept}/api/v1/openapi.json", headers=session).json()
    assert document["servers"] == [{"url": "/fire"}]
    shown = client.get(f"{kept}/", headers=session | HTML).text
    assert '"root":"http://testserver/fire"' in shown.replace(" ", "")


def scope_seen(trusted: tuple[str, ...], peer: str, headers: dict[str, str]) -> dict[str, Any]:
    """The scope that reaches what is inside ``Proxies``."""
    import anyio

    seen: dict[str, Any] = {}

    async def inside(scope: Any, _: Any, __: Any) -> None:
        seen.update(scope)

    raw = [(k.lower().encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "scheme": "http", "client": (peer, 1), "headers": raw, "path": "/"}
    anyio.run(Proxies(inside, trusted), scope, None, None)
    return seen


FORWARDED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "fire.example",
    "X-Real-IP": "198.51.100.9",
    "Forwarded": "for=198.51.100.9",
    "Host": "inside",
}


@pytest.mark.parametrize(
    ("trusted", "peer", "believed"),
    [
        (("10.0.0.1",), "10.0.0.1", True),
        (("10.0.0.0/8",), "10.2.3.4", True),
        (("10.0.0.1",), "10.0.0.2", False),
        ((), "127.0.0.1", False),
        (("10.0.0.1",), "testclient", False),
    ],
)
def test_forwarding_headers_only_from_trusted_proxies(
    trusted: tuple[str, ...], peer: str, believed: bool
) -> None:
    seen = scope_seen(trusted, peer, FORWARDED)
    names = {name for name, _ in seen["headers"]}
    assert seen["client"][0] == ("198.51.100.9" if believed else peer)
    assert seen["scheme"] == ("https" if believed else "http")
    assert (b"x-forwarded-host" in names) is believed
    assert b"host" in names
    assert not is_local(seen)


def test_a_client_that_adds_to_the_chain_does_not_become_another() -> None:
    chain = {"X-Forwarded-For": "127.0.0.1, 198.51.100.9"}
    assert scope_seen(("10.0.0.1",), "10.0.0.1", chain)["client"][0] == "198.51.100.9"


# --- health, metrics, logs ----------------------------------------------------------------------


def test_ready_needs_a_register_that_can_be_read(
    served: Open, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = served()
    assert client.get("/readyz").json() == {"status": "ready", "problems": []}

    def broken(_: Assistant) -> None:
        raise FiredutyError("register.toml 第 3 行读不出来")

    monkeypatch.setattr(Assistant, "lookups", property(broken))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == ["register.toml 第 3 行读不出来"]
    assert client.get("/healthz").status_code == 200


def test_metrics_count_without_any_text(served: Open) -> None:
    client = served(LOCAL)
    for question in (QUESTION, "堵了消防通道要罚多少钱", "\u200b"):
        client.post("/api/v1/ask", json={"question": question, "history": ["谁管消防车道"]})
    client.get("/api/v1/provision/暗号甲乙丙")
    client.get("/暗号甲乙丙")
    text = client.get("/metrics").text
    assert 'fireduty_answers_total{outcome="answered",reason=""} 1.0' in text
    assert 'fireduty_answers_total{outcome="refused",reason="not_stated"} 1.0' in text
    assert 'fireduty_answers_total{outcome="rejected",reason=""} 1.0' in text
    assert "fireduty_answer_seconds_count 2.0" in text
    assert 'fireduty_http_requests_total{kind="api/ask",status="200"} 2.0' in text
    assert 'fireduty_http_requests_total{kind="api/provision",status="400"} 1.0' in text
    assert re.search("[\u4e00-\u9fff]", text) is None


def test_metrics_are_for_this_machine_and_for_users(served: Open, users: Users) -> None:
    through = {"X-Forwarded-For": "198.51.100.9"}
    assert served(LOCAL).get("/metrics").status_code == 200
    assert served(LOCAL).get("/metrics", headers=through).status_code == 403
    assert served(AWAY).get("/metrics").status_code == 403
    assert served(LOCAL, users=users.path).get("/metrics").status_code == 200
    assert served(AWAY, users=users.path).get("/metrics").status_code == 401
    key = {"Authorization": f"Bearer {users.set_key(NAME)}"}
    assert served(AWAY, users=users.path).get("/metrics", headers=key).status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/ask", "api/ask"),
        ("/api/v1/provision/19.5", "api/provision"),
        ("/api/v1/anything", "page"),
        ("/view/duties", "view"),
        ("/download/duties.xlsx", "download"),
        ("/gradio_api/queue/join", "chat"),
        ("/login", "login"),
        ("/暗号", "page"),
        ("/", "page"),
    ],
)
def test_kinds_are_few(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.fixture
def lines() -> Iterator[Callable[[bool], Callable[[], list[dict[str, Any]]]]]:
    """Starts logging to memory; gives what was logged, line by line."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def start(questions: bool) -> Callable[[], list[dict[str, Any]]]:
        logs.configure(questions=questions, access=True)
        stream = io.StringIO()
        root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
        return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]

    yield start
    root.handlers[:], root.level = before, level


@pytest.mark.parametrize("allowed", [False, True])
def test_logs_hold_no_question_unless_allowed(
    served: Open, users: Users, lines: Any, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = lines(allowed)
    client = served(users=users.path, log_questions=allowed)
    key = {"Authorization": f"Bearer {users.set_key(NAME)}"}
    client.post("/api/v1/ask", json={"question": "暗号养老院夜里做什么"}, headers=key)
    client.get("/api/v1/search?q=暗号", headers=key)
    client.get("/api/v1/provision/暗号", headers=key)
    client.get("/view/completions?typed=暗号", headers=key)

    said = "暗号"

    def broken(*_: object, **__: object) -> None:
        raise ValueError(said)

    monkeypatch.setattr("ui.web.api.asking.search_documents", broken)
    assert client.get("/api/v1/search?q=暗号", headers=key).status_code == 500
    text = json.dumps(logged(), ensure_ascii=False)
    assert ("暗号" in text) is allowed
    asked = [line for line in logged() if line["logger"] == "fireduty.answers"]
    assert [line["outcome"] for line in asked] == ["answered"]
    assert asked[0].get("question") == ("暗号养老院夜里做什么" if allowed else None)
    access = next(line for line in logged() if line["logger"] == "fireduty.access")
    assert (access["method"], access["path"], access["status"], access["user"]) == (
        "POST",
        "/api/v1/ask",
        200,
        NAME,
    )
    assert any("ValueError" in line.get("error", "") for line in logged())


@pytest.mark.parametrize("text", [True, False])
def test_nothing_in_a_log_steers_a_terminal_or_adds_a_line(text: bool) -> None:
    formatter = (logs.TextFormatter if text else logs.JsonFormatter)(questions=True)
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "\x1b[31m红\x9b\u2028二\r\n三\u202e\x07", None, None
    )
    try:
        raise ValueError("\x1b]0;题\x07\n假的一行")
    except ValueError:
        record.exc_info = sys.exc_info()
    said = formatter.format(record)
    assert all(c.isprintable() or c == "\n" for c in said)
    assert "假的一行" in said
    assert not any(line.startswith("假的一行") for line in said.splitlines())
    assert text or json.loads(said)["message"].startswith("\x1b[31m红\x9b\u2028二")


# --- as a process -------------------------------------------------------------------------------


def started(home: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), *options]
    environment = {**os.environ, "FIREDUTY_HOME": str(home), "FIREDUTY_FEEDBACK": "off"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/readyz").close()
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    return process, url


@slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_in_order_with_a_page_open(home: Path, number: signal.Signals) -> None:
    process, url = started(home, "--log")
    with urllib.request.urlopen(f"{url}/gradio_api/heartbeat/abc") as beat:
        assert beat.readline().startswith(b"data")
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    text = said.splitlines()
    assert text[-1] == "已停止"
    assert any(line == f"已启动：{url}" for line in text)
    assert "Traceback" not in said
    access = [json.loads(line) for line in text if line.startswith("{")]
    assert {"/readyz"} <= {line.get("path") for line in access}


@slow
def test_asking_in_a_terminal_loads_no_server(home: Path) -> None:
    code = (
        "import sys; from ui.cli.main import main\n"
        "try: main(['ask', '谁管消防车通道'])\n"
        "except SystemExit: pass\n"
        "found = {'fastapi', 'gradio', 'torch', 'mcp', 'argon2', 'limits', 'uvicorn', "
        "'prometheus_client', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)"
    )
    environment = {**os.environ, "FIREDUTY_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@slow
def test_quick_import_of_gradio_changes_nothing_else() -> None:
    code = (
        "import inspect, sys; before = inspect.getfile\n"
        "from ui.web.gradio_import import import_gradio; import_gradio()\n"
        "assert 'mcp' not in sys.modules and inspect.getfile is before\n"
        "import gradio, mcp.server\n"
        "assert inspect.getfile(gradio.Textbox).endswith('textbox.py')\n"
        "with gradio.Blocks() as page: box = gradio.Textbox(); box.submit(str, box, box)\n"
        "import_gradio()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
