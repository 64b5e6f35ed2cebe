"""The words of provisions, in the frame that names them."""

from __future__ import annotations

from assistant.answering.parts import Quotation


def quotation_text(parts: Quotation) -> str:
    """第五条规定：「…」。 What is left out is marked."""
    lead = "".join(f"{piece}……" for piece in parts.lead)
    end = "……" if parts.cut else ""
    return f"{parts.source}{parts.before}「{lead}{parts.words}{end}」{parts.after}"
