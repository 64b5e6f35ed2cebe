"""A provision while the parser still adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.text.labels import PrintedLabel
from corpus.text.lines import SourceLine
from corpus.text.provision import ROW, Level, Provision


@dataclass(slots=True)
class OpenProvision:
    """A provision under construction; ``lines`` that begin with ``ROW`` stay lines of their own."""

    level: Level
    number: str = ""
    label: str = ""
    gap: str = ""
    style: str = ""
    lines: list[str] = field(default_factory=list)
    children: list[OpenProvision] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def freeze(self) -> Provision:
        """The finished provision."""
        return Provision(
            level=self.level,
            number=self.number,
            label=self.label,
            text="\n".join(self.lines).replace(f"\n{ROW}", ROW),
            children=tuple(child.freeze() for child in self.children),
            gap=self.gap,
            span=(self.start, self.end),
        )

    def extend(self, line: SourceLine, *, row: bool = False) -> None:
        """Add a line of text: as more of the sentence, or as a row."""
        self.lines.append((ROW if row and self.lines else "") + line.text)
        self.end = line.end

    @property
    def last(self) -> str:
        """The last line of its text, empty where it has none."""
        return self.lines[-1].removeprefix(ROW) if self.lines else ""


def draft(label: PrintedLabel, level: Level, line: SourceLine) -> OpenProvision:
    """A new provision from a labelled line."""
    lines = [label.rest] if label.rest else []
    return OpenProvision(
        level,
        label.number,
        label.printed,
        label.gap,
        label.style,
        lines,
        start=line.start,
        end=line.end,
    )


def plain(level: Level, line: SourceLine) -> OpenProvision:
    """A new provision from a line without a label."""
    return OpenProvision(level, lines=[line.text], start=line.start, end=line.end)


def last_chain(siblings: list[OpenProvision]) -> list[OpenProvision]:
    """The last of the siblings, its last child, and so on down."""
    chain: list[OpenProvision] = []
    while siblings:
        chain.append(siblings[-1])
        siblings = siblings[-1].children
    return chain
