"""A document as text: a terminal's tables, Markdown, CSV, JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from corpus.text.status import status_mark
from ui.documents.document import FORMULA, Document, Part, clean
from ui.documents.text_table import lay_out_table


def write_table(document: Document) -> str:
    """Tables with aligned columns, for a terminal or a plain text file."""
    lines = [document.title, *document.summary, *_tables(document)]
    for part in document.parts:
        lines += ["", f"━━ {part.heading} ━━", *part.sentences, *_tables(part.document)]
    lines += ["", f"来源：{document.source}", f"日期：{document.date}", document.notice]
    return clean("\n".join(lines)) + "\n"


def _tables(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield from ("", f"【{section.heading}】")
        if section.note:
            yield section.note
        if section.rows:
            yield from lay_out_table(section.columns, section.rows, section.widths)


def write_markdown(document: Document) -> str:
    """Headings and tables of Markdown."""
    lines = [f"# {inline(document.title)}"]
    lines += [line for sentence in document.summary for line in ("", inline(sentence))]
    lines += _headed(document, "##")
    for part in document.parts:
        lines += ["", f"## {inline(part.heading)}"]
        lines += [line for sentence in part.sentences for line in ("", inline(sentence))]
        lines += _headed(part.document, "###")
    lines += ["", f"来源：{inline(document.source)}  ", f"日期：{document.date}", ""]
    lines += [inline(document.notice)]
    return clean("\n".join(lines)) + "\n"


def _headed(document: Document, level: str) -> Iterator[str]:
    for section in document.sections:
        yield from ("", f"{level} {inline(section.heading)}")
        if section.note:
            yield from ("", inline(section.note))
        if section.rows:
            yield from ("", _row(section.columns), _row(("---",) * len(section.columns)))
            yield from (_row(tuple(map(inline, row))) for row in section.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def inline(text: str) -> str:
    """Text whose signs Markdown would take for its own."""
    return re.sub(r"([\\`*_|<>\[\]#])", r"\\\1", text).replace("\n", "<br>")


def write_csv(document: Document) -> str:
    """One table where the sections have the same columns, with theirs as the first; else several.

    Of several regulations every row begins with which one and its status.
    """
    rows: list[tuple[str, ...]] = [(line,) for line in (document.title, *document.summary)]
    rows += _grouped(document, (), ())
    for part in document.parts:
        rows += [(), (part.heading,), *((sentence,) for sentence in part.sentences)]
        rows += _grouped(
            part.document, ("文件", "状态"), (part.regulation.key, status_mark(part.regulation))
        )
    rows += [(), (f"来源：{document.source}",), (f"日期：{document.date}",)]
    rows += [(line,) for line in document.notice.split("\n")]
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([map(_cell, row) for row in rows])
    return out.getvalue()


def _grouped(
    document: Document, names: tuple[str, ...], values: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The rows of the tables, with what all of them begin with and its names."""
    columns: tuple[str, ...] = ()
    for section in document.sections:
        if section.rows and section.columns != columns:
            columns = section.columns
            yield from ((), (*names, "分组", *columns))
        if section.note:
            yield (f"{section.heading}：{section.note}",)
        yield from ((*values, section.heading, *row) for row in section.rows)


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = clean(text)
    # Blanks before the sign are dropped by some programs when they read the file.
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text[:1] in FORMULA else text


def record(document: Document) -> dict[str, Any]:
    """A document for JSON; of several regulations the data are a record for each of them."""
    record: dict[str, Any] = {
        "title": document.title,
        "summary": document.summary,
        "source": document.source,
        "date": document.date,
    }
    if document.parts or document.data is not None:
        record["data"] = [_part(p) for p in document.parts] or document.data
    else:
        record["sections"] = _sections(document)
    record["notice"] = document.notice
    return record


def _sections(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "heading": s.heading,
            "note": s.note,
            "rows": [dict(zip(s.columns, row, strict=True)) for row in s.rows],
        }
        for s in document.sections
    ]


def _part(part: Part) -> dict[str, Any]:
    """What one regulation says, with its key, title and status."""
    regulation = part.regulation
    of = {"document": regulation.key, "title": regulation.title, "status": regulation.status}
    said = record(part.document)
    about = {"headline": said.pop("title"), "reviewed": part.reviewed}
    said.pop("date")
    return {**of, **about, **said}


def write_json(document: Document) -> str:
    """The record, indented."""
    return json.dumps(record(document), ensure_ascii=False, indent=2) + "\n"
