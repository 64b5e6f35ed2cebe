"""Where the words of a clause can be made wrong as people get them wrong, the surest places first.

Times and figures, bodies that are named in it, words that review has found to be mistaken, and the words
of legislation that take each other's place. What is made stands nowhere else in the regulation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.training.clauses import TeachableClause
from assistant.training.material import Material, chance
from assistant.training.near_words import USUAL, WEAK, Slot, find_slots
from assistant.training.times import find_wrong_times
from corpus.clauses.figures import amounts_of
from corpus.register.bearing import UNIVERSAL
from corpus.register.duties import times_of

#: Kinds of figures that are asked for.
FIGURES = frozenset({"期限", "次数", "人数", "长度", "面积", "比例", "年龄"})
_MOST = 4
#: A shorter name stands in other words.
_NAME = 4
#: The longest part of some words that is altered.
_SHARE = 0.4
#: What stands before a body that is told or dealt with.
_BEFORE = r"(?:[，、；：]|[向报由经对]|会同|通知|告知|督促|协助|配合|本级|当地|上级)"


@lru_cache(maxsize=8192)
def slots_of(material: Material, clause: TeachableClause, words: str) -> tuple[Slot, ...]:
    """The places of some words of a clause, none within another.

    Args:
        words: an act of the clause, or a sentence of it.
    """
    kept: list[Slot] = []
    for slot in _slots(material, clause, words):
        if words.count(slot.printed) != 1 or _overlaps(words, slot, kept):
            continue
        if len(slot.printed) > _SHARE * len(words):
            continue  # hardly anything would be left of the clause
        written = tuple(w for w in slot.written if _is_false(material, words, slot.printed, w))
        if written:
            kept.append(Slot(slot.printed, written, slot.point))
    return tuple(kept[:_MOST])


def near_slots(material: Material, clause: TeachableClause, words: str) -> tuple[Slot, ...]:
    """Those places with the words that nobody sees to be made up: another time or figure, words that
    the text itself uses elsewhere, or that legislation uses in such places.
    """

    def is_near(slot: Slot, written: str) -> bool:
        usual = written in USUAL or written in find_wrong_times(slot.printed)
        return usual or material.stands(written)

    near = (
        Slot(s.printed, tuple(w for w in s.written if is_near(s, w)), s.point)
        for s in slots_of(material, clause, words)
    )
    return tuple(s for s in near if s.written)


def is_strong(slot: Slot) -> bool:
    """Whether common sense does not tell which words are printed in a place."""
    return not WEAK.search(slot.printed)


def _slots(material: Material, clause: TeachableClause, words: str) -> Iterator[Slot]:
    times = dict.fromkeys(t.text for d in clause.duties for t in d.recurrence)
    borne = {
        t.text
        for actor in clause.actors
        for own in material.clauses.certain(actor)
        for d in own.duties
        for t in d.recurrence
    }
    figures = dict.fromkeys(
        a.text for a in amounts_of(clause.leaf.text, clause.span) if a.kind in FIGURES
    )
    for printed in (*times, *figures):
        if says_it_again(words, printed):
            continue
        if written := tuple(w for w in find_wrong_times(printed) if w not in borne):
            point = "数字" if printed in figures else "时间"
            yield Slot(printed, _mixed(written, words), point)
    for contrast in material.contrasts(clause.leaf):
        known = [
            w for w in contrast.wrong if contrast.point != "主体" or w in material.clauses.level
        ]
        if known:
            yield Slot(contrast.word, _mixed(known, words), contrast.point)
    yield from _named(material, clause, words)
    yield from find_slots(words)


def says_it_again(words: str, time: str) -> bool:
    """Whether the rest of some words says a time as well: 每年召开年度会议."""
    said = {(t.count, t.unit) for t in times_of(time) if t.count}
    rest = words.replace(time, "，", 1)
    return any((t.count, t.unit) in said for t in times_of(rest))


def _named(material: Material, clause: TeachableClause, words: str) -> Iterator[Slot]:
    """Bodies that are told or dealt with, and those they are mixed up with."""
    within = [(form, name) for form, name in material.forms if form in words]
    for form, name in within:
        if len(form) < _NAME or name in UNIVERSAL or name in clause.actors:
            continue
        if form not in clause.subject and re.search(_BEFORE + re.escape(form), words):
            others = [
                n
                for n in material.confusable(name)
                if n not in words
                and "、" not in n
                and n not in clause.actors
                and material.is_public(n) == material.is_public(name)
            ]
            longer = any(form in f and f != form for f, _ in within)
            if others and not longer:
                yield Slot(form, _mixed(others, words), "主体")


def _mixed(written: tuple[str, ...] | list[str], words: str) -> tuple[str, ...]:
    """In an order by chance, so that the nearest is not always the same."""
    return tuple(sorted(written, key=lambda w: chance(words, w)))


def _overlaps(words: str, slot: Slot, kept: list[Slot]) -> bool:
    at = words.index(slot.printed)
    end = at + len(slot.printed)
    spans = [(words.index(k.printed), words.index(k.printed) + len(k.printed)) for k in kept]
    return any(start < end and at < stop for start, stop in spans)


def _is_false(material: Material, words: str, printed: str, written: str) -> bool:
    """Whether the altered words stand nowhere in the regulation and repeat nothing."""
    return (
        written not in words
        and printed not in written
        and not material.stands(words.replace(printed, written).rstrip("。"))
    )
