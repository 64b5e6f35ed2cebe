"""The command line as a user meets it: output, exit codes, one Chinese line for every fault."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ui.cli.main import main


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, args, input=stdin)


pytestmark = pytest.mark.usefixtures("environment")


def test_ask_prints_the_answer_on_stdout_only() -> None:
    result = run("ask", "养老院夜里要做什么")
    assert result.exit_code == 0
    assert "第七条第（一）项" in result.stdout
    assert "征求意见稿" in result.stdout
    assert result.stderr == ""


def test_ask_json_is_the_batch_record() -> None:
    record = json.loads(run("ask", "重大火灾隐患挂牌几天答复", "--json", "--in", "细则").stdout)
    assert record["answer"]["cited"][0] == "art14.item7"
    assert "7个工作日" in record["answer"]["quotes"][0]["text"]


def test_chat_answers_until_told_to_stop() -> None:
    result = run("ask", stdin="物业充电桩\n\n第十五条第二款\n退出\n")
    assert result.exit_code == 0
    assert "第十条第（五）项" in result.stdout
    assert "街道办事处应当履行" in result.stdout


def test_search() -> None:
    result = run("search", "房东", "-k", "2", "--explain", "--in", "细则")
    assert "「房东」→" in result.stdout
    assert "art9.item2" in result.stdout
    hits = json.loads(run("search", "房东", "-k", "3", "--json", "--in", "细则").stdout)
    assert hits[0]["id"] == "art9.item2"
    assert len(hits) == 3


@pytest.mark.parametrize("written", ["art19.item5", "19.5", "19条(5)", "第十九条第（五）项"])
def test_show(written: str) -> None:
    result = run("corpus", "show", written, "--in", "细则")
    assert result.exit_code == 0
    assert "第十九条第（五）项  [art19.item5]" in result.stdout
    assert "（五）住房和城乡建设部门" in result.stdout


def test_check(tmp_path: Path) -> None:
    good = run("corpus", "check", "corpus/data/beijing-fire-duty")
    assert good.exit_code == 0
    assert "章 7，条 32，项 92，可引用条款 129" in good.stdout
    bad = tmp_path / "bad.txt"
    bad.write_text("第一条 甲。\n第三条 乙。", "utf-8")
    result = run("corpus", "check", str(bad))
    assert result.exit_code == 1
    assert "条连续" in result.stdout
    assert "第 2 行" in result.stdout


def test_check_proves_plain_words_and_english(tmp_path: Path) -> None:
    folder = shutil.copytree("corpus/data/beijing-fire-duty", tmp_path / "folder")
    with (folder / "plain.toml").open("a", encoding="utf-8") as plain:
        plain.write('\n[[plain]]\nprovision = "art99"\ntext = ["好。"]\n')
    english = folder / "english.toml"
    words = english.read_text("utf-8").replace("[words]\n", '[words]\n"喷火龙" = ["dragon"]\n')
    english.write_text(words, "utf-8")
    result = run("corpus", "check", str(folder))
    assert result.exit_code == 1
    assert "白话「art99」：没有这一条款" in result.stdout
    assert "英文词「喷火龙」" in result.stdout


def test_index_status() -> None:
    result = run("index", "status")
    assert result.exit_code == 0
    assert "状态：最新" in result.stdout


def test_index_build_then_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "rule.txt"
    text.write_text("第一条 物业应当巡查。", "utf-8")
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIREDUTY_REGULATION", str(text))
    assert run("index", "build").exit_code == 0
    assert "应当巡查" in run("ask", "第一条").stdout
    text.write_text("第一条 物业应当每日巡查。", "utf-8")
    assert run("index", "status").exit_code == 1
    stale = run("ask", "第一条")
    assert stale.exit_code == 1
    assert "索引已过期" in stale.stderr
    assert run("index", "build", "--if-stale").exit_code == 0
    assert "每日巡查" in run("ask", "第一条").stdout


FAULTS = [
    (["ask", ""], 2, "问题是空的"),
    (["ask", "  "], 2, "问题是空的"),
    (["ask", "消" * 100_000], 2, "问题太长（100000 字）"),
    (["search", ""], 2, "问题是空的"),
    (["search", "消防", "-k", "0"], 2, "参数 -k 不对"),
    (["search", "消防", "--mode", "magic"], 2, "参数 --mode 不对"),
    (
        ["corpus", "show", "33"],
        2,
        "没有这一条款：33；没有第三十三条：《北京市消防安全责任制实施细则》共 32 条，从第一条到第三十二条",
    ),
    (["corpus", "show", "天气"], 2, "看不懂条款编号「天气」"),
    (["corpus", "check", "no-such-file.txt"], 2, "找不到文件"),
    (["corpus", "check"], 2, "缺少参数"),
    (["batch", "no-such-file.jsonl", "out.jsonl"], 2, "找不到文件"),
    (["nope"], 2, "没有这个命令：nope"),
    (["ask", "--nope"], 2, "没有选项 --nope"),
    (["serve", "--port", "99999"], 2, "参数 --port 不对"),
]


@pytest.mark.parametrize(
    ("args", "code", "words"), FAULTS, ids=[" ".join(a)[:30] for a, _, _ in FAULTS]
)
def test_faults_are_one_chinese_line(args: list[str], code: int, words: str) -> None:
    result = run(*args)
    assert result.exit_code == code
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_missing_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path))
    result = run("ask", "物业")
    assert result.exit_code == 1
    assert "还没有索引" in result.stderr
    assert "fireduty index build" in result.stderr


def test_unwritable_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("FIREDUTY_HOME", str(tmp_path / "file"))
    result = run("index", "build")
    assert result.exit_code == 1
    assert "无法写入索引文件夹" in result.stderr


def test_every_command_has_help() -> None:
    walked = []

    def walk(command: click.Command, path: list[str]) -> None:
        walked.append(" ".join(path))
        result = run(*path, "--help")
        assert result.exit_code == 0
        assert command.help, path
        for name, child in children(command):
            walk(child, [*path, name])

    walk(main, [])
    assert {"ask", "serve", "index build", "user passwd"} <= set(walked)


def children(command: click.Command) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return []
    context = click.Context(command)
    found = [(n, command.get_command(context, n)) for n in command.list_commands(context)]
    return [(name, child) for name, child in found if child is not None]


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    """The list is printed without loading a command, from words that stand beside its place."""
    listed = run("--help").stdout
    shown = dict(re.findall(r"^  ([a-z]+)  +(.+)$", listed[listed.index("命令：") :], re.MULTILINE))
    assert shown == {name: child.get_short_help_str(70) for name, child in children(main)}


@pytest.mark.usefixtures("shipped")
def test_the_list_of_commands_loads_none() -> None:
    code = (
        "import sys; from ui.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith(('assistant', 'index', 'ui.web'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_cold_ask_imports_nothing_heavy(home: Path) -> None:
    script = (
        "import sys; sys.argv = ['fireduty', 'ask', '养老院夜里要做什么']\n"
        "from ui.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('torch', 'gradio', 'chromadb', 'langchain_core', 'sentence_transformers', 'pandas') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"FIREDUTY_HOME": str(home)},
    )
    assert "第七条第（一）项" in result.stdout
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_broken_pipe_is_silent(home: Path) -> None:
    result = subprocess.run(
        f"{sys.executable} -m ui.cli search 消防 -k 129 | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"FIREDUTY_HOME": str(home)},
    )
    assert "Traceback" not in result.stderr
