"""The heat map of actors against matters: an HTML table and what its cells open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from corpus.register.findings import Matrix
from corpus.register.lookups import Lookups
from corpus.text.provision import Leaf, ProvisionId
from ui.documents.duty_cells import Borne, Cells, borne_by

#: From this many duties on a cell has the darkest colour.
_DARKEST = 4


def draw_matrix(matrix: Matrix) -> str:
    """Choices of one actor or matter, then the grid with a button in each cell that has duties."""
    head = "".join(
        f'<th scope="col"><span>{escape(matter)}</span></th>' for matter in matrix.matters
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(actor)}</th>'
        + "".join(_cell(matrix, row, column) for column in range(len(matrix.matters)))
        + "</tr>"
        for row, actor in enumerate(matrix.actors)
    )
    return (
        f'<form class="choose">{_choice("actor", "主体", matrix.actors)}'
        f"{_choice('matter', '事项', matrix.matters)}</form>"
        f'<p class="legend" aria-hidden="true">{_legend()}</p>'
        '<div class="scroll" role="region" aria-label="主体与事项对照表" tabindex="0">'
        f'<table id="matrix"><caption class="sr">每行一个主体，每列一个事项，格中是职责项数；'
        "方向键在有职责的格之间移动</caption>"
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def collect_matrix(lookups: Lookups, matrix: Matrix) -> dict[str, Any]:
    """What the cells open: clauses with their citations, and the provisions around them."""
    cells = Cells(lookups.register.regulation)
    clauses: dict[tuple[Any, ...], int] = {}
    records: list[dict[str, Any]] = []
    opened: dict[str, list[int]] = {}
    used: set[ProvisionId] = set()
    bodies = {b.name: b for b in lookups.register.bodies}
    for row, actor in enumerate(matrix.actors):
        for borne in borne_by(lookups.actor(bodies[actor])):
            used.add(borne.duty.provision)
            key = (borne.duty.id, borne.by)
            if key not in clauses:
                clauses[key] = len(records)
                records.append(_record(borne, cells))
            for column, matter in enumerate(matrix.matters):
                if matter in borne.duty.matters:
                    opened.setdefault(f"{row},{column}", []).append(clauses[key])
    return {
        "actors": matrix.actors,
        "matters": matrix.matters,
        "clauses": records,
        "cells": opened,
        "provisions": collect_provisions(lookups.register.regulation.leaves(), used, cells),
    }


def collect_provisions(
    leaves: Sequence[Leaf], used: set[ProvisionId], cells: Cells
) -> dict[str, dict[str, Any]]:
    """Citation, lead-in and words of some provisions by short id, with the 项 below a lead-in."""
    return {
        str(leaf.id): {
            "cite": cells.cite(leaf.id),
            "lead": leaf.lead_in,
            "text": leaf.text,
            "below": [
                f"{item.provision.label}{item.text}"
                for item in leaves
                if leaf.is_lead_in and item.id.item and replace(item.id, item="") == leaf.id
            ],
        }
        for leaf in leaves
        if leaf.id in used
    }


def _record(borne: Borne, cells: Cells) -> dict[str, Any]:
    duty = borne.duty
    return {
        "provision": str(duty.provision),
        "span": duty.span,
        "role": duty.role,
        "modality": duty.modality,
        "times": "、".join(t.text for t in duty.recurrence),
        "ways": [cells.way(by) for by in borne.by],
        "note": duty.note,
    }


def _cell(matrix: Matrix, row: int, column: int) -> str:
    actor, matter = matrix.actors[row], matrix.matters[column]
    count = len(matrix.cells.get((actor, matter), ()))
    if not count:
        return "<td></td>"
    return (
        f'<td class="h{min(count, _DARKEST)}"><button type="button" tabindex="-1" '
        f'data-cell="{row},{column}" aria-label="{escape(actor)}，{escape(matter)}，{count} 项">'
        f"{count}</button></td>"
    )


def _choice(name: str, label: str, values: Iterable[str]) -> str:
    options = "".join(
        f'<option value="{at}">{escape(value)}</option>' for at, value in enumerate(values)
    )
    return (
        f'<label>{label}<select id="choose-{name}"><option value="">全部</option>{options}'
        "</select></label>"
    )


def _legend() -> str:
    levels = (f"{n}" if n < _DARKEST else f"{n} 项以上" for n in range(1, _DARKEST + 1))
    return "职责项数 " + "".join(f'<span class="h{n}">{t}</span>' for n, t in enumerate(levels, 1))
