"""我的清单 over several documents: one description, a list of each to be ticked off. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.quoting import document_mark
from corpus.premises.several import Guides, PlaceList, Places
from ui.documents.checklists_across import make_checklists_document
from ui.documents.document import Document
from ui.web.services import Services
from ui.web.views.checklist import (
    render_asked,
    render_head,
    render_progress,
    render_summary,
    render_ticks,
    render_tools,
    render_view,
)
from ui.web.views.checklist_form import PlaceQuery, place_of
from ui.web.views.document_choice import DocumentChoice
from ui.web.views.markup import Links, render_source, text
from ui.web.views.parts import render_part, render_silent


def render_checklists(query: PlaceQuery, choice: DocumentChoice, date: str) -> str:
    """The whole view; ``date``: ISO date that exports bear."""
    services = choice.services
    guides = Guides(services.guides)

    def show(found: Sequence[PlaceList], place: Places) -> str:
        return _shown(query, found, place, guides, services=services, date=date)

    return render_view(query, guides, services.examples, render_head(choice), show)


def checklists_document(query: PlaceQuery, services: Services, date: str) -> Document:
    """What is downloaded: the lists with what does not apply.

    Raises:
        FiredutyError: the place is unknown or contradicts itself.
    """
    guides = Guides(services.guides)
    place = place_of(query, guides)
    found, lacking = guides.checklists(place), services.lacking(guides.regulations)
    return make_checklists_document(place, found, lacking, date, why_not=True)


def _shown(
    query: PlaceQuery,
    found: Sequence[PlaceList],
    place: Places,
    guides: Guides,
    *,
    services: Services,
    date: str,
) -> str:
    lacking = services.lacking(guides.regulations)
    document = make_checklists_document(place, found, lacking, date, to_print=False)
    lists = [(one.guide, one.checklist) for one in found if one.checklist is not None]
    shown = []
    for guide, checklist in lists:
        regulation = guide.register.regulation
        slug = services.held.slug(regulation.key)
        inner = render_summary(checklist, Links(regulation, slug))
        inner += render_ticks(checklist, guide, slug, mark=document_mark(regulation), level=5)
        shown.append(render_part(regulation, inner))
    total = sum(len(checklist.lines) for _, checklist in lists)
    return (
        f'<div class="headline"><h3 tabindex="-1">{text(document.title)}</h3>{render_tools(query)}</div>'
        f"{render_asked(query, place, guides)}{render_progress(total)}{''.join(shown)}"
        f"{render_silent(document)}{render_source(document.source, date, document.notice)}"
    )
