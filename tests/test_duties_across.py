"""Duties of several documents at once: every document that knows the name, in force first, each with its status."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.text.load import load_regulation, shipped_folders
from index.build import build_library
from index.editing import add_documents
from index.embed import BUILTIN
from ui.cli.main import main
from ui.documents.duties_across import tell_query
from ui.documents.duty_query import Query

KEYS = ["消防法", "北京市消防条例", "细则"]  # in force first, the higher rank first, the draft last
HEADINGS = [
    "━━ 《中华人民共和国消防法》（现行有效） ━━",
    "━━ 《北京市消防条例》（现行有效） ━━",
    "━━ 《北京市消防安全责任制实施细则》（征求意见稿，尚未施行） ━━",
]
ADDED = "青溪镇门楼管理办法\n\n第一条 物业服务企业应当每年粉刷门楼两次。\n"

pytestmark = pytest.mark.usefixtures("shipped")


def run(*args: str, home: Path | None = None) -> Result:
    env = {"COLUMNS": "120"} | ({"FIREDUTY_HOME": str(home)} if home else {})
    return CliRunner(env=env).invoke(main, ["duties", *args])


def record(*args: str) -> Any:
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def spoken(*args: str) -> list[str]:
    return [part["document"] for part in record(*args)["data"]]


# --- which documents speak ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "keys"),
    [
        (["--actor", "物业"], KEYS),
        (["--matter", "消防车通道"], KEYS),
        (["--actor", "业委会"], ["细则"]),
        (["--matter", "住宅专项维修资金"], ["北京市消防条例", "细则"]),
        (["--times", "每年"], KEYS),
        (["--modality", "不得", "--actor", "物业"], ["北京市消防条例"]),
        (["--compare", "居委会", "村委会"], KEYS),
        (["--calendar"], KEYS),
        (["--all"], KEYS),
        (["--matrix"], KEYS),
        (["--actor", "物业", "--in", "细则", "--in", "消防法"], ["消防法", "细则"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_those_that_know_it_speak_in_order_of_authority(args: list[str], keys: list[str]) -> None:
    assert spoken(*args) == keys


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["--matter", "住宅专项维修资金"],
            "《中华人民共和国消防法》：本法未提及「住宅专项维修资金」",
        ),
        (["--times", "每小时"], "「每小时」：3 部文件都没有写这样的职责"),
        (
            ["--compare", "城管", "街道"],
            "《北京市消防安全责任制实施细则》：「城管」可以指城市管理部门",
        ),
        (["--actor", "气象局"], "本法没有点名「气象局」；对政府各部门的共同规定见"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_those_that_do_not_are_told_of_in_a_line(args: list[str], told: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    assert told in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--actor", "月球基地"], "消防法、北京市消防条例、细则都未提及「月球基地」"),
        (["--actor", "住建尾"], "名称相近的有："),
        (["--matter", "航天器"], "消防法、北京市消防条例、细则都未提及「航天器」"),
        (["--modality", "不准"], "没有「不准」这种要求，可以用：应当、必须、不得"),
        (["--compare", "月球基地", "街道"], "都未提及「月球基地」"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_that_none_knows_is_one_line(args: list[str], words: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr


# --- what is said of each -------------------------------------------------------------------------


def test_every_group_is_headed_with_title_and_status() -> None:
    lines = run("--actor", "物业").stdout.splitlines()
    assert lines[0] == "「物业」：见 3 部文件（现行有效 2 部、征求意见稿 1 部）"
    assert [line for line in lines if line.startswith("━━")] == HEADINGS
    alone = run("--actor", "物业", "--in", "细则").stdout.splitlines()
    conclusion = lines[lines.index(HEADINGS[2]) + 1]
    assert conclusion == alone[0]
    for title in ("中华人民共和国消防法", "北京市消防条例", "北京市消防安全责任制实施细则"):
        assert any(line.startswith(f"《{title}》：") for line in lines[-3:])
    assert lines[-1].endswith("征求意见稿，尚未施行，仅供学习参考，不作为执法依据。")


@pytest.mark.parametrize("args", [["--actor", "物业"], ["--matter", "消防车通道"], ["--all"]])
def test_a_group_holds_what_its_document_says_alone(args: list[str]) -> None:
    for part in record(*args)["data"]:
        alone = record(*args, "--in", part["document"])
        assert part["headline"] == alone["title"]
        key = part["document"]
        assert json.dumps(part["data"]).count('"text"') == json.dumps(alone["data"]).count('"text"')
        named = json.dumps(part["data"], ensure_ascii=False).replace(f"{key}/", "")
        assert named == json.dumps(alone["data"], ensure_ascii=False)


def test_addresses_name_their_document() -> None:
    for part in record("--actor", "街道办")["data"]:
        for body in part["data"]:
            for duty in (*body["own"], *body["inherited"], *body["mentioned"]):
                assert duty["provision"].startswith(f"{part['document']}/")
                assert duty["id"].startswith(f"{part['document']}/")


@pytest.fixture(scope="module")
def home_with_more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a text of which nobody has reviewed a register."""
    home = tmp_path_factory.mktemp("more")
    text = home / "办法.txt"
    text.write_text(ADDED, "utf-8")
    build_library(home / "home", BUILTIN)
    add_documents(home / "home", BUILTIN, [text])
    return home / "home"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--actor", "物业"], "主体写有「物业」「物业服务企业」：程序读出 1 项职责，见 1 处条款"),
        (["--matter", "门楼"], "写有「门楼」：程序读出 1 项职责，见 1 处条款"),
        (
            ["--times", "每年", "--modality", "应当"],
            "要求为「应当」、时间为「每年」：1 项职责（频次 1 项）",
        ),
        (["--actor", "气象局"], "程序没有读出主体写有「气象局」的职责；可以在问答里问。"),
        (
            ["--compare", "居委会", "村委会"],
            "《青溪镇门楼管理办法》：本办法未提及「居委会」",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_the_program_read_by_itself_is_marked(
    home_with_more: Path, args: list[str], told: str
) -> None:
    result = run(*args, home=home_with_more)
    assert result.exit_code == 0, result.stderr
    assert told in result.stdout
    said = "程序提取，未经复核，可能有漏有错，请对照原文。" in result.stdout
    assert said == ("项职责" in told)


def test_a_record_says_that_nobody_reviewed_it(home_with_more: Path) -> None:
    result = run("--actor", "物业", "--format", "json", home=home_with_more)
    reviewed = {p["document"]: p["reviewed"] for p in json.loads(result.stdout)["data"]}
    assert reviewed == {**dict.fromkeys(KEYS, True), "青溪镇门楼管理办法": False}


def test_what_only_such_a_text_knows_is_no_error(home_with_more: Path) -> None:
    result = run("--matter", "粉刷门楼", home=home_with_more)
    assert result.exit_code == 0
    assert "「粉刷门楼」：见 1 部文件" in result.stdout
    assert run("--matter", "航天器", home=home_with_more).exit_code == 2


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for suffix in ("csv", "md", "docx", "xlsx"):
        assert run("--actor", "物业", "--out", str(folder / f"物业.{suffix}")).exit_code == 0
    return folder


def test_every_row_of_csv_names_document_and_status(written: Path) -> None:
    rows = list(csv.reader(StringIO((written / "物业.csv").read_text("utf-8-sig"))))
    names = {tuple(r[:2]) for r in rows if len(r) > 3 and r[0] != "文件"}
    assert names == {
        ("消防法", "现行有效"),
        ("北京市消防条例", "现行有效"),
        ("细则", "征求意见稿，尚未施行"),
    }


def test_markdown_has_a_heading_for_each_document(written: Path) -> None:
    headings = [
        line for line in (written / "物业.md").read_text("utf-8").splitlines() if line[:3] == "## "
    ]
    assert headings == [f"## {h.strip('━ ')}" for h in HEADINGS]


def test_word_gives_each_document_its_pages(written: Path) -> None:
    import docx

    word = docx.Document(str(written / "物业.docx"))
    heads = ["".join(p.text for p in s.header.paragraphs) for s in word.sections]
    assert len(heads) == 1 + len(KEYS)
    assert heads[1].startswith("《中华人民共和国消防法》：现行有效")
    assert heads[3].endswith("征求意见稿，尚未施行，仅供学习参考，不作为执法依据。")
    titles = [
        p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"
    ]
    assert titles == [h.strip("━ ") for h in HEADINGS]


def test_every_sheet_names_its_document(written: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO((written / "物业.xlsx").read_bytes()))
    first, *sheets = book.worksheets
    assert first.title == "文件"
    assert [row[0] for row in first.iter_rows(values_only=True)][3:6]
    for sheet in sheets:
        title = str(sheet["A1"].value)
        key = next(k for k in KEYS if sheet.title.startswith(k[:8]))
        heading = next(h.strip("━ ") for h, k in zip(HEADINGS, KEYS, strict=True) if k == key)
        assert title.startswith(heading)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query(actor="物业"), "「物业」"),
        (
            Query(actor="物业", matter="消防车通道", modality="不得"),
            "「物业」「消防车通道」「不得」",
        ),
        (Query(actor="物业", calendar=True), "「物业」的时间要求"),
        (Query(calendar=True), "时间要求"),
        (Query(compare=("甲", "乙")), "甲与乙"),
        (Query(whole=True), "全部职责"),
        (Query(matrix=True), "主体与事项对照"),
    ],
)
def test_what_is_asked_in_words(query: Query, said: str) -> None:
    assert tell_query(query) == said


# --- free words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "title"),
    [
        (["--actor", "灭火器"], "「灭火器」按事项查：见 3 部文件"),
        (["--matter", "谁管小区消防通道"], "「谁管小区消防通道」按事项「消防通道」查：见 3 部文件"),
        (["--actor", "物业楼道堆杂物"], "「物业楼道堆杂物」按主体「物业」、事项「楼道」查："),
        (["--matter", "物业要做什么"], "「物业要做什么」按主体「物业」查：见 3 部文件"),
        (["--matter", "养老院检查"], "「养老院检查」没有直接写到，意思最接近的：见 2 部文件"),
        (["--matter", "学校演练"], "「学校演练」按意思查：见 3 部文件"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_free_words_lead_to_duties_and_the_title_says_how(
    indexed: Path, args: list[str], title: str
) -> None:
    result = run(*args, home=indexed)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(title)
    assert "【" in result.stdout  # a table of duties


@pytest.mark.parametrize(
    "args", [["--actor", "量子管理局"], ["--matter", "航天器"], ["--actor", "住建尾"]]
)
def test_a_name_of_nothing_is_not_replaced(indexed: Path, args: list[str]) -> None:
    result = run(*args, home=indexed)
    assert result.exit_code == 2
    assert f"都未提及「{args[1]}」" in result.stderr


@pytest.mark.parametrize("words", ["保险公司", "消防车通道", "灭火器材", "宿舍", "微型消防站"])
@pytest.mark.parametrize("option", ["--actor", "--matter"])
def test_what_is_printed_is_found_with_every_clause(option: str, words: str) -> None:
    result = run(option, words)
    assert result.exit_code == 0, result.stderr
    for folder in shipped_folders():
        regulation = load_regulation(folder)
        if any(words in leaf.text for leaf in regulation.leaves()):
            assert f"━━ 《{regulation.title}》" in result.stdout
            assert f"《{regulation.title}》：本" not in result.stdout
    assert "1/1 处" not in result.stdout


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("indexed")
    build_library(home, BUILTIN)
    return home
