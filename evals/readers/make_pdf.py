"""PDF files of a law in two styles: one column with a running head and page numbers, and two columns."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from corpus.text.labels import read_label
from corpus.text.provision import Level
from evals.readers.laws import Law

_FONT = "STSong-Light"


def make_single(law: Law) -> bytes:
    """One column, paragraphs set in, a running head, page numbers."""
    return _make(law, columns=1)


def make_columns(law: Law) -> bytes:
    """Two columns, paragraphs set in, page numbers."""
    return _make(law, columns=2)


def _make(law: Law, *, columns: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    size = 12 if columns == 1 else 10
    common = {"fontName": _FONT, "fontSize": size, "leading": size * 1.6, "wordWrap": "CJK"}
    text = ParagraphStyle("text", **common, firstLineIndent=2 * size, alignment=TA_JUSTIFY)
    heading = ParagraphStyle(
        "heading", **common, alignment=TA_CENTER, spaceBefore=size, spaceAfter=size / 2
    )
    title = ParagraphStyle("title", parent=heading, fontSize=18, leading=28)
    width, height = A4
    margin, gap = 70, 26
    each = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (each + gap), 72, each, height - 150, 0, 0, 0, 0) for n in range(columns)
    ]

    def edges(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_FONT, 9)
        if columns == 1:
            canvas.drawCentredString(width / 2, height - 48, f"{law.title}（汇编本）")
            canvas.line(margin, height - 54, width - margin, height - 54)
        canvas.drawCentredString(width / 2, 40, f"— {document.page} —")
        canvas.restoreState()

    made = BytesIO()
    document = BaseDocTemplate(made, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=edges))
    story = [Paragraph(escape(law.title), title)]
    for line in law.lines:
        label = read_label(line)
        headed = label is not None and label.level is not None and label.level < Level.ARTICLE
        story.append(Paragraph(escape(line), heading if headed else text))
    document.build(story)
    return made.getvalue()
