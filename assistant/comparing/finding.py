"""What a change of a provision means, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What changed. The value is what lists print, in this order."""

    FIGURE = "数字"
    MODAL = "应当、不得、可以"
    BODY = "主体"
    TARGET = "被罚的"


@dataclass(frozen=True, slots=True)
class Finding:
    """One change that matters.

    Attributes:
        kind: see there.
        about: what a figure is of (罚款, 期限 …), empty for others.
        old, new: verbatim; empty where that side has none.
        words: what stands around it on the new side, else on the old one, verbatim; empty for bodies.
    """

    kind: FindingKind
    about: str
    old: str
    new: str
    words: str = ""
