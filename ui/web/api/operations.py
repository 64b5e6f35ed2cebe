"""What the endpoints and the MCP tools do, as plain functions: services and values → a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from assistant.answering.answer import Answer
from assistant.answering.quoting import breadcrumb, quote, status_notice
from assistant.rendering.text import line
from assistant.settings import Style
from assistant.understanding.question import clean
from corpus.citing.citations import cite_own_text, format_citation, lookup, parse_id
from corpus.errors import USAGE, FiredutyError
from corpus.language.examples import for_example
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.text.provision import ProvisionId
from corpus.text.render import render
from ui.cli.batch import answer_record
from ui.cli.corpus_commands import no_such_provision
from ui.documents.duty_query import Query
from ui.web.services import Services

if TYPE_CHECKING:
    from assistant.training.choice import PackChoice
    from assistant.training.trainer import Trainer
    from corpus.citing.references import Reference
    from corpus.premises.applicability import Guide
    from corpus.premises.facts import Premises
    from corpus.register.lookups import Lookups

JsonObject = dict[str, Any]
#: The most that a search gives.
MAX_HITS = 50


class NotHereError(FiredutyError):
    """There is no such provision, or the regulation has no data of this kind."""


# --- asking -------------------------------------------------------------------------------------


def ask(
    services: Services,
    question: str,
    history: Sequence[tuple[str, str | None]] = (),
    style: Style | None = None,
    *,
    brief: bool = False,
    rewrite: bool = True,
) -> JsonObject:
    """Answer a question.

    Args:
        history: earlier questions, oldest first, each with what it was understood as, if known.
        brief: without the whole words of the provisions.
        rewrite: whether a language model may rephrase it, where one is set.

    Raises:
        FiredutyError: a question is empty or too long.
    """
    turns: list[tuple[str, Answer]] = []
    for asked, standalone in history:
        before = [] if standalone else turns
        earlier = services.assistant.answer(standalone or asked, before, rewrite=False)
        turns.append((asked, earlier))
    *_, answer = services.assistant.stream(question, turns, style, rewrite=rewrite)
    assert isinstance(answer, Answer)
    record = answer_record(answer)
    if brief:
        record["answer"] |= {"text": answer.brief, "quotes": []}
    statements = [
        {"text": line(s), "ids": [str(id_) for id_ in s.ids], "state": s.state}
        for s in answer.statements
    ]
    return {
        **record,
        "statements": statements,
        "complete": answer.complete,
        "standalone_question": answer.standalone_question,
        "next": list(services.assistant.suggestions.after(answer)),
        "notice": status_notice(services.regulation),
    }


def suggest(services: Services, typed: str) -> JsonObject:
    """Questions of the question bank that hold what was typed; those that begin with it first."""
    return {
        "questions": list(services.assistant.suggestions.completing(typed)),
        "notice": status_notice(services.regulation),
    }


def search(services: Services, query: str, k: int = 5) -> JsonObject:
    """The provisions that a query finds, best first.

    Raises:
        FiredutyError: the query is empty or too long.
    """
    from index.retrieve import rank

    index = services.assistant.index
    like = for_example(services.examples.greeting[:1])
    asked, _ = index.speller.correct(clean(query, like))
    quotes = [
        (hit.score, quote(index.leaf(hit.id), services.regulation))
        for hit in rank(index, asked, k, expansions=index.lexicon.expand(asked)).hits
    ]
    results = [
        {
            "id": str(q.id),
            "citation": q.citation,
            "path": q.path,
            "text": q.text,
            "lead_in": q.lead_in,
            "score": round(score, 4),
        }
        for score, q in quotes
    ]
    return {"query": asked, "results": results, "notice": status_notice(services.regulation)}


# --- looking up ---------------------------------------------------------------------------------


def duties(services: Services, query: Query) -> JsonObject:
    """What the register holds.

    Raises:
        FiredutyError: the conditions do not go together, or a name is unknown.
    """
    from ui.documents.duty_query import answer, check
    from ui.documents.duty_tables import DutyTables
    from ui.documents.export import record

    try:
        check(query)
    except FiredutyError as error:
        raise FiredutyError(
            "请给出要查什么：actor、matter、modality、times 可以合用；compare（要两个）、"
            "calendar（可加 actor）、all 一次只能用一个",
            exit_code=USAGE,
        ) from error
    return record(answer(query, DutyTables(_lookups(services), date.today().isoformat())))


def duty_query(
    actor: str,
    matter: str,
    modality: str,
    times: str,
    compare: Sequence[str] = (),
    *,
    calendar: bool = False,
    whole: bool = False,
) -> Query:
    """The query that a request's fields make.

    Raises:
        FiredutyError: one body cannot be compared.
    """
    if compare and len(compare) != 2:
        raise FiredutyError("compare 要给两个主体", exit_code=USAGE)
    pair = (compare[0].strip(), compare[1].strip()) if compare else None
    words = (actor.strip(), matter.strip(), modality.strip(), times.strip())
    return Query(*words, pair, calendar, whole)


def checklist_form(services: Services) -> JsonObject:
    """What may be said of a place."""
    guide = _guide(services)
    questions = [
        {
            "id": question.id,
            "text": question.text,
            "options": [{"name": o.name, "condition": o.condition} for o in question.choices],
        }
        for question in guide.data.questions
    ]
    units = [unit.name for unit in services.assistant.index.language.units]
    notice = status_notice(services.regulation)
    return {"units": units, "questions": questions, "notice": notice}


def checklist(
    services: Services,
    describe: str = "",
    units: Sequence[str] = (),
    answers: Sequence[tuple[str, str]] = (),
    *,
    why_not: bool = False,
) -> JsonObject:
    """What a place must do, with reasons.

    Args:
        answers: ids of questions with the choices.

    Raises:
        FiredutyError: nothing was said, a choice is unknown, or what was said contradicts itself.
    """
    from ui.documents.checklist import checklist_document
    from ui.documents.export import record

    if not (describe.strip() or units or answers):
        raise FiredutyError(
            "请说是什么场所：describe 写一句话，或给 units、answers", exit_code=USAGE
        )
    guide = _guide(services)
    place = guide.describe(describe).joined(_chosen(guide, units, answers))
    today = date.today().isoformat()
    return record(checklist_document(guide, guide.checklist(place), today, why_not=why_not))


def _chosen(guide: Guide, units: Sequence[str], answers: Sequence[tuple[str, str]]) -> Premises:
    """The place that choices describe; what is wrong is said in the words of this interface."""
    known = [question.id for question in guide.data.questions]
    if unknown := [id_ for id_, _ in answers if id_ not in known]:
        raise FiredutyError(
            f"answers 里没有「{unknown[0]}」这个问题；有：{'、'.join(known)}", exit_code=USAGE
        )
    try:
        return guide.choose(units, answers)
    except UnknownUnitError as error:
        said = f"{error.fault}；也可以用 describe 说一句话"
        raise FiredutyError(said, exit_code=USAGE) from error
    except UnknownChoiceError as error:
        said = f"answers 的 {error.question} {error.fault}"
        raise FiredutyError(said, exit_code=USAGE) from error


def training_form(services: Services) -> JsonObject:
    """What a training pack may be about."""
    from dataclasses import asdict

    from assistant.training.choice import LENGTHS, LEVELS
    from assistant.training.question import KINDS

    chosen = {name: list(names) for name, names in asdict(_trainer(services).options()).items()}
    notice = status_notice(services.regulation)
    more = {"kinds": list(KINDS), "levels": list(LEVELS), "minutes": dict(LENGTHS)}
    return {**chosen, **more, "notice": notice}


def training(services: Services, choice: PackChoice) -> JsonObject:
    """A training pack: talking points and two papers with checked keys.

    Raises:
        FiredutyError: the choice cannot be one, means nothing or gives too few questions.
    """
    from ui.documents.training.text import record

    return record(_trainer(services).pack(choice, date.today().isoformat()))


def verify(services: Services, text: str) -> JsonObject:
    """Each citation, quotation and sentence of a text, judged.

    Raises:
        FiredutyError: the text is blank.
    """
    from assistant.verify.pasted import verify_text
    from ui.cli.verify_commands import finding_record

    if not text.strip():
        raise FiredutyError("没有可核对的文字：内容是空的", exit_code=USAGE)
    findings = verify_text(services.verifier, text)
    return {
        "findings": [finding_record(f, text) for f in findings],
        "notice": status_notice(services.regulation),
    }


def _lookups(services: Services) -> Lookups:
    if services.lookups is None:
        raise NotHereError(f"《{services.regulation.title}》还没有责任登记，不能按主体和事项查")
    return services.lookups


def _trainer(services: Services) -> Trainer:
    trainer = services.trainer
    if trainer is None:
        raise NotHereError(f"《{services.regulation.title}》还没有责任登记，不能出题")
    return trainer


def _guide(services: Services) -> Guide:
    if services.guide is None:
        raise NotHereError(f"《{services.regulation.title}》还没有场所适用性数据，不能列清单")
    return services.guide


# --- the text -----------------------------------------------------------------------------------


def provision(services: Services, written: str) -> JsonObject:
    """A provision with its neighbours and the references in and out.

    Raises:
        FiredutyError: what is written is no address.
        NotHereError: there is no such provision.
    """
    regulation = services.regulation
    address = parse_id(written)
    node = lookup(regulation, address)
    if node is None or (not node.label and not node.text):
        raise NotHereError(no_such_provision(written[:40], regulation))
    own = next((leaf for leaf in regulation.leaves() if leaf.id == address), None)
    return {
        "id": str(address),
        "citation": format_citation(address, regulation),
        "path": breadcrumb(own) if own else "",
        "text": render(node),
        "lead_in": quote(own, regulation).lead_in if own else "",
        "plain": [
            s
            for id_ in _leaves_in(services, address)
            for s in services.assistant.plain.get(id_, ())
        ],
        **_around(services, address),
        "references": _references(services, address),
        "notice": status_notice(regulation),
    }


def _leaves_in(services: Services, address: ProvisionId) -> Iterator[str]:
    """Short ids of what is said in plain words: a provision and all below it, in printed order."""
    return (str(leaf.id) for leaf in services.regulation.leaves() if leaf.id.lies_in(address))


def _around(services: Services, address: ProvisionId) -> JsonObject:
    """Parts and neighbours. Of a whole 条, its neighbours are 条; else the leaves beside it."""
    leaves = [leaf.id for leaf in services.regulation.leaves()]
    parts = [i for i in leaves if i != address and i.lies_in(address)]
    if address == address.parent_article():
        row = list(dict.fromkeys(i.parent_article() for i in leaves))
    else:
        row = [i for i in leaves if i == address or not i.lies_in(address)]
    at = row.index(address) if address in row else None
    return {
        "parts": [_place(services, i) for i in parts],
        "previous": _place(services, row[at - 1]) if at else None,
        "next": _place(services, row[at + 1]) if at is not None and at + 1 < len(row) else None,
    }


def _references(services: Services, address: ProvisionId) -> JsonObject:
    from ui.documents.reference_lines import touches

    known = services.assistant.references
    into = [
        r
        for r in known
        if any(touches(t, address) for t in r.targets)
        or any(e.lies_in(address) for e in r.excluded)
    ]
    return {
        "outgoing": [_reference(services, r) for r in known if r.source.lies_in(address)],
        "incoming": [_reference(services, r) for r in into],
    }


def _reference(services: Services, reference: Reference) -> JsonObject:
    from ui.documents.reference_lines import cite_external

    external = reference.external
    return {
        "source": _place(services, reference.source),
        "text": reference.text,
        "kind": reference.kind,
        "targets": [_place(services, t) for t in reference.targets],
        "excluded": [_place(services, t) for t in reference.excluded],
        "external": cite_external(external, reference.external_id) if external else None,
        "subject": reference.subject,
        "condition": reference.condition,
        "note": reference.note,
    }


def _place(services: Services, address: ProvisionId) -> JsonObject:
    citation = cite_own_text(address, services.regulation, title=False)
    return {"id": str(address), "citation": citation}


def status(services: Services) -> JsonObject:
    """What the service answers from."""
    regulation, manifest = services.regulation, services.assistant.index.manifest
    return {
        "version": version("fireduty"),
        "title": regulation.title,
        "status": regulation.status,
        "edition": regulation.version,
        "articles": len(regulation.articles()),
        "provisions": manifest.leaves,
        "index": manifest.identity,
        "built_at": manifest.built_at,
        "has_register": services.lookups is not None,
        "has_places": services.guide is not None,
        "model": services.assistant.writer is not None,
        "notice": status_notice(regulation),
    }
