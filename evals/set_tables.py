"""Tables of the sets beside the gold set, for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evals.cells import Cell, cell_of, cell_text
from evals.sets import SETS, MeasuredSet


@dataclass(frozen=True, slots=True)
class SetTable:
    """The figures of one set beside the gold set.

    Attributes:
        title: what was asked; of a set that was not measured now also when, and by which command.
        rows: label of a measure → figure.
    """

    title: str
    rows: Mapping[str, Cell]


def set_table(measured: MeasuredSet) -> SetTable:
    """The figures of a set."""
    kind = SETS[measured.key]
    when = f"，{measured.date[:10]} 的记录，{kind.command}" if measured.date else ""
    rows = {spec.label: cell_of(measured.measures[spec.key]) for spec in kind.specs}
    return SetTable(kind.title + when, rows)


def render_sets(sets: Iterable[SetTable]) -> str:
    """A table for each set beside the gold set, as Markdown."""
    tables = []
    for table in sets:
        rows = [
            f"| {label} | {cell_text(c, 'percent')} | {c.n} |" for label, c in table.rows.items()
        ]
        tables.append(
            "\n".join([f"{table.title}\n", "| 指标（%） | 值 | 单位 |\n|---|---|---|", *rows])
        )
    return "\n\n".join(tables)
