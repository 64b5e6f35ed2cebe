"""案例: a short scene whose questions provisions and checklists answer.

Scenes are reviewed data. Beside them, each kind of unit is asked for its own checklist, among duties of
it with a word changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.training.altering import slots_of
from assistant.training.clauses import TeachableClause
from assistant.training.difficulty import rate
from assistant.training.drafting import ChoiceDraft, draft_multiple, draft_single
from assistant.training.material import Material, chance
from assistant.training.question import ChoiceQuestion, Evidence, MultipleChoice
from corpus.citing.citations import parse_id
from corpus.errors import FiredutyError
from corpus.language.body_level import BodyLevel
from corpus.teaching.data import UNIT_SLOT, Scene, SceneQuestion
from corpus.text.provision import Regulation

_OPTIONS = 5
_LENGTHS = 2.2
#: Reviewed ways to ask for a kind of unit's checklist: scene and stem. The subject of a regulation may
#: not be stated: then the sentences stand without it.
_OPENINGS = (
    (
        "某{unit}新来了一位负责人，第一天上岗就想弄清本单位{in_field}要做什么。",
        "按照{kind}，下列哪些是这家{unit}应当做到的？",
    ),
    (
        "某{unit}正在编写本单位的{subject}职责清单，请大家一起核对。",
        "按照{kind}，下列哪些应当写进这张清单？",
    ),
    (
        "某{unit}准备给新员工上第一堂{field}课，讲的内容要以{kind}为准。",
        "下列哪些是{kind}对这类场所写明的要求？",
    ),
)


def ask_scene(material: Material, scene: Scene) -> Iterator[ChoiceQuestion]:
    """The questions of a reviewed scene, for each kind of unit that it fits."""
    for unit in scene.units or ("",):
        for ask in scene.asks:
            yield _of_scene(material, scene, ask, unit)


def _of_scene(material: Material, scene: Scene, ask: SceneQuestion, unit: str) -> ChoiceQuestion:
    evidence = [_evidence(material, r.provision, r.quote) for r in ask.right]
    for actor in ask.actors:
        for right in ask.right:
            clause = material.clause_with(material.leaf(parse_id(right.provision)), right.quote)
            if clause and not set(ask.actors) & set(clause.actors):
                evidence += material.applied(actor, clause)
    draft = ChoiceDraft(
        stem=ask.stem.replace(UNIT_SLOT, unit),
        right=[r.text for r in ask.right],
        wrong=[w.text for w in ask.wrong],
        evidence=tuple(dict.fromkeys(evidence)),
        difficulty=rate(near=1, steps=1 if ask.form == "单选" else 2),
        matters=scene.about,
        scene=scene.text.replace(UNIT_SLOT, unit),
    )
    draw = draft_single if len(ask.right) == 1 else draft_multiple
    return draw(material, "案例", draft)


def _evidence(material: Material, provision: str, quote: str) -> Evidence:
    return material.around(material.leaf(parse_id(provision)), quote)


# --- by checklist -------------------------------------------------------------------------------


def ask_unit(material: Material, unit: str) -> Iterator[MultipleChoice]:
    """Which duties a kind of unit has, by its checklist; none where only the general ones apply."""
    guide = material.guide
    if guide is None:
        return
    try:
        checklist = guide.checklist(guide.choose([unit]))
    except FiredutyError:
        return
    clauses = [c for line in checklist.certain if (c := material.clauses.by_key.get(line.duty.key))]
    own = [c for c in clauses if not c.universal]
    if not own or any(material.is_public(name) for c in own for name in c.actors):
        return  # the openings speak of staff
    if any(material.clauses.level.get(name) is BodyLevel.PERSON for c in own for name in c.actors):
        return
    mixed = material.shuffled([c for c in own if c.deed], unit)
    general = material.shuffled([c for c in clauses if c.universal and c.deed], unit)
    for round_ in range(len(_OPENINGS)):
        right = [*mixed[round_ * 2 : round_ * 2 + 2], *general[round_ : round_ + 1]]
        if len(right) < 2 or not set(right) & set(own):
            return
        others = [c for c in (*own, *clauses) if c.deed and c not in right]
        wrong = _altered(material, unit, right, dict.fromkeys(others))
        if len(wrong) + len(right) == _OPTIONS:
            yield _of_unit(material, unit, round_, right, wrong)


def _of_unit(
    material: Material,
    unit: str,
    round_: int,
    right: Sequence[TeachableClause],
    wrong: Sequence[str],
) -> MultipleChoice:
    scene, stem = _opening(material.regulation, unit, round_)
    draft = ChoiceDraft(
        stem=stem,
        right=[c.deed for c in right],
        wrong=wrong,
        evidence=tuple(material.evidence(c) for c in right),
        difficulty=rate(near=1, steps=len({c.id for c in right})),
        matters=tuple(dict.fromkeys(m for c in right for m in c.matters)),
        scene=scene,
    )
    return draft_multiple(material, "案例", draft)


def _altered(
    material: Material,
    unit: str,
    right: Sequence[TeachableClause],
    others: Iterable[TeachableClause],
) -> list[str]:
    """Duties of the unit with a word changed, of like length."""
    usual = sum(len(c.deed) for c in right) / len(right)
    found: list[str] = []
    for clause in material.shuffled(others, unit, right[0].text):
        if len(found) == _OPTIONS - len(right):
            break
        slots = slots_of(material, clause, clause.deed)
        if slots and usual / _LENGTHS <= len(clause.deed) <= usual * _LENGTHS:
            slot = slots[chance(unit, clause.text) % len(slots)]
            found.append(clause.deed.replace(slot.printed, slot.written[0]))
    return found


def _opening(regulation: Regulation, unit: str, round_: int) -> tuple[str, ...]:
    field = regulation.subject.removesuffix("安全")  # 消防安全：在消防上，消防课
    words = {
        "unit": unit,
        "kind": regulation.key,
        "subject": regulation.subject,
        "field": field,
        "in_field": field and f"在{field}上",
    }
    return tuple(w.format_map(words) for w in _OPENINGS[round_])
