"""Tables for a terminal, where a Chinese character is two columns wide and a line has an end.

rich lays them out; what it does not know is where a line of Chinese may end.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table

_GAP = 2
#: A column that asks for more gets no less than so many characters.
_LEAST = 20
_WIDEST = 140
#: What may not begin a line.
_CLOSING = frozenset("，。；：、！？）」』》〉】”’…—,.;:!?)")
#: What may not end one.
_OPENING = frozenset("（「『《〈【“‘(")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text in a table, broken as Chinese is."""

    text: str

    @property
    def width(self) -> int:
        return max(map(cell_len, self.text.split("\n")))

    def __rich_measure__(self, _: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, min(self.width, options.max_width))

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        for line in wrap(self.text, options.max_width):
            yield Segment(f"{line}\n")


def lay_out_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[int] = (),
    width: int | None = None,
    whole: int = 0,
) -> list[str]:
    """The lines of a table; one record below another where the terminal is too narrow for it.

    Args:
        weights: relative widths of the columns where not all can have what they ask for; by content
            where there are none.
        width: columns of the terminal; asked of it where it is None.
        whole: how many of the first columns are never broken, so that they can be copied.
    """
    total = width or min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    cells = [[*map(_Cell, row)] for row in (columns, *rows)]
    asked = [max(cell.width for cell in column) for column in zip(*cells, strict=True)]
    gaps = _GAP * (len(columns) - 1)
    least = (w if at < whole else min(w, _LEAST) for at, w in enumerate(asked))
    if sum(least) + gaps > total:
        return _records(columns, rows, total)
    crowded = sum(asked) + gaps > total
    padding = (0, _GAP - 1, 0, 0)
    table = Table(
        box=SIMPLE_HEAD, padding=padding, pad_edge=False, show_edge=False, leading=1, expand=crowded
    )
    shares = weights or [min(w, 60) for w in asked]
    for at, (name, share) in enumerate(zip(cells[0], shares, strict=True)):
        yields = crowded and at >= whole and asked[at] > _LEAST
        table.add_column(name, ratio=share if yields else None, no_wrap=at < whole)
    for row in cells[1:]:
        table.add_row(*row)
    out = StringIO()
    # Plain whatever the environment says of colours and terminals: it may go into a file.
    plain = Console(
        file=out, width=total, color_system=None, force_terminal=False, legacy_windows=False
    )
    plain.print(table)
    return _closed_up([line.rstrip() for line in out.getvalue().splitlines()])


def _closed_up(lines: Sequence[str]) -> list[str]:
    """A table without the empty lines that stand between rows of one line."""
    at = next(n for n, line in enumerate(lines) if line.startswith("─")) + 1
    found, before = [*lines[:at]], 1
    for row in filter(None, "\n".join(lines[at:]).split("\n\n")):
        said = row.split("\n")
        found += ["", *said] if max(len(said), before) > 1 and len(found) > at else said
        before = len(said)
    return found


def wrap(text: str, width: int) -> list[str]:
    """Lines of a text, broken anywhere but before a closing or after an opening sign."""
    lines: list[str] = []
    for given in text.split("\n"):
        line, taken = "", 0
        for character in given:
            wide = cell_len(character)
            if taken + wide > width and line:
                head, tail = _break(line, character)
                if cell_len(tail) + wide > width:  # too narrow for such niceties
                    head, tail = line, ""
                lines.append(head)
                line, taken = tail, cell_len(tail)
            line, taken = line + character, taken + wide
        lines.append(line)
    return lines


def _break(line: str, following: str) -> tuple[str, str]:
    """Where to end a full line: it gives up a character that has to stay with what follows."""
    at = len(line)
    while at > 1 and (following in _CLOSING or line[at - 1] in _OPENING) and len(line) - at < 3:
        at -= 1
        following = line[at]
    return line[:at], line[at:]


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines = []
    for row in rows:
        for name, cell in zip(columns, row, strict=True):
            lines += wrap(f"{name}：{cell}", width) if cell else []
        lines.append("")
    return lines[:-1]
