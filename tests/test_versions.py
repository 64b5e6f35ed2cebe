"""Versions of one document held side by side: the earlier is called so wherever its status is shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.answering.quoting import document_mark, document_notice, source_of, status_notice
from assistant.assistant import Assistant
from assistant.rendering.text import sentence
from assistant.settings import Settings
from corpus.text.parse import parse
from corpus.text.provision import HeldVersion, Regulation
from corpus.text.status import NOT_STATED, beside_versions, status_of, status_shown
from corpus.text.versions import is_earlier
from ui.cli.main import main
from ui.web.api.library import LibraryEditor, list_library, show_document
from ui.web.held import HeldDocuments, tell_statuses
from ui.web.live import LiveAssistant
from ui.web.services import Services

SOURCE = "小镇灯会办法\n第一条 灯会主办人应当在开幕七日前向镇公所报备。\n"
NEWER = SOURCE.replace("七日", "三日")
IN_FORCE, DRAFT, REPEALED = "现行有效", "征求意见稿", "已废止"

Run = Callable[..., Result]


def held(version: str, status: str, *others: HeldVersion) -> Regulation:
    own = Regulation("lanterns", version, "小镇灯会办法", status, parse(SOURCE), SOURCE)
    return beside_versions(replace(own, key="小镇灯会办法@另一版"), others)


def answering(version: str, status: str) -> HeldVersion:
    return HeldVersion("小镇灯会办法", version, answers=True, status=status)


@pytest.mark.parametrize(
    ("one", "other", "earlier"),
    [
        ("2008-10-28", "2021-04-29", True),
        ("2021-04-29", "2008-10-28", False),
        ("2020", "2021-04-29", True),
        ("2021-04-29", "2021-04-29", False),
        ("unversioned", "2021-04-29", False),
        ("2021-04-29", "draft", False),
        ("", "", False),
    ],
)
def test_which_version_is_known_to_be_earlier(one: str, other: str, earlier: bool) -> None:
    assert is_earlier(one, other) == earlier


@pytest.mark.parametrize(
    ("own", "beside", "mark", "in_force"),
    [
        # its source called it in force before the later one came
        (("2008", IN_FORCE), ("2021", IN_FORCE), "旧版，现行的是 2021 的一版", False),
        (("2008", NOT_STATED), ("2021", IN_FORCE), "旧版，现行的是 2021 的一版", False),
        # nobody knows of the later one that it is law
        (("2008", IN_FORCE), ("2021", NOT_STATED), "较早的一版，收录的较新的是 2021 的一版", None),
        # its own status says more
        (("2008", REPEALED), ("2021", IN_FORCE), "已废止，现行的是 2021 的一版", False),
        (("2008", DRAFT), ("2021", IN_FORCE), "征求意见稿，尚未施行，现行的是 2021 的一版", False),
        # nothing tells which is the earlier: it is not called old
        (("unversioned", NOT_STATED), ("2021", IN_FORCE), "不点名时回答的是 2021 的一版", None),
        (("2021", IN_FORCE), ("2021", IN_FORCE), "现行有效，不点名时回答的是 2021 的一版", True),
        (
            ("unversioned", IN_FORCE),
            ("unversioned", IN_FORCE),
            "不点名时回答的是「小镇灯会办法」",
            True,
        ),
        # a later draft beside the law
        (("2026", DRAFT), ("2021", IN_FORCE), "征求意见稿，尚未施行）", False),
    ],
)
def test_a_version_that_does_not_answer_is_marked(
    own: tuple[str, str], beside: tuple[str, str], mark: str, in_force: bool | None
) -> None:
    regulation = held(*own, answering(*beside))
    assert mark in f"{document_mark(regulation)}"
    assert status_of(regulation).in_force is in_force
    instead = mark.rpartition("，")[2] if "的是" in mark else ""
    shown = (
        status_shown(regulation),
        source_of(regulation),
        status_notice(regulation),
        sentence(document_notice(regulation)),
        status_of(regulation).answer,
        tell_statuses([regulation]),
    )
    assert all(instead in words for words in shown)
    assert (beside[0] in status_of(regulation).english) == (instead != "" and beside[0][0] == "2")


@pytest.mark.parametrize(
    "regulation",
    [held("2021", IN_FORCE), held("2021", IN_FORCE, HeldVersion("小镇灯会办法@2008", "2008"))],
)
def test_the_version_that_answers_is_not_marked(regulation: Regulation) -> None:
    assert document_mark(regulation) == "小镇灯会办法@另一版（现行有效）"
    assert status_notice(regulation) == status_of(held("2021", IN_FORCE)).notice


# --- a library with an old version ----------------------------------------------------------------

OLD, MARK = "小镇灯会办法@2008-01-02", "旧版，现行的是 2021-03-04 的一版"


@pytest.fixture
def town(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that holds a later version and an earlier one, both called in force by their sources."""
    shutil.copytree(home, tmp_path / "home")
    for name, text, version in (("old", SOURCE, "2008-01-02"), ("new", NEWER, "2021-03-04")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "regulation.txt").write_text(text, "utf-8")
        (tmp_path / name / "metadata.toml").write_text(
            f'status = "{IN_FORCE}"\nversion = "{version}"\n'
            f'status_source = "某汇编"\nas_of = {version}\n',
            "utf-8",
        )
    for name in ("REGULATION", "EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert run("library", "add", "old").exit_code == 0
    assert run("library", "update", "小镇灯会办法", "new").exit_code == 0
    return tmp_path


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def test_an_old_version_is_marked_wherever_it_speaks(town: Path) -> None:
    only, both = ("--in", OLD), ("--in", OLD, "--in", "小镇灯会办法")
    asked = "灯会要提前几日报备"
    said = run("ask", *only, "--in", "消防法", asked).stdout.split("\n\n")[0]
    assert said.startswith(f"{OLD}（{MARK}）")
    assert "第一条规定" in said
    assert "三日前" in run("ask", *both, asked).stdout.split("\n\n")[0]
    told = "这一版是 2008-01-02 的，现行的是 2021-03-04 的一版。"
    assert told in run("ask", *only, asked).stdout
    for arguments in (("search", *only, asked), ("search", *both, asked)):
        assert MARK in run(*arguments).stdout
    (hit, *_) = json.loads(run("search", *only, "--json", asked).stdout)
    assert hit["status_shown"] == "旧版（2008-01-02），现行的是 2021-03-04 的一版"
    assert hit["status_shown"] in run("corpus", "show", *only, "第一条").stdout
    text = "小镇灯会办法第一条规定，灯会主办人应当在开幕七日前向镇公所报备。"
    assert told in run("verify", *only, "-", given=text).stdout
    judged = json.loads(run("verify", *only, "--format", "json", "-", given=text).stdout)
    assert [d["status_shown"] for d in judged["documents"]] == [hit["status_shown"]]
    shown = run("library", "show", OLD).stdout
    assert f"状态：{hit['status_shown']}\n状态出处：资料库收录的较新的一版\n" in shown
    current = run("library", "show", "小镇灯会办法").stdout
    assert "状态出处：某汇编\n状态截至：2021-03-04\n" in current
    assert f"另存的版本：{OLD}\n" in current
    assert "状态截至：没有写明\n" in run("library", "show", "消防法").stdout


def test_an_edition_that_is_held_aside_is_not_denied(town: Path) -> None:
    assert f"资料库里另有 「{OLD}」" in run("ask", "旧版小镇灯会办法第一条怎么说").stdout
    assert "七日前" in run("ask", "--in", OLD, "旧版第一条怎么说").stdout


def test_the_interface_tells_of_an_old_version(town: Path) -> None:
    live = LiveAssistant(Settings(town / "home"))
    listed = list_library(Services(live))["documents"][-1]  # type: ignore[arg-type]
    assert (listed["versions"], listed["newer"]) == (["2008-01-02"], None)
    old = Assistant.open(Settings(town / "home", documents=(OLD,)))
    record = show_document(Services(old), OLD)
    assert (record["status"], record["newer"]) == ("旧版", "小镇灯会办法")
    assert (record["status_source"], record["as_of"]) == ("资料库收录的较新的一版", None)
    assert MARK.partition("，")[2] in record["notice"]
    assert MARK.partition("，")[2] in tell_statuses(HeldDocuments(old.regulations).regulations)


def test_that_an_older_version_answers_from_now_on_is_told(town: Path) -> None:
    removed = run("library", "remove", "小镇灯会办法")
    (line,) = [x for x in removed.stderr.splitlines() if x.startswith("注意：")]
    assert "「小镇灯会办法」现在由旧版回答，是 2008-01-02 的一版" in line
    assert "去掉的是 2021-03-04 的一版，现行有效" in line
    again = run("library", "remove", "小镇灯会办法")
    assert "注意：" not in again.stderr


def test_users_of_the_page_are_told_the_same(town: Path) -> None:
    live = LiveAssistant(Settings(town / "home"))
    assert LibraryEditor(live).remove(OLD)["told"] == []
    run("library", "update", "小镇灯会办法", "old")
    live.refresh()
    (told,) = LibraryEditor(live).remove("小镇灯会办法")["told"]
    assert "现在由旧版回答，是 2008-01-02 的一版" in told
