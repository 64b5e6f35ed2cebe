"""What a session is about: words, a kind of unit or an audience → the clauses to teach and to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.training.changes import TaughtChanges
from assistant.training.choice import LENGTHS, LEVELS, PackChoice
from assistant.training.clauses import TeachableClause
from assistant.training.material import Material
from assistant.training.meant import ScopeMeant, find_meant, wrong_choice
from assistant.training.of_places import find_of_place, find_of_unit
from assistant.training.question import KINDS, QuizQuestion
from corpus.citing.citations import format_citation, parse_id
from corpus.errors import FiredutyError
from corpus.register.records import ClauseKey
from corpus.teaching.data import Audience
from corpus.text.provision import ProvisionId

#: A choice that would not fit on paper.
MOST_QUESTIONS = 200
#: Provisions without duties that are talked about.
_BESIDES, _BESIDES_CHANGED = 2, 6
#: Conditions that are named.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingScope:
    """What was chosen.

    Attributes:
        name: a short name for titles: 养老院, 消防车通道.
        told: one line, Chinese.
        clauses: what is asked, in the order of importance.
        actors: bodies that the choice names; their lists of duties may be asked.
        unit: the kind of unit, empty for none.
        audience: who sits in the room; None where nobody was named.
        remarks: sentences on what depends on a condition.
        ranked: whether ``clauses`` stand in the order of importance; else in printed order.
        besides: provisions to talk about that bind nobody to act.
        exact: whether a question may rest on nothing else than ``clauses``.
        further: questions that belong to the scope beside those of its clauses.
    """

    name: str
    told: str
    clauses: tuple[TeachableClause, ...]
    actors: tuple[str, ...] = ()
    unit: str = ""
    audience: Audience | None = None
    remarks: tuple[str, ...] = ()
    ranked: bool = False
    besides: tuple[ProvisionId, ...] = ()
    exact: bool = False
    further: tuple[QuizQuestion, ...] = ()


def check_choice(choice: PackChoice, audiences: Sequence[Audience]) -> None:
    """Whether a choice can be one.

    Raises:
        FiredutyError: a value is out of range or unknown; says which there are.
    """
    if choice.minutes not in LENGTHS:
        raise wrong_choice(
            f"时长 {choice.minutes} 分钟不行；可以是 {'、'.join(map(str, LENGTHS))} 分钟"
        )
    if choice.level not in LEVELS:
        raise wrong_choice(f"没有「{choice.level}」这个难度；可以是{'、'.join(LEVELS)}")
    if unknown := [k for k in choice.kinds if k not in KINDS]:
        raise wrong_choice(f"没有「{unknown[0]}」这种题；可以是{'、'.join(KINDS)}")
    if choice.questions is not None and not 1 <= choice.questions <= MOST_QUESTIONS:
        raise wrong_choice(f"一份卷子可以有 1 到 {MOST_QUESTIONS} 题，不能是 {choice.questions} 题")
    if choice.audience and find_audience(choice.audience, audiences) is None:
        names = "、".join(a.name for a in audiences) or "（这部法规没有这份数据）"
        raise wrong_choice(f"不认识的培训对象「{choice.audience}」；可以是{names}")


def find_audience(words: str, audiences: Sequence[Audience]) -> Audience | None:
    """The audience that goes by a name."""
    return next((a for a in audiences if words == a.name or words in a.lay), None)


def find_scope(
    material: Material, choice: PackChoice, changes: TaughtChanges | None = None
) -> TrainingScope:
    """The clauses that a choice means.

    Words decide; with a unit or a place, of what its checklist holds. Without any of them, what the
    audience needs; without any choice, everything; of all that, what another text does not say as well,
    where one is compared with.

    Raises:
        FiredutyError: a word means nothing, or nothing is left.
    """
    audience = find_audience(choice.audience, material.data.audiences)
    by_words = [find_meant(material, word) for word in choice.scope]
    is_place = bool(choice.describe or choice.answers)
    by_unit = find_of_place(material, choice) if is_place else None
    if choice.unit and not is_place:
        by_unit = find_of_unit(material, choice.unit)
    found = _clauses(material, by_words, by_unit, audience)
    found = changes.differing(found) if changes is not None else found
    if choice.only:
        exactly = set(map(parse_id, choice.scope))
        found = tuple(c for c in found if c.id in exactly)
    words = _words_named(material, choice)
    named = [*([by_unit.name or choice.unit] if by_unit else []), *words]
    if not found:
        raise wrong_choice(_nothing_left(named, changes))
    actors = [a for one in by_words for a in one.actors]
    if not by_words:
        actors += [*(by_unit.actors if by_unit else ()), *(audience.actors if audience else ())]
    by_others = bool(by_words) or changes is not None
    return TrainingScope(
        name="、".join(named) or _named_by_others(material, audience, changes),
        told=_told(choice, named, words, audience, changes),
        clauses=found,
        actors=tuple(dict.fromkeys(actors)),
        unit=choice.unit,
        audience=audience,
        remarks=by_unit.remarks if by_unit else (),
        ranked=not by_others and bool(by_unit or audience),
        besides=_besides(material, found, choice, audience, changes),
        exact=choice.only or is_place or changes is not None,
        further=tuple(changes.ask(material, found)) if changes is not None else (),
    )


def _nothing_left(named: Sequence[str], changes: TaughtChanges | None) -> str:
    if changes is not None:
        inside = f"在「{'」和「'.join(named)}」里" if named else ""
        return f"和{changes.other}相比，{inside}没有文字不同、又可以出题的条款"
    return f"「{'」和「'.join(named)}」合在一起没有可以出题的条款，请放宽范围"


def _named_by_others(
    material: Material, audience: Audience | None, changes: TaughtChanges | None
) -> str:
    if changes is not None:
        return f"和{changes.other}不同的地方"
    return audience.name if audience else material.regulation.title


def _words_named(material: Material, choice: PackChoice) -> list[str]:
    """The words of a scope; of many provisions how many there are."""
    named = []
    for word in choice.scope:
        try:
            address = parse_id("".join(word.split()))
        except FiredutyError:
            named.append(word)
        else:
            named.append(format_citation(address, material.regulation, title=False))
    return named if len(named) <= _NAMED else [f"{named[0]}等 {len(named)} 处"]


def _clauses(
    material: Material,
    by_words: Sequence[ScopeMeant],
    by_unit: ScopeMeant | None,
    audience: Audience | None,
) -> tuple[TeachableClause, ...]:
    """The clauses that say enough to be asked, in the order of what they are found by."""
    clauses: Iterable[TeachableClause] = material.clauses.all
    if by_words:
        keys = {c.key for one in by_words for c in one.clauses}
        if by_unit:
            keys &= {c.key for c in by_unit.clauses}
        clauses = (c for c in clauses if c.key in keys)
    elif by_unit:
        clauses = by_unit.clauses
    elif audience:
        clauses = _of_focus(material, audience)
    return tuple(c for c in clauses if c.clear or c.acts)


def _besides(
    material: Material,
    found: Sequence[TeachableClause],
    choice: PackChoice,
    audience: Audience | None,
    changes: TaughtChanges | None,
) -> tuple[ProvisionId, ...]:
    """Provisions to talk about that bind nobody to act: what follows where nothing is done.

    Of what changed everything else that did.
    """
    if choice.scope:
        return ()
    if changes is not None:
        bound = {c.id for c in found}
        if not changes.comparison.is_one_law:
            return ()
        return tuple(i for i in changes.leaves if i not in bound)[:_BESIDES_CHANGED]
    if audience is None or choice.describe or choice.answers:
        return ()
    bound = {c.id for c in material.clauses.all}
    ids = [i for i in map(parse_id, audience.focus) if i in material.leaves and i not in bound]
    return tuple(ids[:_BESIDES])


def _of_focus(material: Material, audience: Audience) -> list[TeachableClause]:
    found: dict[ClauseKey, TeachableClause] = {}
    for provision in audience.focus:
        address = parse_id(provision)
        for clause in material.clauses.all:
            if clause.id == address or (
                not (address.item or address.paragraph) and clause.id.lies_in(address)
            ):
                found.setdefault(clause.key, clause)
    return list(found.values())


def _told(
    choice: PackChoice,
    named: Sequence[str],
    words: Sequence[str],
    audience: Audience | None,
    changes: TaughtChanges | None,
) -> str:
    parts = []
    if words:
        parts.append(f"范围：{'、'.join(words)}")
    if choice.describe or choice.answers:
        parts.append(f"{named[0]}的清单里要做、要守的，一项不多")
    elif choice.unit:
        parts.append(f"单位类型：{choice.unit}（按适用清单）")
    if changes is not None:
        parts.append(f"只讲和{changes.other}不同的条文")
    if audience:
        parts.append(f"对象：{audience.name}")
    return "；".join(parts) or "范围：全文"
