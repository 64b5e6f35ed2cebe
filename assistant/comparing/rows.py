"""One row of a comparison: what some units of the old text became."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.comparing.finding import Finding
from assistant.comparing.marking import Mark
from assistant.comparing.units import TextUnit, TextUnitKind


class RowKind(StrEnum):
    """What became of the units of a row. The value is what lists print."""

    SAME = "未变"
    RENUMBERED = "条号随改"
    CHANGED = "修改"
    SPLIT = "拆分"
    MERGED = "合并"
    NEW = "新增"
    DELETED = "删去"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """Units of the old text and what they became.

    Attributes:
        kind: see there.
        old, new: in printed order; one side may be empty.
        marks: their words, of several units with a line break between them.
        moved: whether it stands before what it stood behind, or the other way round.
        findings: what the changes mean.
    """

    kind: RowKind
    old: tuple[TextUnit, ...]
    new: tuple[TextUnit, ...]
    marks: tuple[Mark, ...]
    moved: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def is_article(self) -> bool:
        """Whether it is of a 条."""
        return (self.new or self.old)[0].kind is TextUnitKind.ARTICLE

    @property
    def is_same(self) -> bool:
        """Whether nothing in it has to be read: no word changed, and it stands where it stood."""
        return self.kind in (RowKind.SAME, RowKind.RENUMBERED) and not self.moved

    @property
    def name(self) -> str:
        """第十二条, 第十二条 → 第十五条, 新增第三条, 删去第七条."""
        before = "、".join(unit.name for unit in self.old)
        after = "、".join(unit.name for unit in self.new)
        if not before or not after:
            return before or after
        return after if before == after else f"{before} → {after}"
