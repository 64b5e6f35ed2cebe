"""职责查询 over several documents: the lines of each that knows what is asked. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.errors import FiredutyError
from corpus.register.lookups import Lookups
from corpus.text.provision import Regulation
from ui.documents.document import Document
from ui.documents.duties_across import answer_across
from ui.documents.duty_query import NotNamedError
from ui.web.services import Services
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.duties import (
    grouped,
    render_choices,
    render_head,
    render_instead,
    render_start,
    render_tools,
)
from ui.web.views.duty_form import DutyQuery, render_form, render_tabs
from ui.web.views.markup import Links, text, trouble
from ui.web.views.parts import render_several


def render_duties_across(query: DutyQuery, choice: DocumentChoice, date: str) -> str:
    """The whole view; ``date``: ISO date that exports bear."""
    services = choice.services
    registers = services.registers
    form = render_form(query, registers, services.examples)
    return (
        f'<div class="view">{render_head(choice)}{render_tabs(query)}{form}'
        f'<div class="result">{_result(query, services, registers, date)}</div></div>'
    )


def _result(query: DutyQuery, services: Services, registers: Sequence[Lookups], date: str) -> str:
    if not query.asks:
        return render_start(query, registers)
    try:
        document = document_across(query, services, date)
    except NotNamedError as error:
        return trouble("没有查到", [_said(error)], _others(query, error, registers))
    except FiredutyError as error:
        return trouble("没有查到", [str(error)])
    held = services.held

    def links_of(regulation: Regulation) -> Links:
        return Links(regulation, held.slug(regulation.key))

    tools = render_tools(query, document)
    return _meant(query, registers) + render_several(document, links_of, tools=tools)


def _meant(query: DutyQuery, registers: Sequence[Lookups]) -> str:
    """Where a name means several bodies, links to each; where it is none's, to the matter of that name."""
    if query.show or not query.actor:
        return ""
    matches = [known.resolve(query.actor) for known in registers]
    names = dict.fromkeys(b.name for m in matches if len(m.bodies) > 1 for b in m.bodies)
    title = f"「{text(query.actor)}」有几种意思，只看其中一个"
    html = render_choices(title, query, "actor", tuple(names))
    if not query.matter and not any(match.bodies for match in matches):
        html += _as_matter(query, query.actor, registers)
    return f'<div class="meant">{html}</div>' if html else ""


def _as_matter(query: DutyQuery, name: str, registers: Sequence[Lookups]) -> str:
    """Where a name is that of a matter, the way there."""
    if not any(known.find_matter(name).how == "matter" for known in registers):
        return ""
    return render_instead("这是一个事项的名称", replace(query.empty, matter=name), "按事项查")


def document_across(query: DutyQuery, services: Services, date: str) -> Document:
    """What a query finds in all documents: what is shown and what is exported.

    Raises:
        NotNamedError: no document knows a name.
    """
    registers = services.registers
    derived = services.derived
    lacking = services.lacking([k.register.regulation for k in (*registers, *derived)])
    document = answer_across(query.command, registers, lacking, date, derived)
    parts = (replace(part, document=grouped(part.document, query)) for part in document.parts)
    return replace(document, parts=tuple(parts))


def _said(error: NotNamedError) -> str:
    return error.statement if error.nearest else f"{error.statement}，请换一个名称"


def _others(query: DutyQuery, error: NotNamedError, registers: Sequence[Lookups]) -> str:
    """Names that look alike, and where the name is one of the other kind, the way there."""
    if error.asked == query.matter:
        html = render_choices("名称相近的事项", query, "matter", error.nearest)
        if not query.actor and any(known.resolve(query.matter).bodies for known in registers):
            other = replace(query.empty, actor=query.matter)
            html += render_instead("这是一个主体的名称", other, "按主体查")
        return html
    field = "other" if error.asked == query.other else "actor"
    html = render_choices("名称相近的主体", query, field, error.nearest)
    return html if query.show or query.matter else html + _as_matter(query, error.asked, registers)
