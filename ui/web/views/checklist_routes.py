"""我的清单 as routes. What somebody wrote comes by POST, so that it stands in no log."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from corpus.errors import FiredutyError
from ui.web.views.checklist import export_of, render_checklist
from ui.web.views.checklist_form import PlaceQuery, read_place_query
from ui.web.views.checklists_across import checklists_document, render_checklists
from ui.web.views.document_choice import choose_documents
from ui.web.views.downloads import Download, download
from ui.web.views.kept import KeptViews, today
from ui.web.views.responses import answered, body_of, file, plain, posted

#: A form's bytes at most.
_FORM_BYTES = 64_000


def add_checklist(routes: APIRouter, kept: KeptViews) -> None:
    """Add the routes of the view."""

    @routes.get("/view/checklist")
    def checklist_form() -> Response:
        return answered(lambda: _view(kept, PlaceQuery()))

    @routes.post("/view/checklist")
    async def checklist(request: Request) -> Response:
        return await posted(request, _FORM_BYTES, lambda body: _view(kept, _query(body)))

    @routes.post("/download/checklist.{format}")
    async def checklist_file(format: str, request: Request) -> Response:
        body = await body_of(request, _FORM_BYTES)
        if body is None:
            return plain("内容太长", 413)
        return await run_in_threadpool(file, lambda: _file(kept, _query(body), format))


def _view(kept: KeptViews, query: PlaceQuery) -> str:
    choice = choose_documents(kept.services, query.document, "checklist", "places")
    services = choice.services
    if choice.whole:
        return render_checklists(query, choice, today())
    return render_checklist(query, services.guide, today(), services.examples, choice)


def _file(kept: KeptViews, query: PlaceQuery, format: str) -> Download:
    choice = choose_documents(kept.services, query.document, "checklist", "places")
    if choice.whole:
        return download(checklists_document(query, choice.services, today()), format)
    guide = choice.services.guide
    if guide is None:
        raise FiredutyError(choice.lacking)
    return download(export_of(query, guide, today()), format)


def _query(body: bytes) -> PlaceQuery:
    return read_place_query(_pairs(body))


def _pairs(body: bytes) -> Sequence[tuple[str, str]]:
    """Names and values of a form; nothing where it is none."""
    try:
        return parse_qsl(body.decode("utf-8", "replace"), max_num_fields=200)
    except ValueError:
        return ()
