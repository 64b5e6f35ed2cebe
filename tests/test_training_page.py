"""培训 in a real browser, on a desk and on a phone: the pack, the self-test, a group in a room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assistant.assistant import Assistant
from assistant.training.question import (
    FillBlank,
    Matching,
    MultipleChoice,
    Ordering,
    SingleChoice,
    TrueFalse,
)
from tests.support.browser import PHONE, SIZES, faults, go, opened, settled
from tests.support.fake_trainer import NOTHING, TrainingServices
from tests.support.handmade_pack import make_pack
from tests.support.html_reader import ATTACK
from tests.support.servers import serving
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions

pytestmark = pytest.mark.slow

PACK = "#train?scope=%E6%B6%88%E9%98%B2%E8%BD%A6%E9%80%9A%E9%81%93&seed=7"
TEST = f"{PACK}&test=1"
QUESTIONS = make_pack().papers[0].questions
TITLE = "消防安全责任培训：物业服务企业"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GroupStore]:
    made = GroupStore.of(Path(tmp_path_factory.mktemp("groups")))
    yield made
    made.shut()


@pytest.fixture(autouse=True)
def _room_is_left(store: GroupStore) -> Iterator[None]:
    """While a group answers, nobody sees the key of its questions: each test ends its own groups."""
    yield
    for code in store.answering():
        store.delete(code)


@pytest.fixture(scope="module")
def url(assistant: Assistant, store: GroupStore) -> Iterator[str]:
    with serving(TrainingServices(assistant, None, store), ServerOptions(rate=0)) as found:
        yield found


class Watch:
    """Pages that must stay in the house and have no error."""

    def __init__(self, url: str) -> None:
        self._own = (url, "data:", "blob:", "about:")
        self.outside: list[str] = []
        self.errors: list[str] = []

    def over(self, page: Page) -> Page:
        """Watch a page."""
        page.on(
            "request",
            lambda r: None if r.url.startswith(self._own) else self.outside.append(r.url),
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("dialog", lambda d: (self.errors.append(f"dialog {d.message}"), d.dismiss()))
        return page


@pytest.fixture
def watch(url: str) -> Iterator[Watch]:
    made = Watch(url)
    yield made
    assert made.outside == []
    assert made.errors == []


@pytest.fixture
def site(page: Page, url: str, watch: Watch) -> Page:
    """The open page."""
    watch.over(page).goto(url)
    opened(page)
    expect(page.locator(".welcome")).to_be_visible()
    return page


@pytest.fixture
def phone(browser: Browser, url: str, watch: Watch) -> Iterator[Callable[[str], Page]]:
    """Opens a path on a phone of its own, each with a memory of its own."""
    contexts: list[BrowserContext] = []

    def open_page(path: str) -> Page:
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            has_touch=True,
            is_mobile=True,
        )
        contexts.append(context)
        made = watch.over(context.new_page())
        made.goto(f"{url}/{path}")
        return made

    yield open_page
    for context in contexts:
        context.close()


def sideways(page: Page) -> int:
    """How many pixels the page is too wide."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide


def too_small(page: Page, within: str) -> list[str]:
    """Targets that a finger misses."""
    small: list[str] = page.evaluate(
        """within => [...document.querySelectorAll(`${within} :is(button, a, input, select, summary)`)]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden')
            .filter(e => !e.closest('details:not([open]) > :not(summary)') && !e.closest('footer'))
            .filter(e => !e.matches('p a, .summary a, .remarks a, .sources a') || e.closest('.back'))
            .map(e => e.matches('[type=radio], [type=checkbox]') ? e.closest('label') : e)
            .filter(e => e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 90))""",
        within,
    )
    return small


# --- one question -------------------------------------------------------------------------------


def give(question: Locator, number: int, *, right: bool = True) -> None:
    """Answer a question of paper A by hand, rightly or wrongly."""
    made = QUESTIONS[number - 1]
    match made:
        case SingleChoice(options=options, key=key):
            at = key if right else (key + 1) % len(options)
            question.locator(".choice").nth(at).click()
        case TrueFalse(key=key):
            question.locator(".choice").nth(0 if key is right else 1).click()
        case MultipleChoice(key=key):
            wanted = set(key if right else key[:1])
            for at, box in enumerate(question.locator(".choice input").all()):
                box.set_checked(at in wanted)
        case FillBlank(key=key):
            for blank, words in zip(question.locator("input.blank").all(), key, strict=True):
                blank.fill(f"{words} " if right else "不知道")
        case Ordering(steps=steps, key=key):
            for place, step in enumerate(key if right else key[::-1]):
                up = question.get_by_role("button", name=f"上移：{steps[step]}", exact=True)
                for _ in range(len(steps)):
                    if question.locator(".step .words").nth(place).text_content() == steps[step]:
                        break
                    up.click()
        case Matching(key=key):
            for select, partner in zip(question.locator("select").all(), key, strict=True):
                select.select_option(str(partner if right else 0))


def test_every_form_has_a_question() -> None:
    assert {q.form for q in QUESTIONS} == {"单选", "多选", "判断", "填空", "排序", "连线"}


# --- the pack -----------------------------------------------------------------------------------


@SIZES
def test_from_the_choice_to_the_pack(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    site.get_by_role("link", name="培训", exact=True).click()
    view = site.locator("#view-train")
    view.locator("select[name=audience]").select_option("物业服务企业")
    view.locator("select[name=minutes]").select_option("15")
    view.get_by_label("讲什么").fill("消防车通道 第七条、第九条")
    site.keyboard.press("Enter")
    headline = view.locator(".headline h3")
    expect(headline).to_have_text(TITLE)
    expect(headline).to_be_focused()
    expect(view.locator(".objectives li")).to_have_count(3)
    expect(view.get_by_role("table", name="时间安排（30 分钟）")).to_be_visible()
    expect(view.locator(".question-row")).to_have_count(10)
    expect(view.locator(".notice")).to_contain_text("征求意见稿")
    # What was typed has become something to be unchosen.
    expect(view.get_by_label("讲什么")).to_have_value("")
    expect(view.locator(".pill input[value=消防车通道]")).to_be_checked()
    expect(view.locator(".pill input[value=第九条]")).to_be_checked()
    assert sideways(site) <= 0


def test_key_is_hidden_until_it_is_asked_for(site: Page) -> None:
    go(site, PACK)
    row = site.locator("#question-5")
    expect(row.get_by_text("答案：错误")).to_be_hidden()
    row.get_by_text("显示答案").click()
    expect(row.get_by_text("答案：错误")).to_be_visible()
    expect(row.locator(".altered")).to_contain_text("题中写「30个工作日」，条文是「7个工作日」")
    row.get_by_role("link", name="第十四条第（七）项").click()
    expect(site.locator("#art-14-item-7.target")).to_be_in_viewport()
    site.go_back()
    expect(row).to_be_visible()


def test_talking_points_lead_to_the_text(site: Page) -> None:
    go(site, PACK)
    points = site.locator(".talking")
    expect(points.locator("blockquote").first).to_be_hidden()
    points.locator("summary").click()
    expect(points.locator("blockquote")).to_have_count(7)
    points.locator(".facts a").nth(1).click()
    expect(site.locator("#art-6-item-6.target")).to_be_in_viewport()


@SIZES
def test_exchanged_question_stays_where_it_is(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    go(site, PACK)
    row = site.locator("#question-6")
    before = row.locator(".stem").text_content() or ""
    row.get_by_role("link", name="第 6 题换一题").click()
    expect(row.locator(".stem")).not_to_have_text(before)
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    assert "exchanged=6" in site.url
    site.go_back()
    expect(row.locator(".stem")).to_have_text(before)
    # Where there is no other question, that is said: a second exchange here gives the same.
    row.get_by_role("link", name="第 6 题换一题").click()
    expect(row.locator(".stem")).not_to_have_text(before)
    row.get_by_role("link", name="第 6 题换一题").click()
    expect(row.locator(".no-other")).to_have_text("这个范围里没有别的题可换")


def test_paper_b_is_one_click_away(site: Page) -> None:
    go(site, PACK)
    site.get_by_role("link", name="B 卷", exact=True).click()
    other = make_pack().papers[1].questions[0]
    expect(site.locator("#question-1 .stem")).to_have_text(other.stem)
    expect(site.locator(".papers [aria-current]")).to_be_focused()
    expect(site.locator(".swap")).to_have_count(0)
    expect(site.get_by_role("link", name="开始自测（B 卷）")).to_be_visible()


def test_files_are_downloaded(site: Page) -> None:
    go(site, PACK)
    for name, expected in (
        ("全部打包（ZIP）", "消防安全责任培训-物业服务企业.zip"),
        ("讲师手册（Word）", "消防安全责任培训-物业服务企业-讲师手册.docx"),
    ):
        with site.expect_download() as waiting:
            site.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename == expected
        assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"


def test_choice_without_a_pack_says_why(site: Page) -> None:
    go(site, "#train?scope=天文学&seed=1")
    expect(site.locator("#view-train .trouble")).to_contain_text(NOTHING)
    expect(site.locator(".pill input[value=天文学]")).to_be_checked()


def test_typed_markup_runs_nothing(site: Page) -> None:
    go(site, f"#train?scope={ATTACK.replace(' ', '')}&unit={ATTACK}&audience={ATTACK}&seed=1")
    settled(site)
    expect(site.locator("#view-train .headline")).to_be_visible()
    assert site.locator("#view-train img").count() == 0


def test_shared_link_opens_the_same_pack(page: Page, url: str) -> None:
    page.goto(f"{url}/{PACK}&paper=B")
    expect(page.locator("#view-train .headline h3")).to_have_text(TITLE)
    expect(page.locator(".papers [aria-current]")).to_have_text("B 卷")


# --- self-test ----------------------------------------------------------------------------------


@SIZES
def test_self_test_of_all_forms(site: Page, size: dict[str, int]) -> None:
    """All right but three; they are told, counted and done again."""
    site.set_viewport_size(size)  # type: ignore[arg-type]
    wrong = (1, 7, 9)
    go(site, PACK)
    site.get_by_role("link", name="开始自测（A 卷）").click()
    quiz = site.locator(".quiz")
    for number in range(1, 11):
        expect(quiz.locator(".quiz-place")).to_have_text(f"第 {number} 题，共 10 题")
        assert sideways(site) <= 0
        give(quiz.locator(".question"), number, right=number not in wrong)
        quiz.get_by_role("button", name="提交").click()
        verdict = quiz.locator(".verdict")
        expect(verdict.locator("h4")).to_be_focused()
        expect(verdict.locator("h4")).to_have_text("✗ 答错了" if number in wrong else "✓ 答对了")
        evidence = QUESTIONS[number - 1].evidence
        expect(quiz.locator("mark")).to_have_text([e.quote for e in evidence])
        if number == 6:  # everything is still there after the page was closed
            site.reload()
            expect(quiz.locator(".verdict")).to_be_visible()
        quiz.get_by_role("button", name="下一题" if number < 10 else "看成绩").click()
    expect(quiz.locator(".quiz-score h4").first).to_have_text("70 分满分 100 分，答对 7 / 10 题")
    expect(quiz.locator(".by-matter li", has_text="消防车通道")).to_contain_text("2 / 3")
    expect(quiz.locator(".wrong-list > li")).to_have_count(3)
    expect(quiz.locator(".certificate")).to_have_count(0)
    quiz.get_by_role("button", name="重做错题（3 题）").click()
    for place, number in enumerate(wrong, 1):
        expect(quiz.locator(".quiz-place")).to_have_text(f"第 {place} 题，共 3 题")
        give(quiz.locator(".question"), number)
        quiz.get_by_role("button", name="提交").click()
        quiz.get_by_role("button", name="下一题" if place < 3 else "看成绩").click()
    expect(quiz.locator(".quiz-score h4").first).to_contain_text("100 分")
    expect(quiz.locator(".quiz-score")).to_contain_text("第一次 70 分")
    expect(quiz.locator(".certificate")).to_contain_text("100 分（满分 100 分；第一次 70 分")
    quiz.get_by_role("link", name="再来一套").click()
    expect(quiz.locator(".quiz-place")).to_have_text("第 1 题，共 10 题")
    assert "seed=8" in site.url


def test_provision_stands_beside_on_a_desk_and_below_on_a_phone(site: Page) -> None:
    go(site, TEST)
    give(site.locator(".question"), 1)
    site.get_by_role("button", name="提交").click()
    panel, verdict = site.locator(".quiz-right"), site.locator(".verdict")

    def boxes() -> tuple[dict[str, float], dict[str, float]]:
        one, other = panel.bounding_box(), verdict.bounding_box()
        assert one is not None
        assert other is not None
        return dict(one), dict(other)

    right, left = boxes()
    assert right["x"] >= left["x"] + left["width"]
    site.set_viewport_size(PHONE)  # type: ignore[arg-type]
    below, above = boxes()
    assert below["y"] >= above["y"] + above["height"]
    panel.get_by_role("link").click()
    expect(site.locator("#art-20-item-13.target")).to_be_in_viewport()


def test_keyboard_alone_answers(site: Page) -> None:
    go(site, TEST)
    site.locator(".choice input").first.focus()
    site.keyboard.press("ArrowDown")
    expect(site.locator(".choice input").nth(1)).to_be_checked()
    site.keyboard.press("Tab")
    site.keyboard.press("Enter")
    expect(site.locator(".verdict h4")).to_have_text("✓ 答对了")
    for _ in range(7):
        site.get_by_role("button", name="下一题").click()
        number = int(re.findall(r"\d+", site.locator(".quiz-place").text_content() or "")[0])
        if number == 8:
            break
        give(site.locator(".question"), number)
        site.get_by_role("button", name="提交").click()
    down = site.get_by_role("button", name="下移：立即向主管部门报告")
    down.focus()
    site.keyboard.press("Enter")
    expect(down).to_be_focused()
    site.keyboard.press("Enter")
    expect(site.locator(".step .words").last).to_have_text("立即向主管部门报告")
    expect(site.get_by_role("button", name="上移：立即向主管部门报告")).to_be_focused()


def test_nothing_chosen_is_not_sent(site: Page) -> None:
    go(site, TEST)
    site.get_by_role("button", name="提交").click()
    expect(site.locator(".quiz-fault")).to_have_text("请先选一个答案。")
    expect(site.locator(".verdict")).to_have_count(0)
    give(site.locator(".question"), 1)
    expect(site.locator(".quiz-fault")).to_be_empty()


def test_lost_connection_is_told(page: Page, url: str) -> None:
    page.goto(f"{url}/{PACK}")
    expect(page.locator("#view-train .headline h3")).to_be_visible()
    page.route("**/view/train.json*", lambda route: route.abort())
    page.get_by_role("link", name="开始自测（A 卷）").click()
    expect(page.locator(".quiz .trouble")).to_contain_text("与程序的连接断开了")
    page.unroute("**/view/train.json*")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".quiz-place")).to_be_visible()


def test_broken_memory_starts_anew(site: Page) -> None:
    go(site, PACK)
    href = site.get_by_role("link", name="开始自测（A 卷）").get_attribute("href") or ""
    query = href.split("?")[1].removesuffix("&test=1")
    site.evaluate("key => localStorage.setItem(key, '{\"round\": 5')", f"fireduty-test:A:{query}")
    go(site, TEST)
    expect(site.locator(".quiz-place")).to_have_text("第 1 题，共 10 题")


def test_wrong_answers_come_again_after_days(site: Page) -> None:
    site.clock.set_fixed_time("2026-12-01T09:00:00")
    go(site, TEST)
    give(site.locator(".question"), 1, right=False)
    site.get_by_role("button", name="提交").click()
    go(site, "#train")
    expect(site.locator(".my-review")).to_contain_text("明天 1 题")
    expect(site.locator(".my-review a")).to_have_count(0)
    site.clock.set_fixed_time("2026-12-02T08:00:00")
    site.reload()
    again = site.get_by_role("link", name="复习今天的 1 题")
    expect(again).to_be_visible()
    assert faults(site) == []
    again.click()
    give(site.locator(".question"), 1)
    site.get_by_role("button", name="提交").click()
    site.get_by_role("button", name="看成绩").click()
    expect(site.locator(".quiz-score")).to_contain_text("答对 1 / 1 题")
    expect(site.locator(".quiz-score")).to_contain_text("3 天后 1 题")
    expect(site.locator(".source")).to_contain_text(make_pack().source)


def test_wrong_answers_whose_paper_is_no_longer_made_can_be_dropped(page: Page, url: str) -> None:
    """The scope is no longer there: it is said, and what cannot come is not offered for ever."""
    page.goto(url)
    opened(page)
    page.evaluate(
        """localStorage.setItem('fireduty-wrong',
            JSON.stringify({q1: {query: 'scope=天文学', paper: 'A', step: 0, due: 1}}))"""
    )
    go(page, "#train?review=1")
    score = page.locator(".quiz-score")
    expect(score).to_contain_text(NOTHING)
    score.get_by_role("button", name="不再复习出不了的 1 题").click()
    expect(score).to_contain_text("今天没有要复习的错题")
    go(page, "#train")
    expect(page.locator("form.training-form")).to_be_visible()
    expect(page.locator(".my-review")).to_be_hidden()


def test_certificate_says_what_it_is_and_keeps_no_name(site: Page) -> None:
    """Nine of ten right; the rest of the page is not printed with it."""
    go(site, TEST)
    for number in range(1, 11):
        give(site.locator(".question"), number, right=number != 1)
        site.get_by_role("button", name="提交").click()
        site.get_by_role("button", name="下一题" if number < 10 else "看成绩").click()
    paper = site.locator(".certificate")
    for words in ("90 分（满分 100 分）", "没有人监考", make_pack().source, make_pack().notice):
        expect(paper).to_contain_text(words)
    assert faults(site) == []
    assert too_small(site, "#view-train") == []
    paper.get_by_label("姓名").fill("王小明")
    site.evaluate("window.print = () => undefined")
    paper.get_by_role("button", name="打印成绩证明").click()
    site.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(site.locator(".by-matter")).to_be_hidden()
    expect(site.locator(".quiz-title")).to_be_hidden()
    site.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(site.locator(".by-matter")).to_be_visible()
    kept = site.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "fireduty-test" in kept
    assert "王小明" not in kept


def test_making_a_pack_is_told_at_once(site: Page) -> None:
    go(site, "#train")
    expect(site.locator("form.training-form")).to_be_visible()
    site.route("**/view/train?*", lambda route: None)  # never answered
    site.get_by_role("button", name="生成").click()
    status = site.locator("#view-train > .status")
    expect(status).to_have_text(re.compile("正在出题"))
    expect(status).to_be_in_viewport()
    assert status.evaluate("e => e.offsetWidth") > 100


# --- a group ------------------------------------------------------------------------------------


def open_group(site: Page, teams: str = "0") -> tuple[Locator, str]:
    """The live view of a new session, and its code."""
    go(site, PACK)
    site.locator("select.teams").select_option(teams)
    site.get_by_role("button", name="开一场现场答题（A 卷）").click()
    live = site.locator(".live")
    code = live.locator(".live-code strong")
    expect(code).to_have_text(re.compile("^[A-Z2-9]{6}$"))
    return live, code.text_content() or ""


def end(live: Locator) -> None:
    """End a session: only the second click does."""
    live.locator(".close-group").click()
    expect(live.locator(".live-state")).to_have_text("正在作答")
    live.get_by_role("button", name="再点一次，结束作答").click()


def test_a_room_with_teams_a_time_and_a_projector(site: Page, phone: Callable[[str], Page]) -> None:
    live, code = open_group(site, teams="2")
    expect(live.locator(".live-qr svg")).to_be_visible()
    page = phone(f"join/{code}")
    page.get_by_role("button", name="第 2 队").click()
    give(page.locator(".question"), 1)
    page.get_by_role("button", name="提交").click()
    expect(live.locator(".live-teams .bar-row .words")).to_have_text(
        ["第 1 队（0 人）", "第 2 队（1 人）"]
    )
    live.get_by_label("限时").select_option("5")
    expect(live.locator(".live-state")).to_contain_text("还剩 ")
    live.get_by_role("button", name="投影").click()
    screen = site.locator("dialog.projector")
    expect(screen.locator(".live-code strong")).to_have_text(code)
    site.keyboard.press("ArrowRight")
    expect(screen.locator(".place")).to_contain_text("第 1 题，共 10 题 · 单选 · 1 / 1 人已答")
    expect(screen.locator(".key, .is-key")).to_have_count(0)
    site.keyboard.press("Space")
    expect(screen.locator(".key")).to_have_text("答案：B")
    assert faults(site) == []
    site.keyboard.press("Escape")
    expect(screen).to_be_hidden()
    with site.expect_download() as loaded:
        live.get_by_role("button", name="结果存成 Excel").click()
    assert loaded.value.suggested_filename.endswith(".xlsx")
    # Who loses the page in between goes on where it was, in the same team.
    page.reload()
    expect(page.locator(".quiz-place")).to_have_text("第 2 题，共 10 题")
    live.get_by_role("link", name="返回这套题").click()
    expect(site.locator(".question-row")).to_have_count(10)


def test_group_from_the_code_to_the_result(site: Page, phone: Callable[[str], Page]) -> None:
    live, code = open_group(site)
    expect(live.locator(".participants")).to_have_text("0")
    # One opens the address and types the code, the other opens the link.
    one, two = phone("join"), phone(f"join/{code}")
    one.get_by_label("答题码").fill(code.lower())
    one.get_by_role("button", name="进入").click()
    for page, wrong in ((one, ()), (two, (2, 3, 7, 8, 9))):
        for number in range(1, 11):
            expect(page.locator(".quiz-place")).to_have_text(f"第 {number} 题，共 10 题")
            assert sideways(page) <= 0
            give(page.locator(".question"), number, right=number not in wrong)
            page.get_by_role("button", name="提交").click()
        expect(page.locator(".quiz-place")).to_have_text("全部答完了")
        expect(page.locator(".sending")).to_have_text("已送到 10 题")
    expect(live.locator(".participants")).to_have_text("2")
    expect(live.locator(".answers")).to_have_text("20")
    rows = live.locator(".live-question")
    expect(rows.nth(0).locator(".live-told")).to_have_text("2 人已答，答对 2 人（100%）")
    expect(rows.nth(1).locator(".live-told")).to_have_text("2 人已答，答对 1 人（50%）")
    expect(rows.nth(0).locator(".bar-row .count")).to_have_text(["0", "2", "0", "0"])
    expect(rows.nth(6).locator(".bar-row .words")).to_have_text(
        ["不知道；不知道", "电动自行车；室外公共区域"]
    )
    # A reply that is changed counts once.
    two.get_by_role("button", name="第 2 题，已答").click()
    give(two.locator(".question"), 2)
    two.get_by_role("button", name="改成这个答案").click()
    expect(rows.nth(1).locator(".live-told")).to_contain_text("100%")
    # The key is hidden until the trainer shows it; then it is on the phones as well.
    expect(rows.nth(0).locator(".live-key")).to_be_hidden()
    live.get_by_role("button", name="在这里显示答案").click()
    expect(rows.nth(0).locator(".live-key")).to_have_text("答案：B")
    expect(one.locator(".verdict")).to_have_count(0)
    end(live)
    expect(one.locator(".group-score")).to_have_text("100 分答对 10 / 10 题")
    expect(two.locator(".group-score")).to_have_text("60 分答对 6 / 10 题")
    expect(two.locator(".result-row").nth(6).locator(".yours")).to_contain_text("不知道")
    assert sideways(two) <= 0
    # Again from the start, with what this browser kept.
    two.reload()
    expect(two.locator(".group-score")).to_have_text("60 分答对 6 / 10 题")


def test_deleted_session_is_gone_everywhere(
    site: Page, phone: Callable[[str], Page], watch: Watch
) -> None:
    live, code = open_group(site)
    participant = phone(f"join/{code}")
    give(participant.locator(".question"), 1)
    participant.get_by_role("button", name="提交").click()
    expect(live.locator(".answers")).to_have_text("1")
    live.get_by_role("button", name="删除这一场").click()
    live.get_by_role("button", name="再点一次，全部删除").click()
    expect(live).to_contain_text("都已删除")
    expect(participant.locator(".error")).to_contain_text("没有这一场答题")
    site.get_by_role("link", name="返回培训").click()
    expect(site.locator("#view-train .starting")).to_be_visible()
    expect(site.locator(".my-groups")).not_to_contain_text(code)
    # The browser itself tells every 404 as an error.
    assert all("404" in error for error in watch.errors)
    watch.errors.clear()


def test_wrong_code_is_told_and_can_be_mended(
    site: Page, phone: Callable[[str], Page], watch: Watch
) -> None:
    _, code = open_group(site)
    page = phone("join/222222")
    expect(page.locator(".error")).to_contain_text("没有这一场答题：请核对答题码")
    expect(page.get_by_label("答题码")).to_have_value("222222")
    page.get_by_label("答题码").fill("12")
    page.get_by_role("button", name="进入").click()
    expect(page.locator(".error")).to_contain_text("答题码不对：应是 6 个字母或数字")
    page.get_by_label("答题码").fill(f" {code} ")
    page.keyboard.press("Enter")
    expect(page.locator(".quiz-place")).to_be_visible()
    assert all("404" in error for error in watch.errors)
    watch.errors.clear()


def test_answers_that_did_not_arrive_are_sent_again(
    site: Page, phone: Callable[[str], Page], watch: Watch
) -> None:
    live, code = open_group(site)
    page = phone(f"join/{code}")
    expect(page.locator(".question")).to_be_visible()
    expect(page.locator("footer.status")).to_contain_text(make_pack().source)
    page.context.set_offline(True)
    for number in (1, 2):
        give(page.locator(".question"), number)
        page.get_by_role("button", name="提交").click()
    expect(page.locator(".sending")).to_contain_text("断网了，可以接着答")
    expect(page.locator(".sending")).to_contain_text("2 题还没有送到")
    page.context.set_offline(False)
    expect(page.locator(".sending")).to_have_text("已送到 2 题")
    expect(live.locator(".answers")).to_have_text("2")
    assert all("ERR_INTERNET_DISCONNECTED" in error for error in watch.errors)
    watch.errors.clear()


def test_trainer_goes_on_from_another_device(
    site: Page, browser: Browser, url: str, watch: Watch
) -> None:
    live, code = open_group(site)
    link = live.get_by_role("button", name="复制主持链接").get_attribute("data-copy") or ""
    assert code in link
    context = browser.new_context(locale="zh-CN")
    other = watch.over(context.new_page())
    seen: list[str] = []
    other.on("request", lambda r: seen.append(r.url))
    other.goto(link)
    expect(other.locator(".live-code strong")).to_have_text(code)
    secret = link.split("host=")[1]
    assert secret not in other.url  # nor in what a proxy writes down
    assert not any(secret in address for address in seen)
    context.close()
    site.get_by_role("link", name="返回培训").click()
    expect(site.locator(".my-groups")).to_contain_text(code)


def test_without_the_secret_nothing_is_seen(
    site: Page, browser: Browser, url: str, watch: Watch
) -> None:
    _, code = open_group(site)
    context = browser.new_context(locale="zh-CN")
    other = watch.over(context.new_page())
    other.goto(f"{url}/#train?group={code}")
    expect(other.locator(".live .trouble")).to_contain_text("主持链接")
    context.close()
    assert all("403" in error for error in watch.errors)
    watch.errors.clear()


def test_live_view_rests_while_nobody_looks(site: Page) -> None:
    open_group(site)
    looks: list[str] = []
    site.on("request", lambda r: looks.append(r.url) if "/live" in r.url else None)
    go(site, "#about")
    expect(site.locator("#view-about .view")).to_be_visible()
    site.wait_for_timeout(2_500)  # one that was on its way
    looks.clear()
    site.wait_for_timeout(3_000)
    assert looks == []
    site.go_back()
    site.wait_for_timeout(2_500)
    assert looks


# --- access -------------------------------------------------------------------------------------


@SIZES
def test_no_serious_fault_of_access(site: Page, size: dict[str, int]) -> None:
    site.set_viewport_size(size)  # type: ignore[arg-type]
    go(site, "#train")
    expect(site.locator("#view-train .starting")).to_be_visible()
    assert faults(site) == []
    go(site, PACK)
    expect(site.locator(".question-row")).to_have_count(10)
    site.evaluate(
        "document.querySelectorAll('#view-train details').forEach(d => { d.open = true })"
    )
    assert faults(site) == []
    assert sideways(site) <= 0
    assert too_small(site, "#view-train") == []
    go(site, TEST)
    for number in range(1, 11):
        give(site.locator(".question"), number, right=number % 2 == 0)
        if number in (3, 7, 8, 9):
            assert faults(site) == []
            assert too_small(site, ".quiz") == []
        site.get_by_role("button", name="提交").click()
        if number in (1, 3, 7, 9):
            assert faults(site) == []
        site.get_by_role("button", name="下一题" if number < 10 else "看成绩").click()
    assert faults(site) == []
    assert sideways(site) <= 0


def test_no_serious_fault_of_access_in_a_group(site: Page, phone: Callable[[str], Page]) -> None:
    live, code = open_group(site)
    page = phone("join")
    assert faults(page) == []
    page.get_by_label("答题码").fill(code)
    page.keyboard.press("Enter")
    for number in range(1, 11):
        give(page.locator(".question"), number, right=number % 2 == 0)
        if number in (1, 3, 5, 7, 8, 9):
            assert faults(page) == []
            assert too_small(page, "#join") == []
        page.get_by_role("button", name="提交").click()
    expect(live.locator(".answers")).to_have_text("10")
    live.get_by_role("button", name="在这里显示答案").click()
    assert faults(site) == []
    end(live)
    expect(page.locator(".group-score")).to_be_visible(timeout=15_000)
    assert faults(page) == []
    assert sideways(page) <= 0
    for width in (320, 390, 768):
        site.set_viewport_size({"width": width, "height": 844})
        assert sideways(site) <= 0, width


def test_nothing_is_in_english(site: Page, phone: Callable[[str], Page]) -> None:
    allowed = {"Word", "Excel", "PPT", "Moodle", "QTI", "Markdown", "JSON", "ZIP", "draft"}
    texts: list[Any] = []
    every = "document.body.innerText + [...document.querySelectorAll('[aria-label],[placeholder]')].map(e => [e.ariaLabel, e.placeholder].join(' ')).join(' ')"
    go(site, PACK)
    expect(site.locator(".question-row")).to_have_count(10)
    texts.append(site.evaluate(every))
    go(site, TEST)
    expect(site.locator(".quiz-place")).to_be_visible()
    texts.append(site.evaluate(every))
    texts.append(phone("join").evaluate(every))
    words = set(re.findall("[A-Za-z]{3,}", " ".join(texts).replace("undefined", "")))
    assert words - allowed == set()
