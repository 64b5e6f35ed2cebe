"""Word files of a training pack: cover, headings, quoted words, boxes and lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.training.pack import Pack
from ui.documents.document import clean
from ui.documents.word_parts import (
    BODY,
    GREY,
    HEAD,
    LOOKS,
    RED,
    ParagraphLook,
    add_row,
    add_table,
    fill,
    finish,
    mark_row,
    set_frame,
    set_page,
    set_styles,
    set_widths,
    shade,
)

#: Verbatim words of the regulation; nothing else is set in it.
QUOTE = "楷体"
_GREEN = RGBColor(0x2E, 0x5E, 0x4E)
_STYLES = {
    **LOOKS,
    "Normal": ParagraphLook(BODY, 10.5, after=4.0),
    "Title": ParagraphLook(HEAD, 24.0, before=110.0, after=10.0),
    "Subtitle": ParagraphLook(HEAD, 14.0, after=26.0, color=GREY),
    "Heading 1": ParagraphLook(HEAD, 15.0, before=16.0, after=8.0, color=RED),
    "Heading 2": ParagraphLook(HEAD, 12.0, before=14.0, after=4.0),
    "Heading 3": ParagraphLook(HEAD, 10.5, before=8.0, after=3.0),
    "条文": ParagraphLook(QUOTE, 11.0, before=2.0, after=4.0),
    "总领句": ParagraphLook(QUOTE, 10.0, before=2.0, color=GREY),
    "白话": ParagraphLook(BODY, 10.5, before=2.0, after=4.0, color=_GREEN),
    "题目": ParagraphLook(BODY, 10.5, before=7.0, after=2.0),
    "选项": ParagraphLook(BODY, 10.5, after=1.5),
    "案例": ParagraphLook(BODY, 10.5, before=8.0, after=2.0),
    "答案": ParagraphLook(BODY, 9.5, after=0.0),
    "提示": ParagraphLook(BODY, 10.5, before=4.0, after=4.0, color=RED),
}
#: Style → colour of the bar at its left, background; empty for none. A tuple of sides for a box.
_BARS = {
    "条文": ("A61B1B", ""),
    "总领句": ("B9B2A3", ""),
    "白话": ("2E5E4E", "EEF4F1"),
    "案例": ("B9B2A3", "F5F3EE"),
    "答案": ("5B564C", "F5F3EE"),
}


class Pages:
    """A Word file that grows from top to bottom.

    Attributes:
        word: the file.
        width: cm between the margins.
    """

    def __init__(self, pack: Pack, name: str) -> None:
        self.word: Word = docx.Document()
        self._pack, self._name = pack, name
        set_styles(self.word, _STYLES)
        for style, (bar, background) in _BARS.items():
            _set_bar(self.word.styles[style], bar, background)
        for style in ("Normal", "条文", "白话"):
            spaced: Any = self.word.styles[style]
            spaced.paragraph_format.line_spacing = 1.2
        self.width = set_page(self.word)
        set_frame(self.word, pack.notice, pack.source)

    def cover(self, rows: Sequence[tuple[str, str]], hint: str = "") -> None:
        """The first page: what it is, for whom, from where, and the notice."""
        pack = self._pack
        title = self.word.add_heading(clean(pack.title), 0)
        subtitle = self.add(f"{self._name}　|　{pack.subtitle}", "Subtitle")
        title.alignment = subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.table(("项目", "内容"), rows, (18, 82), head=False, size=10.5)
        notice = self.add(pack.notice, "提示")
        notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
        notice.paragraph_format.space_before = Pt(24)
        notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Cm(0.2)
        _box(notice, "A61B1B")
        if hint:
            self.add(hint, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading, on a new page where asked for."""
        self.word.add_heading(clean(text), level).paragraph_format.page_break_before = new_page

    def add(
        self, text: str, style: str = "Normal", *, mark: str = "", keep: bool = False
    ) -> Paragraph:
        """A paragraph, after a mark in bold; ``keep`` holds it on the page of the next."""
        paragraph = self.word.add_paragraph(style=style)
        if mark:
            paragraph.add_run(clean(mark)).bold = True
        paragraph.add_run(clean(text))
        paragraph.paragraph_format.keep_with_next = keep or None
        return paragraph

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        parts: Sequence[float],
        *,
        head: bool = True,
        size: float = 10.0,
        high: float = 0.0,
    ) -> None:
        """A table as wide as the page.

        Args:
            columns: the head.
            rows: texts.
            parts: relative widths of the columns.
            head: whether the head is printed; else the first column names the rows.
            size: of the text, in points.
            high: cm that a row has at least.
        """
        table = add_table(self.word, columns)
        for row in rows:
            add_row(table, row)
        if not head:
            table._tbl.remove(table.rows[0]._tr)
            for line in table.rows:
                shade(line.cells[0]._tc.get_or_add_tcPr(), "EFECE4")
        for n, line in enumerate(table.rows):
            line.height = Cm(high) if high and n else None
            for cell in line.cells:
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(size)
        set_widths(table, [p / sum(parts) for p in parts], self.width)
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)

    def lines(self, count: int, label: str = "") -> None:
        """Dotted lines to write on, the first after a label."""
        for n in range(count):
            line = self.add(f"{label if n == 0 else ''}\t")
            _rule(line, self.width, WD_TAB_LEADER.DOTS)
            line.paragraph_format.space_before = Pt(8)
            line.paragraph_format.keep_with_next = n < count - 1

    def blanks(self, labels: Sequence[tuple[str, float]]) -> None:
        """Labels with lines to write on, beside one another, and where each line ends (0 to 1)."""
        line = self.add("")
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(6)
        for n, (label, end) in enumerate(labels):
            line.add_run(f"{'　' if n else ''}{label}\t")
            stop = Cm(self.width * end)
            line.paragraph_format.tab_stops.add_tab_stop(
                stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES
            )

    def bytes(self) -> bytes:
        """The file."""
        pack = self._pack
        return finish(
            self.word,
            title=f"{pack.title}：{self._name}",
            source=pack.source,
            notice=pack.notice,
            date=pack.date,
        )


def bare_table(pages: Pages, rows: Sequence[Sequence[str]], parts: Sequence[float]) -> None:
    """Texts side by side without lines, held on one page with what stands before."""
    table: Any = pages.word.add_table(0, len(parts))
    table.autofit = False
    for row in rows:
        added = table.add_row()
        mark_row(added, "w:cantSplit")
        for cell, text in zip(added.cells, row, strict=True):
            fill(cell, text, size=10.5)
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)
            cell.paragraphs[0].paragraph_format.keep_with_next = row is not rows[-1]
    set_widths(table, [p / sum(parts) for p in parts], pages.width)


def _rule(paragraph: Paragraph, width: float, leader: WD_TAB_LEADER) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT, leader)


def _set_bar(style: Any, color: str, background: str) -> None:
    """A bar at the left of a style's paragraphs, which stand in from it."""
    about = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    borders.append(_line("left", color, 18, 8))
    about.insert_element_before(borders, *_AFTER_BORDERS)
    if background:
        shade(about, background)
    style.paragraph_format.left_indent = Cm(0.5)
    style.paragraph_format.right_indent = Cm(0.1)


def _box(paragraph: Paragraph, color: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_line(side, color, 6, 6))
    about: Any = paragraph._p.get_or_add_pPr()
    about.insert_element_before(borders, *_AFTER_BORDERS)


#: What the schema wants after borders in a paragraph's properties.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _line(side: str, color: str, eighths: int, space: int) -> Any:
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", color)):
        line.set(qn(f"w:{key}"), str(value))
    return line
