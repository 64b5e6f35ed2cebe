"""One figure of a report: its value, its interval, and how both are written."""

from __future__ import annotations

from dataclasses import dataclass

from evals.specs import NumberFormat
from evals.statistics import Measure, interval, size, value


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure.

    Attributes:
        value: None where it is not defined, for example precision where nothing was cited.
        low, high: 95 % interval; None for counts.
        n: units that it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


def cell_of(measure: Measure) -> Cell:
    """The figure of a measure."""
    low, high = interval(measure) or (None, None)
    return Cell(value(measure), low, high, size(measure))


def show(number: float | None, form: NumberFormat) -> str:
    """A value as readers see it."""
    if number is None:
        return "—"
    match form:
        case "percent":
            return f"{number * 100:.1f}"
        case "number":
            return f"{number:.2f}"
        case "count":
            return f"{number:.0f}"
        case "ms":
            return f"{number:.2f}" if number < 10 else f"{number:.0f}"


def show_interval(cell: Cell, form: NumberFormat) -> str:
    """``89.1–95.7``, empty for counts."""
    if cell.low is None or cell.high is None:
        return ""
    return f"{show(cell.low, form)}–{show(cell.high, form)}"


def unit(form: NumberFormat) -> str:
    """What stands behind a measure's name."""
    return {"percent": "（%）", "ms": "（毫秒）"}.get(form, "")


def cell_text(cell: Cell, form: NumberFormat) -> str:
    """The value with its interval in brackets."""
    around = show_interval(cell, form)
    return f"{show(cell.value, form)} [{around}]" if around else show(cell.value, form)
