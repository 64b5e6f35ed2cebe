"""``fireduty search``: the provisions that a query finds, with the reasons for their order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from assistant.answering.quoting import document_mark, quote
from assistant.assistant import Assistant
from assistant.library.searching import search_documents
from corpus.text.versions import answering_version
from index.expand import Expansion
from index.retrieve import Hit, Mode
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.options import choose_json
from ui.records.documents import hit_record


@click.command(cls=ChineseCommand)
@click.argument("query")
@choose_documents
@click.option("-k", default=5, show_default=True, type=click.IntRange(1, 200), help="条数。")
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "lexical", "dense"]),
    default="hybrid",
    show_default=True,
    help="检索方式：混合、词项、向量。",
)
@click.option("--explain", is_flag=True, help="显示认出了哪些词、各通道得分。")
@choose_json
def search(
    *, query: str, documents: tuple[str, ...], k: int, mode: Mode, explain: bool, as_json: bool
) -> None:
    """检索与 QUERY 最相关的条款。"""
    assistant = Assistant.open(settings_for(documents)).for_question(query)
    found = search_documents(assistant.library, assistant.documents, query, k, mode=mode)
    for correction in found.asked.corrections:
        click.echo(f"「{correction.typed}」按「{correction.term}」理解", err=True)
    for sentence in found.told:
        click.echo(sentence, err=True)
    if as_json:
        click.echo(json.dumps([_record(assistant, h) for h in found.hits], ensure_ascii=False))
    else:
        _print(assistant, found.hits, found.asked.expansions if explain else None)


def _record(assistant: Assistant, hit: Hit) -> dict[str, Any]:
    regulation = assistant.document_of(hit.id).regulation
    return hit_record(hit, regulation) | {"channels": dict(hit.channels)}


def _print(
    assistant: Assistant, hits: Sequence[Hit], explained: Sequence[Expansion] | None
) -> None:
    """The hits; with the words that were recognised and each channel's score where asked for."""
    for e in explained or ():
        added = "、".join(e.statute) or "（只用于定位条款）"
        click.echo(f"「{e.found}」→ {added}")
    for place, hit in enumerate(hits, 1):
        document = assistant.document_of(hit.id)
        shown = quote(document.index.leaf(hit.id.of("")), document.regulation)
        marked = len(assistant.documents) > 1 or answering_version(document.regulation)
        of = f"{document_mark(document.regulation)} › " if marked else ""
        click.echo(f"{place}. [{hit.score:.3f}] {hit.id}  {of}{shown.path}\n   {shown.text}")
        if explained is not None:
            parts = (f"{name} {score:.2f}" for name, score in hit.channels.items())
            click.echo(f"   {'  '.join(parts)}")
    if not hits:
        click.echo("没有找到相关条款", err=True)
