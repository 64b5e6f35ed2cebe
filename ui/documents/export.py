"""Documents in every format in which they leave the program, as text or as a file.

This is the one table from format to writer. What makes office files is slow to load and imported
only where one is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import USAGE, FiredutyError
from corpus.files import reason_of, write_file
from ui.documents.document import Document
from ui.documents.text_formats import write_csv, write_json, write_markdown, write_table

if TYPE_CHECKING:
    from assistant.comparing.comparison import TextComparison
    from assistant.verify.whole import CheckedText


def _write_docx(document: Document) -> bytes:
    from ui.documents.word_file import make_docx

    return make_docx(document)


def _write_xlsx(document: Document) -> bytes:
    from ui.documents.excel_file import make_xlsx

    return make_xlsx(document)


_TEXT: dict[str, Callable[[Document], str]] = {
    "table": write_table,
    "md": write_markdown,
    "csv": write_csv,
    "json": write_json,
}
_OFFICE: dict[str, Callable[[Document], bytes]] = {"xlsx": _write_xlsx, "docx": _write_docx}
OFFICE = tuple(_OFFICE)
FORMATS = (*_TEXT, *OFFICE)


def format_of(path: Path, formats: Sequence[str] = FORMATS) -> str:
    """The format that a file name asks for, one of some.

    Raises:
        FiredutyError: none goes by its suffix.
    """
    suffixes = {".txt": "table", **{f".{name}": name for name in formats if name != "table"}}
    if found := suffixes.get(path.suffix.lower()):
        return found
    raise FiredutyError(
        f"看不出 {path.name} 是什么格式：请用 {'、'.join(suffixes)} 结尾的文件名，或加 --format",
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
    if format in _OFFICE:
        return _OFFICE[format](document)
    # Excel takes a csv without a byte order mark for the local code page.
    return _writer(format)(document).encode("utf-8-sig" if format == "csv" else "utf-8")


def comparison_docx(comparison: TextComparison, date: str, *, whole: bool = False) -> bytes:
    """A comparison of two texts as a Word file, see ``ui.documents.comparison_word``."""
    from ui.documents.comparison_word import make_comparison_docx

    return make_comparison_docx(comparison, date, whole=whole)


def marked_docx(checked: CheckedText, original: bytes | None = None) -> bytes:
    """A checked document with its marks as a Word file, see ``ui.documents.marked``."""
    from ui.documents.marked import make_marked_docx

    return make_marked_docx(checked, original)


def write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        FiredutyError: the path cannot be written.
    """
    try:
        write_file(path, content)
    except OSError as error:
        raise FiredutyError(
            f"无法写入 {path}：{_reason(path, error)}，请换一个位置或文件名"
        ) from error


def _reason(path: Path, error: OSError) -> str:
    if os.path.isdir(path):
        return "这是一个文件夹"
    if not os.path.isdir(path.parent):
        return f"没有文件夹 {path.parent}"
    return reason_of(error)


def _writer(format: str) -> Callable[[Document], str]:
    if format not in _TEXT:
        raise FiredutyError(f"没有这种格式：{format}；可以用 {'、'.join(FORMATS)}", exit_code=USAGE)
    return _TEXT[format]
