"""``fireduty checklist`` as a user meets it: by words, by flags, by questions, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.text.load import load_default
from ui.cli.main import main
from ui.documents.checklist import BOX, COLUMNS

INN = "我开了家 20 人的小旅馆，租的房子"


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(
        main, ["checklist", "--in", "细则", *args], input=stdin
    )


def record(*args: str, stdin: str | None = None) -> dict[str, object]:
    result = run(*args, "--format", "json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


def lines(*args: str, stdin: str | None = None) -> dict[str, str]:
    """Record id → condition."""
    data = record(*args, stdin=stdin)["data"]
    assert isinstance(data, dict)
    return {line["id"]: line["condition"] for line in data["lines"]}


def test_a_small_rented_inn_gets_its_list_with_a_reason_for_each_line() -> None:
    result = run("--describe", INN)
    assert result.exit_code == 0
    assert 8 < result.stdout.count(BOX) < len(lines("--describe", INN))
    for words in (
        "小旅馆消防安全工作清单：细则（征求意见稿，尚未施行）",
        "本细则没有为小旅馆单列单位职责",
        "「20 人」：本细则没有按人数、床位区分职责",
        "总的要求（不用打勾）",
        "如果是个体工商户，则适用",
        "房东（建筑物所有",
    ):
        assert words in result.stdout
    assert result.stdout.rstrip().endswith("征求意见稿，尚未施行，仅供学习参考，不作为执法依据。")
    assert "加 --why-not" in result.stderr


def test_flags_and_words_agree() -> None:
    by_words = lines("--describe", "租的房子开的养老院，没有员工住宿")
    assert lines("--unit", "养老院", "--use", "承租", "--lodging", "否") == by_words
    assert lines("--describe", "养老院", "--use", "承租") == by_words


def test_why_not() -> None:
    result = run("--unit", "养老院", "--why-not")
    assert "不适用的，以及为什么" in result.stdout
    assert "前提：是演出、放映场所；你说的是「养老院」" in result.stdout.replace("\n", "")
    assert "写的是别的主体的职责" in result.stdout
    assert result.stderr == ""


def test_about_one_provision() -> None:
    result = run("--unit", "养老院", "--about", "第七条第（二）项")
    assert result.exit_code == 0
    assert "不适用：前提：是演出、放映场所" in result.stdout
    assert "征求意见稿" in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["--describe", "自己的房子，租的"],
            "自相矛盾：「自己的房子」（业主自用）与「租的」（承租）",
        ),
        (["--unit", "养老院", "--use", "承租", "--use", "业主自用"], "「业主自用」与「承租」"),
        (["--unit", "养老苑"], "不认识的单位类型「养老苑」；相近的有养老院"),
        (["--use", "借"], "--use 没有「借」这个选项"),
        (["--describe", "今天天气不错"], "没有认出是什么场所"),
        (["--unit", "养老院", "--about", "第九十九条"], "没有这一条款"),
        (["--unit", "养老院", "--format", "pdf"], "没有这种格式：pdf"),
        (["--unit", "养老院", "--format", "docx"], "请加 --out"),
        (["--unit", "养老院", "--out", "清单.pdf"], "看不出 清单.pdf 是什么格式"),
        (["--nope"], "没有选项 --nope"),
    ],
)
def test_faults_are_one_chinese_line(args: list[str], words: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


# --- questions ----------------------------------------------------------------------------------


def test_questions_lead_to_the_same_list() -> None:
    answers = "养老院\n3\n1\n\n4\n\n0\n0\n"
    asked = lines(stdin=answers)
    flags = ["--unit", "养老院", "--use", "承租", "--owners", "一个所有权人"]
    more = ["--building", "普通建筑", "--goods", "否", "--lodging", "否"]
    given = lines(*flags, *more)
    assert set(asked) == set(given)


def test_back_changes_an_answer() -> None:
    first = lines(stdin="养老院\n1\nb\n3\n" + "\n" * 12)
    assert first == lines("--unit", "养老院", "--use", "承租")
    restarted = lines(stdin="小旅馆\nb\n养老院\n" + "\n" * 12)
    assert restarted == lines("--unit", "养老院")


def test_bad_answers_are_asked_again() -> None:
    result = run(stdin="自己的房子，租的\n养老院\n9\n自用\n1,3\n3\n" + "\n" * 12)
    assert result.exit_code == 0
    for words in ("前后矛盾：「自己的房子」", "没有第 9 项", "没有「自用」这个选项", "请重选"):
        assert words in result.stderr


@pytest.mark.parametrize("stdin", ["q\n", "养老院\n退出\n", ""])
def test_quitting_prints_no_list(stdin: str) -> None:
    result = run(stdin=stdin)
    assert result.exit_code == 130
    assert result.stdout == ""
    assert "已取消" in result.stderr


# --- files --------------------------------------------------------------------------------------


def cells(path: Path) -> list[list[str]]:
    """The rows of the checklist's tables in a docx or xlsx file."""
    if path.suffix == ".docx":
        import docx

        tables = docx.Document(str(path)).tables
        return [[c.text for c in row.cells] for t in tables for row in t.rows]
    from openpyxl import load_workbook

    sheets = load_workbook(path).worksheets
    return [[str(c or "") for c in row] for s in sheets for row in s.iter_rows(values_only=True)]


def headers(path: Path) -> list[str]:
    """What stands on top of every printed page."""
    if path.suffix == ".docx":
        import docx

        return [p.text for s in docx.Document(str(path)).sections for p in s.header.paragraphs]
    from openpyxl import load_workbook

    return [str(s.oddHeader.center.text) for s in load_workbook(path).worksheets]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_office_files_hold_boxes_reasons_and_columns_to_fill_in(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"清单.{suffix}"
    result = run("--describe", INN, "--out", str(path))
    assert result.exit_code == 0
    rows = cells(path)
    assert list(COLUMNS) in [r[: len(COLUMNS)] for r in rows]
    ticked = [r for r in rows if r[0] == BOX]
    assert len(ticked) > 8
    whole = "\n".join(leaf.text for leaf in load_default().leaves())
    for row in ticked:
        _, _, text, citation, actor, _, *filled = row[: len(COLUMNS)]
        assert all(part in whole for part in text.split("……"))
        assert citation.startswith("第")
        assert actor
        assert filled == [""] * 4
    at = next(i for i, r in enumerate(rows) if r[:3] == ["序号", "条款", "为什么适用"])
    reasons = [r for r in rows[at + 1 :] if r[0].isdecimal()][: len(ticked)]
    assert [r[0] for r in reasons] == [r[1] for r in ticked]
    assert all("「" in r[2] for r in reasons)
    assert all("征求意见稿，尚未施行" in header for header in headers(path))


def test_a_regulation_without_data_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "规定.txt"
    text.write_text("第一条 物业应当巡查。", "utf-8")
    monkeypatch.setenv("FIREDUTY_REGULATION", str(text))
    result = CliRunner().invoke(main, ["checklist", "--describe", INN])
    assert result.exit_code == 1
    assert "还没有场所适用性数据" in result.stderr


def test_what_recurs_is_a_calendar_of_a_year(tmp_path: Path) -> None:
    path = tmp_path / "日历.ics"
    result = run(
        "--in", "消防法", "--describe", "养老院", "--start", "2027-01-04", "--out", str(path)
    )
    assert (result.exit_code, result.stdout) == (0, "")
    assert "养老院工作日历" in result.stderr
    written = path.read_text("utf-8")
    assert written.startswith("BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20270104" in written
    printed = run(
        "--in", "消防法", "--describe", "养老院", "--start", "2027-01-04", "--format", "ics"
    )
    assert printed.stdout.count("BEGIN:VEVENT") == written.count("BEGIN:VEVENT") > 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ("--in", "消防法", "--describe", "养老院", "--start", "明天"),
            "日历的开始日期「明天」读不懂",
        ),
        (("--describe", "租的房子"), "没有一项写明"),
    ],
)
def test_a_calendar_that_cannot_be_made_says_why(given: tuple[str, ...], said: str) -> None:
    result = run(*given, "--format", "ics")
    assert result.exit_code != 0
    assert said in result.stderr
