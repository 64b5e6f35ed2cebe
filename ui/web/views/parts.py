"""A document over several regulations: what each says, under its title and status. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from corpus.text.provision import Regulation
from corpus.text.status import status_mark
from ui.documents.document import Document, Part
from ui.web.views.facts import render_status
from ui.web.views.markup import Links, paragraphs, render_section, render_source, text

#: The links into the text of a regulation.
LinksOf = Callable[[Regulation], Links]


def render_several(document: Document, links_of: LinksOf, *, tools: str = "") -> str:
    """The headline, what each regulation says, and their statuses.

    Args:
        document: what is shown, with its parts.
        links_of: the links into the text of each of its regulations.
        tools: HTML beside the headline.
    """
    parts = "".join(_part(part, links_of(part.regulation)) for part in document.parts)
    return (
        f'<div class="headline"><h3 tabindex="-1">{text(document.title)}</h3>{tools}</div>'
        f"{parts}{render_silent(document)}"
        f"{render_source(document.source, document.date, document.notice)}"
    )


def render_silent(document: Document) -> str:
    """The regulations that say nothing of it, and why."""
    said = paragraphs(document.summary)
    return f'<div class="silent">{said}</div>' if said else ""


def _part(part: Part, links: Links) -> str:
    said = "".join(f"<p>{links.sentence(s)}</p>" for s in part.sentences[1:])
    summary = f'<div class="summary">{said}</div>' if said else ""
    tables = "".join(render_section(s, links, level=5) for s in part.document.sections)
    conclusion = f'<p class="conclusion">{links.sentence(part.document.title)}</p>'
    return render_part(part.regulation, conclusion + summary + tables)


def render_part(regulation: Regulation, inner: str) -> str:
    """What one regulation says, under its title and status."""
    heading = text(f"《{regulation.title}》")
    status = render_status(regulation, status_mark(regulation))
    return f'<section class="of-regulation"><h4>{heading} {status}</h4>{inner}</section>'
