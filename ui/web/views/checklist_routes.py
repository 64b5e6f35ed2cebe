"""我的清单 as routes. What somebody wrote comes by POST, so that it stands in no log."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ui.documents.checklist_filled import read_filled
from ui.web.views.checklist import checklist_calendar, checklist_document, render_checklist
from ui.web.views.checklist_form import PlaceQuery, read_place_query
from ui.web.views.document_choice import choose_documents
from ui.web.views.downloads import Download, download, download_bytes
from ui.web.views.kept import KeptViews, today
from ui.web.views.responses import answered, body_of, file, plain, posted

#: A form's bytes at most.
_FORM_BYTES = 64_000
#: A checklist with everything that is filled in beside its lines.
_FILLED_BYTES = 400_000


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
        body = await body_of(request, _FILLED_BYTES)
        if body is None:
            return plain("填写的内容太多，没有下载成；请缩短证据一栏", 413)
        return await run_in_threadpool(file, lambda: _file(kept, _pairs(body), format))


def _view(kept: KeptViews, query: PlaceQuery) -> str:
    choice = choose_documents(kept.services, query.document, "checklist", "places")
    return render_checklist(query, choice, today())


def _file(kept: KeptViews, pairs: Sequence[tuple[str, str]], format: str) -> Download:
    query, given = read_place_query(pairs), dict(pairs)
    choice = choose_documents(kept.services, query.document, "checklist", "places")
    filled = read_filled(given.get("filled", ""))
    if format != "ics":
        return download(checklist_document(query, choice, today(), filled), format)
    start = given.get("start", "")
    return download_bytes(*checklist_calendar(query, choice, today(), filled, start), "ics")


def _query(body: bytes) -> PlaceQuery:
    return read_place_query(_pairs(body))


def _pairs(body: bytes) -> Sequence[tuple[str, str]]:
    """Names and values of a form; nothing where it is none."""
    try:
        return parse_qsl(body.decode("utf-8", "replace"), max_num_fields=200)
    except ValueError:
        return ()
