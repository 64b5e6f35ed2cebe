"""``fireduty checklist``: what a place must do, why, and what does not apply to it.

The options that describe a place come from the regulation's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import click

from assistant.answering.quoting import status_notice
from corpus.citing.citations import lookup, parse_id
from corpus.errors import USAGE, FiredutyError
from corpus.premises.answers import explain
from corpus.premises.applicability import Guide
from corpus.premises.checklist import Checklist
from corpus.premises.data import load_places
from corpus.premises.facts import Premises
from corpus.register.registry import register_of
from ui.cli.checklist_questions import interview
from ui.cli.chinese_help import ChineseCommand
from ui.cli.dialogue import DialogueStopped, prompt_line
from ui.cli.documents import choose_documents, read_first_with, read_texts, settings_for
from ui.cli.output import add_document_options, choose_document_format, put_out
from ui.documents.checklist import make_checklist_document

_PREFIX = "answer_"
_CHOSEN = "fireduty.documents"


class _ChecklistCommand(ChineseCommand):
    """A command with one option for each question of the data."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As of ``click.Command``; which document is meant decides which options there are."""
        ctx.meta[_CHOSEN] = _documents_in(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The fixed options and, before them, those of the questions."""
        return [*_question_options(ctx.meta.get(_CHOSEN, ())), *super().get_params(ctx)]


def _documents_in(args: Sequence[str]) -> tuple[str, ...]:
    """The values of ``--in`` in arguments that have not been read yet."""
    apart = (value for name, value in pairwise(args) if name == "--in")
    joined = (arg.removeprefix("--in=") for arg in args if arg.startswith("--in="))
    return (*apart, *joined)


def _question_options(documents: tuple[str, ...]) -> list[click.Parameter]:
    options: list[click.Parameter] = []
    texts = read_texts(settings_for(documents))
    folder = next((text.folder for text in texts if text.has("places")), None)
    for question in load_places(folder).questions if folder else ():
        choices = "、".join(o.name for o in question.choices)
        several = f"{choices}、都不是" if len(question.choices) > 1 else "是、否"
        options.append(
            click.Option(
                [f"--{question.flag}", f"{_PREFIX}{question.id}"],
                multiple=True,
                metavar="选项",
                help=f"{question.text}（{several}）",
            )
        )
    return options


@click.command(cls=_ChecklistCommand)
@choose_documents
@click.option("--describe", default="", metavar="描述", help="用一句话说是什么场所。")
@click.option("--unit", multiple=True, metavar="类型", help="单位类型；可以写几个。")
@click.option("--why-not", is_flag=True, help="也列出不适用的条款和理由。")
@click.option("--about", default="", metavar="条款", help="只问一条：适不适用，为什么。")
@add_document_options("table、md、csv、json、xlsx、docx。")
def checklist(
    *,
    documents: tuple[str, ...],
    describe: str,
    unit: tuple[str, ...],
    why_not: bool,
    about: str,
    format_: str,
    out: Path | None,
    **answers: tuple[str, ...],
) -> None:
    """列出一个场所的职责和理由；什么都不给就逐项提问。

    例如：fireduty checklist --describe "一句话说明是什么场所" --out 清单.docx
    """
    chosen = choose_document_format(format_, out)
    guide, key = _guide(documents)
    place = _place(guide, describe, unit, answers)
    found = guide.checklist(place)
    if about:
        _explain(guide, found, about.strip().removeprefix(f"{key}/"))
        return
    today, to_print = date.today().isoformat(), chosen != "table"
    document = make_checklist_document(guide, found, today, why_not=why_not, to_print=to_print)
    put_out(document, chosen, out)
    if not why_not:
        click.echo(f"不适用的有 {len(found.not_applicable)} 处，加 --why-not 列出理由", err=True)


def _guide(documents: tuple[str, ...]) -> tuple[Guide, str]:
    """The guide of the first document that has data on places, and its key.

    Raises:
        FiredutyError: none has.
    """
    text = read_first_with("places", settings_for(documents))
    regulation, language = text.corpus
    guide = Guide(register_of(regulation, language), load_places(text.path), language.units)
    return guide, text.listed.key


def _place(
    guide: Guide, describe: str, unit: tuple[str, ...], answers: dict[str, tuple[str, ...]]
) -> Premises:
    pairs = [(key.removeprefix(_PREFIX), c) for key, given in answers.items() for c in given]
    if not (describe or unit or pairs):
        return _interview(guide)
    return guide.describe(describe).joined(guide.choose(unit, pairs))


def _interview(guide: Guide) -> Premises:
    try:
        return interview(guide, partial(prompt_line, err=True), partial(click.echo, err=True))
    except DialogueStopped as stopped:
        raise click.Abort from stopped


def _explain(guide: Guide, found: Checklist, written: str) -> None:
    provision = parse_id(written)
    if lookup(guide.register.regulation, provision) is None:
        raise FiredutyError(f"没有这一条款：{written}", exit_code=USAGE)
    for sentence in explain(guide, found, provision):
        click.echo(sentence)
    click.echo(f"\n{status_notice(guide.register.regulation)}")
