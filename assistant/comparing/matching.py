"""Units of an old text ↔ units of a new one: each in exactly one group.

A group holds one unit of each side, one of one side alone, or, where a text was split or merged, one
of one side and several of the other.

Guarantees, tested with made-up texts:

1. Every unit of both sides stands in exactly one group.
2. The assignment is the best one over all (``scipy.optimize.linear_sum_assignment``) of a score made of
   what two units have in common, and of where they stand; units that have too little in common are
   never matched, wherever they stand.
3. A split or a merger is only told where most of the further part stands word for word in the one it
   was taken from, in words that its other part does not account for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from assistant.comparing.likeness import Scores, likenesses
from assistant.comparing.units import TextUnit, TextUnitKind

#: From here on two units are one provision that was changed, wherever it stands now.
_ALIKE = 0.45
#: From here on where one is wholly in the other; where it stands between the same neighbours; where
#: it stands just there.
_ALIKE_INSIDE, _ALIKE_BETWEEN, _ALIKE_IN_PLACE = 0.38, 0.3, 0.25
_WHOLLY_INSIDE = 0.85
#: From here on a match tells where its neighbours are to be looked for.
_SURE = 0.7
#: What the place of a unit, and its number, count beside its words.
_BY_PLACE, _BY_NUMBER = 0.25, 0.03
#: How many units beside its place still count as in place.
_NEAR = 2.5
#: How much of a part has to stand in what it was split from, in pieces of at least so many characters.
_TAKEN, _PIECE = 0.7, 6
#: Of one that was matched with something else: how much, and how much more than of that, but for one
#: that stands there word for word.
_NEARLY_ALL, _CLEARLY, _WORD_FOR_WORD = 0.9, 0.15, 0.98
#: From here on nothing else is asked.
_THE_SAME = 0.95


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units that belong together, by their places in the two texts; one side may be empty."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def match_units(old: Sequence[TextUnit], new: Sequence[TextUnit]) -> tuple[UnitGroup, ...]:
    """The groups, in the order of the new text; what was deleted after what it followed."""
    pairs: dict[int, int] = {}
    splits: dict[int, list[int]] = {}
    mergers: dict[int, list[int]] = {}
    for kind in TextUnitKind:
        rows = [i for i, unit in enumerate(old) if unit.kind is kind]
        columns = [j for j, unit in enumerate(new) if unit.kind is kind]
        first, second = [old[i] for i in rows], [new[j] for j in columns]
        if not first or not second:
            continue
        alike, inside = likenesses(first, second)
        score = 0.6 * alike + 0.4 * inside * np.minimum(1.0, 2 * alike + 0.2)
        found = _assign(score, inside, first, second)
        if kind is TextUnitKind.ARTICLE:
            found, parts, wholes = _with_parts(first, second, found, score, inside)
            splits |= {rows[i]: [columns[j] for j in js] for i, js in parts.items()}
            mergers |= {columns[j]: [rows[i] for i in i_s] for j, i_s in wholes.items()}
        pairs |= {rows[i]: columns[j] for i, j in found.items()}
    return _ordered(len(old), len(new), pairs, splits, mergers)


def _assign(
    score: Scores, inside: Scores, old: Sequence[TextUnit], new: Sequence[TextUnit]
) -> dict[int, int]:
    """Row → column of the best assignment over all."""
    from scipy.optimize import linear_sum_assignment

    sure = [(i, int(score[i].argmax())) for i in range(len(old)) if score[i].max() >= _SURE]
    anchors = longest_rising([(i, j) for i, j in sure if score[:, j].argmax() == i])
    away, outside = _distances(anchors, len(old), len(new))
    near = np.exp(-(outside + np.minimum(away, 8) / 4) / _NEAR)
    may = (
        (score >= _ALIKE)
        | ((inside >= _WHOLLY_INSIDE) & (score >= _ALIKE_INSIDE))
        | ((outside == 0) & (score >= _ALIKE_BETWEEN))
        | ((away <= _NEAR) & (score >= _ALIKE_IN_PLACE))
    )
    for end in (0, -1):  # what a text begins and ends with: 制定本法, 自…起施行
        may[end, end] |= inside[end, end] >= _ALIKE_IN_PLACE
    numbers = np.array([[(a.number, a.annex) == (b.number, b.annex) for b in new] for a in old])
    # Squared: one provision found word for word outweighs two that are half found.
    value = np.where(may, score**2 + _BY_PLACE * near + _BY_NUMBER * numbers, 0.0)
    rows, columns = linear_sum_assignment(value, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if may[i, j]}


def _distances(anchors: Sequence[tuple[int, int]], olds: int, news: int) -> tuple[Scores, Scores]:
    """How far each column is from where a row is looked for, and from what lies between its anchors."""
    rows, columns = zip(*[(-1, -1), *anchors, (olds, news)], strict=True)
    every = np.arange(olds)
    place = np.interp(every, rows, columns)[:, None]
    after = np.searchsorted(rows, every)  # the row itself where it is an anchor
    low, high = np.array(columns)[after - 1][:, None], np.array(columns)[after][:, None]
    column = np.arange(news)[None, :]
    outside = np.maximum(np.maximum(low - column, column - high), 0)
    return np.abs(place - column), outside.astype(float)


def longest_rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second numbers rise with their first ones."""
    ordered = sorted(pairs)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(ordered):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [at]
    found, at = [], ends[-1] if ends else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]


_Parts = dict[int, list[int]]


def _with_parts(
    old: Sequence[TextUnit],
    new: Sequence[TextUnit],
    found: dict[int, int],
    score: Scores,
    inside: Scores,
) -> tuple[dict[int, int], _Parts, _Parts]:
    """The assignment, row → columns that were split off it, column → rows that were merged into it.

    What is proven to be a part of one provision is not what another one became.
    """
    sure = {i: j for i, j in found.items() if score[i, j] >= _ALIKE}
    same = {i: j for i, j in found.items() if score[i, j] >= _THE_SAME}
    parts = _parts(old, new, sure, found, inside, settled=set(same.values()))
    back = {j: i for i, j in found.items()}
    wholes = _parts(new, old, {j: i for i, j in sure.items()}, back, inside.T, settled=set(same))
    taken = [j for js in parts.values() for j in js]
    merged = [i for i_s in wholes.values() for i in i_s]
    if set(taken) & set(back) or set(merged) & set(found):
        left = score.copy()
        left[:, taken], left[merged, :] = 0.0, 0.0
        found = _assign(left, np.where(left > 0, inside, 0.0), old, new)
    kept = {(i, j) for i, j in found.items() if sure.get(i) == j}
    return (
        found,
        {i: js for i, js in parts.items() if (i, found.get(i, -1)) in kept},
        {j: i_s for j, i_s in wholes.items() if any(pair[1] == j for pair in kept)},
    )


def _parts(
    whole: Sequence[TextUnit],
    parts: Sequence[TextUnit],
    sure: dict[int, int],
    found: dict[int, int],
    inside: Scores,
    *,
    settled: Collection[int],
) -> _Parts:
    """Unit of one side → ones of the other that were taken out of it.

    Args:
        sure: units of the first side with what they became, of which parts may have been taken.
        found: all that were matched; a part that was has to be much more of the whole than of that.
        settled: parts that are certain to be what they were matched with.
    """
    taken: _Parts = {}
    back = {j: i for i, j in found.items()}
    for j in sorted(set(range(len(parts))) - set(settled)):
        least = _TAKEN
        if j in back:
            now = _share(parts[j].text, whole[back[j]].text, ())
            least = max(_NEARLY_ALL, min(now + _CLEARLY, max(_WORD_FOR_WORD, now + 0.01)))
        for i in map(int, np.argsort(-inside[:, j])[:3]):
            if i in sure and sure[i] != j and inside[i, j] >= 0.5:
                others = [parts[k].text for k in (sure[i], *taken.get(i, ()))]
                if _share(parts[j].text, whole[i].text, others) >= least:
                    taken.setdefault(i, []).append(j)
                    break
    return taken


def _share(part: str, whole: str, others: Sequence[str]) -> float:
    """How much of a part stands in a whole, in words that its other parts do not account for."""
    if len(part) < 2 * _PIECE:
        return 0.0
    used = np.zeros(len(whole), bool)
    for other in others:
        for start, size in _pieces(whole, other):
            used[start : start + size] = True
    free = sum(int((~used[start : start + size]).sum()) for start, size in _pieces(whole, part))
    return free / len(part)


def _pieces(whole: str, part: str) -> list[tuple[int, int]]:
    """Start and size of the pieces of a whole that stand in a part word for word."""
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return [(b.a, b.size) for b in blocks if b.size >= _PIECE]


def _ordered(
    olds: int,
    news: int,
    pairs: dict[int, int],
    splits: dict[int, list[int]],
    mergers: dict[int, list[int]],
) -> tuple[UnitGroup, ...]:
    back = {j: i for i, j in pairs.items()}
    in_split = {j for js in splits.values() for j in js}
    merged = {i for i_s in mergers.values() for i in i_s}
    groups: list[UnitGroup] = []
    at: dict[int, int] = {}  # old unit → its group
    for j in range(news):
        if j in in_split:
            continue
        if j not in back:
            groups.append(UnitGroup((), (j,)))
            continue
        i = back[j]
        olds_here = tuple(sorted([i, *mergers.get(j, ())]))
        news_here = tuple(sorted([j, *splits.get(i, ())]))
        at |= dict.fromkeys(olds_here, len(groups))
        groups.append(UnitGroup(olds_here, news_here))
    after: dict[int, list[int]] = {}
    place = -1
    for i in range(olds):
        if i in at:
            place = at[i] if i not in merged else place
        else:
            after.setdefault(place, []).append(i)
    gone = [UnitGroup((i,), ()) for i in after.get(-1, ())]
    for number, group in enumerate(groups):
        gone += [group, *(UnitGroup((i,), ()) for i in after.get(number, ()))]
    return tuple(gone)
