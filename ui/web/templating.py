"""HTML from the templates in ``ui/templates``: every value is escaped where it is put in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from corpus.register.records import ROLES
from ui.documents.document import DocumentSection
from ui.web.printing import page_style

#: Columns whose cells are the text's own words.
VERBATIM = ("条文原文", "要做的事（原文）", "做什么（原文）", "针对的是（原文）")
_SHORT = ("角色", "要求", "时间", "项数")
TEMPLATES = Path(__file__).parent.parent / "templates"


def render(name: str, **values: object) -> Markup:
    """A template with its values; a ``Markup`` stands as it is, any other text is escaped.

    Args:
        name: of the file in ``ui/templates``, without ``.html``.
        values: what the template names.
    """
    return Markup(_environment().get_template(f"{name}.html").render(**values))


def part(name: str, macro: str, *values: object, **named: object) -> Markup:
    """A macro of a template with its values.

    Args:
        name: of the file in ``ui/templates``, without ``.html``.
        macro: its name there.
        values: its arguments.
        named: its arguments by name.
    """
    module: Any = _environment().get_template(f"{name}.html").module
    return Markup(getattr(module, macro)(*values, **named))


def lines(value: str) -> Markup:
    """A text of several lines as HTML."""
    return Markup("<br>").join(map(escape, value.split("\n")))


def _pages(notice: str, title: str, name: str) -> Markup:
    """The style of a view's printed pages: they bear the status of what is shown there."""
    return Markup(page_style(notice, title, name))


def _role_number(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _column_class(column: str) -> str:
    if column in VERBATIM:
        return "verbatim"
    return "short" if column in _SHORT else ""


def _shares(section: DocumentSection) -> list[str]:
    """How wide the columns of a table are, in hundredths."""
    widths = section.widths or (1,) * len(section.columns)
    return [f"{100 * width / sum(widths):.1f}" for width in widths]


@cache
def _environment() -> Environment:
    # A name that is not given is a bug, never an empty place on the page.
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Any] = {
        "column_class": _column_class,
        "lines": lines,
        "pages": _pages,
        "role_number": _role_number,
        "shares": _shares,
    }
    made.filters.update(filters)
    return made
