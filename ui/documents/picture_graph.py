"""The graph of references: an SVG, the same as a list, and what a node opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus.citing.reference import RefKind
from corpus.citing.references import Reference
from corpus.register.records import Register
from corpus.text.provision import ProvisionId
from ui.documents.duty_cells import Cells
from ui.documents.graph_layout import Layout, Node, place
from ui.documents.picture_matrix import collect_provisions
from ui.documents.reference_lines import cite_external
from ui.documents.text_table import wrap

_WIDE, _BETWEEN, _MARGIN = 196, 130, 12
_LINE = 20
#: Columns of a node's text on which it is broken.
_TEXT = 24
_KINDS: tuple[RefKind, ...] = ("附加", "参照", "等同", "部分适用", "承接", "引用")


@dataclass(frozen=True, slots=True)
class _Place:
    """A node as it is drawn: lines of its label, its chapter, whether it is of this text."""

    lines: tuple[str, ...]
    chapter: str
    own: bool


def draw_graph(register: Register) -> str:
    """The graph, drawn left to right: references by chapter, then what they lead to."""
    places = _places(register)
    nodes = [Node(i, p.chapter, _height(p)) for i, p in places.items()]
    layout = place(nodes, [(s, t) for _, s, t in _edges(register)])
    columns = max(layout.columns.values(), default=0) + 1
    width = 2 * _MARGIN + columns * _WIDE + (columns - 1) * _BETWEEN
    height = layout.height + 2 * _MARGIN
    arrows, kinds = _lines(register, layout, places)
    parts = [
        *arrows,
        *kinds,  # over all arrows
        *(
            f'<text class="chapter" x="{_MARGIN}" y="{y + _MARGIN:.0f}">{escape(name)}</text>'
            for name, y in layout.headings
        ),
        *(_node(i, p, layout) for i, p in places.items()),
    ]
    return (
        f'<p class="legend">{_legend()}</p>'
        '<div class="scroll" role="region" aria-label="引用图，可以左右滚动" tabindex="0">'
        f'<svg id="graph" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" role="group" aria-label="条款引用图">'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="11" '
        'markerHeight="11" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>'
        f"{''.join(parts)}</svg></div>"
    )


def list_references(register: Register) -> str:
    """Every reference as a line of text: the same for small screens and for those who listen."""
    cells = Cells(register.regulation)
    lines = []
    for reference in register.references:
        goals = "、".join(
            f'<button type="button" class="link" data-node="{escape(_name(reference, t))}">'
            f"{escape(words)}</button>"
            for t, words in _goals(reference, cells)
        )
        source = str(reference.source)
        lines.append(
            f'<li><button type="button" class="link" data-node="{source}">'
            f"{escape(cells.cite(reference.source))}</button>「{escape(reference.text)}」"
            f"<b>{reference.kind}</b> → {goals or escape('未确定：' + reference.note)}"
            f"{_bound(reference)}</li>"
        )
    return f'<section class="list"><h2>全部引用</h2><ul>{"".join(lines)}</ul></section>'


def collect_graph(register: Register) -> dict[str, Any]:
    """What a node opens: words of a provision, what it refers to and what refers to it."""
    cells = Cells(register.regulation)
    places = _places(register)
    used = {p for r in register.references for p in (r.source, *r.targets)}
    provisions = collect_provisions(register.regulation.leaves(), used, cells)
    return {
        "nodes": {i: "".join(p.lines) for i, p in places.items()},
        "provisions": provisions,
        "edges": [
            {
                "source": s,
                "target": t,
                "text": r.text,
                "span": r.span,
                "kind": r.kind,
                "who": r.subject,
                "condition": r.condition,
            }
            for r, s, t in _edges(register)
        ],
        "excluded": {
            str(r.source): cells.cite_all(r.excluded) for r in register.references if r.excluded
        },
    }


def _places(register: Register) -> dict[str, _Place]:
    """The nodes: provisions in printed order, then instruments that are not at hand."""
    cells = Cells(register.regulation)
    leaves = {leaf.id: leaf for leaf in register.regulation.leaves()}
    used = {p for r in register.references for p in (r.source, *r.targets)}
    places = {}
    for address in sorted(used, key=lambda i: i.sort_key):
        leaf = leaves.get(address)
        chapter = ""
        if leaf is not None:
            heads = [a.heading for a in leaf.ancestors if a.heading and not a.label.endswith("条")]
            chapter = heads[0] if heads else ""
        places[str(address)] = _Place(tuple(wrap(cells.cite(address), _TEXT)), chapter, True)
    for reference in register.references:
        if reference.external:
            words = cite_external(reference.external, reference.external_id)
            places[words] = _Place(tuple(wrap(words, _TEXT)), "", False)
    return places


def _edges(register: Register) -> Iterator[tuple[Reference, str, str]]:
    cells = Cells(register.regulation)
    for reference in register.references:
        for target, _ in _goals(reference, cells):
            yield reference, str(reference.source), _name(reference, target)


def _goals(reference: Reference, cells: Cells) -> list[tuple[ProvisionId | None, str]]:
    if reference.external:
        return [(None, cite_external(reference.external, reference.external_id))]
    return [(t, cells.cite(t)) for t in reference.targets]


def _name(reference: Reference, target: ProvisionId | None) -> str:
    if target is not None:
        return str(target)
    return cite_external(reference.external, reference.external_id)


def _height(node: _Place) -> float:
    return 16 + _LINE * (len(node.lines) + (not node.own))


def _corner(name: str, layout: Layout) -> tuple[float, float]:
    x = _MARGIN + layout.columns[name] * (_WIDE + _BETWEEN)
    return x, _MARGIN + layout.tops[name]


def _node(name: str, node: _Place, layout: Layout) -> str:
    x, y = _corner(name, layout)
    lines = [*node.lines, *(() if node.own else ("未收录",))]
    words = "".join(
        f'<tspan x="{x + 12:.0f}" y="{y + 22 + at * _LINE:.0f}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    label = escape("".join(node.lines) + ("" if node.own else "，未收录"))
    return (
        f'<g class="node{"" if node.own else " outside"}" role="button" tabindex="0" '
        f'data-node="{escape(name)}" aria-label="{label}">'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_WIDE}" height="{_height(node):.0f}" rx="4"/>'
        f"<text>{words}</text></g>"
    )


def _lines(
    register: Register, layout: Layout, places: dict[str, _Place]
) -> tuple[list[str], list[str]]:
    """The arrows, and the words beside them that say their kind, once for all of one source."""
    arrows: list[str] = []
    kinds: dict[tuple[str, str], str] = {}
    for reference, source, target in _edges(register):
        x1, y1 = _corner(source, layout)
        x2, y2 = _corner(target, layout)
        x1, y1 = x1 + _WIDE, y1 + _height(places[source]) / 2
        y2 += _height(places[target]) / 2
        bend = max(_BETWEEN / 2, (x2 - x1) / 2)
        colour = f"k{_KINDS.index(reference.kind)}"
        arrows.append(
            f'<path class="edge {colour}" data-from="{escape(source)}" '
            f'data-to="{escape(target)}" marker-end="url(#tip)" d="M{x1:.0f} {y1:.0f}'
            f'C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"/>'
        )
        above = 16 * sum(s == source for s, _ in kinds)
        kinds.setdefault(
            (source, reference.kind),
            f'<text class="kind {colour}" x="{x1 + 6:.0f}" y="{y1 - 5 - above:.0f}">'
            f"{reference.kind}</text>",
        )
    return arrows, list(kinds.values())


def _legend() -> str:
    words = {
        "附加": "另有职责之外还须履行",
        "参照": "比照适用",
        "等同": "照同级承担",
        "部分适用": "只适用其中几项",
        "承接": "职能由谁承接",
        "引用": "只是提到",
    }
    return "".join(
        f'<span class="k{at}"><b>{kind}</b> {words[kind]}</span>' for at, kind in enumerate(_KINDS)
    )


def _bound(reference: Reference) -> str:
    parts = [("主体", reference.subject), ("条件", reference.condition)]
    said = "；".join(f"{name}：{words}" for name, words in parts if words)
    return f"<small>{escape(said)}</small>" if said else ""
