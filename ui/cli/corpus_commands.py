"""``fireduty corpus``: a regulation's text checked, and shown provision by provision."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.library.named import find_titles
from assistant.rendering.addresses import held_unasked
from corpus.citing.citations import canonical
from corpus.citing.references import check_references, load_references, references_of
from corpus.errors import FAILURE, USAGE, FiredutyError
from corpus.language.data import LanguageData, check_language, load_language
from corpus.language.english import check_english, load_english
from corpus.language.plain import check_plain, load_plain
from corpus.premises.check import check_places
from corpus.readers.enclosing import refuse_several
from corpus.readers.read import read_file
from corpus.readers.summary import summarise
from corpus.register.collect_sets import collect_duty_sets
from corpus.register.lookups import Lookups
from corpus.register.registry import check_register, load_register
from corpus.teaching.check import check_training_file
from corpus.text.load import load_regulation, make_regulation
from corpus.text.provision import Regulation
from corpus.text.render import render
from corpus.text.status import status_shown
from index.manifest import ListedDocument
from ui.cli.chinese_help import ChineseGroup
from ui.cli.documents import choose_documents, settings_for, texts_of
from ui.cli.options import PATH
from ui.cli.reading_report import report_reading
from ui.documents.clause_lists import ClauseLists
from ui.documents.elsewhere import CitingDocument
from ui.documents.reference_lines import describe_references
from ui.records.addressed import find_addressed, qualified
from ui.records.provisions import find_provisions


@click.group(cls=ChineseGroup)
def corpus() -> None:
    """检查、查看法规文本。"""


@corpus.command("check")
@click.argument("paths", nargs=-1, required=True, type=PATH)
def check_files(paths: tuple[Path, ...]) -> int:
    """检查法规读得对不对：能否无损解析，条、项是否连续，什么没有读作条文。PATHS 是 Word、PDF、网页、文本等文件，或数据文件夹。"""
    code = 0
    for path in paths:
        try:
            result = check_file(path)
        except FiredutyError as error:
            if len(paths) == 1:
                raise
            click.echo(f"错误：{error}", err=True)
            code = max(code, error.exit_code)
        else:
            click.echo(result.report)
            code = max(code, 0 if result.ok else FAILURE)
    return code


@corpus.command("read")
@click.argument("path", type=PATH)
def read(path: Path) -> None:
    """把 Word、PDF、网页等读成文本，写到标准输出；读取报告写到标准错误。"""
    checked = check_file(path)
    click.echo(checked.report, err=True)
    click.echo(checked.text)


@corpus.command("show")
@click.argument("provision")
@click.option(
    "--records",
    is_flag=True,
    help="再列出条款记录：谁、应当还是不得、做什么、条件、数字（程序提取）。",
)
@choose_documents
def show_provision(provision: str, records: bool, documents: tuple[str, ...]) -> None:
    """显示条、款、项或一章的原文。PROVISION 可写 art19.item5、19.5、第十九条第（五）项、第六至八条、第二章 等；
    别的法规的在前面写它的 KEY 或名称：KEY/art19.item5，没有写明的是第一部的。
    """
    texts = texts_of(settings_for(documents))
    _refuse_unasked(provision, documents, [text.listed for text in texts])
    shown = [(text.regulation, text.folder) for text in texts]
    click.echo(show(provision, shown, records=records))


def _refuse_unasked(
    provision: str, documents: tuple[str, ...], asked: Sequence[ListedDocument]
) -> None:
    """Refuse an address of a document that is held and was not chosen: it is not uncollected.

    Raises:
        FiredutyError: it is one.
    """
    if not documents:
        return
    bases = {d.base for d in asked}
    every = [text.listed for text in texts_of(settings_for(()))]
    named = [key for _, key in find_titles(provision, [(d.key, d.title) for d in every])]
    unasked = [(d.title, d.key) for d in every if d.key in named and d.base not in bases]
    if unasked and len(unasked) == len(named):
        titles = "、".join(f"《{d.title}》" for d in asked)
        raise FiredutyError(held_unasked(unasked, titles).rstrip("。"), exit_code=USAGE)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Result of checking one file or folder."""

    report: str
    ok: bool
    text: str


def check_file(path: Path) -> FileCheck:
    """Parse, check every invariant and, for a folder, the language data.

    Raises:
        FiredutyError: the file cannot be read or holds no 条.
    """
    problems: list[str] = []
    summary = None
    if not os.path.isdir(path):
        read = read_file(path)
        regulation = make_regulation(read.text, str(path))
        refuse_several(regulation.body, read.text, str(path))
        summary = summarise(regulation, read.report)
    else:
        regulation = load_regulation(path)
        language = load_language(path)
        problems += [f"语言数据：{p}" for p in check_language(language, regulation)]
        problems += [f"语言数据：{p}" for p in check_plain(load_plain(path), regulation)]
        problems += [f"语言数据：{p}" for p in _english(path, regulation, language)]
        problems += [f"引用：{p}" for p in check_references(load_references(path), regulation)]
        problems += [f"责任登记：{p}" for p in check_register(regulation, path)]
        problems += [f"场所适用性：{p}" for p in check_places(regulation, path)]
        problems += [f"培训数据：{p}" for p in check_training_file(regulation, path)]
    report, ok = report_reading(str(path), regulation, problems, summary)
    return FileCheck(report, ok, regulation.source_text)


def _english(path: Path, regulation: Regulation, language: LanguageData) -> tuple[str, ...]:
    """What is wrong with the English words of a folder; nothing where it has none."""
    english = load_english((path,))
    if not english.names:
        return ()
    duties = collect_duty_sets(Lookups(load_register(regulation, path, language)))
    return check_english(english, regulation, language, duties)


def show(
    written: str, texts: Sequence[tuple[Regulation, Path | None]], *, records: bool = False
) -> str:
    """Citation, text and references, both ways, of each provision addressed, with all below it.

    Args:
        written: an address in any common form.
        texts: the documents to look in, each with the folder of its data, None for a bare text; the
            first is meant where none is named.
        records: whether the clause records follow.

    Raises:
        FiredutyError: no such address, or the references of a folder are broken.
    """
    documents = [regulation for regulation, _ in texts]
    held = [CitingDocument(regulation, references_of(regulation, at)) for regulation, at in texts]
    own = {document.regulation.key: document for document in held}
    addressed = find_addressed(written, documents)
    folders = {regulation.key: folder for regulation, folder in texts}
    clauses = {
        regulation.key: ClauseLists.of(own[regulation.key], folders[regulation.key])
        for regulation, _ in (addressed if records else ())
    }
    return "\n\n".join(
        _show(words, own[regulation.key], held, clauses.get(regulation.key))
        for regulation, words in addressed
    )


def _show(
    written: str,
    own: CitingDocument,
    held: Sequence[CitingDocument],
    clauses: ClauseLists | None = None,
) -> str:
    regulation, documents = own.regulation, [document.regulation for document in held]
    parts: list[str] = []
    provisions, told = find_provisions(written, regulation, [d.title for d in documents])
    for found in provisions:
        address = found.address
        heading = found.name
        if address is not None:
            heading += f"  [{qualified(canonical(address), regulation, documents)}]"
        lines = describe_references(address, own, held) if address else []
        lines += clauses.below(address, found.node) if clauses else []
        parts.append("\n".join([heading, render(found.node), *lines]))
    return "\n\n".join([*parts, *told, f"（{_status(regulation, documents)}）"])


def _status(regulation: Regulation, documents: Sequence[Regulation]) -> str:
    """The status, of one of several documents with its name."""
    if len(documents) == 1:
        return status_shown(regulation)
    return f"《{regulation.title}》：{status_shown(regulation)}"
