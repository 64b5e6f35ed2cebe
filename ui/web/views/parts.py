"""A document over several regulations: what each says, under its title and status. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from corpus.text.provision import Regulation
from corpus.text.status import status_mark
from ui.documents.document import Document
from ui.web.templating import part
from ui.web.views.facts import render_status
from ui.web.views.markup import Links

#: The links into the text of a regulation.
LinksOf = Callable[[Regulation], Links]


def render_several(document: Document, links_of: LinksOf, *, tools: str = "") -> Markup:
    """The headline, what each regulation says, and their statuses.

    Args:
        document: what is shown, with its parts.
        links_of: the links into the text of each of its regulations.
        tools: beside the headline, as Markup.
    """
    parts = [
        Markup(render_part(p.regulation, part("parts", "said", p.document, links_of(p.regulation))))
        for p in document.parts
    ]
    return part("parts", "several", document, parts, tools)


def render_silent(document: Document) -> str:
    """The regulations that say nothing of it, and why."""
    return str(part("parts", "silent", document.summary))


def render_part(regulation: Regulation, inner: str) -> str:
    """What one regulation says, under its title and status; ``inner`` is HTML."""
    status = render_status(regulation, status_mark(regulation))
    return str(part("parts", "of_regulation", regulation.title, status, Markup(inner)))
