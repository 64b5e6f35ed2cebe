"""Several documents on the page, in a real browser: what is chosen, read and changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.readers.laws import Law
from evals.readers.make_pdf import make_single
from index.build import build_library
from index.embed import BUILTIN
from tests.support.accounts import NAME, PASSWORD, users_with_one
from tests.support.browser import PHONE, SIZES, ask, faults, go, opened, settled, watched
from tests.support.servers import serving
from tests.support.word_files import paragraph, part, word_file
from ui.web.live import LiveAssistant
from ui.web.options import ServerOptions
from ui.web.services import Services

pytestmark = pytest.mark.slow
PENALTY = "堵消防通道罚多少钱"
COUNTY = """某县消防条例

第一条 禁止在楼道内给电动自行车充电。违反的，依照《中华人民共和国消防法》第六十条处罚。

第二条 本条例自2020年7月1日起施行。
"""


@pytest.fixture(scope="module")
def url(librarian: Assistant) -> Iterator[str]:
    with serving(Services(librarian)) as found:
        yield found


@pytest.fixture
def site(page: Page, url: str) -> Iterator[Page]:
    with watched(page, url):
        yield page


def test_chosen_documents_are_asked_alone_and_remembered(site: Page) -> None:
    expect(site.locator("#documents .chosen")).to_have_text("全部 3 部")
    site.locator("#documents summary").focus()
    site.keyboard.press("Enter")
    for key in ("北京市消防条例", "细则"):
        site.locator(f"#documents input[value='{key}']").press("Space")
    last = site.locator("#documents input[value='消防法']")
    last.press("Space")  # none at all is no choice
    expect(last).to_be_checked()
    site.keyboard.press("Escape")
    expect(site.locator("#documents fieldset")).to_be_hidden()
    ask(site, PENALTY)
    expect(site.locator(".asked-of")).to_have_text("只问了：消防法")
    names = site.locator("#chat .chip").all_inner_texts()
    assert names
    assert all(name.startswith("消防法（现行有效）第六十条") for name in names)
    site.reload()
    opened(site)
    expect(site.locator("#documents .chosen")).to_have_text("只问消防法")
    expect(site.locator(".asked-of")).to_have_text("只问了：消防法")
    site.locator("#documents summary").click()
    site.get_by_role("button", name="全选").click()
    ask(site, PENALTY)
    expect(site.locator("#chat .turn").last).to_contain_text("北京市消防条例（现行有效）")
    expect(site.locator(".asked-of")).to_have_count(1)


def test_a_citation_opens_its_card_and_then_its_own_text(site: Page) -> None:
    ask(site, PENALTY)
    chip = site.locator("#chat .chip", has_text="北京市消防条例（现行有效）第八十九条第（四）项")
    chip.click()
    card = site.locator("#evidence .card.target")
    expect(card.locator("h3")).to_have_text("北京市消防条例（现行有效）第八十九条第（四）项")
    card.get_by_role("link", name="在全文中看").click()
    text = site.locator("#full-text .text-part[data-document='北京市消防条例']")
    expect(text.locator(".target")).to_contain_text("占用、堵塞、封闭消防车通道")
    site.go_back()
    expect(site.locator("#chat .chip").first).to_be_visible()
    go(site, "art-10-item-2")  # as links were before there were several
    expect(site.locator("#full-text .text-part[data-document='细则'] .target")).to_be_visible()


def test_the_document_to_read_is_chosen_and_searched(site: Page) -> None:
    go(site, "text?in=消防法")
    expect(site.locator("#full-text .facts-of")).to_contain_text("现行有效（据所收版本")
    site.fill("#finder-words", "罚款")
    expect(site.locator(".finder output")).to_contain_text(" / ")
    site.locator("#outline select").select_option("细则")
    expect(site.locator("#full-text .facts-of")).to_contain_text("征求意见稿，尚未施行")
    expect(site.locator("#full-text mark.hit")).to_have_count(0)
    site.locator("#outline .contents a").nth(1).click()
    expect(site.locator("#full-text h3.target")).to_be_in_viewport()
    go(site, "text?in=刑法")
    expect(site.locator("#full-text .trouble")).to_contain_text("没有收录「刑法」")


@SIZES
def test_nothing_is_wider_than_the_screen(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size({"width": size["width"], "height": size["height"]})
    ask(site, PENALTY)
    for view in ("ask", "library", "text?in=北京市消防条例", "duties?in=消防法", "about"):
        go(site, view)
        settled(site)
        expect(site.locator("#full-text [aria-busy=true]")).to_have_count(0)
        width = site.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], view
    if size == PHONE:
        go(site, "ask")
        site.locator("#documents summary").click()
        expect(site.locator("#documents fieldset")).to_be_in_viewport(ratio=1)


def log_in(page: Page, url: str) -> None:
    """The page as somebody sees it who may change the library."""
    page.goto(url)
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.locator("button[type=submit]").click()
    opened(page)


def test_a_text_is_added_asked_and_taken_out_again(page: Page, tmp_path: Path) -> None:
    home, users = tmp_path / "home", users_with_one(tmp_path / "users.json")
    build_library(home, BUILTIN)
    county = tmp_path / "某县消防条例.txt"
    county.write_bytes(COUNTY.encode("gb18030"))  # as Windows writes it
    services = Services(cast(Assistant, LiveAssistant(Settings(home))))
    with serving(services, ServerOptions(users=users.path)) as url:
        log_in(page, url)
        go(page, "library")
        page.set_input_files(".document-file", county)
        page.get_by_role("button", name="添加").click()
        expect(page.locator(".reading h3")).to_have_text("读取报告：某县消防条例.txt")
        expect(page.locator(".reading .well-read")).to_be_visible()
        page.get_by_role("button", name="收录").click()
        expect(page.locator(".document")).to_have_count(4, timeout=120_000)
        expect(page.locator(".told-of-change")).to_contain_text("已收录「某县消防条例」")
        expect(page.locator("#header .status")).to_contain_text("状态未注明 1 部")
        opened(page)
        go(page, "text?in=某县消防条例")
        page.locator("[data-document='某县消防条例'] a.elsewhere").click()
        expect(page.locator("#full-text .target")).to_contain_text("单位违反本法规定")
        expect(page.locator(".cited-by")).to_contain_text("某县消防条例（效力状态未注明）")
        go(page, "library")
        page.locator(".remove-document[data-key='某县消防条例']").click()
        page.locator("#remove-document button[value=remove]").click()
        expect(page.locator(".document")).to_have_count(3, timeout=120_000)
        expect(page.locator(".told-of-change")).to_have_text("已去掉「某县消防条例」。")


WORD = word_file(
    "".join(
        map(
            paragraph,
            ("某镇灯会办法", "第一条　灯会主办人应当在开幕七日前报备。", "第三条　不得放火。"),
        )
    ),
    {"word/header1.xml": part("hdr", paragraph("内部资料"))},
)
PAGES = "某镇灯会办法\n" + "\n".join(f"第{n}条 灯会第{n}项应当报备。" for n in "一二三四五六七八九")


@SIZES
def test_a_file_is_read_looked_at_confirmed_and_asked(
    page: Page, tmp_path: Path, size: dict[str, int]
) -> None:
    home, users = tmp_path / "home", users_with_one(tmp_path / "users.json")
    build_library(home, BUILTIN)
    word, pdf, broken = (tmp_path / n for n in ("灯会.docx", "灯会.pdf", "坏的.docx"))
    word.write_bytes(WORD)
    broken.write_bytes(WORD[:400])
    pdf.write_bytes(make_single(Law("灯会", "某县灯会办法", tuple(PAGES.split("\n")[1:]), {})))
    services = Services(cast(Assistant, LiveAssistant(Settings(home))))
    with serving(services, ServerOptions(users=users.path)) as url:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        log_in(page, url)
        go(page, "library")
        page.set_input_files(".document-file", broken)
        page.get_by_role("button", name="添加").click()
        expect(page.locator(".reading .trouble")).to_contain_text("坏的.docx 已损坏")
        page.set_input_files(".document-file", word)
        page.get_by_role("button", name="添加").click()
        expect(page.locator(".to-check")).to_contain_text("第三条前面是第 1 条")
        expect(page.locator(".left-out")).to_contain_text("页眉：「内部资料」")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.get_by_role("button", name="取消").click()
        expect(page.locator(".reading")).to_have_count(0)
        expect(page.locator(".document")).to_have_count(3)
        for file, key in ((word, "某镇灯会办法"), (pdf, "某县灯会办法")):
            page.set_input_files(".document-file", file)
            page.get_by_role("button", name="添加").click()
            page.get_by_role("button", name="收录").click()
            expect(page.locator(f".document[data-key='{key}']")).to_be_visible(timeout=120_000)
            expect(page.locator(".told-of-change")).to_contain_text(f"已收录「{key}」")
            opened(page)
        with page.expect_file_chooser() as chooser:
            page.locator(".update-document[data-key='某镇灯会办法']").click()
        newer = tmp_path / "新的.txt"
        newer.write_text("某镇灯会办法\n第一条 灯会主办人应当在开幕三日前报备。\n", "utf-8")
        chooser.value.set_files(newer)
        page.get_by_role("button", name="换成「某镇灯会办法」的新版本").click()
        expect(page.locator(".told-of-change")).to_contain_text("原来的留作旧版本", timeout=120_000)
        opened(page)
        go(page, "ask")
        ask(page, "某镇灯会办法第一条写了什么")
        expect(page.locator("#chat .turn").last).to_contain_text("灯会主办人应当在开幕三日前报备")
        ask(page, "某县灯会办法第九条写了什么")
        expect(page.locator("#chat .turn").last).to_contain_text("灯会第九项应当报备")


@SIZES
def test_lines_of_every_document_are_ticked_and_counted_together(
    page: Page, url: str, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    with watched(page, url):
        go(page, "#checklist?describe=租房开的小旅馆")
        settled(page)
        lists = page.locator("#view-checklist .of-regulation")
        expect(lists).to_have_count(3)
        for number in range(3):
            lists.nth(number).locator("input[type=checkbox]").first.check()
        told = page.locator("#view-checklist .progress output")
        expect(told).to_have_text(re.compile("^3 / "))
        page.reload()
        settled(page)
        expect(told).to_have_text(re.compile("^3 / "))
        page.get_by_role("button", name="清除勾选").click()
        expect(told).to_have_text(re.compile("^0 / "))
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@SIZES
def test_duties_of_all_and_then_of_one(page: Page, url: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    with watched(page, url):
        go(page, "#duties?actor=物业")
        settled(page)
        expect(page.locator("#view-duties .of-regulation")).to_have_count(3)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.locator("#view-duties select.of-document").select_option("消防法")
        settled(page)
        assert page.evaluate("decodeURIComponent(location.hash)") == "#duties?in=消防法"
        page.locator("#view-duties select.of-document").select_option("")
        settled(page)
        assert page.evaluate("location.hash") == "#duties"


@SIZES
def test_two_documents_are_chosen_and_compared(page: Page, url: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    with watched(page, url):
        go(page, "#library")
        settled(page)
        page.get_by_role("link", name="对照两份文件").click()
        settled(page)
        for name, key in (("a", "北京市消防条例"), ("b", "细则")):
            page.locator(f"#view-diff select[name='{name}']").select_option(key)
        page.get_by_role("button", name="对照").click()
        expect(page.locator("#view-diff .headline h3")).to_have_text(
            "《北京市消防条例》与《北京市消防安全责任制实施细则》对照"
        )
        expect(page.locator("#view-diff .side.draft .status-mark")).to_have_text(
            "征求意见稿，尚未施行"
        )
        assert "a=" in page.evaluate("location.hash")
        assert page.locator("#view-diff .diff-row ins").count() > 10
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
        assert faults(page) == []
        page.go_back()
        settled(page)
        expect(page.locator("#view-diff .diff-row")).to_have_count(0)
