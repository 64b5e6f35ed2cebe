"""职责查询: who must do what, in one document or in all. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from urllib.parse import urlencode

from markupsafe import Markup

from corpus.errors import FiredutyError
from corpus.language.examples import NO_EXAMPLES, Examples
from corpus.register.lookups import Lookups
from ui.documents.document import Document
from ui.documents.duties_across import answer_across
from ui.documents.duty_meaning import search_with
from ui.documents.duty_query import NotNamedError
from ui.documents.duty_reading import Meant, NamesWithin, Search, answer_read, find_names
from ui.documents.duty_sections import DutySection
from ui.documents.duty_tables import DutyTables
from ui.web.narrowing import Narrowed
from ui.web.templating import part, render
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.downloads import OFFERED
from ui.web.views.duty_form import GROUPS, MODES, DutyQuery, render_examples, render_form
from ui.web.views.markup import Links
from ui.web.views.parts import render_several

_PICTURES = {
    "matrix": ("谁管什么（热力图）", "颜色越深，职责项数越多；点一格看条文。"),
    "graph": ("条款引用图", "箭头从引用处指向被引用的条款；点一个条款看原文。"),
}
NO_REGISTER = "这部法规还没有逐条整理的职责，不能按主体和事项查；可以在问答里提问，或看法规原文。"

#: A title, and names with the addresses that they lead to.
_Choices = tuple[str, Sequence[tuple[str, str]]]


def find_nothing(words: str) -> Meant:
    """The search of a register alone, with no index beside it."""
    return Meant()


def render_duties(
    query: DutyQuery,
    lookups: Lookups | None,
    date: str,
    *,
    examples: Examples = NO_EXAMPLES,
    choice: DocumentChoice | None = None,
    search: Search = find_nothing,
) -> Markup:
    """The whole view of one document.

    Args:
        query: what is asked.
        lookups: the register; None where the regulation has none.
        date: ISO date that exports bear.
        examples: words for empty fields.
        choice: of which document the register is; None where there is no other.
        search: looks up words that are no names.
    """
    if lookups is None:
        lacking = choice.lacking if choice is not None else NO_REGISTER
        return _page(query, choice, lacking=lacking)
    links = Links(lookups.register.regulation, choice.services.slug if choice is not None else "")

    def shown(document: Document) -> Markup:
        return part("parts", "document", document, links, render_tools(query, document))

    result = _result(query, (lookups,), shown, lambda: document_of(query, lookups, date, search))
    return _page(query, choice, render_form(query, (lookups,), examples), result)


def render_duties_across(
    query: DutyQuery, choice: DocumentChoice, narrowed: Narrowed, date: str
) -> Markup:
    """The whole view of all documents, of a large library of those that it was narrowed to."""
    services = choice.services
    registers, held = services.registers, services.held

    def shown(document: Document) -> Markup:
        return _others(query, narrowed) + render_several(
            document,
            lambda regulation: Links(regulation, held.slug(regulation.key)),
            tools=render_tools(query, document),
        )

    def find() -> Document:
        if narrowed.fault:
            raise FiredutyError(narrowed.fault)
        return document_across(query, choice, date)

    result = _result(query, registers, shown, find)
    return _page(query, choice, render_form(query, registers, services.examples), result)


def document_of(
    query: DutyQuery, lookups: Lookups, date: str, search: Search = find_nothing
) -> Document:
    """What a query finds in one document: what is shown and what is exported.

    Raises:
        NotNamedError: a name is unknown, or means several where one is needed.
    """
    return _grouped(answer_read(query.command, DutyTables(lookups, date), search), query)


def document_across(query: DutyQuery, choice: DocumentChoice, date: str) -> Document:
    """What a query finds in all documents: what is shown and what is exported.

    Raises:
        NotNamedError: no document knows a name.
    """
    services = choice.services
    registers, derived = services.registers, services.derived
    lacking = services.lacking([k.register.regulation for k in (*registers, *derived)])
    search = search_with(services.assistant)
    document = answer_across(
        query.command, registers, lacking, date, derived=derived, search=search
    )
    parts = (replace(part, document=_grouped(part.document, query)) for part in document.parts)
    return replace(document, parts=tuple(parts))


def by_role(document: Document) -> Document:
    """A document with each table of duties split by role, in the order of the roles."""
    split = (s.by_role() if isinstance(s, DutySection) else (s,) for s in document.sections)
    return replace(document, sections=tuple(chain.from_iterable(split)))


def _grouped(document: Document, query: DutyQuery) -> Document:
    return by_role(document) if not query.show and query.group == "role" else document


# --- the view -----------------------------------------------------------------------------------


def _page(
    query: DutyQuery,
    choice: DocumentChoice | None,
    form: str = "",
    result: str = "",
    lacking: str = "",
) -> Markup:
    tabs = [(s, name, replace(query.empty, show=s).address()) for s, name in MODES.items()]
    of = choice.render() if choice is not None else ""
    return render(
        "duties", query=query, of=of, tabs=tabs, form=form, result=result, lacking=lacking
    )


def _result(
    query: DutyQuery,
    registers: Sequence[Lookups],
    shown: Callable[[Document], Markup],
    find: Callable[[], Document],
) -> Markup:
    if query.show in _PICTURES:
        return _picture(query)
    if not query.asks:
        comparing = query.show == "compare"
        return part("duties_parts", "comparing") if comparing else render_examples(query, registers)
    try:
        document = find()
    except NotNamedError as error:
        more = part("duties_parts", "choices", list(_instead(query, error, registers)))
        said = f"{error.statement}。" if error.nearest else f"{error.statement}，请换一个名称。"
        return part("parts", "trouble", "没有查到", [said], more=more)
    except FiredutyError as error:
        return part("parts", "trouble", "没有查到", [f"{error}。"])
    return part("duties_parts", "meant", list(_meant(query, registers))) + shown(document)


def _others(query: DutyQuery, narrowed: Narrowed) -> Markup:
    """Of a large library the way to the documents that are not shown."""
    if not narrowed.others:
        return Markup()
    shown = narrowed.total - len(narrowed.others)
    links = [(key, query.address(document=key)) for key in narrowed.others[: narrowed.LINKED]]
    return part("duties_parts", "others", query.actor or query.matter, narrowed.total, shown, links)


# --- names --------------------------------------------------------------------------------------


def _instead(
    query: DutyQuery, error: NotNamedError, registers: Sequence[Lookups]
) -> Iterator[_Choices]:
    """Names that look alike or are meant, where a name leads nowhere."""
    field = "other" if error.asked == query.other else "actor"
    if error.asked == query.matter:
        field = "matter"
    title = "名称相近的事项" if field == "matter" else "名称相近的主体"
    several = [b.name for known in registers for b in known.resolve(error.asked).bodies]
    if query.show == "compare" and several:
        title = "选哪一个来比较"
    names = dict.fromkeys(error.nearest or several)
    yield title, [(name, query.address(**{field: name})) for name in names]
    yield from _within(query, find_names(error.asked, registers))


def _meant(query: DutyQuery, registers: Sequence[Lookups]) -> Iterator[_Choices]:
    """Where a name means several bodies, or words hold several names, links to each alone."""
    if query.show:
        return
    meant = [known.resolve(query.actor).bodies for known in registers if query.actor]
    if any(len(bodies) > 1 for bodies in meant):
        names = dict.fromkeys(b.name for bodies in meant if len(bodies) > 1 for b in bodies)
        title = f"「{query.actor}」有几种意思，只看其中一个"
        yield title, [(name, query.address(actor=name)) for name in names]
    elif not any(meant) and not (query.actor and query.matter):
        yield from _within(query, find_names(query.actor or query.matter, registers))


def _within(query: DutyQuery, names: NamesWithin) -> Iterator[_Choices]:
    """The names that stand in longer words, each to be looked up alone."""
    words = query.actor or query.matter
    kinds = {"actor": names.bodies, "matter": names.matters}
    links = [
        (name, replace(query.empty, **{field: name}).address())
        for field, found in kinds.items()
        for name in found
        if name != words
    ]
    if links:
        yield "也可以只按其中的一个名称查", links


# --- tools --------------------------------------------------------------------------------------


def render_tools(query: DutyQuery, document: Document) -> Markup:
    """Beside the headline: how the lines are grouped, and the files."""
    shown = (document, *(part.document for part in document.parts))
    splits = not query.show and any(isinstance(s, DutySection) for d in shown for s in d.sections)
    groups = [(g, name, query.address(group=g)) for g, name in GROUPS.items()] if splits else []
    offered = list(OFFERED.items())
    return part("duties_parts", "tools", groups, query.group, query.query(), offered)


def _picture(query: DutyQuery) -> Markup:
    title, about = _PICTURES[query.show]
    formats = ("xlsx", "csv") if query.show == "matrix" else ()
    tables = [(f"download/duties.{f}?{query.query()}", OFFERED[f]) for f in formats]
    only = f"?{urlencode({'in': query.document})}" if query.document else ""
    page = f"view/{query.show}{only}"
    return part("duties_parts", "picture", query.show, title, about, page, only, tables)
