"""Numbers of 条 that a text mentions of itself, and that changed only because the 条 were renumbered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.comparing.matching import UnitGroup
from assistant.comparing.units import TextUnit, TextUnitKind
from corpus.citing.reference import Reference
from corpus.text.compare import compare_form
from corpus.text.numerals import normalise_number
from corpus.text.provision import ProvisionId

_ARTICLE = re.compile(r"第[0-9〇○零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
#: Article number → what stands for it on both sides: the number of the group that it lies in.
_Names = Mapping[str, str]


class OwnNumbers:
    """What the mentions of own 条 stand for on both sides.

    Args:
        groups: which unit became which.
        old, new: the units.
        old_references, new_references: all references of the two texts.
    """

    def __init__(
        self,
        groups: Sequence[UnitGroup],
        old: Sequence[TextUnit],
        new: Sequence[TextUnit],
        old_references: Sequence[Reference],
        new_references: Sequence[Reference],
    ) -> None:
        one_to_one = [g for g in groups if len(g.old) == len(g.new) == 1]
        self._old = _names([(at, old[g.old[0]]) for at, g in enumerate(one_to_one)])
        self._new = _names([(at, new[g.new[0]]) for at, g in enumerate(one_to_one)])
        self._in_old, self._in_new = _by_leaf(old_references), _by_leaf(new_references)

    def explain(self, old: TextUnit, new: TextUnit) -> bool:
        """Whether two wordings are one where each own 条 is called by what it became."""
        before = _written(old, self._old, self._in_old)
        return before != old.text and compare_form(before) == compare_form(
            _written(new, self._new, self._in_new)
        )


def _names(units: Sequence[tuple[int, TextUnit]]) -> _Names:
    return {
        unit.number: f"⟦{at}⟧"
        for at, unit in units
        if unit.kind is TextUnitKind.ARTICLE and not unit.annex
    }


def _by_leaf(references: Sequence[Reference]) -> Mapping[ProvisionId, list[Reference]]:
    found: dict[ProvisionId, list[Reference]] = {}
    for reference in references:
        if reference.targets and not reference.external:
            found.setdefault(reference.source, []).append(reference)
    return found


def _written(
    unit: TextUnit, names: _Names, references: Mapping[ProvisionId, list[Reference]]
) -> str:
    """The words of a unit with what stands for the 条 that it mentions of its own text."""
    text, done = [], 0
    for match in _ARTICLE.finditer(unit.text):
        number = normalise_number(match.group()[1:].replace("条", "", 1))
        place = next((p for p in unit.places if p.start <= match.start() < p.end), None)
        if place is None or number not in names:
            continue
        at = match.start() - place.start
        own = any(
            r.span[0] <= at < r.span[1] and any(t.article == number for t in r.targets)
            for r in references.get(place.id, ())
        )
        if own:
            text += [unit.text[done : match.start()], names[number]]
            done = match.end()
    return "".join([*text, unit.text[done:]])
