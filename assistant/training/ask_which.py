"""职责归属: which of five acts are duties of a body; two or three are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.training.clauses import TeachableClause
from assistant.training.drafting import ChoiceDraft, draft_multiple
from assistant.training.material import ALIKE, Material, chance, echoes
from assistant.training.question import Difficulty, Evidence, MultipleChoice

_OPTIONS = 5
#: Ways in which the acts of a body are grouped.
_ROUNDS = 2
#: Of a matter that the body has duties in as well, an act that says even this much of one of them
#: is no clear wrong answer.
_AKIN = 0.2
#: A wrong act is at most so many times as long as a right one, or as short.
_LENGTHS = 1.9


@dataclass(frozen=True, slots=True)
class _Act:
    """An act with the clause that it is words of."""

    words: str
    clause: TeachableClause

    def __str__(self) -> str:
        return self.words


def ask_which(material: Material, actor: str) -> Iterator[MultipleChoice]:
    """Questions on the duties that a body bears itself or through a reference."""
    borne = [c for c in material.clauses.certain(actor) if c.modality != "不得"]
    acts = [_Act(c.deed, c) for c in borne if c.deed and not echoes(actor, c.deed)]
    for round_ in range(_ROUNDS):
        mixed = material.shuffled(acts, actor, str(round_))
        yield from _groups(material, actor, mixed)


def _groups(material: Material, actor: str, mixed: list[_Act]) -> Iterator[MultipleChoice]:
    """Questions on acts taken two or three at a time."""
    while len(mixed) >= 2:
        many = 2 + chance(actor, mixed[0].words) % 2
        right, mixed = mixed[:many], mixed[many:]
        if len(right) < 2:
            return
        right.sort(key=lambda a: (a.clause.id.sort_key, a.clause.span))
        wrong = _wrong(material, actor, right)
        if len(wrong) == _OPTIONS - len(right):
            draft = ChoiceDraft(
                stem=f"下列哪些属于{actor}的职责？",
                right=[a.words for a in right],
                wrong=wrong,
                evidence=_evidence(material, actor, right),
                difficulty=_difficulty(right, actor),
                matters=tuple(dict.fromkeys(m for a in right for m in a.clause.matters)),
            )
            yield draft_multiple(material, "职责归属", draft)


def _wrong(material: Material, actor: str, right: Sequence[_Act]) -> list[str]:
    """Acts of others: of bodies that are mixed up with this one first, of like length."""
    usual = sum(len(a.words) for a in right) / len(right)
    found: list[str] = []
    taken: set[str] = set()
    matters = {m for c in material.clauses.certain(actor) for m in c.matters}
    shared = {c.id for c in material.clauses.own(actor) if c.open_ended}
    salt = "".join(a.words for a in right)
    for clause in material.shuffled(_others(material, actor, right[0].clause), salt):
        name = clause.actors[0]
        act = clause.deed
        if name in taken or clause.modality == "不得" or not act or clause.id in shared:
            continue
        if material.is_general(clause):
            continue
        if not usual / _LENGTHS <= len(act) <= usual * _LENGTHS or actor in act:
            continue
        akin = bool(set(clause.matters) & matters)
        if not material.may_bear(actor, act, _AKIN if akin else ALIKE):
            found.append(act)
            taken.add(name)
        if len(found) == _OPTIONS - len(right):
            break
    return found


def _others(material: Material, actor: str, near: TeachableClause) -> list[TeachableClause]:
    """Clauses of others, those of bodies that are mixed up with this one or near its matters first.

    Of a unit only those of authorities: what one unit must do for its own safety, another may have
    to do as well.
    """
    every = material.of_some if material.is_public(actor) else material.of_authorities
    akin = [c for c in every if material.near(near, actor, c.actors[0])]
    chapter = [c for c in every if c.leaf.chapter == near.leaf.chapter]
    few = akin if len(akin) >= 2 * _OPTIONS else [*akin, *chapter]
    return few if len(few) >= 4 * _OPTIONS else [*every]


def _evidence(material: Material, actor: str, right: Sequence[_Act]) -> tuple[Evidence, ...]:
    """The clauses, and what makes those of another the actor's own."""
    found = [material.evidence(a.clause) for a in right]
    for act in right:
        if actor not in act.clause.actors:
            found += material.applied(actor, act.clause)
    return tuple(dict.fromkeys(found))


def _difficulty(right: Sequence[_Act], actor: str) -> Difficulty:
    if any(actor not in a.clause.actors for a in right):
        return "难"
    return "中"
