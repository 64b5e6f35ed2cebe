"""Where a command's document goes: to the terminal or to a file, and in which format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from corpus.errors import USAGE, FiredutyError
from ui.cli.options import PATH
from ui.documents.document import Document
from ui.documents.export import FORMATS, OFFICE, format_of, render, save

T = TypeVar("T")


def add_document_options(help: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """``--format`` and ``--out``, as ``format_`` and ``out``.

    Args:
        help: of ``--format``, Chinese: which there are.
    """
    format_ = click.option("--format", "format_", default="", metavar="格式", help=help)
    out = click.option("--out", type=PATH, metavar="文件", help="写到文件，格式可由后缀定。")
    return lambda command: format_(out(command))


def choose_document_format(name: str, out: Path | None, *more: str) -> str:
    """The format of a document: of the option, else of the file's name, else a table.

    Args:
        more: formats beside those of every document.

    Raises:
        FiredutyError: there is none such, or it needs a file.
    """
    found = choose_format(name, out, (*FORMATS, *more), "table")
    require_file(found, out, OFFICE)
    return found


def choose_format(name: str, out: Path | None, formats: Sequence[str], default: str) -> str:
    """The format of the option, else of the file's name, else the default.

    Raises:
        FiredutyError: there is none such.
    """
    if name and name not in formats:
        raise FiredutyError(f"没有这种格式：{name}；可以用 {'、'.join(formats)}", exit_code=USAGE)
    return name or (format_of(out, formats) if out is not None else default)


def require_file(format: str, out: Path | None, files: Sequence[str]) -> None:
    """Refuse a format that only a file can hold where there is no file.

    Raises:
        FiredutyError: so it is.
    """
    if format in files and out is None:
        raise FiredutyError(f"{format} 只能存成文件：请加 --out 文件名.{format}", exit_code=USAGE)


def put_out(document: Document, format: str, out: Path | None) -> None:
    """Print a document, or save it and say so."""
    if out is None:
        click.echo(render(document, format), nl=False)
        return
    save(document, format, out)
    click.echo(f"已写入 {out}：{document.title}", err=True)
