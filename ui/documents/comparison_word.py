"""A comparison as a Word file: the old words beside the new ones, A4 across, ready to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import docx
from docx.shared import Pt, RGBColor
from docx.table import _Cell

from assistant.comparing.comparison import TextComparison
from assistant.comparing.rows import ComparedRow
from ui.documents.comparison import (
    cautions,
    count_sentence,
    facts_of_side,
    folded_sentence,
    headline,
    name_of,
    new_side,
    notices,
    old_side,
    row_label,
    shown_rows,
)
from ui.documents.comparison_changes import key_changes
from ui.documents.document import clean
from ui.documents.word_parts import (
    LOOKS,
    RED,
    add_row,
    add_table,
    fill,
    finish,
    mark_row,
    set_frame,
    set_page,
    set_styles,
    set_widths,
)

_BLUE = RGBColor(0x1D, 0x4E, 0x89)
_SIZE = 9.5


def make_comparison_docx(comparison: TextComparison, date: str, *, whole: bool = False) -> bytes:
    """The bytes of a docx file.

    Args:
        date: ISO date of making.
        whole: with the rows in which nothing changed.
    """
    word = docx.Document()
    set_styles(word, LOOKS)
    width = set_page(word, across=True)
    said = notices(comparison)
    title = headline(comparison)
    set_frame(word, said.replace("\n", "　"), title)
    word.add_heading(clean(title), 0)
    facts = add_table(word, ("", "原", "新"))
    sides = zip(facts_of_side(comparison.old), facts_of_side(comparison.new), strict=True)
    for (name, one), (_, other) in sides:
        add_row(facts, (name, clean(one), clean(other)))
    set_widths(facts, (0.12, 0.44, 0.44), width)
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    for sentence in (*cautions(comparison), count_sentence(comparison)):
        word.add_paragraph(clean(sentence))
    for changes in key_changes(comparison):
        word.add_heading(clean(changes.heading), 1)
        for line in changes.lines:
            word.add_paragraph(clean(f"· {line}"))
    rows = shown_rows(comparison, whole=whole)
    if rows:
        word.add_heading("逐条对照", 1)
        legend: Any = word.add_paragraph()
        _write(legend, (("删去的字", True),), deleted=True)
        legend.add_run("　")
        _write(legend, (("增加的字", True),), deleted=False)
        table = add_table(word, ("条款", "原", "新"))
        for row in rows:
            _add_comparison_row(table, row, comparison)
        set_widths(table, (0.12, 0.44, 0.44), width)
    folded = "" if whole else folded_sentence(comparison)
    for sentence in filter(None, (folded, f"日期：{date}", *said.split("\n"))):
        word.add_paragraph(clean(sentence), "Caption")
    return finish(word, title=title, source=title, notice=said.replace("\n", " "), date=date)


def _add_comparison_row(table: Any, row: ComparedRow, comparison: TextComparison) -> None:
    added = table.add_row()
    if sum(len(mark.text) for mark in row.marks) < 600:
        mark_row(added, "w:cantSplit")  # a longer one may not fit on a page
    name, old, new = added.cells
    fill(name, f"{name_of(row)}\n{row_label(row, comparison)}")
    _fill_side(old, old_side(row), deleted=True)
    _fill_side(new, new_side(row), deleted=False)


def _fill_side(cell: _Cell, pieces: Iterable[tuple[str, bool]], *, deleted: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, pieces, deleted=deleted)


def _write(paragraph: Any, pieces: Iterable[tuple[str, bool]], *, deleted: bool) -> None:
    """Words as runs: deleted ones struck through in red, inserted ones bold and underlined in blue."""
    for words, changed in pieces:
        run = paragraph.add_run(clean(words))
        run.font.size = Pt(_SIZE)
        if changed:
            run.font.strike, run.font.bold = deleted or None, not deleted or None
            run.font.underline = not deleted or None
            run.font.color.rgb = RED if deleted else _BLUE
