"""The page's HTML document: our words alone, and something to read without a script."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from tests.support.apps import build_app
from tests.support.html_reader import Reader
from ui.web.services import Services

BROWSER = {"accept": "text/html,*/*"}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(build_app(Services(assistant)))


def test_the_document_previews_in_our_words(client: TestClient) -> None:
    html = client.get("/").text
    assert html.count("<body") == 1
    assert '<html\n\tlang="zh-CN"' in html
    assert '<meta property="og:title" content="消防责任助手">' in html
    for foreign in (
        "Click to try",
        "@Gradio",
        "@teamGradio",
        "https://gradio.app",
        'content="Gradio"',
    ):
        assert foreign not in html


def test_the_text_is_read_without_a_script(client: TestClient, assistant: Assistant) -> None:
    assert "<noscript>" in client.get("/").text
    assert assistant.regulation.title in client.get("/read").text
    page = Reader(client.get(f"/read/{assistant.regulation.key}").text)
    assert assistant.regulation.leaves()[-1].text in page.text
    assert "不作为执法依据" in page.text


@pytest.mark.parametrize("path", ["/没有", "/read/没有这部", "/assets/none"])
def test_a_page_that_is_none_is_told_as_a_page(client: TestClient, path: str) -> None:
    shown = client.get(path, headers=BROWSER)
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有这个页面" in shown.text
    assert client.get(path).json()["error"]["code"] == "not_found"
    assert "error" in client.get("/api/v1/none", headers=BROWSER).json()
