"""The documents as plain pages, which are read without a script and found by search engines of an office."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant.answering.quoting import status_notice
from corpus.text.status import status_mark
from ui.web.plain_page import render_plain_page
from ui.web.services import Services
from ui.web.templating import render
from ui.web.views.reader import render_regulation

PREFIX = "/read"


def router(services: Services) -> APIRouter:
    """The list of documents, and the text of each."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PREFIX)
    def documents(request: Request) -> Response:
        held = services.held
        listed = [(r.key, r.title, status_mark(r)) for r in held.by_authority]
        body = render("plain/documents", documents=listed, root=_root(request))
        return render_plain_page("法规原文", body)

    @routes.get(PREFIX + "/{key}")
    def text(request: Request, key: str) -> Response:
        held = services.held
        if key not in held.keys and key not in held.keys_of_all:
            raise HTTPException(404)
        regulation = held.of(key)
        body = render(
            "plain/text",
            root=_root(request),
            notice=status_notice(regulation),
            text=Markup(render_regulation(regulation)),
        )
        return render_plain_page(regulation.title, body)

    return routes


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
