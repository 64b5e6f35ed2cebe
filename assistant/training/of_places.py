"""What the checklist of a kind of unit, or of one place, means as a scope."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.training.choice import PackChoice
from assistant.training.material import Material
from assistant.training.meant import ScopeMeant, wrong_choice
from corpus.premises.errors import UnknownChoiceError, UnknownUnitError
from corpus.premises.work import WorkKind, work_of
from corpus.register.bearing import UNIVERSAL
from corpus.register.records import ClauseKey

#: Conditions and words of a place that are named.
_NAMED = 3


def find_of_unit(material: Material, unit: str) -> ScopeMeant:
    """What the checklist of a kind of unit holds: duties of its kind, general ones, its regulators'.

    Raises:
        FiredutyError: the kind is unknown, or the regulation has no such data.
    """
    guide = material.guide
    if guide is None or not guide.units:
        raise wrong_choice("这部法规没有单位类型数据，请改用条、章、事项或主体选范围")
    try:
        checklist = guide.checklist(guide.choose([unit]))
    except UnknownUnitError as error:
        raise wrong_choice(error.fault) from error
    lines: dict[ClauseKey, str] = {x.duty.key: x.condition for x in checklist.lines}
    by_key = material.clauses.by_key
    certain = [by_key[k] for k, condition in lines.items() if not condition and k in by_key]
    special = sorted(certain, key=lambda c: c.leaf.id.article in _general(material))
    around = [t.duty.key for t in (*checklist.regulators, *checklist.others)]
    towards = [by_key[k] for k in dict.fromkeys(around) if k in by_key and k not in lines]
    conditions = dict.fromkeys(
        (*filter(None, lines.values()), *(q.condition for q in checklist.open_questions))
    )
    own = (x.actor.split("、") for x in checklist.certain)
    names = dict.fromkeys(n for of_line in own for n in of_line if n in material.clauses.level)
    actors = sorted(names, key=lambda n: n in UNIVERSAL)
    return ScopeMeant((*special, *towards), tuple(actors), _depending(list(conditions)))


def find_of_place(material: Material, choice: PackChoice) -> ScopeMeant:
    """What the checklist of a place certainly asks to do or to keep to, and nothing else.

    Raises:
        FiredutyError: the place is unknown or contradicts itself, or the regulation has no such data.
    """
    guide = material.guide
    if guide is None or not guide.units:
        raise wrong_choice("这部法规没有单位类型数据，列不出清单，请改用条、章、事项或主体选范围")
    place = guide.describe(choice.describe)
    ids = {name: q.id for q in guide.data.questions for name in (q.flag, q.id)}
    if unknown := [name for name, _ in choice.answers if name not in ids]:
        flags = "、".join(q.flag for q in guide.data.questions)
        raise wrong_choice(f"这部法规的清单没有「{unknown[0]}」这个问题；有：{flags}")
    answers = [(ids[name], value) for name, value in choice.answers]
    try:
        place = place.joined(guide.choose([choice.unit] if choice.unit else [], answers))
    except (UnknownUnitError, UnknownChoiceError) as error:
        raise wrong_choice(error.fault) from error
    checklist = guide.checklist(place)
    work = [x for x in work_of(checklist, material.regulation) if x.kind is WorkKind.TO_DO]
    keys = dict.fromkeys(x.duty.key for w in work if not w.condition for x in w.lines)
    by_key = material.clauses.by_key
    found = tuple(by_key[k] for k in keys if k in by_key)
    special = sorted(found, key=lambda c: c.leaf.id.article in _general(material))
    names = dict.fromkeys(n for c in found for n in c.actors if n in material.clauses.level)
    said = dict.fromkeys([k.said for k in place.kinds] + [f.said for f in place.facts])
    conditions = dict.fromkeys(
        (
            *(w.condition for w in work if w.condition),
            *(q.condition for q in checklist.open_questions),
        )
    )
    return ScopeMeant(
        tuple(special),
        tuple(sorted(names, key=lambda n: n in UNIVERSAL)),
        _depending(list(conditions)),
        "、".join(list(said)[:_NAMED]),
    )


def _depending(conditions: Sequence[str]) -> tuple[str, ...]:
    """What a checklist cannot say before more is known."""
    if not conditions:
        return ()
    named = "；".join(f"如果{c}" for c in conditions[:_NAMED])
    more = f"等 {len(conditions)} 种情况" if len(conditions) > _NAMED else ""
    return (
        f"另有职责要看具体情况才知道适不适用（{named}{more}），没有出成题；请用「我的清单」逐项确认。",
    )


def _general(material: Material) -> set[str]:
    """Articles whose duties every unit has."""
    return {c.leaf.id.article for c in material.clauses.all if c.universal}
