"""A 16:9 presentation: titles for the outline, bodies that fit, the notice on every slide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt
from rich.cells import cell_len as width_of

from assistant.training.pack import Pack
from ui.documents.archive import settle
from ui.documents.document import clean
from ui.documents.training.slide_text import (
    GAP,
    LEADING,
    LEAST,
    PADDING,
    Block,
    Page,
    height_of,
    pages,
    size_of,
)
from ui.documents.training.words import list_facts

#: On every machine with PowerPoint; others take their own font for Chinese.
FONT = "微软雅黑"
_WIDE, _HIGH, _MARGIN = 960.0, 540.0, 48.0
_TOP, _FOOT = 104.0, 502.0
#: Points at the left and right of a text in its box, together.
_INSET = 32.0
#: Boxes of one picture, and the widths of its root and of the room for its lines.
BRANCHES = 4
_ROOT, _GAP = 260.0, 60.0


def _rgb(color: str) -> RGBColor:
    made: Any = RGBColor  # its methods have no types
    return cast(RGBColor, made.from_string(color))


_INK, _GREY, _RED, _GREEN = map(_rgb, ("22201C", "5B564C", "A61B1B", "2E5E4E"))
_PAPER = _rgb("FBF9F4")
#: Look → colour of the text, of the bar, of the box.
_LOOKS: dict[str, tuple[RGBColor, str, str]] = {
    "原文": (_INK, "A61B1B", "FFFFFF"),
    "总领句": (_GREY, "B9B2A3", "FFFFFF"),
    "白话": (_GREEN, "2E5E4E", "EEF4F1"),
    "题干": (_INK, "", ""),
    "选项": (_INK, "", "FFFFFF"),
    "正确": (_RED, "A61B1B", "FFFFFF"),
    "答案": (_GREY, "", ""),
    "条目": (_INK, "", ""),
    "案例": (_GREY, "B9B2A3", "F5F3EE"),
}
_TITLE_ONLY = 5


class Deck:
    """A presentation that grows slide by slide."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._file: Any = Presentation()
        _widen(self._file)
        _drop_thumbnail(self._file)

    def cover(self) -> None:
        """The first slide."""
        pack = self._pack
        slide = self._slide()
        size = _shrunk(pack.title, (40, 34, 28, 24))
        self._title(slide, pack.title, (120, 90), size, PP_ALIGN.CENTER)
        _text(slide, pack.subtitle, (_MARGIN, 214, _WIDE - 2 * _MARGIN, 36), 22, _GREY, centre=True)
        shown = ("依据文本", "编制日期")
        lines = "\n".join(f"{name}：{value}" for name, value in list_facts(pack) if name in shown)
        _text(slide, lines, (_MARGIN, 270, _WIDE - 2 * _MARGIN, 76), 18, _GREY, centre=True)
        box = (_MARGIN + 80, 362, _WIDE - 2 * _MARGIN - 160, 108)
        _rectangle(slide, box, "FFFFFF", line="A61B1B")
        size = _fitting(pack.notice, box[2], box[3], (18, 16, 14))
        _text(slide, pack.notice, box, size, _RED, centre=True)

    def divide(self, title: str, text: str) -> None:
        """A slide that begins a part."""
        slide = self._slide()
        self._title(slide, title, (170, 70), 40, PP_ALIGN.CENTER)
        _text(slide, text, (_MARGIN, 262, _WIDE - 2 * _MARGIN, 80), 24, _GREY, centre=True)

    def add(
        self,
        title: str,
        blocks: tuple[Block, ...],
        below: str = "",
        *,
        least: int = LEAST,
        notes: str = "",
    ) -> None:
        """A title over blocks, on as many slides as they need, numbered （1/2）.

        Args:
            least: points below which the body is not set to save a slide.
            notes: what only the speaker sees, on the first of them.
        """
        blocks = tuple(
            Block(b.look, clean(b.text), clean(b.mark), b.more) for b in blocks if b.text
        )
        made = pages(blocks, _WIDE - 2 * _MARGIN - _INSET, _FOOT - _TOP, least)
        for n, page in enumerate(made, 1):
            number = f"（{n}/{len(made)}）" if len(made) > 1 else ""
            slide = self._body(f"{title}{number}", page, below)
            if notes and n == 1:
                slide.notes_slide.notes_text_frame.text = clean(notes)

    def branch(self, title: str, root: str, branches: Sequence[tuple[str, str]]) -> None:
        """A picture: one box with lines to several, on as many slides as they need.

        Args:
            root: text of the box at the left.
            branches: for each box at the right what stands in bold, and the rest.
        """
        count = -(-len(branches) // BRANCHES)
        borders = [len(branches) * n // count for n in range(count + 1)]
        parts = [branches[a:b] for a, b in pairwise(borders)]
        for n, shown in enumerate(parts, 1):
            number = f"（{n}/{len(parts)}）" if len(parts) > 1 else ""
            slide = self._slide()
            self._title(
                slide, f"{title}{number}", (26, 44), _shrunk(title, (30, 26, 22)), PP_ALIGN.LEFT
            )
            _draw(slide, root, shown)

    def _body(self, title: str, page: Page, below: str) -> Any:
        slide = self._slide()
        self._title(slide, title, (26, 44), _shrunk(title, (30, 26, 22, 18)), PP_ALIGN.LEFT)
        _text(slide, below, (_MARGIN, 68, _WIDE - 2 * _MARGIN, 24), 14, _GREY)
        width = _WIDE - 2 * _MARGIN
        top = _TOP
        for block in page.blocks:
            height = height_of(block, page.size, width - _INSET) - 10
            color, bar, ground = _LOOKS[block.look]
            if ground:
                _rectangle(slide, (_MARGIN, top, width, height), ground)
            if bar:
                _rectangle(slide, (_MARGIN, top, 5, height), bar)
            _text(
                slide,
                block.text,
                (_MARGIN, top, width, height),
                size_of(block, page.size),
                color,
                mark=block.mark,
            )
            top += height + 10
        return slide

    def _slide(self) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _PAPER
        _rectangle(slide, (0, 0, _WIDE, 8), "A61B1B")
        _text(slide, self._pack.notice, (_MARGIN, 506, 740, 24), 12, _RED)
        _number(slide, (_WIDE - _MARGIN - 100, 506, 100, 24))
        return slide

    def _title(
        self, slide: Any, text: str, place: tuple[float, float], size: int, align: PP_ALIGN
    ) -> None:
        shape, (top, height) = slide.shapes.title, place
        shape.left, shape.top = Pt(_MARGIN), Pt(top)
        shape.width, shape.height = Pt(_WIDE - 2 * _MARGIN), Pt(height)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = 0
        frame.paragraphs[0].alignment = align
        _run(frame.paragraphs[0], text, size, _INK, bold=True)

    def bytes(self) -> bytes:
        """The file, the same for the same pack."""
        about, pack = self._file.core_properties, self._pack
        about.title, about.subject = clean(pack.title)[:250], clean(pack.source)[:250]
        about.author = about.last_modified_by = "fireduty"
        about.comments, about.language = clean(pack.notice)[:250], "zh-CN"
        about.created = about.modified = datetime.fromisoformat(pack.date)
        out = BytesIO()
        self._file.save(out)
        return settle(out.getvalue(), pack.date)


def _draw(slide: Any, root: str, branches: Sequence[tuple[str, str]]) -> None:
    """The box of the root, those of the branches, and a line from it to each of them."""
    room = _FOOT - _TOP
    high = min(room / len(branches) - 10, 110.0)
    top = _TOP + (room - len(branches) * (high + 10) + 10) / 2
    left = (_MARGIN, _TOP + room / 2 - 70, _ROOT, 140.0)
    start = _rectangle(slide, left, "FFFFFF", line="A61B1B")
    _text(slide, root, left, _fitting(root, _ROOT, 140.0), _INK, centre=True)
    at = _MARGIN + _ROOT + _GAP
    for mark, words in branches:
        box = (at, top, _WIDE - _MARGIN - at, high)
        end = _rectangle(slide, box, "FFFFFF", line="B9B2A3")
        _text(slide, words, box, _fitting(mark + words, box[2], high), _INK, mark=mark)
        line = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
        line.begin_connect(start, 3)
        line.end_connect(end, 1)
        line.line.color.rgb, line.line.width = _rgb("B9B2A3"), Pt(1.5)
        top += high + 10


def _fitting(
    words: str, width: float, height: float, sizes: Sequence[int] = (24, 22, 20, 18, LEAST)
) -> int:
    """The largest size, in points, at which a text stands in a box, else the smallest."""
    block = Block("原文", words)
    fits = (s for s in sizes if height_of(block, s, width - _INSET) - GAP <= height)
    return next(fits, sizes[-1])


def _shrunk(title: str, sizes: tuple[int, ...]) -> int:
    """The largest size at which a title stands on one line, else the smallest."""
    room = _WIDE - 2 * _MARGIN
    return next((s for s in sizes if width_of(title) / 2 * s * 1.1 <= room), sizes[-1])


def _text(
    slide: Any,
    text: str,
    box: tuple[float, float, float, float],
    size: int,
    color: RGBColor,
    *,
    mark: str = "",
    centre: bool = False,
) -> None:
    if not text:
        return
    shape = slide.shapes.add_textbox(*(Pt(v) for v in box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if centre else MSO_ANCHOR.TOP
    frame.margin_left, frame.margin_right = Pt(_INSET / 2), Pt(_INSET / 2 - 4)
    frame.margin_top = frame.margin_bottom = Pt(PADDING / 2 if size >= 16 else 2)
    if not mark and size < 16:
        frame.margin_left = 0
    for n, line in enumerate(clean(text).split("\n")):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.line_spacing = Pt(size * LEADING)
        if centre:
            paragraph.alignment = PP_ALIGN.CENTER
        if n == 0 and mark:
            _run(paragraph, mark, size, color, bold=True)
        _run(paragraph, line, size, color)


def _run(paragraph: Any, text: str, size: int, color: RGBColor, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = clean(text)
    _look(run, size, color, bold)


def _look(run: Any, size: int, color: RGBColor, bold: bool) -> None:
    font = run.font
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = color
    about = run._r.get_or_add_rPr()
    about.set("lang", "zh-CN")
    latin = about.find(qn("a:latin"))
    east = latin.makeelement(qn("a:ea"), {"typeface": FONT})
    latin.addnext(east)


def _number(slide: Any, box: tuple[float, float, float, float]) -> None:
    """The slide's number, which the program that shows it keeps."""
    shape = slide.shapes.add_textbox(*(Pt(v) for v in box))
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    _run(paragraph, "1", 12, _GREY)
    run = paragraph.runs[0]._r
    field = run.makeelement(
        qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
    )
    run.addprevious(field)
    field.extend(list(run))
    run.getparent().remove(run)


def _rectangle(
    slide: Any, box: tuple[float, float, float, float], color: str, *, line: str = ""
) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(v) for v in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(color)
    shape._element.remove(shape._element.find(qn("p:style")))  # the theme's shadow
    if line:
        shape.line.color.rgb = _rgb(line)
        shape.line.width = Pt(1.5)
    else:
        shape.line.fill.background()
    return shape


def _widen(file: Any) -> None:
    """Make the library's 4:3 template 16:9, its layouts as well, for slides that a reader adds."""
    factor = _WIDE / file.slide_width.pt
    file.slide_width, file.slide_height = Pt(_WIDE), Pt(_HIGH)
    for holder in (file.slide_master, *file.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * factor), int(shape.width * factor)


def _drop_thumbnail(file: Any) -> None:
    """The template's picture of itself would be shown as this file's."""
    package = file.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)
