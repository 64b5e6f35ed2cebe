"""Whose names a server answers to: its own, and none that a page of another site brings along."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from corpus.errors import USAGE, FiredutyError
from ui.web.guard.asgi import Proxies
from ui.web.guard.hosts import Hosts, host_names

HERE = ("127.0.0.1", 40_000)
PROXY = ("192.0.2.9", 40_000)


@pytest.mark.parametrize(
    ("listens", "further", "written", "own"),
    [
        ("127.0.0.1", (), "127.0.0.1:7860", True),
        ("127.0.0.1", (), "localhost", True),
        ("127.0.0.1", (), "LocalHost.:7860", True),
        ("127.0.0.1", (), "127.9.9.9", True),
        ("127.0.0.1", (), "[::1]:7860", True),
        ("127.0.0.1", (), "attacker.example:7860", False),
        ("127.0.0.1", (), "localhost.attacker.example", False),
        ("127.0.0.1", (), "127.0.0.1.attacker.example", False),
        ("127.0.0.1", (), "127.0.0.1:80@attacker.example", False),
        ("127.0.0.1", (), "localhost,attacker.example", False),
        ("127.0.0.1", (), "192.0.2.4", False),
        ("127.0.0.1", (), "0.0.0.0:7860", False),
        ("127.0.0.1", (), "", False),
        ("::1", (), "[::1]", True),
        ("::1", (), "attacker.example", False),
        ("0.0.0.0", (), "192.0.2.4:7860", True),
        ("0.0.0.0", (), "[2001:db8::4]:7860", True),
        ("0.0.0.0", (), "attacker.example", False),
        ("fire.office.example", (), "fire.office.example:80", True),
        ("127.0.0.1", ("fire.example",), "FIRE.example:443", True),
        ("127.0.0.1", ("fire.example:8443",), "fire.example", True),
        ("127.0.0.1", ("fire.example",), "www.fire.example", False),
        ("127.0.0.1", ("消防.中国",), "xn--r1wm18f.xn--fiqs8s", True),
        ("127.0.0.1", ("*",), "anything.example", True),
    ],
)
def test_own_names(listens: str, further: tuple[str, ...], written: str, own: bool) -> None:
    assert host_names(listens, further).holds(written) is own


@given(st.text(max_size=80))
def test_any_header_is_a_name_or_none_and_never_an_error(written: str) -> None:
    host_names("127.0.0.1").holds(written)


def test_the_machine_is_known_by_its_name_where_others_come_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Desk-7.office.example")
    assert host_names("0.0.0.0").holds("desk-7.local:7860")
    assert host_names("0.0.0.0").holds("desk-7.office.example")
    assert not host_names("127.0.0.1").holds("desk-7")


@pytest.mark.parametrize("written", ["", "http://fire.example", "两 个 名 称", "a/b", "-" * 5_000])
def test_name_that_cannot_be_one_is_told(written: str) -> None:
    if written.startswith("-"):
        assert host_names("127.0.0.1", (written,)).holds(written)  # long, but a name
        return
    with pytest.raises(FiredutyError, match="--allow-host") as told:
        host_names("127.0.0.1", (written,))
    assert told.value.exit_code == USAGE


def asked(
    client: tuple[str, int], headers: dict[str, str], further: tuple[str, ...] = ()
) -> Response:
    async def hello(_: Request) -> Response:
        return PlainTextResponse("你好")

    inside = Hosts(Starlette(routes=[Route("/", hello)]), host_names("127.0.0.1", further))
    app = Proxies(inside, trusted=[PROXY[0]])
    return TestClient(app, client=client).get("/", headers=headers)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("client", "headers", "further", "answered"),
    [
        (HERE, {"Host": "127.0.0.1:7860"}, (), True),
        (HERE, {"Host": "attacker.example"}, (), False),
        # What a page may add to its own requests does not make its name ours.
        (HERE, {"Host": "attacker.example", "X-Forwarded-Host": "localhost"}, (), False),
        (HERE, {"Host": "attacker.example", "Forwarded": "host=localhost"}, (), False),
        # A trusted proxy answers for the names that it forwards, unless they were written down.
        (PROXY, {"Host": "fire.example", "X-Forwarded-For": "192.0.2.4"}, (), True),
        (PROXY, {"Host": "127.0.0.1:7860", "X-Forwarded-Host": "fire.example"}, (), True),
        (PROXY, {"Host": "fire.example"}, (), False),
        (
            PROXY,
            {"Host": "127.0.0.1", "X-Forwarded-Host": "fire.example"},
            ("fire.example",),
            True,
        ),
        (
            PROXY,
            {"Host": "127.0.0.1", "X-Forwarded-Host": "other.example"},
            ("fire.example",),
            False,
        ),
    ],
)
def test_who_may_name_what(
    client: tuple[str, int], headers: dict[str, str], further: tuple[str, ...], answered: bool
) -> None:
    response = asked(client, headers, further)
    assert response.status_code == (200 if answered else 421)
    assert answered or "--allow-host" in response.json()["error"]["message"]  # type: ignore[attr-defined]
