"""``fireduty verify`` as a user meets it: what is wrong, why, and the words that should stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.cli.main import main

NOTICE = "征求意见稿，尚未施行，仅供学习参考，不作为执法依据。"
TEXT = """区政府应当在30个工作日内作出同意或不同意的决定。
物业不得对共用消防设施进行维护管理。

第十九条（十三）规定，公安机关负责消防。
村（居）委会要定期开展消防宣传教育（第二十二条第（四）项）。
"""

pytestmark = pytest.mark.usefixtures("environment")


def run(*args: str, stdin: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(main, ["verify", *args], input=stdin)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "pasted.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_report_says_what_is_wrong_and_why(source: Path) -> None:
    result = run(str(source))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "共 6 处：已核对 2，不符 3，未核对 1"
    assert "第 1 行 [不符] 语句：区政府应当在30个工作日内作出同意或不同意的决定。" in lines
    assert "    问题字样：「30个工作日」" in lines
    assert "第 2 行 [不符] 语句：物业不得对共用消防设施进行维护管理。" in lines
    assert "    问题字样：「不得」" in lines
    assert "    第十九条第（十三）项不存在：范围 （一）–（十二）" in lines
    assert any(line.startswith("    原文：") and "7个工作日" in line for line in lines)
    assert lines[-1] == NOTICE


def test_json_holds_the_same(source: Path) -> None:
    result = run(str(source), "--format", "json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert record["status"] == "征求意见稿"
    found = record["findings"]
    assert [f["line"] for f in found] == [1, 2, 4, 4, 5, 5]
    assert all(TEXT[slice(*f["span"])] == f["text"] for f in found)
    assert found[0]["offending"] == ["30个工作日"]
    assert found[0]["ids"] == ["art14.item7"]
    assert {f["state"] for f in found} == {"已核对", "改用原文", "未核对"}


def test_a_faithful_text_from_standard_input_ends_well() -> None:
    result = run("-", stdin="第二十二条第（四）项规定：要定期开展消防宣传教育。")
    assert result.exit_code == 0
    assert "不符 0" in result.stdout


def test_what_is_not_checked_is_not_shown_as_checked() -> None:
    result = run("-", stdin="今天天气很好，我们都去公园玩了。")
    assert result.exit_code == 0
    assert "[未核对]" in result.stdout
    assert "[已核对]" not in result.stdout


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (["-"], " \n", "错误：没有可核对的文字：内容是空的"),
        (["-"], "字" * 700_000, "错误：文字太长：一次最多核对 2 MB，请分开核对"),
        (["no-such-file.txt"], "", "no-such-file.txt"),
    ],
)
def test_bad_input_is_told_in_one_line(args: list[str], stdin: str, said: str) -> None:
    result = run(*args, stdin=stdin)
    assert result.exit_code != 0
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
