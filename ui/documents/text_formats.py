"""A document as text: a terminal's tables, Markdown, CSV, JSON."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any

from ui.documents.document import FORMULA, Document, clean
from ui.documents.text_table import lay_out_table


def write_table(document: Document) -> str:
    """Tables with aligned columns, for a terminal or a plain text file."""
    lines = [document.title, *document.summary]
    for section in document.sections:
        lines += ["", f"【{section.heading}】"]
        lines += [section.note] if section.note else []
        lines += (
            lay_out_table(section.columns, section.rows, section.widths) if section.rows else []
        )
    lines += ["", f"来源：{document.source}", f"日期：{document.date}", document.notice]
    return clean("\n".join(lines)) + "\n"


def write_markdown(document: Document) -> str:
    """Headings and tables of Markdown."""
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


def write_csv(document: Document) -> str:
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
    # Blanks before the sign are dropped by some programs when they read the file.
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text[:1] in FORMULA else text


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


def write_json(document: Document) -> str:
    """The record, indented."""
    return json.dumps(record(document), ensure_ascii=False, indent=2) + "\n"
