"""The views in a real browser, on a desk and on a phone, with axe-core. Nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from corpus.language.data import load_language
from corpus.language.examples import examples_of
from corpus.text.load import data_folder, load_default
from tests.support.browser import DESK, PHONE, SIZES, faults, go, opened, settled
from tests.support.html_reader import ATTACK
from tests.support.servers import serving
from ui.web.options import ServerOptions
from ui.web.services import Services
from ui.web.views.verify import LONGEST

pytestmark = pytest.mark.slow

EXAMPLE = examples_of(load_default(), load_language(data_folder())).place
LIST = f"#checklist?describe={quote(EXAMPLE)}"
#: Every view with something in it.
ADDRESSES = {
    "duties": "#duties",
    "actor": f"#duties?actor={quote('街道办')}",
    "matter": f"#duties?matter={quote('消防车通道')}",
    "several": f"#duties?actor={quote('管委会')}&group=matter",
    "compare": f"#duties?show=compare&actor={quote('街道办')}&other={quote('乡镇政府')}",
    "calendar": "#duties?show=calendar",
    "matrix": "#duties?show=matrix",
    "graph": "#duties?show=graph",
    "unknown": f"#duties?actor={quote('民政厅局')}",
    "checklist": "#checklist",
    "list": LIST,
    "text": "#art-15-para-2",
    "verify": "#verify",
    "about": "#about",
}


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    # No limit of requests: the tests ask faster than any reader.
    with serving(Services(assistant), ServerOptions(rate=0)) as found:
        yield found


@pytest.fixture
def site(page: Page, url: str) -> Iterator[Page]:
    """The open page; no request to another host, no error in the console."""
    outside: list[str] = []
    errors: list[str] = []
    own = (url, "data:", "blob:", "about:")
    page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda d: (errors.append(f"dialog {d.message}"), d.dismiss()))
    page.goto(url)
    opened(page)
    expect(page.locator(".welcome")).to_be_visible()
    yield page
    assert outside == []
    assert errors == []


def open_view(page: Page, name: str, more: str = "") -> None:
    go(page, ADDRESSES[name] + more)
    view = ADDRESSES[name][1:].split("?")[0]
    if view.startswith("art"):
        expect(page.locator("#full-text .target")).to_be_visible()
    else:
        expect(page.locator(f"#view-{view} .view")).to_be_visible()
        settled(page)
    if name in ("matrix", "graph"):
        frame = page.frame_locator("iframe.picture")
        expect(frame.locator("h1")).to_be_visible()


# --- every view ---------------------------------------------------------------------------------


@SIZES
def test_no_serious_fault_of_access(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    for name in ADDRESSES:
        # Of the hundreds of lines of several bodies, those of one matter: each takes axe-core long.
        open_view(site, name, f"&matter={quote('消防车通道')}" if name == "several" else "")
        if name == "verify":
            site.get_by_role("button", name="看一个例子").click()
            expect(site.locator(".finding").first).to_be_visible()
        bad = faults(site)
        assert not bad, f"{name}: {bad[:5]}"


def small_targets(page: Page) -> list[Any]:
    """What a finger misses in the view."""
    found: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll('.fetched :is(button, input, select, summary, .plain, .tabs a, .choices a), .finder :is(input, button)')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden')
            .filter(e => !e.closest('details:not([open]) > :not(summary)'))
            .map(e => [e.closest('label, .line > *') === e || e.type !== 'checkbox' ? e : e.closest('label') || e, e])
            .map(([box, e]) => [e.outerHTML.slice(0, 90), box.getBoundingClientRect().height, e.type])
            .filter(([, height, type]) => height < (type === 'checkbox' ? 24 : 44))"""
    )
    return found


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_every_view_fits_the_screen_and_shows_the_status(site: Page, width: int) -> None:
    """Nothing scrolls sideways; on a phone, targets are large enough for a finger."""
    site.set_viewport_size({"width": width, "height": 900 if width == DESK["width"] else 844})
    for name in ADDRESSES:
        open_view(site, name)
        wide = site.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name
        expect(site.locator("#header .status")).to_be_in_viewport()
        expect(site.locator("#header nav [aria-current]")).to_be_in_viewport()
        if width == PHONE["width"]:
            assert small_targets(site) == [], name


def test_nothing_is_in_english(site: Page) -> None:
    allowed = {"Word", "Excel", "CSV", "Markdown", "PDF", "docx", "Apache", "draft"}
    for name in ADDRESSES:
        open_view(site, name)
        words = set(
            re.findall(
                r"[A-Za-z]{3,}",
                site.evaluate(
                    "document.body.innerText + [...document.querySelectorAll('[title],[aria-label],[placeholder]')]"
                    ".map(e => [e.title, e.ariaLabel, e.placeholder].join(' ')).join(' ')"
                ).replace("undefined", ""),
            )
        )
        index = {w for w in words if re.fullmatch("[a-f]+", w)}  # of the index's identity
        assert words - allowed - index == set(), name


# --- 职责查询 -----------------------------------------------------------------------------------


@SIZES
def test_duties_from_a_question_to_the_line_of_the_text(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    site.get_by_role("link", name="职责查询").click()
    site.get_by_label("主体", exact=True).fill("民政局")
    site.keyboard.press("Enter")
    headline = site.locator("#view-duties .headline h3")
    expect(headline).to_contain_text("民政部门：1 项职责")
    expect(headline).to_be_focused()
    expect(site.locator("#view-duties > .status")).to_contain_text("民政部门：1 项职责")
    assert site.evaluate("decodeURIComponent(location.hash)") == "#duties?actor=民政局"
    expect(site.locator("#view-duties .role").first).to_have_text("负责")
    site.locator("#view-duties .cite").first.click()
    expect(site.locator("#art-19-item-8.target")).to_be_in_viewport()
    site.go_back()
    expect(headline).to_contain_text("民政部门：1 项职责")
    site.go_back()
    expect(site.locator("#view-duties .starting")).to_be_visible()
    expect(site.get_by_label("主体", exact=True)).to_have_value("")


def test_shared_link_opens_the_same_duties(page: Page, url: str) -> None:
    page.goto(f"{url}/#duties?actor={quote('街道办')}&matter={quote('消防车通道')}")
    expect(page.locator("#view-duties h3").first).to_have_text(
        "街道办事处（消防车通道）：1 项，见 1 处条款"
    )
    expect(page.get_by_label("事项")).to_have_value("消防车通道")


def test_name_that_is_unknown_offers_the_nearest(site: Page) -> None:
    go(site, f"#duties?actor={quote('民政厅局')}")
    expect(site.locator(".trouble")).to_contain_text("未提及「民政厅局」")
    site.locator(".trouble .choices a").first.click()
    expect(site.locator("#view-duties .headline h3")).to_contain_text("项职责")


def test_comparison_calendar_and_pictures(site: Page) -> None:
    go(site, "#duties")
    site.get_by_role("link", name="两个主体比较").click()
    site.get_by_label("主体甲").fill("街道办")
    site.get_by_label("主体乙").fill("乡镇政府")
    site.get_by_role("button", name="比较").click()
    expect(site.locator(".headline h3")).to_contain_text("街道办事处与乡镇人民政府：相同 10 项")
    site.get_by_role("link", name="时间要求").click()
    expect(site.locator(".headline h3")).to_contain_text("时间要求：48 项职责")
    site.get_by_role("link", name="谁管什么（热力图）").click()
    frame = site.frame_locator("iframe.picture")
    frame.locator("#matrix button").first.click()
    expect(frame.locator("#detail blockquote").first).to_be_visible()
    site.get_by_role("link", name="条款引用图").click()
    expect(site.frame_locator("iframe.picture").locator("#graph .node").first).to_be_visible()


def test_duties_as_word_and_excel(site: Page, tmp_path: Path) -> None:
    go(site, f"#duties?actor={quote('民政局')}")
    for name, format in (("Word", "docx"), ("Excel", "xlsx")):
        with site.expect_download() as waiting:
            site.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename == f"民政部门.{format}"
        content = Path(waiting.value.path()).read_bytes()
        if format == "docx":
            assert "民政部门：1 项职责" in docx.Document(BytesIO(content)).paragraphs[0].text
        else:
            assert "民政部门：1 项职责" in str(
                load_workbook(BytesIO(content)).worksheets[0]["A1"].value
            )


# --- 我的清单 -----------------------------------------------------------------------------------


@SIZES
def test_ticks_outlive_a_reload(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    site.get_by_role("link", name="我的清单", exact=True).click()
    site.get_by_label("用一句话说说是什么场所").fill(EXAMPLE)
    site.get_by_role("button", name="列出清单").click()
    progress = site.locator(".progress output")
    expect(progress).to_have_text("0 / 9")
    boxes = site.locator(".line > input")
    boxes.nth(0).check()
    boxes.nth(3).check()
    expect(progress).to_have_text("2 / 9")
    site.reload()
    expect(progress).to_have_text("2 / 9")
    expect(boxes.nth(3)).to_be_checked()
    expect(site.get_by_label("用一句话说说是什么场所")).to_have_value(EXAMPLE)
    site.get_by_role("button", name="清除勾选").click()
    expect(progress).to_have_text("0 / 9")
    site.reload()
    expect(progress).to_have_text("0 / 9")


def test_answered_question_changes_the_list_and_back_takes_it_back(site: Page) -> None:
    go(site, LIST)
    said = site.locator("#view-checklist .summary p").first
    expect(said).to_have_text("按你说的：「小旅馆」、「租的房子」")
    site.locator(".question a", has_text="多个所有权人").click()
    expect(said).to_have_text("按你说的：「小旅馆」、「租的房子」、「多个所有权人」")
    expect(site.locator(".pill input[value=多个所有权人]")).to_be_checked()
    expect(site.locator(".question a", has_text="多个所有权人")).to_have_count(0)
    site.go_back()
    expect(said).to_have_text("按你说的：「小旅馆」、「租的房子」")
    expect(site.locator(".pill input[value=多个所有权人]")).not_to_be_checked()


def test_checklist_as_word(site: Page) -> None:
    go(site, LIST)
    with site.expect_download() as waiting:
        site.get_by_role("button", name="Word").click()
    word = docx.Document(waiting.value.path())
    assert "小旅馆消防安全工作清单：细则" in word.paragraphs[0].text
    lead, first = (row.cells[0].text for row in word.tables[0].rows[1:3])
    assert lead.endswith("……")  # said once, over the lines that it leads in to
    assert "□" in first


def test_reason_and_what_does_not_apply_are_one_click_away(site: Page) -> None:
    go(site, LIST)
    line = site.locator(".line").first
    expect(line.locator(".why p")).to_be_hidden()
    line.locator(".why summary").click()
    expect(line.locator(".why p")).to_contain_text("第六条")
    site.locator(".folded summary", has_text="不适用的").click()
    expect(site.get_by_role("table", name="不适用的，以及为什么")).to_be_visible()


def test_print_of_a_list_holds_the_list_alone(site: Page) -> None:
    go(site, LIST)
    expect(site.locator(".line").first).to_be_visible()
    site.emulate_media(media="print")
    expect(site.locator(".line").first).to_be_visible()
    expect(site.locator("#view-checklist .notice")).to_be_visible()
    for hidden in ("#full-text", "#chat", "#view-checklist form.asking", "#view-checklist .acts"):
        expect(site.locator(hidden).first).to_be_hidden()


# --- 法规原文 -----------------------------------------------------------------------------------


@SIZES
def test_search_in_the_text(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    site.get_by_role("link", name="法规原文").click()
    box = site.get_by_label("在原文中查找", exact=True)
    box.fill("微型消防站")
    told = site.locator(".finder output")
    expect(told).to_have_text(re.compile(r"^\d+ / 8$"))
    current = site.locator("mark.current")
    expect(current).to_be_in_viewport()
    before = told.text_content()
    box.press("Enter")
    expect(told).not_to_have_text(before or "")
    expect(current).to_be_in_viewport()
    box.press("Shift+Enter")
    expect(told).to_have_text(before or "")
    site.get_by_role("button", name="上一处").click()
    expect(told).not_to_have_text(before or "")
    expect(current).to_be_in_viewport()
    box.fill("没有这样的词")
    expect(told).to_have_text("没有找到")
    expect(site.get_by_role("button", name="下一处")).to_be_disabled()
    box.fill("")
    expect(site.locator("mark.hit")).to_have_count(0)
    expect(told).to_have_text("")


def test_search_finds_words_across_a_reference_and_leaves_the_text_whole(site: Page) -> None:
    go(site, "#text")
    text = "document.querySelector('#full-text .regulation').textContent"
    before = site.evaluate(text)
    site.locator("#finder-words").fill("履行本细则第六条职责")
    expect(site.locator(".finder output")).to_have_text("1 / 1")
    assert site.locator("mark.hit").count() >= 3
    site.locator("#finder-words").press("Escape")
    assert site.evaluate(text) == before
    go(site, f"#text?find={quote('清河农场')}")
    expect(site.locator("mark.current")).to_be_in_viewport()


@pytest.mark.parametrize("short", ["#art-19-5", "#art-19-item-5"])
def test_permalinks(page: Page, url: str, short: str) -> None:
    page.goto(f"{url}/{short}")
    expect(page.locator("#art-19-item-5.target")).to_be_in_viewport()


def test_link_of_a_provision_is_copied(site: Page, url: str) -> None:
    site.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(site, "#art-19-item-5")
    site.get_by_role("button", name="复制第十九条第（五）项的链接").click()
    expect(site.locator("button", has_text="已复制")).to_be_visible()
    assert site.evaluate("navigator.clipboard.readText()") == f"{url}/#art-19-item-5"


def test_card_on_a_reference_by_pointer_and_by_keyboard(site: Page) -> None:
    go(site, "#art-15-para-2")
    mention = site.locator("#art-15-para-2 .ref")
    mention.hover()
    card = site.get_by_role("tooltip")
    expect(card).to_contain_text("部分适用")
    expect(card).to_contain_text("建立健全消防安全组织")
    card.hover()
    site.wait_for_timeout(400)
    expect(card).to_be_visible()
    site.keyboard.press("Escape")
    expect(card).to_be_hidden()
    mention.focus()
    expect(card).to_be_visible()
    expect(mention).to_have_attribute("aria-describedby", "ref-card")
    site.locator("#art-1 .ref.external").first.focus()
    expect(card).to_contain_text("未收录")
    mention.click()
    expect(site.locator("#art-15-item-1.target")).to_be_in_viewport()


def test_cited_by_leads_back(site: Page) -> None:
    go(site, "#art-15-item-1")
    refs = site.locator(".provision", has=site.locator("#art-15-item-1")).locator(".refs")
    refs.locator("summary").click()
    refs.get_by_role("link", name="第十五条第二款").click()
    expect(site.locator("#art-15-para-2.target")).to_be_in_viewport()


def test_print_holds_the_text_and_the_notice(site: Page) -> None:
    go(site, "#art-19-item-5")
    expect(site.locator("#art-19-item-5.target")).to_be_visible()
    site.emulate_media(media="print")
    expect(site.locator(".print-only").first).to_be_visible()
    expect(site.locator(".finder")).to_be_hidden()
    expect(site.locator("#header")).to_be_hidden()
    expect(site.locator("#outline")).to_be_hidden()
    assert site.pdf(format="A4").startswith(b"%PDF")


# --- 核对引用 -----------------------------------------------------------------------------------


@SIZES
def test_pasted_text_is_judged(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    site.context.grant_permissions(["clipboard-read", "clipboard-write"])
    site.get_by_role("link", name="核对引用").click()
    site.get_by_role("button", name="看一个例子").click()
    expect(site.locator("#view-verify .headline h3")).to_have_text(
        "共 2 句：已核对 0，不符 2，未核对 0"
    )
    expect(site.locator(".offending")).to_have_count(2)
    site.locator(".offending", has_text="30个工作日").click()
    finding = site.locator(".finding").first
    expect(finding).to_be_focused()
    expect(finding).to_be_in_viewport()
    expect(finding).to_contain_text("7个工作日")
    site.get_by_role("button", name="复制结果").click()
    expect(site.locator("button", has_text="已复制")).to_be_visible()
    copied = site.evaluate("navigator.clipboard.readText()")
    assert "第十九条第（十三）项不存在" in copied
    finding.get_by_role("link", name="第十四条第（七）项").click()
    expect(site.locator("#art-14-item-7.target")).to_be_in_viewport()
    site.go_back()
    expect(finding).to_be_visible()


def test_too_long_a_text_is_told_before_it_is_sent(site: Page) -> None:
    go(site, "#verify")
    box = site.get_by_label("要核对的文字")
    box.fill("好" * (LONGEST + 1))
    expect(site.locator(".size")).to_contain_text(f"超过 {LONGEST:,} 字")
    site.get_by_role("button", name="核对", exact=True).click()
    expect(box).to_be_focused()
    expect(site.locator("#view-verify .finding")).to_have_count(0)


# --- what goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hash_",
    [
        f"#duties?actor={quote(ATTACK)}",
        f"#duties?matter={quote(ATTACK)}",
        f"#duties?show=compare&actor={quote(ATTACK)}&other={quote(ATTACK)}",
        f"#checklist?describe={quote(ATTACK)}&unit={quote(ATTACK)}",
        f"#checklist?describe={quote(ATTACK + '小旅馆')}",
        f"#text?find={quote(ATTACK)}",
    ],
)
def test_what_is_typed_runs_nothing(site: Page, hash_: str) -> None:
    go(site, hash_)
    settled(site)
    assert site.locator(":is(.fetched, #full-text) :is(img, script)").count() == 0


def test_pasted_markup_runs_nothing(site: Page) -> None:
    go(site, "#verify")
    site.get_by_label("要核对的文字").fill(f"根据第十九条（十三），{ATTACK}。")
    site.get_by_role("button", name="核对", exact=True).click()
    expect(site.locator(".pasted")).to_contain_text("<img src=x onerror=alert(1)>")
    assert site.locator(".fetched img").count() == 0


def test_lost_connection_is_told_and_tried_again(page: Page, url: str) -> None:
    page.goto(url)
    opened(page)
    expect(page.locator(".welcome")).to_be_visible()
    go(page, "#duties")
    expect(page.locator("#view-duties .starting")).to_be_visible()
    page.context.set_offline(True)
    go(page, f"#duties?actor={quote('民政局')}")
    expect(page.locator("#view-duties .trouble")).to_contain_text("与程序的连接断开了")
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator("#view-duties .headline h3")).to_contain_text("民政部门")
