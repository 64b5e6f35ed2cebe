"""Logging in with a real browser, through a reverse proxy that shows the program under /fire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from assistant.assistant import Assistant
from tests.support.accounts import NAME, PASSWORD, users_with_one
from tests.support.browser import BOX, ask, opened
from tests.support.servers import free_port, in_background, serving
from ui.web.options import ServerOptions
from ui.web.services import Services

pytestmark = pytest.mark.slow
QUESTION = "消防车道被堵了物业要干嘛"
WORDS = "及时劝阻和制止占用、堵塞、封闭疏散通道、安全出口、消防车通道等行为"


def proxy_to(port: int) -> Starlette:
    """Takes /fire away and passes the rest on, as nginx does with proxy_pass …/;."""
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=None)

    async def passing(request: Request) -> Response:
        headers = [(k, v) for k, v in request.headers.raw if k != b"connection"]
        forwarded = [(b"x-forwarded-for", b"198.51.100.9"), (b"x-forwarded-proto", b"http")]
        url = httpx.URL(path="/" + request.path_params["rest"], query=request.url.query.encode())
        asked = client.build_request(
            request.method, url, headers=[*headers, *forwarded], content=await request.body()
        )
        answer = await client.send(asked, stream=True)

        async def body() -> AsyncIterator[bytes]:
            try:
                async for part in answer.aiter_raw():
                    yield part
            finally:
                await answer.aclose()

        response = StreamingResponse(body(), answer.status_code)
        response.raw_headers = [(k.lower(), v) for k, v in answer.headers.raw]
        return response

    methods = ["GET", "HEAD", "POST"]
    return Starlette(routes=[Route("/fire/{rest:path}", passing, methods=methods)])


@pytest.fixture(scope="module")
def address(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    users = users_with_one(tmp_path_factory.mktemp("office") / "users.json")
    inside, outside = free_port(), free_port()
    options = ServerOptions(root_path="/fire", trusted_proxies=("127.0.0.1",), users=users.path)
    proxy = uvicorn.Config(proxy_to(inside), port=outside, log_level="error")
    with in_background(proxy), serving(Services(assistant), options, inside):
        yield f"http://127.0.0.1:{outside}/fire"


def log_in(page: Page, password: str) -> None:
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_from_the_login_to_an_answer_and_out(page: Page, address: str) -> None:
    outside: list[str] = []
    errors: list[str] = []
    own = (f"{address}/", "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None,
    )
    page.goto(f"{address}/#art-19-item-5")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    log_in(page, "wrong password")
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对")
    log_in(page, PASSWORD)
    expect(page.locator("#art-19-item-5")).to_be_in_viewport()
    page.get_by_role("link", name="问答", exact=True).click()
    ask(page, QUESTION)
    expect(page.locator("#chat blockquote").first).to_contain_text(WORDS)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(f"{address}/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert outside == []
    assert errors == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_login_page_fits(page: Page, address: str, width: int, colours: str) -> None:
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/login")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    small = "[...document.querySelectorAll('input:not([type=hidden]), button')]"
    heights = page.evaluate(f"{small}.map(e => e.getBoundingClientRect().height)")
    assert min(heights) >= 44
    expect(page.get_by_label("用户名")).to_be_focused()


def test_page_tells_why_a_question_was_not_taken(assistant: Assistant, page: Page) -> None:
    with serving(Services(assistant), ServerOptions(rate=5)) as url:
        page.goto(url)
        opened(page)
        expect(page.locator(".welcome")).to_be_visible()
        while httpx.get(f"{url}/api/v1/status").status_code == 200:
            pass  # until it has been too often
        page.fill(BOX, "谁管消防车道")
        page.press(BOX, "Enter")
        expect(page.locator(".toast-title").first).to_have_text("没有送出")
        expect(page.get_by_test_id("toast-text").first).to_contain_text("问得太频繁")
        expect(page.locator(BOX)).to_have_value("谁管消防车道")
