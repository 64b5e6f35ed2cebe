"""What the endpoints and MCP tools that look up or compile do: services and values → a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from assistant.answering.quoting import status_notice, status_notices
from assistant.comparing.comparison import TextComparison
from assistant.rendering.lacking import lacks
from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.pack import Pack
from assistant.training.plan import WORKDAYS, make_plan, read_day
from assistant.training.question import KINDS
from assistant.training.trainer import Trainer
from corpus.errors import USAGE, FiredutyError
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.premises.several import Guides, Places
from corpus.register.lookups import Lookups
from ui.documents.checklist import make_checklist_document
from ui.documents.checklists_across import make_checklists_document
from ui.documents.duties_across import answer_across
from ui.documents.duty_meaning import search_with
from ui.documents.duty_query import Query, check
from ui.documents.duty_reading import answer_read
from ui.documents.duty_tables import DutyTables
from ui.documents.text_formats import record
from ui.documents.training.study_plan import to_plan_record
from ui.documents.training.text import to_pack_record
from ui.records.provisions import NotHereError
from ui.web.api.documents import pin_first_with
from ui.web.compared import compare_documents
from ui.web.narrowing import narrow
from ui.web.services import Services


def find_duties(
    services: Services,
    *,
    actor: str = "",
    matter: str = "",
    modality: str = "",
    times: str = "",
    compare: Sequence[str] = (),
    calendar: bool = False,
    all: bool = False,
) -> dict[str, Any]:
    """As ``look_up_duties``, of conditions as a request writes them.

    Raises:
        FiredutyError: so; or one body cannot be compared.
    """
    if compare and len(compare) != 2:
        raise FiredutyError("compare 要给两个主体", exit_code=USAGE)
    pair = (compare[0].strip(), compare[1].strip()) if compare else None
    words = (actor.strip(), matter.strip(), modality.strip(), times.strip())
    return look_up_duties(services, Query(*words, pair, calendar, all))


def look_up_duties(services: Services, query: Query) -> dict[str, Any]:
    """What the registers of the documents hold: the register's own record of one, a part for each of several.

    Raises:
        FiredutyError: the conditions do not go together, or a name is unknown.
    """
    try:
        check(query)
    except FiredutyError as error:
        raise FiredutyError(
            "请给出要查什么：actor、matter、modality、times 可以合用；compare（要两个）、"
            "calendar（可加 actor）、all 一次只能用一个",
            exit_code=USAGE,
        ) from error
    narrowed = narrow(services, query.actor, query.matter)
    if narrowed.fault:
        raise FiredutyError(narrowed.fault)
    services = narrowed.services
    search = search_with(services.assistant)
    today, registers = date.today().isoformat(), services.registers
    if len(services.assistant.documents) == 1:
        return record(answer_read(query, DutyTables(_lookups(services), today), search))
    derived = services.derived
    lacking = services.lacking([k.register.regulation for k in (*registers, *derived)])
    return record(answer_across(query, registers, lacking, today, derived=derived, search=search))


def list_checklist_choices(services: Services) -> dict[str, Any]:
    """What may be said of a place; a question of several documents once, with the choices of all."""
    guides = _guides(services)
    questions = [
        {
            "id": question.id,
            "text": question.text,
            "options": [{"name": o.name, "condition": o.condition} for o in question.choices],
        }
        for question in guides.questions
    ]
    among = len(services.assistant.documents)
    notice = status_notices(guides.regulations, among=among)
    return {"units": list(guides.units), "questions": questions, "notice": notice}


def make_checklist(
    services: Services,
    describe: str = "",
    units: Sequence[str] = (),
    answers: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    why_not: bool = False,
) -> dict[str, Any]:
    """What a place must do, with reasons.

    Args:
        answers: ids of questions with the choices.

    Raises:
        FiredutyError: nothing was said, a choice is unknown, or what was said contradicts itself.
    """
    if not (describe.strip() or units or answers):
        raise FiredutyError(
            "请说是什么场所：describe 写一句话，或给 units、answers", exit_code=USAGE
        )
    guides = _guides(services)
    pairs = [(id_, choice) for id_, chosen in answers.items() for choice in chosen]
    place = guides.describe(describe).joined(_chosen(guides, units, pairs))
    found, today = guides.checklists(place), date.today().isoformat()
    if len(services.assistant.documents) > 1:
        lacking = services.lacking(guides.regulations)
        return record(
            make_checklists_document(place, found, lacking, today, why_not=why_not, to_print=False)
        )
    (one,) = found
    assert one.checklist is not None  # else there would have been an error
    return record(make_checklist_document(one.guide, one.checklist, today, why_not=why_not))


def _chosen(guides: Guides, units: Sequence[str], answers: Sequence[tuple[str, str]]) -> Places:
    """The place that choices describe; what is wrong is said in the words of this interface."""
    known = [question.id for question in guides.questions]
    if unknown := [id_ for id_, _ in answers if id_ not in known]:
        raise FiredutyError(
            f"answers 里没有「{unknown[0]}」这个问题；有：{'、'.join(known)}", exit_code=USAGE
        )
    try:
        return guides.choose(units, answers)
    except UnknownUnitError as error:
        said = f"{error.fault}；也可以用 describe 说一句话"
        raise FiredutyError(said, exit_code=USAGE) from error
    except UnknownChoiceError as error:
        said = f"answers 的 {error.question} {error.fault}"
        raise FiredutyError(said, exit_code=USAGE) from error


def list_training_choices(services: Services) -> dict[str, Any]:
    """What a training pack may be about."""
    services = pin_first_with("training", services)
    chosen = {name: list(names) for name, names in asdict(_trainer(services).options()).items()}
    notice = status_notice(services.regulation)
    more = {"kinds": list(KINDS), "levels": list(LEVELS), "minutes": dict(LENGTHS)}
    return {**chosen, **more, "notice": notice}


def make_training(
    services: Services,
    maker: Callable[[str], Callable[[PackChoice], Pack]] | None = None,
    **chosen: Any,
) -> dict[str, Any]:
    """A training pack: talking points and two papers with checked keys.

    Args:
        maker: key of a document → what makes the pack of a choice; None for its trainer, of today.
        chosen: what the pack is about, see ``PackChoice``.

    Raises:
        FiredutyError: the choice cannot be one, means nothing or gives too few questions.
    """
    about = pin_first_with("training", services)
    choice, trainer = _choice(chosen), _trainer(about)
    if maker is not None:
        return to_pack_record(maker(about.regulation.key)(choice))
    comparison = _compared(services, about, choice)
    return to_pack_record(trainer.pack(choice, date.today().isoformat(), comparison))


def make_study_plan(
    services: Services,
    maker: object = None,
    *,
    start: str = "",
    days: int | None = None,
    weekdays: str = WORKDAYS,
    **chosen: Any,
) -> dict[str, Any]:
    """Which provisions are read and asked when.

    Args:
        maker: of packs, of which a plan needs none.
        start, days, weekdays: as of ``assistant.training.plan``.
        chosen: what is learnt, see ``PackChoice``.

    Raises:
        FiredutyError: the choice or the days cannot be such.
    """
    about, choice = pin_first_with("training", services), _choice(chosen)
    today = date.today()
    plan = make_plan(
        _trainer(about),
        choice,
        read_day(start) if start else today,
        today.isoformat(),
        days=days,
        weekdays=weekdays,
        comparison=_compared(services, about, choice),
    )
    return to_plan_record(plan)


def _choice(chosen: Mapping[str, Any]) -> PackChoice:
    given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in chosen.items()}
    answers: Mapping[str, Sequence[str]] = given.pop("answers", {})
    pairs = tuple((id_, value) for id_, values in answers.items() for value in values)
    return PackChoice(**given, answers=pairs)


def _compared(services: Services, about: Services, choice: PackChoice) -> TextComparison | None:
    """The comparison that a choice asks for, among the documents that are asked."""
    if not choice.against:
        return None
    return compare_documents(services, choice.against, about.regulation.key)


def _lookups(services: Services) -> Lookups:
    if services.lookups is None:
        raise NotHereError(lacks(services.regulation, "register"))
    return services.lookups


def _trainer(services: Services) -> Trainer:
    trainer = services.trainer
    if trainer is None:
        raise NotHereError(lacks(services.regulation, "training"))
    return trainer


def _guides(services: Services) -> Guides:
    """The guides of the documents that have data on places."""
    if not services.guides:
        raise NotHereError(lacks(services.regulation, "places"))
    return Guides(services.guides)
