"""文件 as routes, and the reading of a file that may be added."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from corpus.errors import FiredutyError
from ui.web.api.library import LibraryEditor
from ui.web.chat.render_html import render_found
from ui.web.errors import error_response
from ui.web.guard.asgi import USER
from ui.web.guard.gate import BusyError, Gate
from ui.web.views.kept import KeptViews
from ui.web.views.library import (
    find_page,
    render_large_library,
    render_library,
    shown_documents,
)
from ui.web.views.library_reading import render_reading, render_unread
from ui.web.views.responses import PRIVATE, fragment

#: Documents of a large library that a search for the choice in the chat shows.
_MOST_FOUND = 20
_LONGEST_NAME = 40


def add_library(routes: APIRouter, kept: KeptViews, editor: LibraryEditor | None) -> None:
    """Add the routes of the view.

    Args:
        routes, kept: as of the other views.
        editor: changes the library for users who have logged in; None where nobody may.
    """

    @routes.get("/view/library")
    def library(request: Request) -> Response:
        may = editor is not None and bool(request.scope.get(USER))
        page = request.query_params.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return fragment(_view(kept, _words(request), number, may_change=may))

    @routes.get("/view/documents")
    def documents(request: Request) -> Response:
        words, listed = _words(request), kept.services.held.listed
        found = [d for d in listed if words and words in d.title + d.key]
        return fragment(render_found(found, _MOST_FOUND))

    if editor is not None:
        _add_reading(routes, editor)


def _words(request: Request) -> str:
    return request.query_params.get("q", "")[:_LONGEST_NAME].strip()


def _view(kept: KeptViews, words: str, number: int, *, may_change: bool) -> str:
    services = kept.services
    held = services.held
    if held.listed:
        page = find_page(held, words, number)
        return render_large_library(page, held, may_change=may_change)
    return render_library(shown_documents(services), held, may_change=may_change)


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

        return StreamingResponse(told(), media_type="text/html", headers=PRIVATE)
