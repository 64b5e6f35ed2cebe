"""Plots as inline SVG, coloured by the page's style sheet so that they follow light and dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evals.metrics import OUTCOMES

_WIDTH = 420
_LABELS = 92
_RIGHT = 48
_ROW = 24
_TOP = 8
_FOOT = 22
_SPAN = _WIDTH - _LABELS - _RIGHT
#: Narrower segments have no room for their number.
_ROOM = 16


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot plot.

    Attributes:
        shown: the value as text.
        own: whether it is the system that the report is about.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    shown: str
    own: bool


def dots(title: str, rows: Sequence[Dot]) -> str:
    """Values from 0 to 1 with their intervals, one row each."""
    marks = [_scale(tick, f"{tick:.0%}", tick, len(rows)) for tick in (0, 0.25, 0.5, 0.75, 1)]
    marks += [_dot(place, row, row.value, row.low, row.high) for place, row in enumerate(rows)]
    return _svg(title, len(rows), marks)


def durations(title: str, rows: Sequence[Dot]) -> str:
    """Milliseconds on a logarithmic scale; the whisker runs from ``low`` to ``high``."""
    known = [x for row in rows for x in (row.value, row.low, row.high) if x]
    first = math.floor(math.log10(min(known, default=1)))
    last = max(math.ceil(math.log10(max(known, default=10))), first + 1)

    def place(milliseconds: float | None) -> float | None:
        if not milliseconds:
            return None
        return (math.log10(milliseconds) - first) / (last - first)

    marks = [
        _scale((power - first) / (last - first), f"{10.0**power:g}", None, len(rows))
        for power in range(first, last + 1)
    ]
    marks += [
        _dot(number, row, place(row.value), place(row.low), place(row.high))
        for number, row in enumerate(rows)
    ]
    return _svg(title, len(rows), marks)


def stacks(title: str, rows: Mapping[str, Mapping[str, int]], own: str) -> str:
    """Outcomes of each system as shares of one bar."""
    marks = []
    for place, (label, counts) in enumerate(rows.items()):
        y = _TOP + place * _ROW
        marks.append(_label(label, y, label == own))
        total, x = sum(counts.values()), float(_LABELS)
        for name, shown in OUTCOMES.items():
            count = counts.get(name, 0)
            if not count:
                continue
            width = (_SPAN + _RIGHT - 4) * count / total
            marks.append(
                f'<rect class="o-{name}" x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="16">'
                f"<title>{escape(label)}：{shown} {count} 题</title></rect>"
            )
            if width >= _ROOM:
                marks.append(
                    f'<text class="in" x="{x + width / 2:.1f}" y="{y + 16}" '
                    f'text-anchor="middle">{count}</text>'
                )
            x += width
    return _svg(title, len(rows), marks)


def _svg(title: str, rows: int, marks: Sequence[str]) -> str:
    height = _TOP + rows * _ROW + _FOOT
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" aria-label="{escape(title, quote=True)}">{"".join(marks)}</svg></figure>'
    )


def _scale(share: float, text: str, tick: float | None, rows: int) -> str:
    x = _LABELS + share * _SPAN
    bottom = _TOP + rows * _ROW
    kind = "axis" if tick == 0 else "grid"
    return (
        f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
        f'<text class="tick" x="{x:.1f}" y="{bottom + 15}" text-anchor="middle">{text}</text>'
    )


def _dot(place: int, row: Dot, value: float | None, low: float | None, high: float | None) -> str:
    y = _TOP + place * _ROW
    parts = [_label(row.label, y, row.own)]
    kind = "own" if row.own else "other"
    if low is not None and high is not None:
        ends = f'x1="{_LABELS + low * _SPAN:.1f}" x2="{_LABELS + high * _SPAN:.1f}"'
        parts.append(f'<line class="whisker {kind}" {ends} y1="{y + 12}" y2="{y + 12}"/>')
    if value is not None:
        x = _LABELS + value * _SPAN
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y + 12}" r="4.5"/>')
    parts.append(
        f'<text class="value {kind}" x="{_WIDTH - 2}" y="{y + 16}" text-anchor="end">'
        f"{escape(row.shown)}</text>"
    )
    return "".join(parts)


def _label(text: str, y: float, own: bool) -> str:
    kind = "own" if own else "other"
    return (
        f'<text class="label {kind}" x="{_LABELS - 10}" y="{y + 16}" text-anchor="end">'
        f"{escape(text)}</text>"
    )
