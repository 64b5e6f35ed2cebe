"""Word files written part by part, so that a test says exactly what stands in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(name: str, inside: str) -> str:
    """A part of a Word file: one element with what is inside, its names without prefix written ``w:``."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_W}>{inside}</w:{name}>'


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph of plain words."""
    run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def listed(words: str, number: int = 1, level: int = 0) -> str:
    """A paragraph that a list numbers."""
    inside = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return paragraph(words, f"<w:numPr>{inside}</w:numPr>")


def level(at: int, form: str, words: str, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
    )


def lists(*levels: str, more: str = "") -> str:
    """``numbering.xml`` with one abstract list and a list of it, and more lists."""
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}',
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell of several lines has them as paragraphs."""
    cells = (
        "".join(
            f"<w:tc>{''.join(paragraph(line) for line in cell.split(chr(10)))}</w:tc>"
            for cell in row
        )
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_file(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file with a body and more parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return made.getvalue()
