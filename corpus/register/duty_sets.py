"""Which provisions hold the duties of a body, of a matter, of a body in a matter: sets by name.

They are taken from the register when an index is built, so that a question can be answered by a
whole set without reading the register again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.language.body_level import BodyLevel

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterSet:
    """A matter of the register.

    Attributes:
        name: its name.
        words: the name, everyday names and statute words.
        provisions: short ids of the provisions with a duty in it, in printed order.
    """

    name: str
    words: tuple[str, ...]
    provisions: Ids


@dataclass(frozen=True, slots=True)
class DutySets:
    """Sets of short ids in printed order; empty for a regulation without a register.

    Attributes:
        matters: name → set.
        bodies: name → provisions of own and inherited duties.
        cells: name of a body → name of a matter → provisions.
        levels: name of a body → its level.
        timed: name of a matter → provisions with a duty in it that has a frequency or deadline.
        times: frequency or deadline, as printed and normalised (每季度, 7个工作日) → provisions.
        modalities: 应当, 不得, … → provisions.
        unnamed: names of bodies that exist and that the text does not name.
        common: what applies to every department.
    """

    matters: Mapping[str, MatterSet] = field(default_factory=dict)
    bodies: Mapping[str, Ids] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, Ids]] = field(default_factory=dict)
    levels: Mapping[str, BodyLevel] = field(default_factory=dict)
    timed: Mapping[str, Ids] = field(default_factory=dict)
    times: Mapping[str, Ids] = field(default_factory=dict)
    modalities: Mapping[str, Ids] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()
    common: Ids = ()
