"""``fireduty library``: what it prints, how it ends, and the changes that are killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evals.faults.library import kill
from tests.support.word_files import paragraph, part, word_file
from ui.cli import confirming
from ui.cli.main import main

LANTERNS = "小镇灯会办法\n第一条 灯会主办人应当在开幕七日前向镇公所报备。\n"
NEWER = LANTERNS.replace("七日", "三日")

Run = Callable[..., Result]


@pytest.fixture
def run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line over a library of one's own, in a folder with texts."""
    shutil.copytree(home, tmp_path / "home")
    for name, text in (("lanterns", LANTERNS), ("newer", NEWER), ("broken", "没有条")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    for name in ("REGULATION", "EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["library", *arguments])


def test_a_document_from_its_addition_to_its_removal(run: Run) -> None:
    added = run("add", "lanterns.txt", "broken.txt")
    assert added.exit_code == 1
    assert added.stdout == "已收录「小镇灯会办法」：《小镇灯会办法》，现在就可以问\n"
    assert "  结果：合格，还原一致" in added.stderr
    assert "错误：broken.txt 里没有找到任何「第…条」" in added.stderr
    again = run("add", "lanterns.txt")
    assert (again.exit_code, again.stdout) == (
        0,
        "lanterns.txt 与已收录的「小镇灯会办法」是同一份文本，没有改动\n",
    )
    refused = run("add", "newer.txt")
    assert refused.exit_code == 2
    assert "fireduty library update 小镇灯会办法 newer.txt" in refused.stderr
    updated = run("update", "小镇灯会办法", "newer.txt")
    assert "已换成这一份" in updated.stdout
    listed = json.loads(run("list", "--json").stdout)
    assert [(d["key"], d["source"], d["current"]) for d in listed[-2:]] == [
        ("小镇灯会办法@无日期", "added", False),
        ("小镇灯会办法", "added", True),
    ]
    assert "小镇灯会办法@无日期" in run("list").stdout
    shown = run("show", "小镇灯会办法")
    assert "状态：状态未注明" in shown.stdout
    assert json.loads(run("show", "消防法", "--json").stdout)["rank"] == "法律"
    checked = run("check")
    assert checked.stdout.endswith("结果：都好\n")
    assert run("remove", "小镇灯会办法").stdout == "已去掉「小镇灯会办法」：《小镇灯会办法》\n"
    assert [d["key"] for d in json.loads(run("list", "--json").stdout)][3:] == ["小镇灯会办法"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "刑法"), "没有收录「刑法」；收录的有 细则、"),
        (("remove", "刑法"), "没有收录「刑法」；收录的有 细则、"),
        (("update", "刑法", "lanterns.txt"), "没有收录「刑法」；收录的有 细则、"),
        (("update", "细则", "nowhere.txt"), "找不到文件 nowhere.txt"),
        (("add", "../nowhere.txt"), "找不到文件 ../nowhere.txt"),
        (("add", "broken.txt"), "broken.txt 里没有找到任何「第…条」"),
        (("add",), "缺少参数"),
    ],
)
def test_a_wrong_use_is_one_line(arguments: tuple[str, ...], told: str, run: Run) -> None:
    said = run(*arguments)
    assert said.exit_code == 2
    assert said.stdout == ""
    (line,) = said.stderr.splitlines()
    assert line.startswith("错误：")
    assert told in line


GAP = "小镇灯会办法\n第一条 灯会主办人应当报备。\n第三条 不得放火。\n"
HEADED = {"word/header1.xml": part("hdr", paragraph("内部资料"))}
BODY = "".join(
    map(paragraph, ("小镇灯会办法", "第一条　灯会主办人应当报备。", "第二条　不得放火。"))
)
ADDED = "已收录「小镇灯会办法」：《小镇灯会办法》，现在就可以问\n"


@pytest.mark.parametrize(
    ("name", "content", "check"),
    [
        ("gap.txt", GAP.encode(), "条连续：正文：第三条前面是第 1 条"),
        ("headed.docx", word_file(BODY, HEADED), "没有读作条文的页眉：「内部资料」"),
    ],
)
def test_what_is_in_doubt_is_added_only_when_somebody_says_so(
    name: str, content: bytes, check: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(content)
    for command in (("add", name), ("update", "消防法", name)):
        said = run(*command)
        assert (said.exit_code, said.stdout) == (2, "")
        (line,) = said.stderr.splitlines()
        assert line.startswith(f"错误：{name} 没有收录，要先核对：{check}")
        assert line.endswith("加 --yes 收录")
    both = run("add", name, "lanterns.txt")
    assert (both.exit_code, both.stdout) == (2, ADDED)
    run("remove", "小镇灯会办法")
    monkeypatch.setattr(confirming, "on_terminal", lambda: True)
    refused = CliRunner().invoke(main, ["library", "add", name], input="\n")
    assert refused.exit_code == 2
    assert "收录这一份吗？ [y/N]" in refused.stderr
    agreed = CliRunner().invoke(main, ["library", "add", name], input="y\n")
    assert (agreed.exit_code, agreed.stdout) == (0, ADDED)
    run("remove", "小镇灯会办法")
    assert run("add", "--yes", name).stdout == ADDED


def test_a_clean_word_file_is_added_without_a_question(run: Run, tmp_path: Path) -> None:
    (tmp_path / "灯会.docx").write_bytes(word_file(BODY))
    added = run("add", "灯会.docx")
    assert (added.exit_code, added.stdout) == (0, ADDED)
    assert "第一条至第二条，共 2 条" in added.stderr
    assert "文件：Word 文档（.docx）" in added.stderr


def test_a_file_is_read_to_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "headed.docx").write_bytes(word_file(BODY, HEADED))
    read = CliRunner().invoke(main, ["corpus", "read", "headed.docx"])
    assert read.stdout == "小镇灯会办法\n第一条　灯会主办人应当报备。\n第二条　不得放火。\n"
    assert "没有读作条文：页眉：「内部资料」" in read.stderr


def test_a_name_leads_nowhere(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    shutil.move(tmp_path / "lanterns.txt", tmp_path / "deep" / "..evil.txt")
    assert run("add", "deep/../deep/..evil.txt").exit_code == 0
    inside = {p.name for p in (tmp_path / "home").rglob("*")}
    assert not {name for name in inside if "evil" in name or name == ".."}


def test_with_one_regulation_set_nothing_changes(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIREDUTY_REGULATION", str(tmp_path / "lanterns.txt"))
    for arguments in (
        ("add", "newer.txt"),
        ("remove", "消防法"),
        ("update", "消防法", "newer.txt"),
    ):
        said = run(*arguments)
        assert said.exit_code == 2
        assert "FIREDUTY_REGULATION" in said.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("name", "moments"), [("添加", 5), ("更新", 2), ("去掉", 2)])
def test_a_killed_change_leaves_the_old_or_the_new_library(
    name: str, moments: int, tmp_path: Path
) -> None:
    """All are written by one build: one is killed often. ``evals.faults`` kills each twenty times."""
    assert kill(name, tmp_path, moments=moments) is None
