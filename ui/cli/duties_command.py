"""``fireduty duties``: look-ups in the responsibility register, printed or written to a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from corpus.errors import USAGE, FiredutyError
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from index.texts import ListedText, holds_library, keys_binding
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import (
    choose_documents,
    has_data,
    read_first_with,
    settings_for,
    texts_of,
)
from ui.cli.output import add_document_options, choose_format, put_out, require_file
from ui.documents.document import Document
from ui.documents.duties_across import answer_across
from ui.documents.duty_query import Query, check
from ui.documents.duty_reading import Meant, Search, answer_read
from ui.documents.duty_tables import DutyTables
from ui.documents.export import write
from ui.documents.pictures import render_graph_page, render_matrix_page

_FORMATS = ("table", "md", "csv", "json", "xlsx", "docx", "html")
#: Formats that only a file can hold.
_FILES = ("xlsx", "docx", "html")
#: Documents of a large library that one look-up shows, and of the others those that it names.
_MOST_DOCUMENTS, _MOST_NAMED = 12, 10


@click.command(cls=ChineseCommand)
@choose_documents
@click.option("--actor", default="", metavar="主体", help="某个主体的全部职责，俗称也可以。")
@click.option("--matter", default="", metavar="事项", help="一件事归谁管，牵头和负责的在前。")
@click.option(
    "--modality", default="", metavar="要求", help="按要求查：应当、必须、不得、可以、鼓励。"
)
@click.option("--times", default="", metavar="时间", help="按频次或期限查，例如 每季度。")
@click.option("--compare", nargs=2, default=None, metavar="甲 乙", help="两个主体并列比较。")
@click.option("--calendar", is_flag=True, help="全部有频次、期限、时段的职责，可加 --actor。")
@click.option("--matrix", is_flag=True, help="主体与事项对照；存成 html 是可以点开的热力图。")
@click.option("--graph", is_flag=True, help="条款之间的引用图，存成 html。")
@click.option("--all", "whole", is_flag=True, help="整个责任登记。")
@add_document_options(f"{'、'.join(_FORMATS)}；默认 table。")
def duties(
    *, graph: bool, format_: str, out: Path | None, documents: tuple[str, ...], **asked: Any
) -> None:
    """查谁该做什么：按主体、事项、要求、时间，或两个主体并列；--actor 等条件可以合用。"""
    query = Query(**asked)
    check(query, graph=graph)
    chosen = _format(format_, out, graph=graph, matrix=query.matrix)
    if chosen == "html" and out is not None:
        _draw(_lookups(documents), graph, out)
        return
    put_out(_answer(query, documents), chosen, out)


def _answer(query: Query, documents: tuple[str, ...]) -> Document:
    """What the registers of the documents hold; of several, a part for each.

    Raises:
        FiredutyError: a name is unknown.
    """
    today = date.today().isoformat()
    search = _Search(documents)
    texts = _texts(query, documents, search)
    if len(texts) == 1:
        return answer_read(query, DutyTables(_register(texts[0]), today), search)
    held = [text for text in texts if has_data(text, "register")]
    derived = [_register(text) for text in texts if text not in held]
    return answer_across(
        query, [_register(text) for text in held], (), today, derived=derived, search=search
    )


class _Search:
    """Answers free words from the index, which is opened for the first of them."""

    def __init__(self, documents: tuple[str, ...]) -> None:
        self._documents = documents

    def __call__(self, words: str) -> Meant:
        return self._search(words)

    @cached_property
    def _search(self) -> Search:
        from assistant.assistant import Assistant
        from ui.documents.duty_meaning import search_with

        try:
            return search_with(Assistant.open(replace(settings_for(self._documents), model=None)))
        except FiredutyError:
            return lambda words: Meant()  # without an index names still lead to their duties


def _texts(query: Query, documents: tuple[str, ...], search: _Search) -> tuple[ListedText, ...]:
    """The documents that are looked up: of a large library those that bind the body most, or answer.

    Raises:
        FiredutyError: there are too many, and nothing is named by which some could be chosen.
    """
    settings = settings_for(documents)
    if documents or settings.regulation is not None or not holds_library(settings.home):
        return texts_of(settings)
    binding = keys_binding(settings.home, query.actor)
    if binding is None:
        return texts_of(settings)
    words = query.actor or query.matter
    if not words:
        raise FiredutyError(
            "资料库里的文件很多：请用 --actor 写明主体、用 --matter 写明事项，或用 --in 指定哪几部",
            exit_code=USAGE,
        )
    found = binding or tuple(dict.fromkeys(i.document for i in search(words).provisions))
    if not found:
        raise FiredutyError(f"资料库里没有哪一部写了「{words}」的职责")
    shown = found[:_MOST_DOCUMENTS]
    if len(found) > len(shown):
        click.echo(
            f"{len(found)} 部写到「{words}」的职责，列出写得最多的 {len(shown)} 部；"
            f"其余用 --in 指定：{'、'.join(found[len(shown) : len(shown) + _MOST_NAMED])} 等",
            err=True,
        )
    return texts_of(settings_for(shown))


def _format(name: str, out: Path | None, *, graph: bool, matrix: bool) -> str:
    """The format to write, after the options or the file's name.

    Raises:
        FiredutyError: there is none such, it needs a file, or it cannot hold what is asked for.
    """
    if not name and out is not None and out.suffix.lower() == ".htm":
        name = "html"
    found = choose_format(name, out, _FORMATS, "html" if graph else "table")
    if graph and found != "html":
        raise FiredutyError("引用图只能存成 html：请加 --out 文件名.html", exit_code=USAGE)
    if found == "html" and not (graph or matrix):
        raise FiredutyError("html 只用于 --matrix 和 --graph，请换一种格式", exit_code=USAGE)
    require_file(found, out, _FILES)
    return found


def _lookups(documents: tuple[str, ...]) -> Lookups:
    """The register of the first document with a reviewed one, else of the first."""
    return _register(read_first_with("register", settings_for(documents)))


def _register(text: ListedText) -> Lookups:
    return Lookups(register_of(*text.corpus))


def _draw(lookups: Lookups, graph: bool, out: Path) -> None:
    page = render_graph_page(lookups.register) if graph else render_matrix_page(lookups)
    write(out, page.encode())
    click.echo(f"已写入 {out}", err=True)
