"""The views as fragments under /view/…, and what they show as files under /download/…

The page fetches these and puts them in; a link in the address decides what. What somebody wrote
comes by POST, so that it stands in no log.
"""

from __future__ import annotations

from fastapi import APIRouter

from ui.web.api.library import LibraryEditor
from ui.web.services import Services
from ui.web.views.checklist_routes import add_checklist
from ui.web.views.duty_routes import add_duties
from ui.web.views.kept import KeptViews
from ui.web.views.library_routes import add_library
from ui.web.views.text_routes import add_texts
from ui.web.views.verify_routes import add_verify


def router(services: Services, editor: LibraryEditor | None = None) -> APIRouter:
    """The routes; they are the page's own and no part of the API.

    Args:
        services: what answers.
        editor: changes the library for users who have logged in; None where nobody may.
    """
    routes = APIRouter(include_in_schema=False)
    kept = KeptViews(services)
    add_duties(routes, kept)
    add_checklist(routes, kept)
    add_texts(routes, kept)
    add_library(routes, kept, editor)
    add_verify(routes, services)
    return routes
