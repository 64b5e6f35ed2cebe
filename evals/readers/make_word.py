"""Word files of a law in two styles: numbers typed, and numbers by Word's lists with a table and heads."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.text.labels import read_label
from corpus.text.provision import Level
from evals.readers.laws import Law

_TABLE = (("类别", "数量", "备注"), ("甲", "12", "见说明"), ("乙", "7", "无"))
#: Level of a list → words and format of its numbers.
_LISTS = {
    Level.CHAPTER: ("第%1章", "chineseCountingThousand"),
    Level.ARTICLE: ("第%2条", "chineseCountingThousand"),
    Level.ITEM: ("（%3）", "chineseCountingThousand"),
}
#: 条 are numbered through the whole text, not anew in each 章.
_GOES_ON = '<w:lvlRestart w:val="0"/>'
_AT = {Level.CHAPTER: 0, Level.ARTICLE: 1, Level.ITEM: 2}


def make_typed(law: Law) -> bytes:
    """A file with typed numbers, a head and a page number."""
    document = docx.Document()
    _heads(document, law)
    document.add_paragraph(law.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in law.lines:
        document.add_paragraph(line)
    return _saved(document)


def make_numbered(law: Law) -> bytes:
    """A file whose 章, 条 and 项 are numbered by Word, with heads, a footer and a table at the end."""
    document = docx.Document()
    _heads(document, law)
    lists = _NumberedLists(document)
    document.add_paragraph(law.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in law.lines:
        lists.add(line)
    document.add_paragraph("附表")
    table = document.add_table(rows=0, cols=3)
    for row in _TABLE:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    return _saved(document)


class _NumberedLists:
    """Adds paragraphs; numbers by a list where the list comes to the printed number."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbering = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{_AT[level]}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f"{_GOES_ON if level is Level.ARTICLE else ''}"
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{words}"/></w:lvl>'
            for level, (words, form) in _LISTS.items()
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self._numbering.insert(0, abstract)
        self._number = 900
        self._list(())
        self._counts = dict.fromkeys(_AT, 0)

    def _list(self, starts: Sequence[int]) -> None:
        """A list that goes on in the one before, but on the levels that begin anew."""
        self._number += 1
        anew = "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for at in starts
        )
        self._numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._number}">'
                f'<w:abstractNumId w:val="900"/>{anew}</w:num>'
            )
        )

    def add(self, line: str) -> None:
        label = read_label(line)
        level = label.level if label is not None else None
        if label is None or level not in _AT or not self._comes_to(level, label.number):
            self._document.add_paragraph(line)
            return
        self._counts[level] += 1
        if level is not Level.ITEM:
            self._counts[Level.ITEM] = 0
        paragraph = self._document.add_paragraph(label.rest)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{_AT[level]}"/>'
                f'<w:numId w:val="{self._number}"/></w:numPr>'
            )
        )

    def _comes_to(self, level: Level, number: str) -> bool:
        """Whether the list comes to a number next; a series of 项 that begins anew gets a new list."""
        if level is Level.ITEM and number == "1" and self._counts[Level.ITEM]:
            self._list((2,))
            self._counts[Level.ITEM] = 0
        return number == str(self._counts[level] + 1)


def _heads(document: Any, law: Law) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{law.title}　内部资料"
    section.footer.paragraphs[0].text = "法规处印制　第 1 页"


def _saved(document: Any) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()
