"""``fireduty batch``: its arguments. What it does is in ``ui.cli.batch``."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.assistant import Assistant
from ui.cli.batch import run_batch
from ui.cli.chinese_help import ChineseCommand
from ui.cli.documents import choose_documents, settings_for
from ui.cli.options import PATH
from ui.cli.progress import bar


@click.command(cls=ChineseCommand)
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@choose_documents
def batch(source: Path, target: Path, documents: tuple[str, ...]) -> None:
    """逐行回答 SOURCE（JSON Lines）里的问题，写到 TARGET；一行有错不影响其他行。"""
    assistant = Assistant.open(settings_for(documents))
    done, failed = run_batch(assistant, source, target, track=bar)
    click.echo(f"已写入 {target}：{done} 行，其中 {failed} 行有错", err=True)
