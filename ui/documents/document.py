"""What leaves the program in any format: a headline, sentences, tables of plain text cells.

With it goes the notice on the regulation's status, which stands first or last in every format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rich.cells import cell_len as width_of

from corpus.text.provision import Regulation
from corpus.text.status import status_mark

#: What neither XML nor a spreadsheet can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One table.

    Attributes:
        name: its title, without how many it lists.
        columns: the names of the columns.
        rows: plain text cells, one for each column; a cell may hold several lines.
        note: a sentence above the table.
        widths: relative column widths for print; by content where there are none.
        unit: what its heading counts in (项, 处); empty where the heading tells no number.
        count: how many there are; None for as many as there are rows.
        leads: for each row the words with which a cell of it begins and on which several rows depend;
            empty for none. Print says them once over those rows.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    widths: tuple[int, ...] = ()
    unit: str = ""
    count: int | None = None
    leads: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Its title, with how many it lists where it has a unit."""
        count = len(self.rows) if self.count is None else self.count
        return f"{self.name}（{count} {self.unit}）" if self.unit else self.name

    @property
    def filled(self) -> DocumentSection:
        """The table without the columns that hold nothing."""
        kept = [i for i in range(len(self.columns)) if any(row[i] for row in self.rows)]
        if len(kept) == len(self.columns) or not kept:
            return self
        return replace(
            self,
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in self.rows),
            widths=tuple(self.widths[i] for i in kept) if self.widths else (),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """What is exported.

    Attributes:
        title: the headline, the first line of every format.
        notice: what the regulation's status obliges to say; the last line of text formats, on
            every page of printed ones.
        source: 《…》 with status and version.
        date: ISO date of making.
        summary: sentences before the sections.
        sections: tables, in order.
        data: structured records for JSON; the sections where it is None.
        name: what a file of it is called; empty for its title.
        parts: what each of several regulations says, where more than one was asked; the sections
            are then those of the parts.
    """

    title: str
    notice: str
    source: str
    date: str
    summary: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    data: object = None
    name: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several regulations contributes.

    Attributes:
        regulation: whose part it is.
        document: what it says by itself.
        reviewed: whether a reader has reviewed its records.
    """

    regulation: Regulation = field(repr=False)
    document: Document
    reviewed: bool = True

    @property
    def heading(self) -> str:
        """《中华人民共和国消防法》（现行有效）."""
        return f"《{self.regulation.title}》（{status_mark(self.regulation)}）"

    @property
    def notice(self) -> str:
        """The notice on its status, with its title."""
        return f"《{self.regulation.title}》：{self.document.notice}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its conclusion, and what stands before its tables."""
        return (self.document.title, *self.document.summary)


#: First characters by which a spreadsheet takes a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """A cell's text without characters that no file format can hold."""
    return _CONTROL.sub("", text)


def shares(section: DocumentSection) -> tuple[float, ...]:
    """The part of the page that each column gets, 1 in all: as asked, or by its texts' length."""
    weights: tuple[float, ...] = section.widths
    if not weights:
        longest = (
            max(width_of(line) for cell in (name, *cells) for line in cell.split("\n"))
            for name, *cells in zip(section.columns, *section.rows, strict=True)
        )
        weights = tuple(max(6.0, min(w, 40)) for w in longest)
    return tuple(w / sum(weights) for w in weights)
