"""Tables that stand in a text as rows of cells, and pages that were printed in two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.text.labels import read_label
from corpus.text.lines import SourceLine

_PIPES = re.compile(r"[|│┃║].*[|│┃║]|[^|│┃║]+(?:[|│┃║][^|│┃║]+){2,}")
_COMMA = re.compile("[,，;]")
_COMMA_ROW = re.compile(r"[^。；：:！？]+[^。；：;:！？,，、]")
_FIGURE = re.compile(r"[\d.]+[^\d,，]{0,4}$")
_CELL = 16
_LABEL = re.compile(r"第[〇零一二三四五六七八九十百\d]+[条章节编][ \u3000]")
#: Fewest characters of either side in a line of two columns, and fewest such lines.
_SIDE, _LINES = 6, 3


def find_tables(lines: Sequence[SourceLine]) -> frozenset[int]:
    """Indices of the lines that are rows of a table."""
    rows: set[int] = set()
    run: list[int] = []
    columns = set(find_columns(lines))
    counted = _by_commas(lines)
    for index, line in enumerate(lines):
        if _PIPES.fullmatch(line.text):
            rows.add(index)
        cells = len(line.cells) or (2 if index in counted else 0)
        level = (label := read_label(line.text)) and label.level
        if cells < 2 or level is not None or index in columns:
            run = []
            continue
        if run and cells != (len(lines[run[-1]].cells) or 2):
            run = []
        run.append(index)
        if len(run) > 1:
            rows.update(run)
    return frozenset(rows)


def _by_commas(lines: Sequence[SourceLine]) -> set[int]:
    """Indices of lines that a comma parts into as many cells as its neighbours, most with a figure."""
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for index, line in enumerate((*lines, None)):
        cells = _COMMA.split(line.text) if line and _COMMA_ROW.fullmatch(line.text) else []
        count = len(cells) if max(map(len, cells), default=99) <= _CELL else 0
        if run and (count < 2 or count != run[-1][1]):
            rows = [i for i, _ in run]
            figures = sum(any(map(_FIGURE.match, _COMMA.split(lines[i].text))) for i in rows)
            headed = rows[0] > 0 and lines[rows[0] - 1].text[-1] in "：:"
            plain = headed and len(rows) > 2 and all("," in lines[i].text for i in rows)
            if len(rows) > 1 and (plain or 2 * figures >= len(rows)):
                found.update(rows)
            run = []
        if count > 1:
            run.append((index, count))
    return found


def find_columns(lines: Sequence[SourceLine]) -> list[int]:
    """Indices of the lines that hold a line of a left and of a right column; mostly none."""
    found = [
        i
        for i, line in enumerate(lines)
        if len(line.cells) == 2 and min(map(len, line.cells)) >= _SIDE
    ]
    if len(found) < _LINES:
        return []
    labelled = any(_LABEL.match(lines[i].cells[1]) for i in found)
    broken = sum(lines[i].cells[0][-1] not in "。；：" for i in found) > len(found) / 2
    long = sum(len(lines[i].text) for i in found) >= 24 * len(found)
    return found if labelled or (broken and long and len(found) > _LINES) else []
