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

from assistant.answering.quoting import status_notices
from assistant.rendering.lacking import lacks
from corpus.citing.citations import lookup, parse_id
from corpus.errors import USAGE, FiredutyError
from corpus.premises.answers import explain
from corpus.premises.applicability import Guide
from corpus.premises.data import load_places
from corpus.premises.several import Guides, PlaceList, Places, merge_questions
from corpus.register.lookups import Lookups
from corpus.register.registry import register_of
from index.texts import ListedText
from ui.cli.checklist_questions import interview
from ui.cli.chinese_help import ChineseCommand
from ui.cli.dialogue import DialogueStopped, prompt_line
from ui.cli.documents import choose_documents, has_data, settings_for, texts_of
from ui.cli.output import add_document_options, choose_document_format, put_out
from ui.documents.checklist import kind_of, make_checklist_document
from ui.documents.checklist_calendar import make_calendar
from ui.documents.checklists_across import make_checklists_document
from ui.documents.derived_duties import names_in
from ui.documents.document import Document
from ui.documents.duties_across import answer_across
from ui.documents.duty_query import Query, answer
from ui.documents.duty_tables import DutyTables
from ui.documents.export import write
from ui.records.addressed import find_addressed

_PREFIX = "answer_"
_CHOSEN = "fireduty.documents"
#: Names that an error shows.
_SHOWN = 12
_CALENDAR = "ics"


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
    texts = [t for t in texts_of(settings_for(documents)) if has_data(t, "places")]
    options: list[click.Parameter] = []
    for question in merge_questions(q for t in texts for q in load_places(t.path).questions):
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
@click.option("--start", default="", metavar="日期", help="日历（ics）从哪天开始的一年；默认今天。")
@add_document_options("table、md、csv、json、xlsx、docx；条文写明频次的一年日历 ics。")
def checklist(
    *,
    documents: tuple[str, ...],
    describe: str,
    unit: tuple[str, ...],
    why_not: bool,
    about: str,
    start: str,
    format_: str,
    out: Path | None,
    **answers: tuple[str, ...],
) -> None:
    """列出一个场所的职责和理由；什么都不给就逐项提问。

    例如：fireduty checklist --describe "一句话说明是什么场所" --out 清单.docx
    """
    chosen = choose_document_format(format_, out, _CALENDAR)
    texts = texts_of(settings_for(documents))
    if not any(has_data(text, "places") for text in texts):
        _refuse_calendar(chosen, texts)
        put_out(_read_out(texts, describe, unit), chosen, out)
        return
    guides = _guides(texts)
    place = _place(guides, describe, unit, answers)
    found = guides.checklists(place)
    if about:
        _explain(found, about.strip(), texts)
        return
    today, to_print = date.today().isoformat(), chosen != "table"
    lists = [(one.guide, one.checklist) for one in found if one.checklist is not None]
    if chosen == _CALENDAR:
        name = f"{kind_of(guides.guides, place.of)}工作日历"
        _put_calendar(make_calendar(lists, name, start or today, today, {}), name, out)
        return
    if len(texts) == 1:
        ((guide, checklist),) = lists
        document = make_checklist_document(
            guide, checklist, today, why_not=why_not, to_print=to_print
        )
    else:
        lacking = [text.regulation for text in texts if not has_data(text, "places")]
        document = make_checklists_document(
            place, found, lacking, today, why_not=why_not, to_print=to_print
        )
    put_out(document, chosen, out)
    if not why_not:
        count = sum(len(checklist.not_applicable) for _, checklist in lists)
        click.echo(f"不适用的有 {count} 处，加 --why-not 列出理由", err=True)


def _refuse_calendar(chosen: str, texts: Sequence[ListedText]) -> None:
    """Raise where a calendar is wanted of documents without data on places."""
    if chosen == _CALENDAR:
        why = lacks(texts[0].regulation, "places")
        raise FiredutyError(f"{why}，做不成日历；其他格式可以用", exit_code=USAGE)


def _put_calendar(content: bytes, name: str, out: Path | None) -> None:
    if out is None:
        click.echo(content, nl=False)
        return
    write(out, content)
    click.echo(f"已写入 {out}：{name}", err=True)


def _guides(texts: Sequence[ListedText]) -> Guides:
    """The guides of the documents that have data on places."""
    return Guides(_guide(text) for text in texts if has_data(text, "places"))


def _read_out(texts: Sequence[ListedText], describe: str, unit: Sequence[str]) -> Document:
    """What the program reads that those do who are named: where no document has data on places.

    Raises:
        FiredutyError: nobody is named whom a document speaks of.
    """
    registers = [Lookups(register_of(*text.corpus)) for text in texts]
    named = [name for known in registers for name in names_in(describe, known)]
    if not (words := " ".join(dict.fromkeys((*unit, *named)))):
        known = "、".join(body.name for body in registers[0].register.bodies[:_SHOWN])
        why = lacks(texts[0].regulation, "places")
        raise FiredutyError(f"{why}；请用 --unit 写明是谁，原文写有：{known} 等")
    today, query = date.today().isoformat(), Query(actor=words)
    if len(registers) == 1:
        return answer(query, DutyTables(registers[0], today))
    return answer_across(query, (), (), today, derived=registers)


def _guide(text: ListedText) -> Guide:
    regulation, language = text.corpus
    return Guide(register_of(regulation, language), load_places(text.path), language.units)


def _place(
    guides: Guides, describe: str, unit: tuple[str, ...], answers: dict[str, tuple[str, ...]]
) -> Places:
    pairs = [(key.removeprefix(_PREFIX), c) for key, given in answers.items() for c in given]
    if not (describe or unit or pairs):
        return _interview(guides)
    return guides.describe(describe).joined(guides.choose(unit, pairs))


def _interview(guides: Guides) -> Places:
    try:
        return interview(guides, partial(prompt_line, err=True), partial(click.echo, err=True))
    except DialogueStopped as stopped:
        raise click.Abort from stopped


def _explain(found: Sequence[PlaceList], written: str, texts: Sequence[ListedText]) -> None:
    """Whether one provision applies: of the document that it names, else of the library's first."""
    lists = {one.guide.register.regulation.key: one for one in found}
    regulations = [one.guide.register.regulation for one in found]
    first = next(text.listed.key for text in texts if text.listed.key in lists)
    by_library = sorted(regulations, key=lambda regulation: regulation.key != first)
    for regulation, inside in find_addressed(written, by_library):
        provision = parse_id(inside)
        if lookup(regulation, provision) is None:
            raise FiredutyError(f"没有这一条款：{written}", exit_code=USAGE)
        one = lists[regulation.key]
        if one.checklist is None:
            raise FiredutyError(f"《{regulation.title}》没有认出是什么场所", exit_code=USAGE)
        for sentence in explain(one.guide, one.checklist, provision):
            click.echo(sentence)
        click.echo(f"\n{status_notices((regulation,), among=len(texts))}")
