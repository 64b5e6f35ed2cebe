"""A document as an Excel file: one sheet for all tables with the same columns, set up to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from rich.cells import cell_len as width_of

from corpus.text.status import status_mark
from ui.documents.archive import settle
from ui.documents.document import FORMULA, Document, DocumentSection, Part, clean, shares

BODY, HEAD = "宋体", "黑体"
_RULE = Side("thin", "B9B2A3")
_BORDER = Border(_RULE, _RULE, _RULE, _RULE)
_SHADE, _BAND = PatternFill("solid", fgColor="EFECE4"), PatternFill("solid", fgColor="FBEFEC")
#: Width of a sheet's columns in all, in characters: what A4 across holds at a size to read.
_ACROSS, _UPRIGHT = 140, 92
_WIDE = 5
_LINE = 15.0
#: Characters of a regulation's key in the name of a sheet.
_KEY = 8
#: The longest text that a cell can hold.
_CELL = 32_000


def make_xlsx(document: Document) -> bytes:
    """The bytes of an xlsx file."""
    book = Workbook()
    book.remove(book.active)
    if document.parts:
        overview = Document(
            document.title,
            document.notice,
            document.source,
            document.date,
            document.summary,
            (_contents(document.parts),),
        )
        _add_sheets(book, overview)
        for part in document.parts:
            _add_sheets(book, _of_part(part), part.regulation.key)
    else:
        _add_sheets(book, document)
    about = book.properties
    about.title, about.subject = clean(document.title), clean(document.source)
    about.creator, about.description = "fireduty", clean(document.notice)
    about.created = about.modified = datetime.fromisoformat(document.date)
    return save_book(book, document.date)


def _contents(parts: Sequence[Part]) -> DocumentSection:
    """Which regulations speak, with their statuses and conclusions."""
    rows = tuple(
        (p.regulation.title, status_mark(p.regulation), "\n".join(p.sentences)) for p in parts
    )
    return DocumentSection("文件", ("文件", "状态", "结论"), rows, widths=(40, 20, 60))


def _of_part(part: Part) -> Document:
    """What one regulation says, named where it stands by itself."""
    said = part.document
    title = f"{part.heading}：{said.title}"
    return replace(said, title=title, notice=part.notice, summary=part.sentences[1:])


def _add_sheets(book: Workbook, document: Document, key: str = "") -> None:
    """A sheet for each run of tables with the same columns, named with whose they are."""
    groups = [list(g) for _, g in groupby(document.sections, lambda s: s.columns)] or [[]]
    for number, group in enumerate(groups):
        sheet = book.create_sheet(_name(group, [s.title for s in book.worksheets], key))
        _fill_sheet(sheet, document, group, first=number == 0)


def save_book(book: Workbook, date: str) -> bytes:
    """The bytes of a workbook, the same for the same content and ISO date."""
    out = BytesIO()
    book.save(out)
    return settle(out.getvalue(), date)


def _name(group: Sequence[DocumentSection], taken: Sequence[str], key: str = "") -> str:
    """A sheet's name: without the signs that Excel forbids, 31 characters, no other's."""
    heading = " ".join(filter(None, (key[:_KEY], group[0].heading if group else "")))
    name = re.sub(r"[\\/*?:\[\]：]", " ", clean(heading)).strip("' ")
    name = name[:24] or "一览"
    number = 2
    while (found := name if number == 2 else f"{name} {number - 1}") in taken:
        number += 1
    return found


def _fill_sheet(
    sheet: Any, document: Document, group: Sequence[DocumentSection], first: bool
) -> None:
    columns = group[0].columns if group else ("",)
    widths = _widths(group)
    span = len(columns)
    _merged(sheet, document.title, span=span, widths=widths, font=Font(HEAD, 15))
    if first:
        for sentence in document.summary:
            _merged(sheet, sentence, span=span, widths=widths, font=Font(BODY, 11))
    head = sheet.max_row + 1
    for at, name in enumerate(columns, 1):
        put(sheet, head, at, name, font=Font(HEAD, 10.5), fill=_SHADE)
    for section in group:
        _merged(sheet, section.heading, span=span, widths=widths, font=Font(HEAD, 10.5), fill=_BAND)
        if section.note:
            _merged(sheet, section.note, span=span, widths=widths, font=Font(BODY, 10))
        for row in section.rows:
            line = sheet.max_row + 1
            for at, text in enumerate(row, 1):
                put(sheet, line, at, text, font=Font(BODY, 10.5))
            sheet.row_dimensions[line].height = height_of(row, widths)
    for line in (f"来源：{document.source}", f"日期：{document.date}", document.notice):
        _merged(sheet, line, span=span, widths=widths, font=Font(BODY, 10, color="5B564C"))
    _set_up(sheet, document, widths, head)


def put(
    sheet: Any, row: int, column: int, text: str, *, font: Font, fill: PatternFill | None = None
) -> Cell:
    """Write text into a cell, as text whatever it begins with."""
    cell: Cell = sheet.cell(row, column)
    cell.value = clean(text)[:_CELL]
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.font, cell.border = font, _BORDER
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = text.lstrip().startswith(FORMULA)  # nor when somebody edits it
    if fill is not None:
        cell.fill = fill
    return cell


def _merged(
    sheet: Any,
    text: str,
    *,
    span: int,
    widths: Sequence[float],
    font: Font,
    fill: PatternFill | None = None,
) -> None:
    """A line across all columns. Its height is set, because no program fits that of merged cells."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    cell = put(sheet, row, 1, text, font=font, fill=fill)
    if fill is None:
        cell.border = Border()
    for at in range(2, span + 1):
        put(sheet, row, at, "", font=font, fill=fill).border = (
            _BORDER if fill is not None else Border()
        )
    if span > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=span)
    sheet.row_dimensions[row].height = height_of((text,), (sum(widths),), float(font.sz) / 10.5)


def height_of(cells: Sequence[str], widths: Sequence[float], scale: float = 1.0) -> float:
    """Points that a row needs."""
    lines = max(
        sum(max(1, ceil(width_of(line) * scale * 1.03 / (w - 0.7))) for line in cell.split("\n"))
        for cell, w in zip(cells, widths, strict=True)
    )
    return float(min(409, 3 + lines * _LINE * max(1.0, scale)))


def _widths(group: Sequence[DocumentSection]) -> tuple[float, ...]:
    if not group:
        return (float(_UPRIGHT),)
    total = _ACROSS if len(group[0].columns) >= _WIDE else _UPRIGHT
    asked = next((s.widths for s in group if s.widths), ())
    rows = tuple(row for s in group for row in s.rows)
    whole = DocumentSection("", group[0].columns, rows, widths=asked)
    return tuple(max(6.0, round(total * part, 1)) for part in shares(whole))


def _set_up(sheet: Any, document: Document, widths: Sequence[float], head: int) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.sheet_view.showGridLines = False
    page = sheet.page_setup
    page.paperSize, page.fitToWidth, page.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    page.orientation = "landscape" if sum(widths) > _UPRIGHT + 8 else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddHeader.center.text = page_text(document.notice)
    sheet.oddFooter.center.text = f"{page_text(document.source)}　　第 &P 页，共 &N 页"


def page_text(text: str) -> str:
    """Text for a header or footer, where & begins a code and 255 characters are the most."""
    return " ".join(clean(text).split("\n")).replace("&", "&&")[:200]
