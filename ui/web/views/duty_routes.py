"""职责查询 as routes: the view, its files, the two pictures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import FiredutyError
from ui.documents.pictures import render_graph_page, render_matrix_page
from ui.records.provisions import NotHereError
from ui.web.views.document_choice import DocumentChoice, choose_document, choose_documents
from ui.web.views.downloads import Download, download, download_page
from ui.web.views.duties import document_of, render_duties
from ui.web.views.duties_across import document_across, render_duties_across
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


def _choose(kept: KeptViews, query: DutyQuery) -> DocumentChoice:
    # A picture is of one register.
    choose = choose_document if query.show in _PICTURES else choose_documents
    services = kept.services if query.document else kept.services.binding(query.actor)
    return choose(services, query.document, "duties", "register")


def _view(kept: KeptViews, query: DutyQuery) -> str:
    choice = _choose(kept, query)
    services = choice.services
    if choice.whole:
        return render_duties_across(query, choice, today())
    return render_duties(query, services.lookups, today(), services.examples, choice)


def _file(kept: KeptViews, query: DutyQuery, format: str) -> Download:
    choice = _choose(kept, query)
    lookups = choice.services.lookups
    if lookups is None and not choice.whole:
        raise FiredutyError(choice.lacking)
    if not query.asks:
        raise FiredutyError("没有说要查什么，请先填主体或事项")
    if choice.whole or lookups is None:
        return download(document_across(query, choice.services, today()), format)
    return download(document_of(query, lookups, today()), format)


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
