"""Documents in every format: nothing lost, nothing executed, the notice never missing."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len as width_of

from corpus.errors import USAGE, FiredutyError
from ui.documents.document import Document, DocumentSection, clean
from ui.documents.excel_file import make_xlsx
from ui.documents.export import FORMATS, format_of, render, save
from ui.documents.text_table import lay_out_table, wrap
from ui.documents.word_file import make_docx

NOTICE = "征求意见稿，尚未施行，仅供学习参考，不作为执法依据。"
LONG = "消防车通道、涉及公共消防安全的疏散设施和其他建筑消防设施应当由建筑物所有权人统一管理。"
DUTIES = DocumentSection(
    "各主体的职责（2 项）",
    ("角色", "主体", "情态", "条文原文", "条款"),
    (
        ("负责", "建筑物所有权人", "应当", LONG, "第九条第（二）项"),
        ("配合", "公安交管部门", "陈述", "协助清拖车辆。\n（注：见下）", "第十九条第（三）项"),
    ),
    "以下按角色排列。",
)
PLACES = DocumentSection("提到它的条款（1 处）", ("条款", "条文原文"), (("第二十条", "鼓励。"),))
DOCUMENT = Document(
    "消防车通道：2 处规定，本细则未明确牵头部门",
    NOTICE,
    "《实施细则》（征求意见稿，版本 draft）",
    "2026-01-02",
    ("写有「消防车通道」的条款，已列出 2/2 处。",),
    (DUTIES, PLACES),
)
HOSTILE = ("=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1+1")


def one_table(*cells: str) -> Document:
    section = DocumentSection("表", tuple(f"列{n}" for n in range(len(cells))), (cells,))
    return Document("标题", NOTICE, "来源", "2026-01-02", (), (section,))


@pytest.mark.parametrize("format", ["table", "md", "csv", "json"])
def test_text_formats_begin_with_the_conclusion_and_end_with_the_notice(format: str) -> None:
    lines = render(DOCUMENT, format).strip().splitlines()
    if format == "json":
        assert (DOCUMENT.title in lines[1], NOTICE in lines[-2]) == (True, True)
    else:
        assert lines[0].lstrip("# ") == DOCUMENT.title
        assert lines[-1] == NOTICE


@pytest.mark.parametrize("format", ["md", "csv", "json"])
def test_text_formats_hold_every_cell_whole(format: str) -> None:
    printed = render(DOCUMENT, format).replace("\\n", "\n").replace("<br>", "\n")
    for section in DOCUMENT.sections:
        assert section.heading in printed
        assert all(cell in printed for row in section.rows for cell in row)


def test_table_wraps_and_loses_no_character() -> None:
    lines = lay_out_table(DUTIES.columns, DUTIES.rows, width=100)
    assert max(map(width_of, lines)) <= 100
    assert not any(line.strip().startswith(("，", "。", "、")) for line in lines)
    characters = sorted(c for row in DUTIES.rows for cell in row for c in cell if c != "\n")
    body = "".join(lines[2:])
    assert sorted(c for c in body if c not in " ─") == characters


@pytest.mark.parametrize(
    "environment", [{"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "TERM": "dumb"}, {"NO_COLOR": "1"}]
)
def test_a_table_is_plain_text_in_every_terminal(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    plain = lay_out_table(DUTIES.columns, DUTIES.rows, width=100)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert lay_out_table(DUTIES.columns, DUTIES.rows, width=100) == plain
    assert all(c.isprintable() for line in plain for c in line)


def test_rows_of_one_line_stand_together() -> None:
    lines = lay_out_table(
        ("甲", "乙"), [("一", "二"), ("三", "四\n五"), ("六", "七"), ("八", "九")]
    )
    assert lines[2:] == ["一  二", "", "三  四", "    五", "", "六  七", "八  九"]
    assert lay_out_table(("甲", "乙"), []) == ["甲  乙", "──────"]


def test_a_narrow_terminal_gets_records() -> None:
    lines = lay_out_table(DUTIES.columns, DUTIES.rows, width=40)
    assert lines[0] == "角色：负责"
    assert max(map(width_of, lines)) <= 40


@pytest.mark.parametrize("width", range(30, 80))
def test_a_column_to_be_copied_is_never_broken(width: int) -> None:
    rows = [("小镇灯会办法@无日期", "小镇灯会办法", "灯会主办人应当在开幕七日前向镇公所报备")]
    lines = lay_out_table(("KEY", "名称", "内容"), rows, width=width, whole=1)
    assert any("小镇灯会办法@无日期" in line for line in lines)
    assert max(map(width_of, lines)) <= width


@given(st.text("消防，。「」abc\n", max_size=60), st.integers(4, 30))
def test_wrapping_keeps_text_and_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines) == text.replace("\n", "")
    assert all(width_of(line) <= width for line in lines)


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    save(one_table(*HOSTILE), "csv", path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    (cells,) = (row[1:] for row in rows if row and row[0] == "表")
    assert cells == [f"'{cell}" for cell in HOSTILE]


def test_csv_names_columns_again_where_they_change() -> None:
    rows = list(csv.reader(StringIO(render(DOCUMENT, "csv"))))
    assert ["分组", *DUTIES.columns] in rows
    assert ["分组", *PLACES.columns] in rows


def test_markdown_signs_stay_text() -> None:
    printed = render(one_table("a|b", "*重点*", "<script>", "1_2"), "md")
    assert r"a\|b | \*重点\* | \<script\> | 1\_2" in printed


def test_json_prefers_records() -> None:
    plain = json.loads(render(DOCUMENT, "json"))
    assert plain["sections"][0]["rows"][0]["主体"] == "建筑物所有权人"
    document = Document("题", NOTICE, "", "2026-01-02", (), (), data=[{"id": "art6#1"}])
    assert json.loads(render(document, "json"))["data"] == [{"id": "art6#1"}]


# ---- office files ----


def workbook(document: Document) -> Any:
    return openpyxl.load_workbook(BytesIO(make_xlsx(document)))


def word(document: Document) -> Any:
    return docx.Document(BytesIO(make_docx(document)))


def test_xlsx_has_a_sheet_for_each_set_of_columns() -> None:
    book = workbook(DOCUMENT)
    assert book.sheetnames == ["各主体的职责（2 项）", "提到它的条款（1 处）"]
    for sheet, section in zip(book, DOCUMENT.sections, strict=True):
        texts = [c.value for row in sheet.iter_rows() for c in row]
        assert sheet["A1"].value == DOCUMENT.title
        assert all(cell in texts for row in section.rows for cell in row)
        assert texts.count(NOTICE) == 1
        assert NOTICE in sheet.oddHeader.center.text
        assert "&P" in sheet.oddFooter.center.text
        head = int(sheet.print_title_rows.split("$")[-1])
        assert [c.value for c in sheet[head]] == list(section.columns)
        assert sheet.freeze_panes == f"A{head + 1}"
        assert sheet.page_setup.paperSize == 9


def test_sections_with_the_same_columns_share_a_sheet() -> None:
    more = DocumentSection("另一组（2 项）", DUTIES.columns, DUTIES.rows)
    document = Document("题", NOTICE, "", "2026-01-02", (), (DUTIES, more, PLACES))
    assert len(workbook(document).sheetnames) == 2


def test_sheets_with_one_heading_are_told_apart() -> None:
    same = [DocumentSection("a/b:c?" * 9, (f"列{n}",), (("1",),)) for n in range(3)]
    document = Document("题", NOTICE, "", "2026-01-02", (), tuple(same))
    names = workbook(document).sheetnames
    assert len(set(names)) == 3
    assert all(len(n) <= 31 and not set("\\/*?:[]") & set(n) for n in names)


def test_xlsx_holds_no_formula() -> None:
    (sheet,) = workbook(one_table(*HOSTILE))
    cells = {c.value: c for row in sheet.iter_rows() for c in row if c.value in HOSTILE}
    assert set(cells) == set(HOSTILE)
    assert {c.data_type for c in cells.values()} == {"s"}
    assert cells["=1+1"].quotePrefix


def test_xlsx_columns_fit_what_they_hold() -> None:
    sheet = workbook(DOCUMENT).worksheets[0]
    given = {k: d.width for k, d in sheet.column_dimensions.items()}
    assert given["D"] > given["A"] * 3
    (row,) = (r for r in sheet.iter_rows() if r[3].value == LONG)
    assert sheet.row_dimensions[row[0].row].height > 15


def test_docx_is_ready_to_print() -> None:
    file = word(DOCUMENT)
    page = file.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (29.7, 21.0)
    assert page.header.paragraphs[0].text == NOTICE
    assert "PAGE" in page.footer._element.xml
    assert "NUMPAGES" in page.footer._element.xml
    assert file.paragraphs[0].text == DOCUMENT.title
    assert file.paragraphs[-1].text == NOTICE
    for table, section in zip(file.tables, DOCUMENT.sections, strict=True):
        assert [[c.text for c in r.cells] for r in table.rows[1:]] == [
            list(r) for r in section.rows
        ]
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in table.rows)


def test_docx_stands_upright_where_tables_are_narrow() -> None:
    page = word(Document("题", NOTICE, "", "2026-01-02", (), (PLACES,))).sections[0]
    assert page.page_width < page.page_height


def test_docx_names_chinese_fonts() -> None:
    styles = word(DOCUMENT).styles
    for name, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体")):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:asciiTheme")) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_can_be_written(text: str) -> None:
    document = one_table(text, f"x{text}")
    (sheet,) = workbook(document)
    values = [c.value or "" for row in sheet.iter_rows() for c in row]
    assert any(v.replace("_x000D_", "\r").split() == clean(f"x{text}").split() for v in values)
    assert word(document).tables[0].rows[1].cells[1].text.startswith("x")
    for format in ("table", "md", "csv", "json"):
        assert "x" in render(document, format)


def test_a_document_without_tables_can_be_written(tmp_path: Path) -> None:
    empty = Document("没有：0 项", NOTICE, "来源", "2026-01-02", (), ())
    for format in FORMATS:
        save(empty, format, tmp_path / f"a.{format}")
        assert (tmp_path / f"a.{format}").stat().st_size > 20


# ---- faults ----


@pytest.mark.parametrize(
    ("name", "words"),
    [("没有/a.csv", "没有文件夹"), (".", "这是一个文件夹")],
)
def test_a_path_that_cannot_be_written_names_the_reason(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(FiredutyError, match=words):
        save(DOCUMENT, "csv", tmp_path / name)


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.XLSX", "xlsx"), ("a.txt", "table"), ("a.md", "md"), ("a.b.docx", "docx")],
)
def test_format_by_suffix(name: str, format: str) -> None:
    assert format_of(Path(name)) == format


@pytest.mark.parametrize("name", ["a", "a.pdf", "xlsx"])
def test_an_unknown_suffix_is_a_wrong_use(name: str) -> None:
    with pytest.raises(FiredutyError, match="看不出") as raised:
        format_of(Path(name))
    assert raised.value.exit_code == USAGE


@pytest.mark.parametrize(
    ("format", "words"), [("xlsx", "--out"), ("docx", "--out"), ("odt", "没有这种格式")]
)
def test_what_cannot_be_printed_is_a_wrong_use(format: str, words: str) -> None:
    with pytest.raises(FiredutyError, match=words) as raised:
        render(DOCUMENT, format)
    assert raised.value.exit_code == USAGE
