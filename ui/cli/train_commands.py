"""``fireduty train``, ``quiz`` and ``plan``: a training pack as files, a paper in the terminal, a study plan.

None needs an index.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from assistant.comparing.choosing import candidates_of, choose_two
from assistant.comparing.comparison import TextComparison, compare
from assistant.training.choice import PackChoice
from assistant.training.opening import open_trainer
from assistant.training.plan import WORKDAYS, make_plan, read_day
from assistant.training.trainer import Trainer
from corpus.errors import USAGE, FiredutyError
from index.texts import read_texts
from ui.cli.chinese_help import ChineseCommand
from ui.cli.dialogue import DialogueStopped, prompt_line
from ui.cli.documents import choose_documents, read_first_with, settings_for, texts_of
from ui.cli.options import PATH
from ui.cli.output import add_document_options, choose_document_format, put_out
from ui.cli.quiz import take_quiz
from ui.documents.export import write
from ui.documents.training.files import write_pack
from ui.documents.training.fonts import cjk_font_missing
from ui.documents.training.study_plan import make_plan_calendar, make_plan_document
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
                "--describe",
                default="",
                metavar="描述",
                help="用一句话说是什么场所：只讲、只考它的清单里要做的。",
            ),
            click.option(
                "--answer",
                "answers",
                multiple=True,
                metavar="问题=选项",
                help="再回答清单的一个问题，例如 lodging=否；问题见 checklist --help；可以写几个。",
            ),
            click.option(
                "--against",
                default="",
                metavar="A",
                help="和 A 对照，只讲、只考文字不同的条文：KEY、KEY@版本，或者文件的路径。",
            ),
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


_choose_minutes = click.option(
    "--minutes",
    type=int,
    default=30,
    show_default=True,
    metavar="分钟",
    help="15、30、45 或 90。",
)


@click.command(cls=ChineseCommand)
@choose_documents
@_choices
@_choose_minutes
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
    choice, printed = _choice(chosen), (read_day(day) if day else date.today()).isoformat()
    trainer, comparison = _open(documents, choice)
    pack = trainer.pack(choice, printed, comparison)
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
    choice = _choice(chosen)
    trainer, comparison = _open(documents, choice)
    pack = trainer.pack(choice, date.today().isoformat(), comparison)
    try:
        take_quiz(pack, prompt_line, click.echo)
    except DialogueStopped:
        click.echo("已退出。")
    click.echo(f"\n{pack.notice}")


@click.command(cls=ChineseCommand)
@choose_documents
@_choices
@_choose_minutes
@click.option("--start", default="", metavar="日期", help="从哪天开始；默认今天。")
@click.option("--days", type=int, metavar="天数", help="分几天学；默认按每天的分钟数。")
@click.option(
    "--weekdays",
    default=WORKDAYS,
    show_default=True,
    metavar="星期",
    help="每周哪几天学，例如 一三五。",
)
@add_document_options("table、md、csv、json、xlsx、docx；日历 ics。")
def plan(
    documents: tuple[str, ...],
    start: str,
    days: int | None,
    weekdays: str,
    format_: str,
    out: Path | None,
    **chosen: Any,
) -> None:
    """排一份学习计划：哪一天读哪几条、测什么，答错的哪天再来。

    例如：fireduty plan --unit 养老院 --start 2026-12-07 --days 10 --out 计划.docx
    """
    format = choose_document_format(format_, out, "ics")
    choice, today = _choice(chosen), date.today()
    trainer, comparison = _open(documents, choice)
    made = make_plan(
        trainer,
        choice,
        read_day(start) if start else today,
        today.isoformat(),
        days=days,
        weekdays=weekdays,
        comparison=comparison,
    )
    if format != "ics":
        put_out(make_plan_document(made), format, out)
    elif out is None:
        click.echo(make_plan_calendar(made), nl=False)
    else:
        write(out, make_plan_calendar(made))
        click.echo(f"已写入 {out}：{made.title}", err=True)


def _choice(chosen: dict[str, Any]) -> PackChoice:
    """What the options choose.

    Raises:
        FiredutyError: an answer has no question.
    """
    pairs = [answer.partition("=") for answer in chosen.pop("answers")]
    if wrong := [name for name, equal, value in pairs if not (name and equal and value)]:
        raise FiredutyError(f"--answer「{wrong[0]}」要写成 问题=选项", exit_code=USAGE)
    return PackChoice(answers=tuple((name, value) for name, _, value in pairs), **chosen)


def _open(documents: tuple[str, ...], choice: PackChoice) -> tuple[Trainer, TextComparison | None]:
    """The trainer of the first document with a reviewed register, else of the first.

    Of several that are named, questions compare the others with it. With it the comparison that a choice asks for; a version that is named alone, by KEY@版本, says of
    which document it is.
    """
    base, at, _ = choice.against.partition("@")
    settings = settings_for(documents or ((base,) if at else ()))
    text = read_first_with("training", settings)
    others = texts_of(settings) if len(documents) > 1 else ()
    beside = [open_trainer(*t.corpus) for t in others if t.listed != text.listed]
    trainer = open_trainer(*text.corpus, beside)
    if not choice.against:
        return trainer, None
    held = candidates_of(read_texts(settings.home, settings.regulation))
    return trainer, compare(*choose_two(choice.against, text.listed.key, held, files=True))
