"""The views as fragments under /view/…, and what they show as files under /download/…

The page fetches these and puts them in; a link in the address decides what. What somebody wrote
comes by POST, so that it stands in no log.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.verify.across import verify_across
from corpus.errors import FiredutyError
from ui.documents.comparison import headline
from ui.documents.duty_meaning import search_with
from ui.documents.export import comparison_docx
from ui.documents.pictures import render_graph_page, render_matrix_page
from ui.records.provisions import NotHereError
from ui.web.api.documents import pin_documents
from ui.web.api.library import LibraryEditor
from ui.web.chat.render_html import render_found
from ui.web.compared import comparable, compare_documents
from ui.web.errors import error_response
from ui.web.guard.asgi import USER
from ui.web.guard.gate import BusyError, Gate
from ui.web.narrowing import Narrowed, narrow
from ui.web.services import Services
from ui.web.views.about import about_of, render_about
from ui.web.views.apparatus import apparatus_of
from ui.web.views.checklist import export_of, render_checklist
from ui.web.views.checklist_form import PlaceQuery, read_place_query
from ui.web.views.checklists_across import checklists_document, render_checklists
from ui.web.views.diff import DiffQuery, render_diff
from ui.web.views.document_choice import DocumentChoice, choose_document, choose_documents
from ui.web.views.downloads import Download, download, download_bytes, download_page
from ui.web.views.duties import (
    document_across,
    document_of,
    render_duties,
    render_duties_across,
)
from ui.web.views.duty_form import DutyQuery, read_query
from ui.web.views.library import (
    find_page,
    render_large_library,
    render_library,
    shown_documents,
)
from ui.web.views.library_reading import render_reading, render_unread
from ui.web.views.markup import trouble
from ui.web.views.reader import render_outline, render_reader
from ui.web.views.verify import LONGEST, render_findings, render_too_long, render_verify

#: A form's bytes at most; a pasted text has up to four for each character.
_FORM_BYTES = 64_000
_TEXT_BYTES = 4 * LONGEST + 4
#: Documents of a large library that a search for the choice in the chat shows.
_MOST_FOUND = 20
_PICTURES = {"matrix": "主体与事项热力图", "graph": "条款引用图"}
#: Texts and pictures that are kept ready.
_KEPT = 12
_LONGEST_KEY = 120
_PRIVATE = {"Cache-Control": "no-store"}


def router(services: Services, editor: LibraryEditor | None = None) -> APIRouter:
    """The routes; they are the page's own and no part of the API.

    Args:
        services: what answers.
        editor: changes the library for users who have logged in; None where nobody may.
    """
    routes = APIRouter(include_in_schema=False)
    views = _Views(services)

    @routes.get("/view/duties")
    def duties(request: Request) -> Response:
        return _answered(lambda: views.duties(_duty_query(request)))

    @routes.get("/view/checklist")
    def checklist_form() -> Response:
        return _answered(lambda: views.checklist(PlaceQuery()))

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

    @routes.get("/view/text")
    def text(request: Request) -> Response:
        return _answered(lambda: views.text(request.query_params.get("in", "")))

    @routes.get("/view/library")
    def library(request: Request) -> Response:
        asked, may = request.query_params, editor is not None and bool(request.scope.get(USER))
        words, page = asked.get("q", "")[:40].strip(), asked.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return _fragment(views.library(may_change=may, words=words, number=number))

    @routes.get("/view/documents")
    def documents(request: Request) -> Response:
        return _fragment(views.documents(request.query_params.get("q", "")[:40].strip()))

    @routes.get("/view/diff")
    def diff(request: Request) -> Response:
        return _answered(lambda: views.diff(_diff_query(request)))

    if editor is not None:
        _add_reading(routes, editor)
    for picture in _PICTURES:
        _add_picture(routes, views, picture)
    _add_downloads(routes, views)
    return routes


def _add_reading(routes: APIRouter, editor: LibraryEditor) -> None:
    reading = Gate(1, 4)

    def read(data: bytes, name: str, key: str) -> str:
        try:
            return render_reading(editor.read(data, name), key)
        except FiredutyError as error:
            return render_unread(str(error))

    @routes.post("/view/library/reading")
    async def library_reading(request: Request) -> Response:
        if not request.scope.get(USER):
            return error_response(403)
        data, asked = await request.body(), request.query_params

        async def told() -> AsyncIterator[str]:
            yield " "  # pages take seconds each to recognise: the response has begun
            try:
                yield await reading.run(read, data, asked.get("name", ""), asked.get("key", ""))
            except BusyError:
                yield render_unread("正在读别的文件，请过一会儿再试")

        return StreamingResponse(told(), media_type="text/html", headers=_PRIVATE)


def _add_downloads(routes: APIRouter, views: _Views) -> None:
    @routes.get("/download/duties.{format}")
    def duties_file(format: str, request: Request) -> Response:
        return _file(lambda: views.duties_file(_duty_query(request), format))

    @routes.get("/download/diff.docx")
    def diff_file(request: Request) -> Response:
        return _file(lambda: views.diff_file(_diff_query(request)))

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
    def page(request: Request) -> Response:
        return _page(lambda: views.picture(name, _key(request)))

    @routes.get(f"/download/{name}.html")
    def file(request: Request) -> Response:
        return _file(lambda: download_page(views.picture(name, _key(request)), _PICTURES[name]))


class _Views:
    """What the routes give back, made from the services; texts and pictures are made once."""

    def __init__(self, services: Services) -> None:
        self._live = services
        self._made: dict[tuple[str, str, str], str] = {}

    @property
    def _services(self) -> Services:
        """Those of the library at this moment: a running server may change it."""
        return pin_documents(self._live)

    def duties(self, query: DutyQuery) -> str:
        choice, narrowed = self._choose_duties(query)
        services = choice.services
        if choice.whole:
            return render_duties_across(query, choice, narrowed, _today())
        search = search_with(services.assistant)
        return render_duties(query, services.lookups, _today(), services.examples, choice, search)

    def duties_file(self, query: DutyQuery, format: str) -> Download:
        choice, _ = self._choose_duties(query)
        lookups = choice.services.lookups
        if lookups is None and not choice.whole:
            raise FiredutyError(choice.lacking)
        if not query.asks:
            raise FiredutyError("没有说要查什么，请先填主体或事项")
        if choice.whole or lookups is None:
            return download(document_across(query, choice, _today()), format)
        search = search_with(choice.services.assistant)
        return download(document_of(query, lookups, _today(), search), format)

    def _choose_duties(self, query: DutyQuery) -> tuple[DocumentChoice, Narrowed]:
        # A picture is of one register.
        choose = choose_document if query.show in _PICTURES else choose_documents
        narrowed = Narrowed(self._services)
        if not query.document and query.show != "compare":
            narrowed = narrow(self._services, query.actor, query.matter)
        return choose(narrowed.services, query.document, "duties", "register"), narrowed

    def checklist(self, query: PlaceQuery) -> str:
        choice = choose_documents(self._services, query.document, "checklist", "places")
        services = choice.services
        if choice.whole:
            return render_checklists(query, choice, _today())
        return render_checklist(query, services.guide, _today(), services.examples, choice)

    def checklist_file(self, query: PlaceQuery, format: str) -> Download:
        choice = choose_documents(self._services, query.document, "checklist", "places")
        if choice.whole:
            return download(checklists_document(query, choice.services, _today()), format)
        guide = choice.services.guide
        if guide is None:
            raise FiredutyError(choice.lacking)
        return download(export_of(query, guide, _today()), format)

    def verify(self, body: bytes) -> str:
        words = body.decode("utf-8", "replace")
        if len(words) > LONGEST:
            return render_too_long(len(words))
        return render_findings(
            words,
            verify_across(self._services.assistant.verifiers, words),
            *self._services.assistant.verifiers.regulations,
        )

    @property
    def about(self) -> str:
        """The view 关于."""
        return self._once("about", "", lambda: render_about(about_of(self._services)))

    def text(self, key: str) -> str:
        """The outline and the text of a document, each in its own part."""
        services = self._services
        key = services.held.key_of_slug(key) or key
        key = services.only((key,) if key else ()).regulation.key

        def make() -> str:
            apparatus = apparatus_of(services.assistant, key)
            outline = render_outline(apparatus.regulation, apparatus.held)
            return outline + render_reader(apparatus)

        return self._once("text", key, make)

    def documents(self, words: str) -> str:
        """Documents of a large library by their names, for the choice in the chat."""
        listed = self._services.held.listed
        return render_found([d for d in listed if words and words in d.title + d.key], _MOST_FOUND)

    def library(self, *, may_change: bool, words: str = "", number: int = 1) -> str:
        """The view 文件; ``may_change``: whether the reader may change what there is."""
        services = self._services
        held = services.held
        if held.listed:
            page = find_page(held, words, number)
            return render_large_library(page, held, may_change=may_change)
        return render_library(shown_documents(services), held, may_change=may_change)

    def diff(self, query: DiffQuery) -> str:
        """The view 对照; what cannot be compared is told beside the choice."""
        services = self._services
        candidates = comparable(services)

        def make() -> str:
            try:
                found = compare_documents(services, query.old, query.new) if query.old else None
            except FiredutyError as error:
                return render_diff(query, candidates, fault=str(error))
            return render_diff(query, candidates, found)

        held = " ".join(candidate.listed.key for candidate in candidates)  # old versions too
        return self._once("diff", f"{query.address} {held}", make)

    def diff_file(self, query: DiffQuery) -> Download:
        """The comparison as a Word file.

        Raises:
            FiredutyError: the two cannot be compared.
        """
        found = compare_documents(self._services, query.old, query.new)
        return download_bytes(comparison_docx(found, _today()), headline(found), "docx")

    def picture(self, name: str, key: str) -> str:
        """A picture as a whole page.

        Raises:
            NotHereError: the document has no register.
        """
        choice = choose_document(self._services, key, "duties", "register")
        services = choice.services

        def make() -> str:
            lookups = services.lookups
            if lookups is None:
                raise NotHereError(choice.lacking)
            if name == "matrix":
                return render_matrix_page(lookups)
            return render_graph_page(lookups.register)

        return self._once(name, services.regulation.key, make)

    def _once(self, name: str, key: str, make: Callable[[], str]) -> str:
        """What is made anew only when the documents have changed, the last few of them."""
        made = (name, key, self._live.held.identity)
        if made not in self._made:
            while len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)), None)
            self._made[made] = make()
        return self._made[made]


# --- requests -----------------------------------------------------------------------------------


def _key(request: Request) -> str:
    return request.query_params.get("in", "")


def _diff_query(request: Request) -> DiffQuery:
    asked = request.query_params
    return DiffQuery(*(asked.get(name, "").strip()[:_LONGEST_KEY] for name in ("a", "b")))


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
    return await run_in_threadpool(_answered, lambda: render(body))


# --- responses ----------------------------------------------------------------------------------


def _fragment(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, headers=_PRIVATE)


def _answered(make: Callable[[], str]) -> Response:
    """A fragment; of a document that is not there, one that says so."""
    try:
        return _fragment(make())
    except FiredutyError as error:
        return _fragment(_not_there(error), 404)


def _not_there(error: FiredutyError) -> str:
    return f'<div class="view">{trouble("没有这部文件", [f"{error}。"])}</div>'


def _page(make: Callable[[], str]) -> Response:
    try:
        return HTMLResponse(make())
    except FiredutyError as error:
        return _plain(str(error), 404)


def _plain(sentence: str, status: int) -> Response:
    return Response(sentence, status, media_type="text/plain; charset=utf-8")


def _file(make: Callable[[], Download]) -> Response:
    try:
        made = make()
    except NotHereError as error:
        return _plain(str(error), 404)
    except FiredutyError as error:
        return _plain(str(error), 422)
    return Response(made.content, media_type=made.media_type, headers=made.headers)


def _today() -> str:
    return date.today().isoformat()
