"""Where the nodes of a directed graph stand: columns by depth, the first one in groups.

Plain and the same every time: a node stands right of all that lead to it, as near as may be to the
middle of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_GAP, _GROUP_GAP = 14.0, 40.0


@dataclass(frozen=True, slots=True)
class Node:
    """What has a place.

    Attributes:
        id: its name.
        group: under which heading it stands in the first column.
        height: in pixels.
    """

    id: str
    group: str
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in pixels from the top.

    Attributes:
        columns: the column of each node, from 0.
        tops: the upper edge of each node.
        headings: group and place of each heading of the first column.
        height: of the whole.
    """

    columns: dict[str, int]
    tops: dict[str, float]
    headings: tuple[tuple[str, float], ...]
    height: float


def place(nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> Layout:
    """Place nodes, given in the order in which a column lists those that nothing draws elsewhere.

    Edges that close a circle do not count for the columns.
    """
    before: dict[str, list[str]] = {n.id: [] for n in nodes}
    for source, target in dict.fromkeys(edges):
        before[target].append(source)
    columns = _columns(nodes, before)
    tops: dict[str, float] = {}
    headings: list[tuple[str, float]] = []
    heights = {n.id: n.height for n in nodes}
    for column in range(max(columns.values(), default=-1) + 1):
        here = [n for n in nodes if columns[n.id] == column]
        if column == 0:
            _stack(here, tops, headings)
        else:
            _beside(here, before, tops, heights)
    bottom = max((tops[n.id] + n.height for n in nodes), default=0.0)
    return Layout(columns, tops, tuple(headings), bottom)


def _columns(nodes: Sequence[Node], before: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest way to each node."""
    depth: dict[str, int] = {}
    open_: set[str] = set()

    def of(node: str) -> int:
        if node not in depth:
            open_.add(node)
            depth[node] = max((of(b) + 1 for b in before[node] if b not in open_), default=0)
            open_.discard(node)
        return depth[node]

    for node in nodes:
        of(node.id)
    return depth


def _stack(
    nodes: Sequence[Node], tops: dict[str, float], headings: list[tuple[str, float]]
) -> None:
    at, group = 0.0, None
    for node in nodes:
        if node.group != group:
            at += _GROUP_GAP if headings else 26.0
            group = node.group
            headings.append((group, at - 8))
        tops[node.id] = at
        at += node.height + _GAP


def _beside(
    nodes: Sequence[Node],
    before: Mapping[str, Sequence[str]],
    tops: dict[str, float],
    heights: Mapping[str, float],
) -> None:
    """Stack nodes near the middle of what leads to them, none over another."""

    def wanted(node: Node) -> float:
        middles = [tops[b] + heights[b] / 2 for b in before[node.id] if b in tops]
        return sum(middles) / len(middles) - node.height / 2 if middles else 0.0

    ordered = sorted(nodes, key=wanted)  # stable: ties keep the printed order
    blocks: list[tuple[float, list[Node]]] = []
    for node in ordered:
        top, block = wanted(node), [node]
        while blocks and blocks[-1][0] + _size(blocks[-1][1]) + _GAP > top:
            above, held = blocks.pop()  # they touch: both settle around their common middle
            block = [*held, *block]
            top = max(
                0.0,
                (above * len(held) + (top - _size(held) - _GAP) * (len(block) - len(held)))
                / len(block),
            )
        blocks.append((max(0.0, top), block))
    for top, block in blocks:
        for node in block:
            tops[node.id] = top
            top += node.height + _GAP


def _size(nodes: Sequence[Node]) -> float:
    return sum(n.height for n in nodes) + _GAP * (len(nodes) - 1)
