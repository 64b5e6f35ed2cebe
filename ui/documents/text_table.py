"""Tables for a terminal, where a Chinese character is two columns wide and a line has an end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

_GAP = 2
#: A column that is narrower than this many characters is given as much as it asks for.
_FREE = 12
_LEAST = 12
_WIDEST = 140
#: What may not begin a line.
_CLOSING = frozenset("，。；：、！？）」』》〉】”’…—,.;:!?)")
#: What may not end one.
_OPENING = frozenset("（「『《〈【“‘(")


def lay_out_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[int] = (),
    width: int | None = None,
    whole: int = 0,
) -> list[str]:
    """The lines of a table; one record below another where the terminal is too narrow for it.

    Args:
        weights: relative widths of the columns; by content where there are none.
        width: columns of the terminal; asked of it where it is None.
        whole: how many of the first columns are never broken, so that they can be copied.
    """
    total = width or min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    widths = _widths(columns, rows, weights, total - _GAP * (len(columns) - 1), whole)
    if widths is None:
        return _records(columns, rows, total)
    lines = [*_lines(columns, widths), *_lines(["─" * w for w in widths], widths)]
    for row in rows:
        said = list(_lines(row, widths))
        lines += ["", *said] if len(said) > 1 and row is not rows[0] else said
    return lines


def width_of(text: str) -> int:
    """Columns that a string takes on a terminal."""
    return sum(_width(c) for c in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of a text, broken anywhere but before a closing or after an opening sign."""
    lines: list[str] = []
    for given in text.split("\n"):
        line, taken = "", 0
        for character in given:
            wide = _width(character)
            if taken + wide > width and line:
                head, tail = _break(line, character)
                if width_of(tail) + wide > width:  # too narrow for such niceties
                    head, tail = line, ""
                lines.append(head)
                line, taken = tail, width_of(tail)
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


def _width(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _widths(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[int],
    room: int,
    whole: int,
) -> list[int] | None:
    """What each column gets: narrow ones what they ask for, the others a share of the rest."""
    asked = [
        max(width_of(line) for cell in (name, *cells) for line in cell.split("\n"))
        for name, *cells in zip(columns, *rows, strict=True)
    ]
    if sum(asked) <= room:
        return asked
    shares = weights or [min(w, 60) for w in asked]
    widths = [w if w <= _FREE or at < whole else 0 for at, w in enumerate(asked)]
    while open_ := [at for at, w in enumerate(widths) if not w]:
        left = room - sum(widths)
        every = sum(shares[at] for at in open_)
        # Who asks for less than its share gets that, and the others share anew.
        modest = [at for at in open_ if asked[at] <= left * shares[at] / every]
        for at in modest or open_:
            widths[at] = asked[at] if modest else int(left * shares[at] / every)
        if min(widths) <= 0:
            return None
    enough = all(given >= min(w, _LEAST) for given, w in zip(widths, asked, strict=True))
    return widths if enough and sum(widths) <= room else None


def _lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        padded = (p + " " * (w - width_of(p)) for p, w in zip(parts, widths, strict=True))
        yield (" " * _GAP).join(padded).rstrip()


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines = []
    for row in rows:
        for name, cell in zip(columns, row, strict=True):
            lines += wrap(f"{name}：{cell}", width) if cell else []
        lines.append("")
    return lines[:-1]
