"""Putting a question together: its id, the places of its options, its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from assistant.training.material import Material
from assistant.training.question import (
    Alteration,
    Difficulty,
    Evidence,
    MultipleChoice,
    MultipleKind,
    QuizKind,
    SingleChoice,
    SingleKind,
    TrueFalse,
)

#: Letters that an id begins with.
_SHORT: dict[QuizKind, str] = {
    "谁负责": "who",
    "数字期限": "time",
    "职责归属": "which",
    "判断正误": "true",
    "填空": "fill",
    "排序": "order",
    "连线": "match",
    "案例": "case",
}


def make_id(kind: QuizKind, provision: str, *said: str) -> str:
    """``who-art10.item5-3fa2b1c9``: the same words, the same id."""
    digest = blake2b("\x1f".join(said).encode(), digest_size=5).hexdigest()
    return f"{_SHORT[kind]}-{provision}-{digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceDraft:
    """A question whose options are not yet in their places.

    Attributes:
        right, wrong: options.
        evidence: the provisions that decide, the key sentence's first.
        scene: a short scene before the stem; empty for none.
        before: what the explanation begins with.
    """

    stem: str
    right: Sequence[str]
    wrong: Sequence[str]
    evidence: Sequence[Evidence]
    difficulty: Difficulty
    matters: Sequence[str]
    scene: str = ""
    before: str = ""


def draft_single(material: Material, kind: SingleKind, draft: ChoiceDraft) -> SingleChoice:
    """A question with one right option."""
    options = _mix(material, draft)
    (right,) = draft.right
    return SingleChoice(
        **_finish(material, kind, draft, options), kind=kind, key=options.index(right)
    )


def draft_multiple(material: Material, kind: MultipleKind, draft: ChoiceDraft) -> MultipleChoice:
    """A question with several right options."""
    options = _mix(material, draft)
    key = tuple(n for n, option in enumerate(options) if option in draft.right)
    return MultipleChoice(**_finish(material, kind, draft, options), kind=kind, key=key)


def _mix(material: Material, draft: ChoiceDraft) -> tuple[str, ...]:
    """The options in an order by chance, which does not depend on which of them are right."""
    options = sorted((*draft.right, *draft.wrong))
    return tuple(material.shuffled(options, draft.scene, draft.stem, *options))


def _finish(
    material: Material, kind: QuizKind, draft: ChoiceDraft, options: tuple[str, ...]
) -> dict[str, Any]:
    """The fields that both have, as arguments."""
    first = str(draft.evidence[0].id)
    return {
        "id": make_id(kind, first, draft.scene, draft.stem, *options),
        "stem": draft.stem,
        "options": options,
        "explanation": material.told(draft.evidence, draft.before),
        "evidence": tuple(draft.evidence),
        "difficulty": draft.difficulty,
        "matters": tuple(draft.matters),
        "scene": draft.scene,
    }


def draft_statement(
    material: Material,
    statement: str,
    evidence: Evidence,
    difficulty: Difficulty,
    matters: Sequence[str],
    *,
    altered: Alteration | None = None,
) -> TrueFalse:
    """A 判断 question; false where something is altered."""
    before = "正确。"
    if altered:
        before = f"错误。题中写“{altered.written}”，条文写的是“{altered.printed}”。"
    return TrueFalse(
        id=make_id("判断正误", str(evidence.id), statement),
        kind="判断正误",
        stem=statement,
        key=altered is None,
        explanation=material.told((evidence,), before),
        evidence=(evidence,),
        difficulty=difficulty,
        matters=tuple(matters),
        altered=altered,
    )
