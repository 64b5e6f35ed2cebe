"""The page in a real browser. Every test also asserts that nothing leaves this machine."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page, Route, expect

from assistant.answering.answer import Answer
from assistant.answering.statement import Statement, note
from assistant.assistant import Assistant
from assistant.settings import Style
from corpus.errors import FiredutyError
from tests.support.browser import BOX, ask, opened, watched
from tests.support.servers import free_port, serving
from ui.records.feedback import FeedbackStore
from ui.web.ports import address, check_port
from ui.web.services import Services

slow = pytest.mark.slow
QUESTION = "消防车道被堵了物业要干嘛"
WORDS = "及时劝阻和制止占用、堵塞、封闭疏散通道、安全出口、消防车通道等行为"


class Fragile:
    """The real assistant, with one question that breaks it and a record of the histories."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.regulation = assistant.regulation
        self.index = assistant.index
        self.writer = "a model that speaks as it writes"
        self.histories: list[list[str]] = []
        self.go_on = threading.Event()

    def stream(
        self, question: str, history: list[tuple[str, Answer]], style: Style | None = None
    ) -> Iterator[Statement | Answer]:
        if question == "出错":
            raise RuntimeError("boom")
        if question == "模型很慢":
            yield note("模型说的第一句。")
            assert self.go_on.wait(120)  # the test says when; no test leaves it waiting
        if question == "模型中途断了":
            yield note("模型说的半句")
            raise ConnectionError("gone")
        self.histories.append([asked for asked, _ in history])
        yield from self._assistant.stream(question, history, style)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


@pytest.fixture(scope="module")
def fragile(assistant: Assistant) -> Fragile:
    return Fragile(assistant)


@pytest.fixture
def slow_model(fragile: Fragile) -> Iterator[threading.Event]:
    """The model says its first sentence and no more until this is set."""
    fragile.go_on.clear()
    yield fragile.go_on
    fragile.go_on.set()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FeedbackStore:
    return FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite3")


@pytest.fixture(scope="module")
def url(fragile: Fragile, store: FeedbackStore) -> Iterator[str]:
    with serving(Services(fragile, store)) as found:  # type: ignore[arg-type]
        yield found


@pytest.fixture
def site(page: Page, url: str) -> Iterator[Page]:
    """The open page, ready for a question."""
    with watched(page, url):
        expect(page.locator(".welcome")).to_be_visible()
        yield page


def highlighted(page: Page) -> str | None:
    return page.locator("#full-text .target").get_attribute("id")


# --- start --------------------------------------------------------------------------------------


def test_busy_port_names_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        remedy = f"端口 {port} 已被占用：请关闭占用它的程序，或加 --port {port + 1}"
        with pytest.raises(FiredutyError, match=re.escape(remedy)):
            check_port("127.0.0.1", port)


def test_wrong_host_names_the_remedy() -> None:
    with pytest.raises(
        FiredutyError, match=re.escape("不能在地址 203.0.113.9 上监听：请检查 --host")
    ):
        check_port("203.0.113.9", free_port())


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("0.0.0.0", "http://127.0.0.1:7860"),
        ("::1", "http://[::1]:7860"),
    ],
)
def test_address(host: str, expected: str) -> None:
    assert address(host, 7860) == expected


def test_importing_serve_does_not_import_gradio() -> None:
    code = "import sys, ui.web.serve; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@slow
def test_no_endpoint_is_offered(url: str) -> None:
    with urllib.request.urlopen(f"{url}/gradio_api/info") as response:
        assert b'"named_endpoints":{},"unnamed_endpoints":{}' in response.read().replace(b" ", b"")


# --- asking -------------------------------------------------------------------------------------


@slow
def test_answer_shows_provision_and_verbatim_words(site: Page) -> None:
    ask(site, QUESTION)
    expect(site.locator(".chip").first).to_have_text("第十条第（一）项")
    expect(site.locator("#chat blockquote").first).to_contain_text(WORDS)
    card = site.locator("#evidence .card").first
    expect(card).to_contain_text(WORDS)
    expect(card).to_contain_text("物业服务企业应当履行下列职责")
    expect(card).to_contain_text("第二章 › 第十条 › （一）")
    expect(site.locator(".reply .notice")).to_contain_text("不作为执法依据")
    expect(site.locator(BOX)).to_have_value("")


@slow
def test_earlier_turns_reach_the_assistant(site: Page, fragile: Fragile) -> None:
    ask(site, QUESTION)
    ask(site, "第十九条第（五）项")
    assert fragile.histories[-1] == [QUESTION]
    expect(site.locator("#evidence .card h3")).to_have_text("第十九条第（五）项")


@slow
def test_example_is_asked_with_one_click(site: Page) -> None:
    example = site.get_by_role("button", name="养老院夜里要做什么")
    example.click()
    expect(site.locator(".asked")).to_contain_text("养老院夜里要做什么")
    expect(site.locator("#chat blockquote").first).to_contain_text("夜间巡查")
    expect(site.locator(".welcome")).to_have_count(0)


@slow
def test_double_click_on_ask_does_not_clear(site: Page) -> None:
    site.fill(BOX, QUESTION)
    place = site.locator("#send").bounding_box()
    site.locator("#send").dblclick()
    expect(site.locator(".chip").first).to_be_visible()
    assert site.locator("#send").bounding_box() == place
    expect(site.locator(".asked")).to_contain_text(QUESTION)


@slow
def test_three_personas(site: Page) -> None:
    expect(site.locator(".persona h3")).to_have_text(["单位员工", "培训讲师", "政府工作人员"])


@slow
def test_refusal_looks_different(site: Page) -> None:
    ask(site, "堵了消防通道要罚多少钱")
    expect(site.locator(".refusal h3")).to_be_visible()
    expect(site.locator(".conclusion")).to_have_count(0)
    border = site.locator(".refusal").evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "dashed"


@slow
@pytest.mark.parametrize(
    ("question", "message"),
    [("很长" * 2001, "问题太长（4002 字）"), ("出错", "程序内部出错")],
)
def test_error_is_a_message_and_the_question_is_kept(
    site: Page, question: str, message: str
) -> None:
    ask(site, QUESTION)
    ask(site, question)
    expect(site.locator(".error")).to_contain_text(message)
    expect(site.locator(BOX)).to_have_value(question)
    expect(site.locator(".turn").first).to_contain_text(WORDS)


@slow
def test_lost_connection_is_told_in_chinese_and_keeps_the_question(site: Page) -> None:
    site.context.set_offline(True)
    site.fill(BOX, QUESTION)
    site.press(BOX, "Enter")
    expect(site.get_by_test_id("toast-text")).to_contain_text("与程序的连接断开了")
    expect(site.locator(".toast-title")).to_have_text("连接中断")
    expect(site.locator(BOX)).to_have_value(QUESTION)
    site.context.set_offline(False)


ASKING = {
    "enter": lambda page: page.press(BOX, "Enter"),
    "twice": lambda page: (page.press(BOX, "Enter"), page.press(BOX, "Enter")),
    "button": lambda page: page.locator("#send").click(),
    "example": lambda page: page.get_by_role("button", name=QUESTION).click(),
}


@slow
@pytest.mark.parametrize(
    ("how", "earlier"),
    # Where something was kept, no example is shown in its place while the page opens.
    [(how, []) for how in ASKING]
    + [(how, ["养老院夜里要做什么"]) for how in ASKING if how != "example"],
)
def test_what_is_asked_while_the_page_opens_is_asked_after_what_was_kept(
    site: Page, fragile: Fragile, how: str, earlier: list[str]
) -> None:
    for question in earlier:
        ask(site, question)
    opening: list[Route] = []
    site.route("**/queue/join*", lambda route: opening.append(route), times=1)
    with site.expect_request("**/queue/join*"):
        site.reload()
    site.fill(BOX, QUESTION)
    ASKING[how](site)
    expect(site.locator(".turn")).to_have_count(0)
    opening.pop().continue_()
    expect(site.locator(".turn")).to_have_count(len(earlier) + 1)
    expect(site.locator(".asked").last).to_contain_text(QUESTION)
    expect(site.locator(".turn").last).to_contain_text(WORDS)
    expect(site.locator(BOX)).to_have_value("")
    assert fragile.histories[-1] == earlier
    ask(site, "街道呢")
    assert fragile.histories[-1] == [*earlier, QUESTION]


@slow
def test_question_is_asked_where_the_page_cannot_open_what_was_kept(site: Page) -> None:
    refused = {"status": 503, "json": {"detail": "程序正忙，请稍后再试"}}
    site.route("**/queue/join*", lambda route: route.fulfill(**refused), times=1)
    site.reload()
    site.fill(BOX, QUESTION)
    site.press(BOX, "Enter")
    expect(site.locator(".turn")).to_contain_text(WORDS)


@slow
@pytest.mark.parametrize("typed", ["", " \n"])
def test_nothing_typed_is_nothing_asked(site: Page, typed: str) -> None:
    site.fill(BOX, typed)
    site.press(BOX, "Enter")
    site.locator("#send").click()
    ask(site, QUESTION)
    expect(site.locator(".turn")).to_have_count(1)


@slow
@pytest.mark.parametrize(
    "question",
    ["<img src=x onerror=alert(1)>", "</p><script>alert(1)</script>", "${1+1} {{value}}"],
)
def test_question_is_shown_as_typed_and_runs_nothing(site: Page, question: str) -> None:
    dialogs: list[str] = []
    site.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    ask(site, question)
    expect(site.locator(".asked")).to_contain_text(question)
    assert site.locator("#chat img, #chat script, #evidence img").count() == 0
    assert dialogs == []


@slow
def test_copy_takes_answer_and_citation(site: Page) -> None:
    site.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(site, QUESTION)
    site.get_by_role("button", name="复制回答和出处").click()
    expect(site.get_by_role("button", name="已复制")).to_be_visible()
    copied = site.evaluate("navigator.clipboard.readText()")
    assert QUESTION in copied
    assert WORDS in copied
    assert "《北京市消防安全责任制实施细则》第十条第（一）项" in copied


# --- full text ----------------------------------------------------------------------------------


@slow
def test_citation_opens_the_evidence_at_the_words_quoted(site: Page) -> None:
    ask(site, QUESTION)
    site.locator(".chip").first.click()
    card = site.locator("#evidence .card.target")
    expect(card).to_contain_text("第十条第（一）项")
    expect(card.locator("mark")).to_be_in_viewport()
    expect(card.locator("mark")).to_contain_text(WORDS)


@slow
def test_evidence_of_an_earlier_answer(site: Page) -> None:
    ask(site, QUESTION)
    ask(site, "第十九条第（五）项")
    site.locator(".turn").first.locator(".chip").first.click()
    expect(site.locator("#evidence .card").first).to_contain_text("第十条第（一）项")


@slow
def test_provision_opens_in_the_full_text_again_and_again(site: Page) -> None:
    ask(site, QUESTION)
    for _ in range(2):
        site.locator("#evidence .actions a").first.click()
        target = site.locator("#art-10-item-1")
        expect(target).to_be_in_viewport()
        expect(target).to_contain_text(WORDS)
        assert highlighted(site) == "art-10-item-1"
        site.get_by_role("link", name="问答", exact=True).click()
        expect(site.locator(".chip").first).to_be_in_viewport()


@slow
def test_same_citation_opens_after_scrolling_away(site: Page, url: str) -> None:
    site.goto(f"{url}/#art-19-item-5")
    expect(site.locator("#art-19-item-5")).to_be_in_viewport()
    site.evaluate("window.scrollTo(0, 0)")
    expect(site.locator("#art-19-item-5")).not_to_be_in_viewport()
    site.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        "'<a id=\"again\" href=\"#art-19-item-5\">x</a>'); document.getElementById('again').click()"
    )
    expect(site.locator("#art-19-item-5")).to_be_in_viewport()


@slow
def test_shared_address_and_back_button(page: Page, url: str) -> None:
    page.goto(f"{url}/#art-15-para-2")
    expect(page.locator("#art-15-para-2.target")).to_be_in_viewport()
    page.locator("#outline a").first.click()
    expect(page.locator("#heading-1")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#art-15-para-2")).to_be_in_viewport()


# --- looks and access ---------------------------------------------------------------------------


@slow
def test_status_stays_in_sight(site: Page) -> None:
    expect(site).to_have_title("消防责任助手")
    assert site.evaluate("document.documentElement.lang") == "zh-CN"
    status = site.locator("#header .status")
    expect(status).to_have_text("征求意见稿 · 尚未施行 · 仅供学习参考，不作为执法依据")
    site.goto(f"{site.url.split('#')[0]}#art-32")
    expect(site.locator("#art-32")).to_be_in_viewport()
    expect(status).to_be_in_viewport()


@slow
def test_no_english_is_visible(site: Page) -> None:
    ask(site, QUESTION)
    visible = site.evaluate("document.body.innerText")
    hints = site.evaluate(
        "[...document.querySelectorAll('[title],[aria-label],[placeholder]')].map("
        "e => [e.title, e.ariaLabel, e.placeholder].join(' ')).join(' ')"
    )
    assert re.findall(r"[A-Za-z]{2,}", visible + hints.replace("undefined", "")) == []


@slow
def test_keyboard_reaches_everything(site: Page) -> None:
    expect(site.locator(BOX)).to_be_focused()
    ask(site, QUESTION)
    site.locator(".brand").focus()
    reached = ["brand#header"]
    for _ in range(40):
        site.keyboard.press("Tab")
        reached.append(
            site.evaluate(
                "(e => e.className.split(' ')[0] + '#' + (e.closest('[id]')?.id ?? ''))"
                "(document.activeElement)"
            )
        )
        if reached[-1].endswith("#send"):
            break
    css = {r.split("#")[0] for r in reached}
    assert {"brand", "act", "copy", "example"} <= css
    assert any(r.endswith("#question") for r in reached)
    assert reached[-1].endswith("#send")


@slow
@pytest.mark.parametrize("width", [320, 390, 768])
def test_small_screens_do_not_scroll_sideways(site: Page, width: int) -> None:
    site.set_viewport_size({"width": width, "height": 844})
    assert too_wide(site) == {"light": 0, "dark": 0}
    ask(site, "谁管消防车通道")
    assert too_wide(site) == {"light": 0, "dark": 0}
    expect(site.locator(".turn .asked")).to_be_in_viewport()
    site.locator("#chat .bearers a").first.click()
    expect(site.locator("#evidence .card.target")).to_be_visible()
    assert too_wide(site) == {"light": 0, "dark": 0}


def too_wide(page: Page) -> dict[str, int]:
    """How many pixels of the page are beside the screen."""
    found = {}
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found[colours] = max(0, wide)
    return found


@slow
def test_evidence_is_a_sheet_on_a_phone(site: Page) -> None:
    site.set_viewport_size({"width": 390, "height": 844})
    ask(site, QUESTION)
    expect(site.locator("#evidence-column")).to_be_hidden()
    chip = site.locator(".chip").first
    chip.click()
    expect(site.locator("#evidence .card.target mark")).to_be_in_viewport()
    site.keyboard.press("Escape")
    expect(site.locator("#evidence-column")).to_be_hidden()
    expect(chip).to_be_focused()
    chip.click()
    site.locator("#evidence .actions a").first.click()
    expect(site.locator("#art-10-item-1")).to_be_in_viewport()


@slow
def test_conversation_comes_back_after_a_reload(site: Page) -> None:
    ask(site, QUESTION)
    ask(site, "街道呢")
    site.reload()
    expect(site.locator(".turn")).to_have_count(2)
    expect(site.locator(".turn .understood")).to_contain_text("街道")


@slow
def test_a_follow_up_is_answered_alone_at_a_click(site: Page) -> None:
    ask(site, QUESTION)
    ask(site, "街道呢")
    site.locator(".turn .understood button", has_text="单独问").click()
    expect(site.locator(".turn")).to_have_count(3)
    expect(site.locator(".turn .understood").last).to_contain_text("理解为：街道呢")


@slow
def test_plain_words_and_back(site: Page) -> None:
    ask(site, "养老院夜里要做什么")
    site.locator("#style label", has_text="白话").click()
    expect(site.locator(".conclusion")).to_contain_text("用白话说")
    expect(site.locator(".turn")).to_have_count(1)
    site.locator("#style label", has_text="条文").click()
    expect(site.locator(".conclusion")).to_contain_text("规定：「")


@slow
def test_question_can_be_changed_and_asked_again(site: Page) -> None:
    ask(site, QUESTION)
    site.get_by_role("button", name="改一改再问").click()
    expect(site.locator(BOX)).to_have_value(QUESTION)
    expect(site.locator(BOX)).to_be_focused()
    site.press(BOX, "Enter")
    expect(site.locator(".turn")).to_have_count(2)


@slow
def test_what_is_said_of_an_answer_is_stored(site: Page, store: FeedbackStore) -> None:
    ask(site, QUESTION)
    site.get_by_role("button", name="有用", exact=True).click()
    expect(site.locator(".thanks")).to_have_text("已记下：有用")
    ask(site, "街道呢")
    site.get_by_role("button", name="报告问题").last.click()
    site.get_by_label("哪里不对").fill("<img src=x onerror=alert(1)>第二处不对")
    site.get_by_role("button", name="存下").click()
    expect(site.locator(".thanks")).to_have_count(2)
    useful, wrong = store.records()[-2:]
    assert (useful.verdict, useful.question) == ("有用", QUESTION)
    assert (wrong.verdict, wrong.comment) == ("报告问题", "<img src=x onerror=alert(1)>第二处不对")
    assert site.locator("#chat img").count() == 0


@slow
def test_what_cannot_be_stored_is_not_said_to_be(
    page: Page, fragile: Fragile, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    broken = FeedbackStore(tmp_path / "file" / "feedback.sqlite3")
    with serving(Services(fragile, broken)) as url:  # type: ignore[arg-type]
        page.goto(url)
        opened(page)
        expect(page.locator(".welcome")).to_be_visible()
        ask(page, QUESTION)
        page.get_by_role("button", name="有用", exact=True).click()
        expect(page.get_by_text("这条反馈没有存下：反馈（feedback.sqlite3）用不了")).to_be_visible()
        expect(page.locator(".thanks")).to_have_count(0)


@slow
@pytest.mark.parametrize(("what", "questions"), [("只这个回答", 1), ("整个对话", 2)])
def test_export_opens_as_a_word_file(site: Page, what: str, questions: int, tmp_path: Path) -> None:
    ask(site, QUESTION)
    ask(site, "街道呢")
    site.get_by_role("button", name="导出").last.click()
    site.get_by_role("radio", name=what).check()
    with site.expect_download() as download:
        site.get_by_role("button", name="Word").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".docx"
    word = docx.Document(str(path))
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert len(headings) == questions
    assert headings[-1].endswith("街道呢")
    assert "征求意见稿" in word.sections[0].header.paragraphs[0].text


@slow
def test_questions_while_typing(site: Page) -> None:
    site.locator(BOX).press_sequentially("养老")
    options = site.locator("#completions li")
    expect(options).to_have_count(6)
    chosen = options.nth(1).inner_text()
    site.press(BOX, "ArrowDown")
    site.press(BOX, "ArrowDown")
    site.press(BOX, "Enter")
    expect(site.locator(BOX)).to_have_value(chosen)
    expect(site.locator("#completions")).to_be_hidden()
    expect(site.locator(".turn")).to_have_count(0)
    site.press(BOX, "Enter")
    expect(site.locator(".asked")).to_contain_text(chosen)


COMPOSING = [
    pytest.param({"isComposing": True, "keyCode": 229}, id="chromium"),
    pytest.param({"isComposing": False, "keyCode": 229}, id="safari"),
]


def press_composing(site: Page, selector: str, key: str, how: dict[str, object]) -> None:
    """A key that is the input method's, told as a browser tells it."""
    site.eval_on_selector(
        selector,
        """(field, [key, how]) => {
          for (const kind of ['keydown', 'keypress', 'keyup']) field.dispatchEvent(
            new KeyboardEvent(kind, { key, bubbles: true, cancelable: true, ...how }));
        }""",
        [key, how],
    )


@slow
@pytest.mark.parametrize("how", COMPOSING)
def test_keys_of_an_input_method_choose_no_question(site: Page, how: dict[str, object]) -> None:
    site.locator(BOX).press_sequentially("消防")
    expect(site.locator("#completions li").first).to_be_visible()
    for key in ("ArrowDown", "ArrowDown", "Enter", "Escape"):
        press_composing(site, BOX, key, how)
    expect(site.locator("#completions li[aria-selected=true]")).to_have_count(0)
    expect(site.locator("#completions")).to_be_visible()
    expect(site.locator(BOX)).to_have_value("消防")
    expect(site.locator(".turn")).to_have_count(0)
    site.press(BOX, "ArrowDown")  # its own again
    expect(site.locator("#completions li[aria-selected=true]")).to_have_count(1)


@slow
@pytest.mark.parametrize("how", COMPOSING)
def test_keys_of_an_input_method_do_not_empty_the_finder(
    site: Page, how: dict[str, object]
) -> None:
    site.evaluate("location.hash = 'text'")
    site.locator("#finder-words").press_sequentially("消防")
    count = site.locator("form.finder output").inner_text()
    for key in ("Escape", "Enter"):
        press_composing(site, "#finder-words", key, how)
    expect(site.locator("#finder-words")).to_have_value("消防")
    assert site.locator("form.finder output").inner_text() == count
    site.press("#finder-words", "Escape")
    expect(site.locator("#finder-words")).to_have_value("")


@slow
def test_composed_words_are_completed_when_they_are_chosen(site: Page) -> None:
    session = site.context.new_cdp_session(site)
    site.focus(BOX)
    session.send(
        "Input.imeSetComposition", {"text": "yang", "selectionStart": 4, "selectionEnd": 4}
    )
    site.wait_for_timeout(400)
    expect(site.locator("#completions")).to_have_count(0)
    session.send("Input.insertText", {"text": "养老院"})
    expect(site.locator("#completions li").first).to_contain_text("养老院")


@slow
def test_typed_words_are_there_again_on_a_new_page(site: Page) -> None:
    """As after a login that had ended."""
    site.locator(BOX).press_sequentially("没有问完的一句")
    site.evaluate("location.hash = 'verify'")
    site.locator("#view-verify textarea").fill("第三条规定，每月检查一次")
    site.reload()
    expect(site.locator("#view-verify textarea")).to_have_value("第三条规定，每月检查一次")
    expect(site.locator(BOX)).to_have_value("没有问完的一句")
    site.evaluate("location.hash = 'ask'")
    site.press(BOX, "Enter")
    expect(site.locator(".asked")).to_contain_text("没有问完的一句")
    expect(site.locator(".pending")).to_have_count(0)
    site.reload()
    expect(site.locator(".asked")).to_contain_text("没有问完的一句")
    expect(site.locator(BOX)).to_have_value("")


@slow
def test_a_slow_model_is_seen_speaking_and_can_be_stopped(
    site: Page, slow_model: threading.Event
) -> None:
    site.fill(BOX, "模型很慢")
    site.press(BOX, "Enter")
    expect(site.locator(".pending")).to_contain_text("模型说的第一句。")
    site.get_by_role("button", name="停止").click()
    expect(site.locator(".stopped")).to_contain_text("已停止，没有完整的回答")
    slow_model.set()
    expect(site.locator("#send")).to_be_visible()
    ask(site, QUESTION)
    expect(site.locator(".turn").last).to_contain_text(WORDS)


@slow
def test_a_model_that_dies_leaves_no_half_answer(site: Page) -> None:
    ask(site, "模型中途断了")
    expect(site.locator(".error")).to_contain_text("程序内部出错")
    expect(site.locator("#chat")).not_to_contain_text("模型说的半句")
    expect(site.locator(BOX)).to_have_value("模型中途断了")


@slow
def test_a_restarted_server_goes_on_with_the_open_page(page: Page, assistant: Assistant) -> None:
    port = free_port()
    with serving(Services(assistant), port=port) as url:
        page.goto(url)
        opened(page)
        expect(page.locator(".welcome")).to_be_visible()
        ask(page, QUESTION)
    with serving(Services(assistant), port=port):
        page.reload()
        expect(page.locator(".turn")).to_contain_text(WORDS)
        ask(page, "街道呢")
        expect(page.locator(".turn .understood")).to_contain_text("街道")


@slow
def test_touch_targets_on_a_phone(site: Page) -> None:
    site.set_viewport_size({"width": 390, "height": 844})
    small = """[...document.querySelectorAll('button, nav a, .chip, .cite, .actions a, textarea')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
        .map(e => e.outerHTML.slice(0, 80))"""
    assert site.evaluate(small) == []
    ask(site, QUESTION)
    assert site.evaluate(small) == []


@slow
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_text_contrast(site: Page, colours: str) -> None:
    site.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    site.reload()
    opened(site)
    expect(site.locator(".welcome")).to_be_visible()
    ask(site, QUESTION)
    ask(site, "堵了消防通道要罚多少钱")
    assert site.evaluate(CONTRAST) == []


#: Visible texts whose contrast with the first opaque background above them is below WCAG AA.
CONTRAST = """() => {
  const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('main *')]
    .filter((e) => e.offsetParent && e.offsetWidth > 1 && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => {
      const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(back(e))];
      return [e.className, e.textContent.slice(0, 12), (Math.max(a, b) + .05) / (Math.min(a, b) + .05)];
    })
    .filter(([, , ratio]) => ratio < 4.5);
}"""
