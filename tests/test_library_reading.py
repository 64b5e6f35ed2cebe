"""Files that are sent to the page: read, shown, confirmed, and what the interface says of doubtful ones."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.errors import FiredutyError
from index.reading import AddedPath, read_sent
from tests.support.accounts import log_in, users_with_one
from tests.support.apps import build_app
from tests.support.html_reader import ATTACK, Reader
from tests.support.word_files import paragraph, part, word_file
from ui.web.api.library import LibraryEditor
from ui.web.live import LiveAssistant
from ui.web.options import ServerOptions
from ui.web.services import Services
from ui.web.views.library_reading import render_reading, render_unread

LINES = ("小镇灯会办法", "第一条　灯会主办人应当报备。", "第三条　不得放火。")
WORD = word_file(
    "".join(map(paragraph, LINES)), {"word/header1.xml": part("hdr", paragraph("内部资料"))}
)
TEXT = "\n".join(LINES)


@pytest.fixture
def live(home: Path, tmp_path: Path) -> LiveAssistant:
    shutil.copytree(home, tmp_path / "home")
    return LiveAssistant(Settings(tmp_path / "home"))


def test_a_report_says_what_was_read_left_out_and_is_in_doubt() -> None:
    html = render_reading(read_sent(WORD, "灯会.docx", "builtin"))
    for words in (
        "读取报告：灯会.docx",
        "Word 文档（.docx）",
        "《小镇灯会办法》",
        "第一条至第三条，共 2 条",
        "条连续：正文：第三条前面是第 1 条",
        "页眉：「内部资料」",
        "收录</button>",
    ):
        assert words in html
    assert f"\n{TEXT}</textarea>" in html


def test_nothing_of_a_file_is_html() -> None:
    read = read_sent(f"{ATTACK}\n第一条 {ATTACK}。\n".encode(), f"{ATTACK}.txt", "builtin")
    for html in (render_reading(read), render_reading(read, ATTACK), render_unread(ATTACK)):
        assert Reader(html).tags["img"] == 0


def test_what_is_in_doubt_must_be_confirmed(live: LiveAssistant) -> None:
    editor = LibraryEditor(live)
    for change in (editor.add, lambda text: editor.update("消防法", text)):
        with pytest.raises(FiredutyError, match=r"要先核对：条连续.*confirmed: true") as caught:
            change(TEXT)
        assert "/" not in str(caught.value)
    added = editor.add(TEXT, "灯会.docx", sure=True)
    assert (added["key"], added["changed"]) == ("小镇灯会办法", True)
    assert "小镇灯会办法" in live.library.keys


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("灯会.docx", "灯会"),
        ("../../灯会.txt", "灯会"),
        ("C:\\文件\\灯会.txt", "灯会"),
        ("..", "这份文本"),
    ],
)
def test_a_text_without_a_title_has_that_of_its_file(
    name: str, title: str, live: LiveAssistant
) -> None:
    read = LibraryEditor(live).read("第一条 不得放火。\n第二条 报备。\n".encode(), name)
    assert read.document is not None
    assert read.document.regulation.title == title


def test_only_who_is_logged_in_has_files_read(live: LiveAssistant, tmp_path: Path) -> None:
    users = users_with_one(tmp_path / "users.json")
    services = Services(cast(Assistant, live))
    client = TestClient(
        build_app(services, ServerOptions(users=users.path)), follow_redirects=False
    )
    url = "/view/library/reading?name=灯会.docx"
    assert client.post(url, content=WORD).status_code in (302, 303, 401, 403)
    log_in(client)
    origin = {"Origin": "http://testserver"}
    shown = client.post(url, content=WORD, headers=origin)
    assert shown.status_code == 200
    assert "读取报告：灯会.docx" in shown.text
    broken = client.post(url, content=WORD[:300], headers=origin)
    assert "灯会.docx 已损坏" in broken.text
    large = client.post(url, content=b"x" * 20_000_001, headers=origin)
    assert large.status_code == 413
    assert [d["key"] for d in client.get("/api/v1/library").json()["documents"]][3:] == []


def test_an_open_service_reads_no_files(live: LiveAssistant) -> None:
    client = TestClient(build_app(Services(cast(Assistant, live))))
    assert client.post("/view/library/reading?name=x", content=WORD).status_code in (403, 404, 405)


def test_a_reading_knows_if_somebody_must_look() -> None:
    assert read_sent(WORD, "x.docx", "builtin").is_doubtful
    clean = "小镇灯会办法\n第一条 报备。\n第二条 不得放火。\n"
    assert not read_sent(clean.encode(), "x.txt", "builtin").is_doubtful
    assert not AddedPath(Path("x")).is_doubtful
