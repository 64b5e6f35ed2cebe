"""Parts of Word files: A4 pages with the notice on each, styles with Chinese fonts, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ui.documents.archive import settle
from ui.documents.document import clean

BODY, HEAD = "宋体", "黑体"
RED, GREY = RGBColor(0xA6, 0x1B, 0x1B), RGBColor(0x5B, 0x56, 0x4C)
_BLACK = RGBColor(0, 0, 0)
_SHADE, _RULE = "EFECE4", "B9B2A3"
_LONG, _SHORT, _MARGIN = 29.7, 21.0, 2.0


class ParagraphLook(NamedTuple):
    """How a paragraph style looks; sizes and distances in points."""

    font: str
    size: float
    before: float = 0.0
    after: float = 0.0
    color: RGBColor = _BLACK
    bold: bool = False


#: The styles of every Word file.
LOOKS = {
    "Normal": ParagraphLook(BODY, 10.5, after=4.0),
    "Title": ParagraphLook(HEAD, 17.0, after=8.0),
    "Heading 1": ParagraphLook(HEAD, 12.5, before=14.0, after=4.0),
    "Heading 2": ParagraphLook(HEAD, 11.5, before=12.0, after=4.0),
    "Caption": ParagraphLook(BODY, 9.0, before=2.0, color=GREY),
    "Header": ParagraphLook(BODY, 9.0, color=GREY),
    "Footer": ParagraphLook(BODY, 9.0, color=GREY),
}


def set_styles(word: Word, looks: Mapping[str, ParagraphLook]) -> None:
    """Give styles their looks; one that the file lacks is added."""
    for language in word.styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:eastAsia"), "zh-CN")  # else a program may take Japanese forms of signs
    for name, look in looks.items():
        if name not in word.styles:
            added: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            added.base_style = word.styles["Normal"]
        style: Any = word.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
        style.font.color.rgb = look.color
        name_font(style.element, look.font)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    title: Any = word.styles["Title"].element
    for border in title.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def name_font(element: Any, font: str) -> None:
    """Name the font of a style or run, for Latin and for Chinese characters."""
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):  # the theme's fonts win over named ones
        if "heme" in key:
            del fonts.attrib[key]
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), font)


def set_page(word: Word, across: bool = False) -> float:
    """Set up A4; the width in cm that is left for text."""
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    wide, high = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    page.page_width, page.page_height = Cm(wide), Cm(high)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)
    page.header_distance = page.footer_distance = Cm(1.0)
    return wide - 2 * _MARGIN


def set_frame(word: Word, notice: str, source: str) -> None:
    """The notice at the head of every page, source and page number at its foot.

    Of the pages since the last section break, where there is one.
    """
    page = word.sections[-1]
    page.header.is_linked_to_previous = page.footer.is_linked_to_previous = False
    header: Any = page.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run(clean(notice)).font.color.rgb = RED
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{clean(source)}　　第 ")
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


def add_table(word: Word, columns: Sequence[str]) -> Table:
    """A table with lines and a head that stands on every page; rows come by ``add_row``."""
    table: Table = word.add_table(1, len(columns), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    mark_row(table.rows[0], "w:tblHeader", "w:cantSplit")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        fill(cell, name, head=True)
    return table


def add_row(table: Table, texts: Sequence[str]) -> None:
    """A row that no page break cuts."""
    added: Any = table.add_row()  # type: ignore[no-untyped-call]
    mark_row(added, "w:cantSplit")
    for cell, text in zip(added.cells, texts, strict=True):
        fill(cell, text)


def add_lead(table: Table, text: str) -> None:
    """A row across the table that says what the rows below it depend on, on their page."""
    added: Any = table.add_row()  # type: ignore[no-untyped-call]
    mark_row(added, "w:cantSplit")
    first = added.cells[0].merge(added.cells[-1])
    fill(first, text)
    first.paragraphs[0].paragraph_format.keep_with_next = True
    shade(first._tc.get_or_add_tcPr(), _SHADE)


def set_widths(table: Table, parts: Sequence[float], width: float) -> None:
    """Set columns to their parts of a width in cm."""
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Cm(width * part)
    for row in table._tbl.tr_lst:  # not ``rows``: their cells are looked up anew for each access
        cells = row.tc_lst
        for cell, part in zip(cells, parts if len(cells) == len(parts) else [1.0], strict=True):
            cell.width = Cm(width * part)


def fill(cell: _Cell, text: str, *, head: bool = False, size: float = 9.5) -> None:
    """Write into a cell; a newline becomes a line break."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run: Any = paragraph.add_run(clean(text))
    run.font.size = Pt(size)
    if head:
        name_font(run._element, HEAD)
        shade(cell._tc.get_or_add_tcPr(), _SHADE)


def shade(properties: Any, color: str) -> None:
    """A background, for the properties of a cell or paragraph."""
    shading = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color)):
        shading.set(qn(key), value)
    properties.insert_element_before(shading, *_AFTER_SHADE)


#: What the schema wants after a background, in the properties of cells and paragraphs.
_AFTER_SHADE = ("w:noWrap", "w:tcMar", "w:vAlign", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def mark_row(row: Any, *names: str) -> None:
    """Set switches of a row: w:tblHeader, w:cantSplit."""
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _borders(table: Table) -> None:
    about: Any = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    about.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", "40"), ("left", "80"), ("bottom", "40"), ("right", "80")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twips)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    about.insert_element_before(margins, "w:tblLook")


def finish(word: Word, *, title: str, source: str, notice: str, date: str) -> bytes:
    """The bytes of a Word file, the same for the same content.

    Args:
        date: ISO date that the file bears as its time of making.
    """
    about = word.core_properties
    about.title, about.subject = clean(title)[:250], clean(source)[:250]
    about.author, about.comments, about.language = "fireduty", clean(notice)[:250], "zh-CN"
    about.last_modified_by = "fireduty"
    about.created = about.modified = datetime.fromisoformat(date)
    out = BytesIO()
    word.save(out)
    return settle(out.getvalue(), date)
