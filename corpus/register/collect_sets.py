"""Register → the sets that an index keeps: made when an index is built."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.register.duty_sets import DutySets, Ids, MatterSet
from corpus.register.lookups import Lookups, label
from corpus.register.records import Duty, Modality

#: Modalities that a clause prints.
MODALITIES: tuple[Modality, ...] = ("应当", "必须", "不得", "可以", "鼓励")


def collect_duty_sets(lookups: Lookups) -> DutySets:
    """The sets of a register."""
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
        _times(lookups),
        {m: _ids(lookups.modality(m)) for m in MODALITIES if lookups.modality(m)},
        tuple(name for u in register.unnamed for name in u.names),
        _ids(common),
    )


def _times(lookups: Lookups) -> dict[str, Ids]:
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
