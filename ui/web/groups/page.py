"""The participants' own page: small, without Gradio, so that a room of phones opens it at once."""

from __future__ import annotations

from functools import cache

from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from assistant.answering.quoting import status_notice
from corpus.text.provision import Regulation
from ui.web.plain_page import render_plain_page
from ui.web.scripts import script_tags
from ui.web.templating import render
from ui.web.theme import ASSETS

_POLICY = "Content-Security-Policy"


def render_join_page(regulation: Regulation, root: str, code: str) -> HTMLResponse:
    """The page that asks for a code, or opens the session of one.

    Args:
        root: path under which a proxy shows the program.
        code: from the address; empty for none.
    """
    body = render(
        "join",
        # Both are the program's own: a style sheet, and tags with escaped addresses.
        style=Markup(_style()),
        scripts=Markup(script_tags("join", f"{escape(root)}/")),
        root=root,
        code=code,
        title=regulation.title,
        status=status_notice(regulation),
    )
    page = render_plain_page("现场答题", body, width="760px")
    # It speaks with this same program, and with nothing else.
    policy = page.headers[_POLICY].replace("script-src 'none'", "script-src 'self'")
    page.headers[_POLICY] = f"{policy}; connect-src 'self'"
    return page


@cache
def _style() -> str:
    return _read("quiz.css") + _read("join.css")


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
