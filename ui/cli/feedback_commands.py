"""``fireduty feedback``: what users said of answers, listed, exported or deleted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from operator import attrgetter
from pathlib import Path

import click

from assistant.answering.quoting import source_of, status_notices
from assistant.settings import Settings
from corpus.errors import USAGE, FiredutyError
from ui.cli.chinese_help import ChineseGroup
from ui.cli.documents import texts_of
from ui.cli.options import ask_first
from ui.cli.output import add_document_options, choose_document_format, put_out
from ui.documents.document import Document, DocumentSection
from ui.records.feedback import FeedbackStore

_FIELDS = [
    "at",
    "verdict",
    "comment",
    "question",
    "standalone",
    "answer",
    "refusal",
    "cited",
    "style",
    "versions",
]
_COLUMNS = ("时间", "评价", "意见", "问题", "理解为", "回答", "拒答", "引用", "语体", "版本")


@click.group(cls=ChineseGroup)
def feedback() -> None:
    """网页上「有用／没用／报告问题」存下的反馈；FIREDUTY_FEEDBACK 指定文件，off 为不存。"""


@feedback.command("export")
@add_document_options("table、md、csv、json、xlsx、docx。")
def export(format_: str, out: Path | None) -> None:
    """列出或导出全部反馈。"""
    chosen = choose_document_format(format_, out)
    put_out(_document(_store()), chosen, out)


@feedback.command("clear")
@ask_first
def clear(yes: bool) -> None:
    """删除全部反馈。"""
    store = _store()
    if not yes:
        click.confirm(f"删除 {store.path} 里的全部反馈？", abort=True, err=True)
    click.echo(f"已删除 {store.clear()} 条", err=True)


def _store() -> FeedbackStore:
    store = FeedbackStore.of(Settings.from_environment().home)
    if store is None:
        raise FiredutyError("FIREDUTY_FEEDBACK 是 off，没有存反馈", exit_code=USAGE)
    return store


def _document(store: FeedbackStore) -> Document:
    regulations = [text.regulation for text in texts_of(Settings.from_environment())]
    records = store.records()
    rows = tuple(map(attrgetter(*_FIELDS), records))
    return Document(
        f"反馈 {len(records)} 条",
        status_notices(regulations),
        "；".join(map(source_of, regulations)),
        date.today().isoformat(),
        (f"存在 {store.path}。",),
        (DocumentSection("反馈", _COLUMNS, rows),),
        [asdict(r) for r in records],
    )
