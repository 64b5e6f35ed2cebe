"""Office files: the makers by format. Imported only where one is asked for, as both are slow to load."""

from __future__ import annotations

from collections.abc import Callable

from ui.export import Document


def make_docx(document: Document) -> bytes:
    """The bytes of a docx file."""
    from ui.export_docx import make_docx as make

    return make(document)


def make_xlsx(document: Document) -> bytes:
    """The bytes of an xlsx file."""
    from ui.export_xlsx import make_xlsx as make

    return make(document)


MAKERS: dict[str, Callable[[Document], bytes]] = {"docx": make_docx, "xlsx": make_xlsx}
