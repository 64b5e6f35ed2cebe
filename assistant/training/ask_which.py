"""职责归属: what the text asks of a body, among its own duties with a word changed and others' duties.

One of four wordings that differ in one or two places; or those of five that are as they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from assistant.training.altering import is_strong, near_slots, slots_of
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_multiple, draft_single
from assistant.training.given_away import echoes
from assistant.training.material import ALIKE, Material, chance
from assistant.training.near_words import Slot
from assistant.training.neighbours import has_one_field, is_taken_for
from assistant.training.question import Evidence, MultipleChoice, SingleChoice
from assistant.training.times import VAGUE

_OPTIONS = 5
_WORDINGS = 4
#: Ways in which the acts of a body are grouped, and questions on the wording of one clause.
_ROUNDS, _ASKED = 2, 2
#: Of a matter that the body has duties in as well, an act that says even this much of one of them
#: is no clear wrong answer; one that says less than this of any has nothing to do with them.
_AKIN, _NEAR = 0.2, 0.1
#: A wrong act is at most so many times as long as a right one, or as short.
_LENGTHS = 1.9


# --- one of four wordings -----------------------------------------------------------------------


def ask_wording(
    material: Material, clause: TeachableClause, *, near: bool = True
) -> Iterator[SingleChoice]:
    """Which of four wordings the text has for a body: those of two places crossed, or of one.

    Args:
        near: whether an act is asked that says what it is about, and one of the places is such that
            common sense does not tell it; else the whole clause may be asked, and any place.
    """
    if not clause.bound or (near and (clause.condition or clause.goes_on or not clause.acts)):
        return
    act = clause.acts[0] if clause.acts and not clause.condition else clause.quote
    slots = slots_of(material, clause, act)
    strong = [s for s in near_slots(material, clause, act) if is_strong(s)] if near else slots
    for options in [*_of_one(act, strong), *_crossed(act, slots, strong)][:_ASKED]:
        if any(map(material.stands, options[1:])):
            continue
        told = "、".join(
            f"“{s.printed}”" for s in slots if any(s.printed not in o for o in options)
        )
        draft = ChoiceDraft(
            stem=f"按照{material.regulation.key}，下列哪一项是对{clause.bound[0]}的规定？",
            right=(act,),
            wrong=options[1:],
            evidence=(material.evidence(clause),),
            difficulty=rate(near=2 if near else 1),
            matters=clause.matters,
            before=f"条文写的是{told}。",
        )
        yield draft_single(material, "职责归属", draft)


def _crossed(act: str, slots: Sequence[Slot], near: Sequence[Slot]) -> Iterator[tuple[str, ...]]:
    """The act, one word changed, another, and both: none of the four looks like the middle one.

    Args:
        near: the places that common sense does not tell; one of the two is.
    """
    places = {s.printed for s in near}
    for one, other in combinations(slots, 2):
        if not {one.printed, other.printed} & places:
            continue
        first = act.replace(one.printed, one.written[0])
        second = act.replace(other.printed, other.written[0])
        yield act, first, second, first.replace(other.printed, other.written[0])


def _of_one(act: str, slots: Sequence[Slot]) -> Iterator[tuple[str, ...]]:
    for slot in slots:
        if slot.printed not in VAGUE and len(slot.written) >= _WORDINGS - 1:
            words = slot.written[: _WORDINGS - 1]
            yield act, *(act.replace(slot.printed, w) for w in words)


# --- several of five ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Act:
    """An act with the clause that it is words of, and where it can be made wrong."""

    words: str
    clause: TeachableClause
    slots: tuple[Slot, ...] = field(default=())

    def __str__(self) -> str:
        return self.words

    def wrong(self, salt: str) -> tuple[str, Slot, str]:
        """The act with a word changed, the place, and the word."""
        slot = self.slots[chance(salt, self.words) % len(self.slots)]
        written = slot.written[0]
        return self.words.replace(slot.printed, written), slot, written


def ask_which(material: Material, actor: str) -> Iterator[MultipleChoice]:
    """Questions on the duties that a body bears itself or through a reference."""
    borne = [c for c in material.clauses.certain(actor) if c.modality != "不得"]
    told = [c for c in borne if c.deed and not c.goes_on]
    acts = [_Act(c.deed, c, _strong(near_slots(material, c, c.deed))) for c in told]
    for round_ in range(_ROUNDS):
        mixed = material.shuffled(acts, actor, str(round_))
        yield from _groups(material, actor, mixed)


def _strong(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The places that common sense does not tell, else all."""
    return tuple(filter(is_strong, slots)) or tuple(slots)


def _groups(material: Material, actor: str, mixed: list[_Act]) -> Iterator[MultipleChoice]:
    """Questions on acts taken five at a time, some of them altered, and on what is left."""
    while len(mixed) >= 2:
        taken = 2 + chance(actor, mixed[0].words) % 2
        right, mixed = mixed[:taken], mixed[taken:]
        many = len(right)
        right.sort(key=lambda a: (a.clause.id.sort_key, a.clause.span))
        altered, mixed = _take_alterable(mixed, _OPTIONS - many, right)
        foreign = _wrong(material, actor, right, _OPTIONS - many - len(altered))
        if len(foreign) + len(altered) == _OPTIONS - many:
            yield _question(material, actor, right, altered, foreign)


def _take_alterable(
    mixed: list[_Act], most: int, right: Sequence[_Act]
) -> tuple[list[_Act], list[_Act]]:
    """Up to so many acts of like length that can be altered, and the acts without them."""
    fitting = [a for a in mixed if a.slots and _like_length(a.words, [r.words for r in right])]
    taken = fitting[:most]
    return taken, [a for a in mixed if a not in taken]


def _question(
    material: Material,
    actor: str,
    right: Sequence[_Act],
    altered: Sequence[_Act],
    foreign: Sequence[str],
) -> MultipleChoice:
    made = [a.wrong(actor) for a in altered]
    told = "".join(f"“{written}”应为“{slot.printed}”。" for _, slot, written in made)
    clauses = [a.clause for a in (*right, *altered)]
    draft = ChoiceDraft(
        stem=f"按照{material.regulation.key}，下列哪些是{actor}的职责？",
        right=[a.words for a in right],
        wrong=[*(words for words, _, _ in made), *foreign],
        evidence=_evidence(material, actor, [*right, *altered]),
        difficulty=rate(near=1, steps=1 + any(actor not in c.actors for c in clauses)),
        matters=tuple(dict.fromkeys(m for c in clauses for m in c.matters)),
        before=told,
    )
    return draft_multiple(material, "职责归属", draft)


def _like_length(words: str, others: Sequence[str]) -> bool:
    usual = sum(map(len, others)) / len(others)
    return usual / _LENGTHS <= len(words) <= usual * _LENGTHS


def _wrong(material: Material, actor: str, right: Sequence[_Act], many: int) -> list[str]:
    """Acts of others that have to do with the right ones, the nearest first, of like length."""
    if not many:
        return []
    own = material.clauses.certain(actor)
    matters = {m for c in own for m in c.matters}
    shared = {c.id for c in material.clauses.own(actor) if c.open_ended}
    said = "".join(a.words for a in right)
    found: list[str] = []
    taken: set[str] = set()
    for clause in _others(material, actor, said):
        name, act = clause.actors[0], clause.deed
        if name in taken or clause.modality == "不得" or not act or clause.id in shared:
            continue
        if material.is_general(clause) or actor in act or echoes(name, act):
            continue
        if not _like_length(act, [a.words for a in right]):
            continue
        if not is_taken_for(material, clause, name, actor) or has_one_field(material, name):
            continue
        akin = bool(set(clause.matters) & matters)
        if not material.may_bear(actor, act, _AKIN if akin else ALIKE):
            found.append(act)
            taken.add(name)
        if len(found) == many:
            break
    return found


def _others(material: Material, actor: str, said: str) -> list[TeachableClause]:
    """Clauses of others, those that say most of the same first.

    Of a unit only those of authorities: what one unit must do for its own safety, another may have
    to do as well.
    """
    every = material.of_some if material.is_public(actor) else material.of_authorities
    near = material.nearness(said)
    mixed = [c for c in every if near.get(c.key, 0.0) >= _NEAR]
    return sorted(mixed, key=lambda c: (not _mixes(material, actor, c), -near.get(c.key, 0.0)))


def _mixes(material: Material, actor: str, clause: TeachableClause) -> bool:
    return material.mixes_up(actor, clause.actors[0])


def _evidence(material: Material, actor: str, acts: Sequence[_Act]) -> tuple[Evidence, ...]:
    """The clauses, and what makes those of another the actor's own."""
    found = [material.evidence(a.clause) for a in acts]
    for act in acts:
        if actor not in act.clause.actors:
            found += material.applied(actor, act.clause)
    return tuple(dict.fromkeys(found))
