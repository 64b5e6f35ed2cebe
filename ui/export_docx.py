"""A document as a Word file: A4, ready to print, the notice on every page."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ui.export import Document, Section, clean, shares

BODY, HEAD = "宋体", "黑体"
_RED, _GREY = RGBColor(0xA6, 0x1B, 0x1B), RGBColor(0x5B, 0x56, 0x4C)
_SHADE, _RULE = "EFECE4", "B9B2A3"
_LONG, _SHORT, _MARGIN = 29.7, 21.0, 2.0
#: From this many columns on a table lies across.
_WIDE = 5


def make_docx(document: Document) -> bytes:
    """The bytes of a docx file."""
    word = docx.Document()
    across = any(len(s.columns) >= _WIDE for s in document.sections if s.rows)
    _styles(word)
    width = _page(word, across)
    _frame(word, document)
    word.add_heading(clean(document.title), 0)
    for sentence in document.summary:
        word.add_paragraph(clean(sentence))
    for section in document.sections:
        _section(word, section, width)
    for line in (f"来源：{document.source}", f"日期：{document.date}", document.notice):
        word.add_paragraph(clean(line), "Caption")
    _properties(word, document)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _styles(word: Word) -> None:
    looks = {
        "Normal": (BODY, 10.5, False, 0.0, 4.0),
        "Title": (HEAD, 17.0, False, 0.0, 8.0),
        "Heading 1": (HEAD, 12.5, False, 14.0, 4.0),
        "Caption": (BODY, 9.0, False, 2.0, 0.0),
        "Header": (BODY, 9.0, False, 0.0, 0.0),
        "Footer": (BODY, 9.0, False, 0.0, 0.0),
    }
    for name, (font, size, bold, before, after) in looks.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.color.rgb = (
            _GREY if name in ("Caption", "Header", "Footer") else RGBColor(0, 0, 0)
        )
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):  # the theme's fonts win over named ones
            if "heme" in key:
                del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(key), font)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
    title: Any = word.styles["Title"].element
    for border in title.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _page(word: Word, across: bool) -> float:
    """Set up A4; the width in cm that is left for text."""
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    wide, high = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    page.page_width, page.page_height = Cm(wide), Cm(high)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)
    page.header_distance = page.footer_distance = Cm(1.0)
    return wide - 2 * _MARGIN


def _frame(word: Word, document: Document) -> None:
    page = word.sections[0]
    header: Any = page.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run(clean(document.notice)).font.color.rgb = _RED
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{clean(document.source)}　　第 ")
    _field(footer, "PAGE")
    footer.add_run(" 页，共 ")
    _field(footer, "NUMPAGES")
    footer.add_run(" 页")


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that the reader's program fills in."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run: Any = paragraph.add_run(text if kind == "text" else "")
        if kind in ("begin", "separate", "end"):
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._r.append(part)
        elif not kind:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
            run._r.append(part)


def _section(word: Word, section: Section, width: float) -> None:
    word.add_heading(clean(section.heading), 1)
    if section.note:
        note = word.add_paragraph(clean(section.note))
        note.paragraph_format.keep_with_next = bool(section.rows)
    if not section.rows:
        return
    table = word.add_table(1, len(section.columns), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    head = table.rows[0]
    _mark_row(head, "w:tblHeader", "w:cantSplit")
    for cell, name in zip(head.cells, section.columns, strict=True):
        _fill(cell, name, head=True)
    for row in section.rows:
        added = table.add_row()
        _mark_row(added, "w:cantSplit")
        for cell, text in zip(added.cells, row, strict=True):
            _fill(cell, text)
    _set_widths(table, shares(section), width)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _set_widths(table: Table, parts: tuple[float, ...], width: float) -> None:
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Cm(width * part)
    for row in table._tbl.tr_lst:  # not ``rows``: their cells are looked up anew for each access
        for cell, part in zip(row.tc_lst, parts, strict=True):
            cell.width = Cm(width * part)


def _fill(cell: _Cell, text: str, *, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run: Any = paragraph.add_run(clean(text))  # a newline becomes a line break
    run.font.size = Pt(9.5)
    if head:
        run.font.name = HEAD
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)
        shade = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
            shade.set(qn(key), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _mark_row(row: Any, *names: str) -> None:
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", "40"), ("left", "80"), ("bottom", "40"), ("right", "80")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twips)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _properties(word: Word, document: Document) -> None:
    about = word.core_properties
    about.title, about.subject = clean(document.title)[:250], clean(document.source)[:250]
    about.author, about.comments, about.language = "fireduty", clean(document.notice), "zh-CN"
    about.created = about.modified = datetime.fromisoformat(document.date)
