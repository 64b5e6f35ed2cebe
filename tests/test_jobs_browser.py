"""Fifteen jobs of three kinds of people, each done in a real browser in at most three actions.

An action is a click, a file chosen, or a text typed (sent by Enter where it is sent). The table in
``docs/jobs.md`` is made of this one: ``python -m tests.test_jobs_browser`` prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.assistant import Assistant
from tests.support.browser import BOX, watched
from tests.support.servers import serving
from tests.support.word_files import paragraph, word_file
from ui.web.groups.store import GroupStore
from ui.web.options import ServerOptions
from ui.web.services import Services

MOST = 3
DOCS = Path(__file__).parent.parent / "docs" / "jobs.md"
STAFF, TRAINER, OFFICIAL = "单位员工", "培训讲师", "政府工作人员"


@dataclass(frozen=True, slots=True)
class Click:
    """A click on what is found by a CSS selector; ``says`` is what the table calls it."""

    at: str
    says: str


@dataclass(frozen=True, slots=True)
class Type:
    """A text typed into a field, with Enter where it is sent by that."""

    at: str
    words: str
    sends: bool = True

    @property
    def says(self) -> str:
        """As the table has it."""
        return f"输入「{self.words}」{'，回车' if self.sends else ''}"


@dataclass(frozen=True, slots=True)
class Give:
    """A Word file chosen."""

    at: str
    says: str = "选一份 Word 文件"


@dataclass(frozen=True, slots=True)
class Job:
    """One job: who has it, what it is, the actions from the page's first view, and what is then seen."""

    who: str
    what: str
    actions: tuple[Click | Type | Give, ...]
    at: str
    seen: str


def asks(question: str) -> Type:
    return Type(BOX, question)


def view(name: str) -> Click:
    address = {
        "职责查询": "duties",
        "我的清单": "checklist",
        "培训": "train",
        "文件": "library",
        "核对引用": "verify",
    }[name]
    return Click(f"#header nav a[href='#{address}']", f"点「{name}」")


LAST = "#chat .turn:last-of-type .reply"
JOBS = (
    Job(
        STAFF, "遇到一件事，问该怎么办", (asks("消防车道被堵了物业要干嘛"),), LAST, "及时劝阻和制止"
    ),
    Job(STAFF, "问罚多少", (asks("占用消防车通道罚多少"),), LAST, "五千元以上五万元以下"),
    Job(
        STAFF,
        "列出本单位全年要做的事",
        (
            Click(".welcome a[href^='#checklist']", "点「列出我的清单」"),
            Type("#view-checklist [name=describe]", "我们是养老院"),
        ),
        "#view-checklist .result",
        "养老院消防安全工作清单",
    ),
    Job(
        STAFF,
        "把清单存成 Excel",
        (
            view("我的清单"),
            Type("#view-checklist [name=describe]", "我们是养老院"),
            Click("#view-checklist button:text-is('Excel')", "点「Excel」"),
        ),
        "download",
        ".xlsx",
    ),
    Job(
        STAFF,
        "看结论依据的原文",
        (
            asks("消防车道被堵了物业要干嘛"),
            Click(f"{LAST} a[data-evidence] >> nth=0", "点第一个条款号"),
        ),
        "#evidence .card.target",
        "第",
    ),
    Job(
        TRAINER,
        "给一类单位备课、出卷",
        (
            Click(".welcome a[href^='#train']", "点「备课、出题」"),
            Type("#view-train [name=unit]:not([type=hidden])", "养老院"),
        ),
        "#view-train .result",
        "试卷",
    ),
    Job(
        TRAINER,
        "下载讲稿、试卷、幻灯片",
        (
            view("培训"),
            Type("#view-train [name=unit]:not([type=hidden])", "养老院"),
            Click("#view-train a.whole", "点「全部打包」"),
        ),
        "download",
        ".zip",
    ),
    Job(
        TRAINER,
        "开一场现场答题",
        (
            view("培训"),
            Type("#view-train [name=unit]:not([type=hidden])", "养老院"),
            Click("#view-train button.open-group", "点「开一场现场答题」"),
        ),
        "#view-train .live-code",
        "答题码",
    ),
    Job(
        TRAINER,
        "核对一份讲稿",
        (
            view("核对引用"),
            Give("#view-verify input[type=file]"),
            Click("#view-verify form button[type=submit]", "点「核对」"),
        ),
        "#view-verify .result",
        "不符",
    ),
    Job(
        TRAINER,
        "把一个回答换成白话",
        (asks("消防车道被堵了物业要干嘛"), Click("#style label:has-text('白话')", "点「白话」")),
        LAST,
        "用白话说",
    ),
    Job(OFFICIAL, "一件事归谁管", (asks("谁管消防车通道"),), f"{LAST} table", "主体"),
    Job(
        OFFICIAL,
        "一个部门管哪些事",
        (
            Click(".welcome a[href^='#duties']", "点「查谁管、管什么」"),
            Type("#view-duties [name=actor]", "民政局"),
        ),
        "#view-duties .result",
        "民政部门",
    ),
    Job(
        OFFICIAL,
        "比较两个部门",
        (asks("民政部门和教育部门的职责有什么不同"),),
        LAST,
        "民政部门和教育部门都有的",
    ),
    Job(OFFICIAL, "看某一条的原话", (asks("消防法第六十条"),), LAST, "第六十条第一款"),
    Job(OFFICIAL, "查草案里有没有写", (asks("草案里对微型消防站怎么规定"),), LAST, "征求意见稿"),
)


def table() -> str:
    """The jobs as the documents show them."""
    rows = [
        f"| {j.who} | {j.what} | {'；'.join(a.says for a in j.actions)} | {len(j.actions)} |"
        for j in JOBS
    ]
    return "\n".join(["| 谁 | 要做的事 | 从首页起怎么做 | 步 |", "|---|---|---|---|", *rows])


def test_no_job_takes_more_than_three_actions_and_each_kind_has_five() -> None:
    assert max(len(job.actions) for job in JOBS) <= MOST
    assert [sum(j.who == who for j in JOBS) for who in (STAFF, TRAINER, OFFICIAL)] == [5, 5, 5]


def test_documents_show_these_jobs() -> None:
    assert table() in DOCS.read_text("utf-8")


# --- in a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def url(librarian: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    groups = GroupStore.of(tmp_path_factory.mktemp("groups"))
    with serving(Services(librarian, None, groups), ServerOptions(rate=0)) as found:
        yield found
    groups.shut()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Word file with one wrong number."""
    made = tmp_path_factory.mktemp("word") / "讲稿.docx"
    said = "根据《中华人民共和国消防法》第六十条，占用消防车通道的，处一千元以上二万元以下罚款。"
    made.write_bytes(word_file(paragraph(said)))
    return made


@pytest.mark.slow
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.what)
def test_job(job: Job, page: Page, url: str, script: Path) -> None:
    downloads: list[str] = []
    page.on("download", lambda d: downloads.append(d.suggested_filename))
    with watched(page, url):
        for action in job.actions:
            found = page.locator(action.at)
            match action:
                case Click():
                    found.click()
                case Type(words=words, sends=sends):
                    found.fill(words)
                    if sends:
                        found.press("Enter")
                        answered = page.locator("#chat .reply:not(.pending)")
                        expect(answered if action.at == BOX else found).to_be_visible()
                case Give():
                    found.set_input_files(script)
        if job.at == "download":
            expect(page.locator("html")).to_be_attached()
            page.wait_for_event("download") if not downloads else None
            assert downloads[0].endswith(job.seen)
        else:
            expect(page.locator(job.at).first).to_contain_text(re.compile(re.escape(job.seen)))


if __name__ == "__main__":
    print(table())
