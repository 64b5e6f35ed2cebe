"""法规原文, 对照 and 关于 as routes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import FiredutyError
from ui.documents.comparison import headline
from ui.documents.export import comparison_docx
from ui.web.compared import comparable, compare_documents
from ui.web.views.about import about_of, render_about
from ui.web.views.apparatus import apparatus_of
from ui.web.views.diff import DiffQuery, render_diff
from ui.web.views.downloads import Download, download_bytes
from ui.web.views.kept import KeptViews, today
from ui.web.views.reader import render_outline, render_reader
from ui.web.views.responses import answered, file, fragment

_LONGEST_KEY = 120


def add_texts(routes: APIRouter, kept: KeptViews) -> None:
    """Add the routes of these views."""

    @routes.get("/view/about")
    def about() -> Response:
        services = kept.services
        return fragment(kept.once("about", "", lambda: render_about(about_of(services))))

    @routes.get("/view/text")
    def text(request: Request) -> Response:
        return answered(lambda: _text(kept, request.query_params.get("in", "")))

    @routes.get("/view/diff")
    def diff(request: Request) -> Response:
        return answered(lambda: _diff(kept, _query(request)))

    @routes.get("/download/diff.docx")
    def diff_file(request: Request) -> Response:
        return file(lambda: _diff_file(kept, _query(request)))


def _text(kept: KeptViews, key: str) -> str:
    """The outline and the text of a document, each in its own part."""
    services = kept.services
    key = services.held.key_of_slug(key) or key
    key = services.only((key,) if key else ()).regulation.key

    def make() -> str:
        apparatus = apparatus_of(services.assistant, key)
        outline = render_outline(apparatus.regulation, apparatus.held)
        return outline + render_reader(apparatus)

    return kept.once("text", key, make)


def _diff(kept: KeptViews, query: DiffQuery) -> str:
    """The view 对照; what cannot be compared is told beside the choice."""
    services = kept.services
    candidates = comparable(services)

    def make() -> str:
        try:
            found = compare_documents(services, query.old, query.new) if query.old else None
        except FiredutyError as error:
            return render_diff(query, candidates, fault=str(error))
        return render_diff(query, candidates, found)

    held = " ".join(candidate.listed.key for candidate in candidates)  # old versions too
    return kept.once("diff", f"{query.address} {held}", make)


def _diff_file(kept: KeptViews, query: DiffQuery) -> Download:
    """The comparison as a Word file.

    Raises:
        FiredutyError: the two cannot be compared.
    """
    found = compare_documents(kept.services, query.old, query.new)
    return download_bytes(comparison_docx(found, today()), headline(found), "docx")


def _query(request: Request) -> DiffQuery:
    asked = request.query_params
    return DiffQuery(*(asked.get(name, "").strip()[:_LONGEST_KEY] for name in ("a", "b")))
