"""Documents of look-ups and lists, in every format in which they leave the program.

A ``Document`` is what all of them print: a headline, sentences, tables of plain text cells, and the
notice on the regulation's status, which stands first or last in every one. Office files are made
by ``ui.documents.office_files``, imported only where one is asked for.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from corpus.errors import USAGE, FiredutyError
from ui.documents.text_table import text_table, width_of

FORMATS = ("table", "md", "csv", "json", "xlsx", "docx")
OFFICE = ("xlsx", "docx")
_SUFFIXES = {".txt": "table", **{f".{name}": name for name in FORMATS if name != "table"}}
#: What neither XML nor a spreadsheet can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: First characters by which a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One table.

    Attributes:
        heading: its title.
        columns: the names of the columns.
        rows: plain text cells, one for each column; a cell may hold several lines.
        note: a sentence above the table.
        widths: relative column widths for print; by content where there are none.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    widths: tuple[int, ...] = ()


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
    """

    title: str
    notice: str
    source: str
    date: str
    summary: tuple[str, ...]
    sections: tuple[DocumentSection, ...]
    data: object = None


def format_of(path: Path) -> str:
    """The format that a file name asks for.

    Raises:
        FiredutyError: none goes by its suffix.
    """
    if found := _SUFFIXES.get(path.suffix.lower()):
        return found
    raise FiredutyError(
        f"看不出 {path.name} 是什么格式：请用 {'、'.join(_SUFFIXES)} 结尾的文件名，或加 --format",
        exit_code=USAGE,
    )


def render(document: Document, format: str) -> str:
    """A document as text.

    Raises:
        FiredutyError: the format is unknown, or one that only a file can hold.
    """
    if format in OFFICE:
        raise FiredutyError(f"{format} 只能存成文件：请加 --out 文件名.{format}", exit_code=USAGE)
    return _writer(format)(document)


def save(document: Document, format: str, path: Path) -> None:
    """Write a document to a file, whole or not at all.

    Raises:
        FiredutyError: the format is unknown, or the path cannot be written.
    """
    write(path, content_of(document, format))


def content_of(document: Document, format: str) -> bytes:
    """A document as the bytes of a file.

    Raises:
        FiredutyError: the format is unknown.
    """
    if format in OFFICE:
        from ui.documents.office_files import MAKERS

        return MAKERS[format](document)
    # Excel takes a csv without a byte order mark for the local code page.
    return _writer(format)(document).encode("utf-8-sig" if format == "csv" else "utf-8")


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        FiredutyError: the path cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FiredutyError(
            f"无法写入 {path}：{_reason(path, error)}，请换一个位置或文件名"
        ) from error


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


def _reason(path: Path, error: OSError) -> str:
    if path.is_dir():
        return "这是一个文件夹"
    if not path.parent.is_dir():
        return f"没有文件夹 {path.parent}"
    return "没有写入权限" if isinstance(error, PermissionError) else f"{error.strerror}"


def _writer(format: str) -> Callable[[Document], str]:
    if format not in _WRITERS:
        raise FiredutyError(f"没有这种格式：{format}；可以用 {'、'.join(FORMATS)}", exit_code=USAGE)
    return _WRITERS[format]


def _table(document: Document) -> str:
    lines = [document.title, *document.summary]
    for section in document.sections:
        lines += ["", f"【{section.heading}】"]
        lines += [section.note] if section.note else []
        lines += text_table(section.columns, section.rows, section.widths) if section.rows else []
    lines += ["", f"来源：{document.source}", f"日期：{document.date}", document.notice]
    return clean("\n".join(lines)) + "\n"


def _markdown(document: Document) -> str:
    lines = [f"# {inline(document.title)}"]
    for sentence in document.summary:
        lines += ["", inline(sentence)]
    for section in document.sections:
        lines += ["", f"## {inline(section.heading)}"]
        lines += ["", inline(section.note)] if section.note else []
        if section.rows:
            lines += ["", _row(section.columns), _row(("---",) * len(section.columns))]
            lines += [_row(tuple(map(inline, row))) for row in section.rows]
    lines += ["", f"来源：{inline(document.source)}  ", f"日期：{document.date}", ""]
    lines += [inline(document.notice)]
    return clean("\n".join(lines)) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def inline(text: str) -> str:
    """Text whose signs Markdown would take for its own."""
    return re.sub(r"([\\`*_|<>\[\]#])", r"\\\1", text).replace("\n", "<br>")


def _csv(document: Document) -> str:
    """One table where the sections have the same columns, with theirs as the first; else several."""
    rows: list[tuple[str, ...]] = [(line,) for line in (document.title, *document.summary)]
    columns: tuple[str, ...] = ()
    for section in document.sections:
        if section.rows and section.columns != columns:
            columns = section.columns
            rows += [(), ("分组", *columns)]
        rows += [(f"{section.heading}：{section.note}",)] if section.note else []
        rows += [(section.heading, *row) for row in section.rows]
    rows += [(), (f"来源：{document.source}",), (f"日期：{document.date}",), (document.notice,)]
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([map(_cell, row) for row in rows])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = clean(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def record(document: Document) -> dict[str, Any]:
    """A document for JSON."""
    record: dict[str, Any] = {
        "title": document.title,
        "summary": document.summary,
        "source": document.source,
        "date": document.date,
    }
    if document.data is None:
        record["sections"] = [
            {
                "heading": s.heading,
                "note": s.note,
                "rows": [dict(zip(s.columns, row, strict=True)) for row in s.rows],
            }
            for s in document.sections
        ]
    else:
        record["data"] = document.data
    record["notice"] = document.notice
    return record


def _json(document: Document) -> str:
    return json.dumps(record(document), ensure_ascii=False, indent=2) + "\n"


_WRITERS: dict[str, Callable[[Document], str]] = {
    "table": _table,
    "md": _markdown,
    "csv": _csv,
    "json": _json,
}
