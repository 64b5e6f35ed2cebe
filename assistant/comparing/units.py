"""A regulation → the units in which it is compared: its 条, its headings, and what stands around them.

Every node of the tree lies in exactly one unit, in printed order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.text.provision import Level, Provision, ProvisionId, Regulation, annex_numbers


class TextUnitKind(StrEnum):
    """What a unit is. The value is what lists print."""

    ARTICLE = "条"
    HEADING = "标题"
    AROUND = "条文以外"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a leaf stand in the text of a unit.

    Attributes:
        id: the address of the leaf.
        start, end: half-open character range.
    """

    id: ProvisionId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextUnit:
    """What is matched and compared as one.

    Attributes:
        kind: see there.
        label: as printed (第十二条, 第三章), empty where none is.
        number: normalised, empty where none is printed.
        annex: number of the annex that it lies in, empty in the main text.
        text: its words without the label, a line for each 款, 项 and row.
        places: where the leaves of it stand.
    """

    kind: TextUnitKind
    label: str
    number: str
    annex: str
    text: str
    places: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in sentences: 第十二条, 第三章 监督检查, 附件2 第一条."""
        if self.kind is TextUnitKind.AROUND:
            return "标题和题注" if not self.number else "条文以外的文字"
        inner = self.label or self.text.partition("\n")[0][:20]
        if self.kind is TextUnitKind.HEADING:
            inner = f"{self.label} {self.text.replace(' ', '')}".strip()
        return f"附件{self.annex} {inner}" if self.annex and self.number else inner


def units_of(regulation: Regulation) -> tuple[TextUnit, ...]:
    """The units of a text, in printed order."""
    leaves = {id(leaf.provision): leaf.id for leaf in regulation.leaves()}
    units: list[TextUnit] = []
    loose: list[Provision] = []

    def end_loose() -> None:
        if any(node.words or node.label for node in loose):
            number = "" if not units else str(len(units))
            text, places = _lay_out(loose, leaves)
            units.append(TextUnit(TextUnitKind.AROUND, "", number, "", text, places))
        loose.clear()

    for node, annex in _tops(regulation.body):
        if node.level is Level.ARTICLE:
            end_loose()
            text, places = _lay_out(tuple(node.walk()), leaves, skip_label=True)
            units.append(
                TextUnit(TextUnitKind.ARTICLE, node.label, node.number, annex, text, places)
            )
        elif Level.ANNEX <= node.level <= Level.SECTION:
            end_loose()
            units.append(TextUnit(TextUnitKind.HEADING, node.label, node.number, annex, node.words))
        else:
            loose.append(node)
    end_loose()
    return tuple(units)


def _tops(body: Provision) -> Iterator[tuple[Provision, str]]:
    """Every node that stands in no 条, with the number of its annex; a 条 for all that is in it."""
    numbers = iter(annex_numbers(body))

    def below(node: Provision, annex: str) -> Iterator[tuple[Provision, str]]:
        if node.level is Level.ANNEX:
            annex = next(numbers, annex)
        yield node, annex
        if node.level is not Level.ARTICLE:
            for child in node.children:
                yield from below(child, annex)

    return below(body, "")


def _lay_out(
    nodes: Sequence[Provision], leaves: dict[int, ProvisionId], *, skip_label: bool = False
) -> tuple[str, tuple[Place, ...]]:
    """The nodes' words, a line each, and where the leaves among them stand."""
    lines: list[str] = []
    places: list[Place] = []
    at = 0
    for node in nodes:
        own = skip_label and node is nodes[0]
        head = "" if own else f"{node.label}{node.gap.strip(chr(10))}"
        if not head and not node.words:
            continue
        start = at + len(head)
        if id(node) in leaves:
            places.append(Place(leaves[id(node)], start, start + len(node.words)))
        lines.append(head + node.words)
        at = start + len(node.words) + 1
    return "\n".join(lines), tuple(places)
