"""What the routes of the views read from a request, and how they answer."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from corpus.errors import FiredutyError
from ui.records.provisions import NotHereError
from ui.web.templating import part
from ui.web.views.downloads import Download

PRIVATE = {"Cache-Control": "no-store"}


async def body_of(request: Request, most: int) -> bytes | None:
    """What was posted; None as soon as it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


async def posted(request: Request, most: int, render: Callable[[bytes], str]) -> Response:
    """The fragment that is made of a form."""
    body = await body_of(request, most)
    if body is None:
        said = f"一次最多 {most // 1000} KB，请写短一些。"
        return fragment(str(part("parts", "trouble", "内容太长", [said])), 413)
    return await run_in_threadpool(answered, lambda: render(body))


def fragment(html: str, status: int = 200) -> Response:
    """A piece of HTML that nothing keeps."""
    return HTMLResponse(html, status, headers=PRIVATE)


def answered(make: Callable[[], str]) -> Response:
    """A fragment; of a document that is not there, one that says so."""
    try:
        return fragment(make())
    except FiredutyError as error:
        told = part("parts", "trouble", "没有这部文件", [f"{error}。"])
        return fragment(f'<div class="view">{told}</div>', 404)


def page(make: Callable[[], str]) -> Response:
    """A whole page, or why there is none."""
    try:
        return HTMLResponse(make())
    except FiredutyError as error:
        return plain(str(error), 404)


def plain(sentence: str, status: int) -> Response:
    """A sentence instead of a file."""
    return Response(sentence, status, media_type="text/plain; charset=utf-8")


def file(make: Callable[[], Download]) -> Response:
    """A file, or why there is none."""
    try:
        made = make()
    except NotHereError as error:
        return plain(str(error), 404)
    except FiredutyError as error:
        return plain(str(error), 422)
    return Response(made.content, media_type=made.media_type, headers=made.headers)
