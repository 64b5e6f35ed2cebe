"""``fireduty library diff``: two versions of a regulation, or a draft and the law, side by side."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from assistant.comparing.choosing import candidates_of, choose_two
from assistant.comparing.comparison import TextComparison, compare
from assistant.settings import Settings
from corpus.errors import USAGE, FiredutyError
from index.texts import read_texts
from ui.cli.chinese_help import ChineseCommand
from ui.cli.options import PATH, choose_json
from ui.documents.comparison import headline
from ui.documents.comparison_record import to_record
from ui.documents.comparison_text import (
    mark_deleted,
    mark_inserted,
    write_comparison,
    write_comparison_markdown,
)
from ui.documents.export import comparison_docx, write

_SUFFIXES = (".docx", ".md", ".txt", ".json")


@click.command("diff", cls=ChineseCommand)
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", default="", required=False)
@choose_json
@click.option("--all", "whole", is_flag=True, help="没有变的条也列出来。")
@click.option(
    "--output",
    "--out",
    "out",
    type=PATH,
    metavar="文件",
    help="写到文件，格式由后缀定：.docx（左原右新的对照表）、.md、.txt、.json。",
)
def diff(*, first: str, second: str, as_json: bool, whole: bool, out: Path | None) -> None:
    """对照两份文本：逐条找到对应的条，标出改了的字，先说数字、应当不得可以、主体的变化。

    A 是原来的，B 是新的：KEY、KEY@版本，或者文件的路径。只写一个 KEY，就对照它最新的一版和前一版。
    """
    suffix = _suffix(out)
    settings = Settings.from_environment()
    held = candidates_of(read_texts(settings.home, settings.regulation))
    found = compare(*choose_two(first, second, held, files=True))
    if out is not None:
        write(out, _content(found, ".json" if as_json else suffix, whole=whole))
        click.echo(f"已写入 {out}：{headline(found)}", err=True)
    elif as_json:
        click.echo(json.dumps(to_record(found, whole=whole), ensure_ascii=False))
    else:
        coloured = sys.stdout.isatty()
        click.echo(
            write_comparison(
                found,
                whole=whole,
                deleted=_deleted if coloured else mark_deleted,
                inserted=_inserted if coloured else mark_inserted,
            ),
            nl=False,
        )


def _deleted(words: str) -> str:
    return click.style(mark_deleted(words), fg="red")


def _inserted(words: str) -> str:
    return click.style(mark_inserted(words), fg="green", bold=True)


def _suffix(out: Path | None) -> str:
    """The suffix of the file to be written, before anything is compared.

    Raises:
        FiredutyError: no format goes by it.
    """
    found = out.suffix.lower() if out is not None else ".txt"
    if found not in _SUFFIXES:
        raise FiredutyError(
            f"看不出 {out and out.name} 是什么格式：请用 {'、'.join(_SUFFIXES)} 结尾的文件名",
            exit_code=USAGE,
        )
    return found


def _content(found: TextComparison, suffix: str, *, whole: bool) -> bytes:
    if suffix == ".docx":
        return comparison_docx(found, date.today().isoformat(), whole=whole)
    if suffix == ".md":
        return write_comparison_markdown(found, whole=whole).encode()
    if suffix == ".json":
        return (
            json.dumps(to_record(found, whole=whole), ensure_ascii=False, indent=2) + "\n"
        ).encode()
    return write_comparison(found, whole=whole).encode()
