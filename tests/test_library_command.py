"""``fireduty library``: what it prints, how it ends, and the changes that are killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evals.faults.library import CHANGES, kill
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
@pytest.mark.parametrize("name", CHANGES)
def test_a_killed_change_leaves_the_old_or_the_new_library(name: str, tmp_path: Path) -> None:
    assert kill(name, tmp_path, moments=5) is None  # ``evals.faults`` tries twenty
