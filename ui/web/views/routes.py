"""The views as fragments under /view/…, and what they show as files under /download/…

The page fetches these and puts them in; a link in the address decides what. What somebody wrote
comes by POST, so that it stands in no log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from assistant.verify.across import verify_across
from corpus.errors import FiredutyError
from ui.documents.pictures import render_graph_page, render_matrix_page
from ui.web.services import Services
from ui.web.views.about import about_of, render_about
from ui.web.views.checklist import NO_DATA, export_of, render_checklist
from ui.web.views.checklist_form import PlaceQuery, read_place_query
from ui.web.views.downloads import Download, download, download_page
from ui.web.views.duties import NO_REGISTER, document_of, render_duties
from ui.web.views.duty_form import DutyQuery, read_query
from ui.web.views.markup import trouble
from ui.web.views.verify import LONGEST, render_findings, render_too_long, render_verify

#: A form's bytes at most; a pasted text has up to four for each character.
_FORM_BYTES = 64_000
_TEXT_BYTES = 4 * LONGEST + 4
_PICTURES = {"matrix": "主体与事项热力图", "graph": "条款引用图"}
_PRIVATE = {"Cache-Control": "no-store"}


def router(services: Services) -> APIRouter:
    """The routes; they are the page's own and no part of the API."""
    routes = APIRouter(include_in_schema=False)
    views = _Views(services)

    @routes.get("/view/duties")
    def duties(request: Request) -> Response:
        return _fragment(views.duties(_duty_query(request)))

    @routes.get("/view/checklist")
    def checklist_form() -> Response:
        return _fragment(views.checklist(PlaceQuery()))

    @routes.post("/view/checklist")
    async def checklist(request: Request) -> Response:
        return await _posted(request, _FORM_BYTES, lambda b: views.checklist(_place_query(b)))

    @routes.get("/view/verify")
    def verify_form() -> Response:
        return _fragment(render_verify(services.examples.pasted))

    @routes.post("/view/verify")
    async def verify(request: Request) -> Response:
        return await _posted(request, _TEXT_BYTES, views.verify)

    @routes.get("/view/about")
    def about() -> Response:
        return _fragment(views.about)

    for picture in _PICTURES:
        _add_picture(routes, views, picture)
    _add_downloads(routes, views)
    return routes


def _add_downloads(routes: APIRouter, views: _Views) -> None:
    @routes.get("/download/duties.{format}")
    def duties_file(format: str, request: Request) -> Response:
        return _file(lambda: views.duties_file(_duty_query(request), format))

    @routes.post("/download/checklist.{format}")
    async def checklist_file(format: str, request: Request) -> Response:
        body = await _body(request, _FORM_BYTES)
        if body is None:
            return _plain("内容太长", 413)
        return await run_in_threadpool(
            _file, lambda: views.checklist_file(_place_query(body), format)
        )


def _add_picture(routes: APIRouter, views: _Views, name: str) -> None:
    @routes.get(f"/view/{name}")
    def page() -> Response:
        return _page(views.picture(name))

    @routes.get(f"/download/{name}.html")
    def file() -> Response:
        html = views.picture(name)
        if html is None:
            return _plain(NO_REGISTER, 404)
        return _file(lambda: download_page(html, _PICTURES[name]))


class _Views:
    """What the routes give back, made from the services; pictures and 关于 are made once."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pictures: dict[str, str] = {}

    def duties(self, query: DutyQuery) -> str:
        return render_duties(query, self._services.lookups, _today(), self._services.examples)

    def duties_file(self, query: DutyQuery, format: str) -> Download:
        if self._services.lookups is None:
            raise FiredutyError(NO_REGISTER)
        if not query.asks:
            raise FiredutyError("没有说要查什么，请先填主体或事项")
        return download(document_of(query, self._services.lookups, _today()), format)

    def checklist(self, query: PlaceQuery) -> str:
        return render_checklist(query, self._services.guide, _today(), self._services.examples)

    def checklist_file(self, query: PlaceQuery, format: str) -> Download:
        if self._services.guide is None:
            raise FiredutyError(NO_DATA)
        return download(export_of(query, self._services.guide, _today()), format)

    def verify(self, body: bytes) -> str:
        words = body.decode("utf-8", "replace")
        if len(words) > LONGEST:
            return render_too_long(len(words))
        return render_findings(
            words,
            verify_across(self._services.assistant.verifiers, words),
            *self._services.assistant.verifiers.regulations,
        )

    @cached_property
    def about(self) -> str:
        """The view 关于."""
        return render_about(about_of(self._services))

    def picture(self, name: str) -> str | None:
        """A picture as a whole page; None where the regulation has no register."""
        lookups = self._services.lookups
        if lookups is None:
            return None
        if name not in self._pictures:
            made = (
                render_matrix_page(lookups)
                if name == "matrix"
                else render_graph_page(lookups.register)
            )
            self._pictures[name] = made
        return self._pictures[name]


# --- requests -----------------------------------------------------------------------------------


def _duty_query(request: Request) -> DutyQuery:
    return read_query(dict(request.query_params))


def _place_query(body: bytes) -> PlaceQuery:
    return read_place_query(_pairs(body))


def _pairs(body: bytes) -> Sequence[tuple[str, str]]:
    """Names and values of a form; nothing where it is none."""
    try:
        return parse_qsl(body.decode("utf-8", "replace"), max_num_fields=200)
    except ValueError:
        return ()


async def _body(request: Request, most: int) -> bytes | None:
    """What was posted; None as soon as it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


async def _posted(request: Request, most: int, render: Callable[[bytes], str]) -> Response:
    body = await _body(request, most)
    if body is None:
        sentences = [f"一次最多 {LONGEST:,} 字，请分成几段。"]
        return _fragment(trouble("内容太长", sentences), 413)
    return _fragment(await run_in_threadpool(render, body))


# --- responses ----------------------------------------------------------------------------------


def _fragment(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, headers=_PRIVATE)


def _page(html: str | None) -> Response:
    return _plain(NO_REGISTER, 404) if html is None else HTMLResponse(html)


def _plain(sentence: str, status: int) -> Response:
    return Response(sentence, status, media_type="text/plain; charset=utf-8")


def _file(make: Callable[[], Download]) -> Response:
    try:
        made = make()
    except FiredutyError as error:
        return _plain(str(error), 422)
    return Response(made.content, media_type=made.media_type, headers=made.headers)


def _today() -> str:
    return date.today().isoformat()
