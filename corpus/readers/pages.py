"""Printed pages → paragraphs: what a PDF with text and a recognised scan have in common.

A page is pieces of text with their places. Two columns are told by the gutter that nearly no piece
crosses; running heads and page numbers by their place at the edge and by coming again on other pages;
paragraphs by indents, by lines that end early, and by labels. What is left out is told with its page.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.readers.beginnings import heads, label_of
from corpus.readers.report import Dropped

_N = "[0-9０-９〇零一二三四五六七八九十百IVXivx]"
_PAGE = re.compile(
    rf"[-—–－―·•~～\s]*第?\s*{_N}{{1,5}}\s*页?\s*(?:[/／,，]?\s*共?\s*{_N}{{1,5}}\s*页?)?[-—–－―·•~～\s]*"
    rf"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?|共\s*\d+\s*页\s*[,，]?\s*第\s*\d+\s*页"
)
#: A page number that stands beside a running head.
_BESIDE = re.compile(rf"^\s*第?\s*{_N}+\s*页?(?=[\s·•—–-])|(?<=[\s·•—–-])第?\s*{_N}+\s*页?\s*$")
_END = "。；：！？…"
#: Lines at either edge of a page that may be a running head or a page number.
_EDGE = 2
#: By ems: what is set in, what ends early.
_SET_IN, _EARLY = 1.2, 2.2
#: Room in which the next letter would have stood, by ems.
_ONE = 1.2
#: By usual distances of lines: what parts two paragraphs after the end of a sentence, and in one.
_SPACED, _FAR = 1.25, 1.8


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """Text that stands together on a page. Places are points or pixels from the upper left corner."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column.

    Attributes:
        page: number, from one.
        x0, x1: where it begins and ends.
        y: its base line.
        size: of its letters.
        text: of it.
        left, right: edges of its column.
        column: 0 for the full width, 1 and 2 for the left and the right column.
    """

    page: int
    x0: float
    x1: float
    y: float
    size: float
    text: str
    left: float = 0.0
    right: float = 0.0
    column: int = 0

    @property
    def indent(self) -> float:
        """How far it is set in, in ems."""
        return (self.x0 - self.left) / self.size

    @property
    def short(self) -> float:
        """How much room it leaves, in ems."""
        return (self.right - self.x1) / self.size

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column."""
        return self.indent > 3 and abs(self.indent - self.short) < 1.5


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The text of pages.

    Attributes:
        text: a paragraph a line.
        dropped: running heads and page numbers.
        in_columns: numbers of the pages that were printed in two columns.
        unsure: where nothing printed tells whether a new paragraph begins, Chinese.
    """

    text: str
    dropped: tuple[Dropped, ...]
    in_columns: tuple[int, ...]
    unsure: tuple[str, ...] = ()


def lay_out(pages: Sequence[Sequence[PrintedPiece]], numbers: Sequence[int] = ()) -> LaidOut:
    """The paragraphs of pages, in reading order.

    Args:
        pages: pieces of each.
        numbers: of the pages, 1, 2, 3 … by default.
    """
    numbers = numbers or range(1, len(pages) + 1)
    shown = [[p for p in pieces if p.text.strip()] for pieces in pages]
    gutters = _gutters(shown)
    read = [_read_page(*page) for page in zip(shown, numbers, gutters, strict=True)]
    kept, dropped = _without_edges(read)
    lines = _with_columns([line for page in kept for line in page])
    columned = tuple(sorted({line.page for line in lines if line.column}))
    text, unsure = _paragraphs(lines)
    return LaidOut("\n".join(text), tuple(dropped), columned, tuple(unsure))


# --- lines ----------------------------------------------------------------------------------------


def _read_page(pieces: Sequence[PrintedPiece], number: int, gutter: float | None) -> list[Line]:
    """The lines of a page in reading order."""
    if gutter is None:
        return _rows(pieces, number, 0)
    across = [p for p in pieces if p.x0 < gutter < p.x1]
    lines: list[Line] = []
    rest = [p for p in pieces if not p.x0 < gutter < p.x1]
    for crossing in (*_rows(across, number, 0), None):
        band = [p for p in rest if crossing is None or p.y < crossing.y]
        rest = [p for p in rest if p not in band] if crossing is not None else []
        lines += _rows([p for p in band if p.x1 <= gutter], number, 1)
        lines += _rows([p for p in band if p.x0 >= gutter], number, 2)
        if crossing is not None:
            lines.append(crossing)
    return lines


def _gutters(pages: Sequence[Sequence[PrintedPiece]]) -> list[float | None]:
    """Where the gap between two columns is on each page.

    A last page with few lines on the right shows it too little: there it is where the others have it.
    """
    own = [_gutter(pieces) for pieces in pages]
    found = [g for g in own if g is not None]
    if not found:
        return own
    usual = median(found)
    return [
        usual if gutter is None and pieces and _crossing(pieces, usual) == 0 else gutter
        for gutter, pieces in zip(own, pages, strict=True)
    ]


def _crossing(pieces: Sequence[PrintedPiece], at: float) -> int:
    """Letters of the pieces that cross a gutter; titles and page numbers, at the edges, do not count."""
    inner = sorted(pieces, key=lambda p: p.y)[1:-1]
    return sum(len(p.text) for p in inner if p.x0 < at < p.x1)


def _gutter(pieces: Sequence[PrintedPiece]) -> float | None:
    """Where the gap between two columns is; None for one column."""
    if len(pieces) < 8:
        return None
    size = median(p.size for p in pieces)
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    total = sum(len(p.text) for p in pieces)
    best: tuple[float, float, float] | None = None
    at = left + 0.3 * (right - left)
    while at < left + 0.7 * (right - left):
        crossing = sum(len(p.text) for p in pieces if p.x0 < at + size / 4 and p.x1 > at - size / 4)
        before = [p for p in pieces if p.x1 <= at - size / 4]
        after = [p for p in pieces if p.x0 >= at + size / 4]
        if crossing <= 0.3 * total and _are_columns(before, after, total):
            centre = abs(at - (left + right) / 2)
            best = min(best or (crossing, centre, at), (crossing, centre, at))
        at += size / 4
    return best[2] if best else None


def _are_columns(before: Sequence[PrintedPiece], after: Sequence[PrintedPiece], total: int) -> bool:
    """Whether both sides are text and not cells of a table."""
    for side in (before, after):
        letters = sum(len(p.text) for p in side)
        if len(side) < 3 or letters < 0.15 * total or letters < 7 * len(side):
            return False
    top, bottom = (
        max(min(p.y for p in s) for s in (before, after)),
        min(max(p.y for p in s) for s in (before, after)),
    )
    return bottom > top


def _rows(pieces: Iterable[PrintedPiece], number: int, column: int) -> list[Line]:
    """Pieces on one base line, joined from left to right."""
    rows: list[list[PrintedPiece]] = []
    for piece in sorted(pieces, key=lambda p: (p.y, p.x0)):
        if rows and piece.y - rows[-1][0].y <= 0.45 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda p: p.x0)
    lines = []
    for index, row in enumerate(rows):
        near = [r for r in rows[max(0, index - 1) : index + 2] if r is not row]
        tabular = len(row) > 2 or (len(row) == 2 and any(_aligned(row, other) for other in near))
        text = ("\t" if tabular else "　").join(p.text.strip() for p in row)
        size = max(row, key=lambda p: len(p.text)).size
        lines.append(Line(number, row[0].x0, row[-1].x1, row[0].y, size, text, column=column))
    return lines


def _aligned(row: Sequence[PrintedPiece], other: Sequence[PrintedPiece]) -> bool:
    return len(other) == len(row) and all(
        abs(a.x0 - b.x0) < a.size for a, b in zip(row[1:], other[1:], strict=True)
    )


# --- running heads and page numbers ---------------------------------------------------------------


def _without_edges(
    pages: Sequence[Sequence[Line]],
) -> tuple[list[list[Line]], list[Dropped]]:
    """The pages without running heads and page numbers, and what those were."""
    kept = [list(page) for page in pages]
    dropped: list[Dropped] = []
    for _ in range(_EDGE):
        found = _edges(kept)
        if not found:
            break
        for index, line, what in found:
            kept[index].remove(line)
            dropped.append(Dropped(what, f"第 {line.page} 页", line.text))
    return kept, sorted(dropped, key=lambda d: int(d.place[2:-2]))


def _edges(pages: Sequence[Sequence[Line]]) -> list[tuple[int, Line, str]]:
    """The outermost lines that are a head or a number: page, line, what it is."""
    outer: list[tuple[int, Line, bool]] = []
    for index, page in enumerate(pages):
        if page:
            outer += [(index, min(page, key=lambda n: n.y), True)]
        if len(page) > 1:
            outer += [(index, max(page, key=lambda n: n.y), False)]
    again: dict[tuple[str, bool], list[tuple[int, Line]]] = defaultdict(list)
    for index, line, top in outer:
        again[_key(line), top].append((index, line))
    most = len([page for page in pages if page])
    found = []
    for index, line, top in outer:
        same = [n for _, n in again[_key(line), top] if abs(n.y - line.y) < 1.5 * line.size]
        if _PAGE.fullmatch(line.text.strip()) and (_is_apart(pages[index], line) or len(same) > 1):
            found.append((index, line, "页码"))
        elif len(same) > 1 and len(same) >= 0.3 * most and _may_run(line):
            found.append((index, line, "页眉" if top else "页脚"))
    return found


def _may_run(line: Line) -> bool:
    """Whether a line may be a running head: it begins no provision."""
    return len(line.text) < 60 and bool(_key(line)) and label_of(line.text) is None


def _key(line: Line) -> str:
    return re.sub(r"[\s·•—–-]", "", _BESIDE.sub("", line.text))


def _is_apart(page: Sequence[Line], line: Line) -> bool:
    """Whether a line stands apart from the text of its page."""
    pitches = [b.y - a.y for a, b in itertools.pairwise(page) if b.y > a.y]
    usual = median(pitches) if pitches else 0
    nearest = min((abs(n.y - line.y) for n in page if n is not line), default=0)
    return not usual or nearest > 1.15 * usual or line.is_centred or len(page) < 4


# --- paragraphs -----------------------------------------------------------------------------------


def _with_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines that know the edges of their column: as the page prints them, else the document."""
    by_page: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page, line.column].append(line)
    widths: dict[int, list[float]] = defaultdict(list)
    lefts: dict[tuple[int, int], float] = {}
    for key, group in by_page.items():
        lefts[key] = _left(group)
        widths[key[1]].append(_right(group) - lefts[key])
    return [
        replace(
            line,
            left=lefts[line.page, line.column],
            right=lefts[line.page, line.column] + max(widths[line.column]),
        )
        for line in lines
    ]


def _left(group: Sequence[Line]) -> float:
    """The left edge: where the leftmost lines begin, of which there is more than one where it can be."""
    starts = sorted(line.x0 for line in group)
    size = median(line.size for line in group)
    for start in starts:
        if sum(abs(other - start) < size / 2 for other in starts) > 1:
            return start
    return starts[0]


def _right(group: Sequence[Line]) -> float:
    """The right edge: where long lines end, without the mark that hangs over."""
    ends = sorted((line.x1 for line in group), reverse=True)
    return ends[min(len(ends) - 1, len(ends) // 20)]


def _paragraphs(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The paragraphs, and the places where lines were joined that may be two."""
    if not lines:
        return [], []
    unsure: list[str] = []
    set_in = _sets_in(lines)
    pitch = _pitch(lines)
    found = [lines[0].text.strip()]
    for before, line in itertools.pairwise(lines):
        if _begins(before, line, pitch, set_in=set_in):
            found.append(line.text.strip())
        else:
            found[-1] = _join(found[-1], line.text.strip())
            if not set_in and before.text.rstrip()[-1:] in _END:
                words = f"第 {line.page} 页「{line.text.strip()[:12]}……」"
                unsure.append(f"{words}接在上一行后面，看不出是不是另起一款")
    return found, unsure


def _pitch(lines: Sequence[Line]) -> float:
    """From one line of a paragraph to the next: the smaller of the usual distances."""
    pitches = sorted(b.y - a.y for a, b in itertools.pairwise(lines) if b.y > a.y)
    return pitches[len(pitches) // 5] if pitches else 0.0


def _sets_in(lines: Sequence[Line]) -> bool:
    """Whether the first line of a paragraph is set in: told by the lines that begin a 条."""
    counts = Counter(line.indent > _SET_IN for line in lines if heads(line.text))
    return counts[True] > counts[False]


def _begins(before: Line, line: Line, pitch: float, *, set_in: bool) -> bool:
    """Whether a line begins a paragraph."""
    if "\t" in before.text or "\t" in line.text:
        return True
    if max(before.size, line.size) > 1.15 * min(before.size, line.size):
        return True
    ended = before.text.rstrip()[-1:] in _END
    same_place = (before.page, before.column) == (line.page, line.column)
    if same_place and line.y - before.y > (_SPACED if ended else _FAR) * pitch:
        return True
    if before.is_centred or line.is_centred or before.short > _EARLY:
        return True
    if heads(line.text) and (ended or (set_in and line.indent > _SET_IN)):
        return True
    labelled = label_of(line.text) is not None
    if not ended and not labelled:
        return False
    return line.indent > _SET_IN if set_in else ended and (labelled or before.short > _ONE)


def _join(before: str, after: str) -> str:
    latin = (
        before[-1:].isascii()
        and before[-1:].isalnum()
        and after[:1].isascii()
        and after[:1].isalpha()
    )
    return f"{before} {after}" if latin else before + after
