"""职责查询 as routes: the view, its files, the two pictures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import FiredutyError
from ui.documents.duty_meaning import search_with
from ui.documents.pictures import render_graph_page, render_matrix_page
from ui.records.provisions import NotHereError
from ui.web.narrowing import Narrowed, narrow
from ui.web.views.document_choice import DocumentChoice, choose_document, choose_documents
from ui.web.views.downloads import Download, download, download_page
from ui.web.views.duties import (
    document_across,
    document_of,
    render_duties,
    render_duties_across,
)
from ui.web.views.duty_form import DutyQuery, read_query
from ui.web.views.kept import KeptViews, today
from ui.web.views.responses import answered, file, page

_PICTURES = {"matrix": "主体与事项热力图", "graph": "条款引用图"}


def add_duties(routes: APIRouter, kept: KeptViews) -> None:
    """Add the routes of the view."""

    @routes.get("/view/duties")
    def duties(request: Request) -> Response:
        return answered(lambda: _view(kept, read_query(dict(request.query_params))))

    @routes.get("/download/duties.{format}")
    def duties_file(format: str, request: Request) -> Response:
        return file(lambda: _file(kept, read_query(dict(request.query_params)), format))

    for name in _PICTURES:
        _add_picture(routes, kept, name)


def _add_picture(routes: APIRouter, kept: KeptViews, name: str) -> None:
    @routes.get(f"/view/{name}")
    def picture_page(request: Request) -> Response:
        return page(lambda: _picture(kept, name, request.query_params.get("in", "")))

    @routes.get(f"/download/{name}.html")
    def picture_file(request: Request) -> Response:
        key = request.query_params.get("in", "")
        return file(lambda: download_page(_picture(kept, name, key), _PICTURES[name]))


def _choose(kept: KeptViews, query: DutyQuery) -> tuple[DocumentChoice, Narrowed]:
    # A picture is of one register.
    choose = choose_document if query.show in _PICTURES else choose_documents
    narrowed = Narrowed(kept.services)
    if not query.document and query.show != "compare":
        narrowed = narrow(kept.services, query.actor, query.matter)
    return choose(narrowed.services, query.document, "duties", "register"), narrowed


def _view(kept: KeptViews, query: DutyQuery) -> str:
    choice, narrowed = _choose(kept, query)
    services = choice.services
    if choice.whole:
        return render_duties_across(query, choice, narrowed, today())
    search = search_with(services.assistant)
    known = services.lookups
    return render_duties(
        query, known, today(), examples=services.examples, choice=choice, search=search
    )


def _file(kept: KeptViews, query: DutyQuery, format: str) -> Download:
    choice, _ = _choose(kept, query)
    lookups = choice.services.lookups
    if lookups is None and not choice.whole:
        raise FiredutyError(choice.lacking)
    if not query.asks:
        raise FiredutyError("没有说要查什么，请先填主体或事项")
    if choice.whole or lookups is None:
        return download(document_across(query, choice, today()), format)
    search = search_with(choice.services.assistant)
    return download(document_of(query, lookups, today(), search), format)


def _picture(kept: KeptViews, name: str, key: str) -> str:
    """A picture as a whole page.

    Raises:
        NotHereError: the document has no register.
    """
    choice = choose_document(kept.services, key, "duties", "register")
    services = choice.services

    def make() -> str:
        lookups = services.lookups
        if lookups is None:
            raise NotHereError(choice.lacking)
        if name == "matrix":
            return render_matrix_page(lookups)
        return render_graph_page(lookups.register)

    return kept.once(name, services.regulation.key, make)
