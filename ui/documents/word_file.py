"""A document as a Word file: A4, ready to print, the notice on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, repeat

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from ui.documents.document import Document, DocumentSection, Part, clean, shares
from ui.documents.word_parts import (
    LOOKS,
    add_lead,
    add_row,
    add_table,
    finish,
    set_frame,
    set_page,
    set_styles,
    set_widths,
)

#: From this many columns on a table lies across.
_WIDE = 5


def make_docx(document: Document) -> bytes:
    """The bytes of a docx file; what each of several regulations says has pages of its own."""
    word = docx.Document()
    documents = (document, *(part.document for part in document.parts))
    across = any(len(s.columns) >= _WIDE for d in documents for s in d.sections if s.rows)
    set_styles(word, LOOKS)
    width = set_page(word, across)
    set_frame(word, document.notice, document.source)
    word.add_heading(clean(document.title), 0)
    for sentence in document.summary:
        word.add_paragraph(clean(sentence))
    _sections(word, document, width, 1)
    for n, part in enumerate(document.parts):
        alone = n == 0 and not any(s.rows for s in document.sections)
        _part(word, part, width, WD_SECTION.CONTINUOUS if alone else WD_SECTION.NEW_PAGE)
    for line in (f"来源：{document.source}", f"日期：{document.date}", document.notice):
        word.add_paragraph(clean(line), "Caption")
    return finish(
        word,
        title=document.title,
        source=document.source,
        notice=document.notice,
        date=document.date,
    )


def _part(word: Word, part: Part, width: float, start: WD_SECTION) -> None:
    """What one regulation says; the head and foot of its pages are its own.

    Of a page that it begins on below the title, they are those of the whole document.
    """
    word.add_section(start)
    set_frame(word, part.notice, part.document.source)
    word.add_heading(clean(part.heading), 1)
    for sentence in part.sentences:
        word.add_paragraph(clean(sentence))
    _sections(word, part.document, width, 2)


def _sections(word: Word, document: Document, width: float, level: int) -> None:
    for section in document.sections:
        _section(word, section, width, level)


def _section(word: Word, section: DocumentSection, width: float, level: int) -> None:
    word.add_heading(clean(section.heading), level)
    if section.note:
        note = word.add_paragraph(clean(section.note))
        note.paragraph_format.keep_with_next = bool(section.rows)
    if not section.rows:
        return
    table = add_table(word, section.columns)
    for lead, rows in groupby(_led(section), lambda pair: pair[0]):
        led = [row for _, row in rows]
        if lead and len(led) > 1:
            add_lead(table, lead)
            led = [tuple(cell.removeprefix(lead) for cell in row) for row in led]
        for row in led:
            add_row(table, row)
    set_widths(table, shares(section), width)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _led(section: DocumentSection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows, each after the words on which it depends."""
    return zip(section.leads or repeat(""), section.rows, strict=False)
