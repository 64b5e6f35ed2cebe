"""``fireduty train`` and ``fireduty quiz``: a training pack as files, a paper in the terminal.

Neither needs an index.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from assistant.training.choice import PackChoice
from assistant.training.opening import open_trainer
from assistant.training.trainer import Trainer
from corpus.errors import USAGE, FiredutyError
from ui.cli.chinese_help import ChineseCommand
from ui.cli.dialogue import DialogueStopped, prompt_line
from ui.cli.documents import choose_documents, read_first_with, settings_for, texts_of
from ui.cli.options import PATH
from ui.cli.quiz import take_quiz
from ui.documents.training.files import write_pack
from ui.documents.training.fonts import cjk_font_missing
from ui.documents.training.text import write_markdown

T = TypeVar("T")


def _choices(command: Callable[..., T]) -> Callable[..., T]:
    """The options that say what a pack is about."""
    for option in reversed(
        (
            click.option(
                "--scope",
                multiple=True,
                metavar="范围",
                help="条（第七条）、章（第二章）、事项或主体；可以写几个。",
            ),
            click.option("--unit", default="", metavar="类型", help="单位类型，按它的清单出题。"),
            click.option(
                "--audience",
                default="",
                metavar="对象",
                help="给谁讲；没有这一类时会列出可以选的。",
            ),
            click.option("--level", default="入门", metavar="难度", help="入门或熟练。"),
            click.option(
                "--questions", type=int, metavar="题数", help="一份试卷的题数；默认按时长。"
            ),
            click.option(
                "--kind", "kinds", multiple=True, metavar="题型", help="只要这种题；可以写几个。"
            ),
            click.option(
                "--seed",
                type=int,
                default=1,
                show_default=True,
                metavar="种子",
                help="换一个数，换一套题；同样的选择和种子总是同一套。",
            ),
        )
    ):
        command = option(command)
    return command


@click.command(cls=ChineseCommand)
@choose_documents
@_choices
@click.option(
    "--minutes",
    type=int,
    default=30,
    show_default=True,
    metavar="分钟",
    help="15、30、45 或 90。",
)
@click.option(
    "--exchange",
    "exchanged",
    multiple=True,
    type=int,
    metavar="题号",
    help="把 A 卷的这一题换掉；可以写几次。",
)
@click.option("--date", "day", default="", metavar="日期", help="印在封面上的日期；默认今天。")
@click.option(
    "--out",
    type=PATH,
    metavar="文件夹",
    help="写进这个文件夹；不写就把 Markdown 打印出来。",
)
def train(day: str, out: Path | None, documents: tuple[str, ...], **chosen: Any) -> None:
    """做一套培训材料：讲师手册、讲义、A/B 试卷、答题卡、题库、幻灯片。

    例如：fireduty train --scope 第七条 --minutes 30 --out 培训
    """
    choice = PackChoice(**chosen)
    printed = _date(day)
    pack = _trainer(documents).pack(choice, printed)
    count = len(pack.papers[0].questions)
    if wrong := [n for n in choice.exchanged if not 1 <= n <= count]:
        raise FiredutyError(f"A 卷没有第 {wrong[0]} 题，只有 1 到 {count}", exit_code=USAGE)
    if out is None:
        click.echo(write_markdown(pack), nl=False)
        return
    written = write_pack(pack, out)
    click.echo(f"{pack.title}（{pack.subtitle}），两份试卷各 {len(pack.papers[0].questions)} 题")
    if pack.shared:
        click.echo(f"A 卷和 B 卷有 {pack.shared} 题依据同一句条文，这个范围没有更多的了")
    for remark in pack.remarks:
        click.echo(remark)
    for path in written:
        click.echo(f"已写入 {path}")
    if hint := cjk_font_missing():
        click.echo(hint, err=True)
    click.echo(f"\n{pack.notice}")


@click.command(cls=ChineseCommand)
@choose_documents
@_choices
def quiz(documents: tuple[str, ...], **chosen: Any) -> None:
    """在终端里自测：一题一答，马上看解析；最后按事项计分，可以重做错题。

    例如：fireduty quiz --scope 第七条 --questions 5
    """
    choice = PackChoice(**chosen)
    pack = _trainer(documents).pack(choice, _date(""))

    try:
        take_quiz(pack, prompt_line, click.echo)
    except DialogueStopped:
        click.echo("已退出。")
    click.echo(f"\n{pack.notice}")


def _trainer(documents: tuple[str, ...]) -> Trainer:
    """The trainer of the first document with a reviewed register, else of the first.

    Of several that are named, questions compare the others with it.
    """
    settings = settings_for(documents)
    first = read_first_with("training", settings)
    others = [t for t in texts_of(settings) if len(documents) > 1 and t.listed != first.listed]
    return open_trainer(*first.corpus, [open_trainer(*t.corpus) for t in others])


def _date(written: str) -> str:
    """An ISO date, today's where none is given.

    Raises:
        FiredutyError: it is none.
    """
    if not written:
        return date.today().isoformat()
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise FiredutyError(
            f"日期「{written}」看不懂，请写成 2026-11-25 的样子", exit_code=USAGE
        ) from error
