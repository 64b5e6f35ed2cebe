"""Which provisions hold the duties of a body, of a matter, of a body in a matter: sets by name.

They are taken from the register when an index is built, so that a question can be answered by a
whole set without reading the register again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.language.body_level import BodyLevel

if TYPE_CHECKING:
    from corpus.register.lookups import Lookups
    from corpus.register.records import Duty, Modality, Recurrence

#: Modalities that a clause prints.
MODALITIES: tuple[Modality, ...] = ("应当", "必须", "不得", "可以", "鼓励")

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


def collect_duty_sets(lookups: Lookups) -> DutySets:
    """The sets of a register."""
    from corpus.register.lookups import label

    register = lookups.register
    found = {m: lookups.matter(m) for m in register.matters}
    cells: dict[str, dict[str, Ids]] = {}
    for (actor, matter), duties in lookups.matrix().cells.items():
        cells.setdefault(actor, {})[matter] = _ids(duties)
    common = [d for d in register.duties if d.actor in register.common.collectives]
    return DutySets(
        {
            m.name: MatterSet(m.name, (m.name, *m.lay, *m.words), _ids(duties.duties))
            for m, duties in found.items()
        },
        {b.name: tuple(map(str, lookups.actor(b).provisions)) for b in register.bodies},
        cells,
        {b.name: b.level for b in register.bodies},
        {m.name: _ids(d for d in duties.duties if d.recurrence) for m, duties in found.items()},
        _times(lookups, label),
        {m: _ids(lookups.modality(m)) for m in MODALITIES if lookups.modality(m)},
        tuple(name for u in register.unnamed for name in u.names),
        _ids(common),
    )


def _times(lookups: Lookups, label: Callable[[Recurrence], str]) -> dict[str, Ids]:
    """Every way in which a time is written, with all provisions of the same time."""
    found: dict[str, Ids] = {}
    for occasion in lookups.calendar():
        ids = _ids(occasion.duties)
        written = {
            t.text for d in occasion.duties for t in d.recurrence if t.unit == occasion.time.unit
        }
        for words in (label(occasion.time), *sorted(written)):
            found[words] = tuple(dict.fromkeys((*found.get(words, ()), *ids)))
    return found


def _ids(duties: Iterable[Duty]) -> Ids:
    found = {d.provision for d in duties}
    return tuple(str(i) for i in sorted(found, key=lambda i: i.sort_key))
