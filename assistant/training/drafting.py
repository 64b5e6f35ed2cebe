"""Putting a question together: its id, the places of its options, its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from assistant.training.material import Material
from assistant.training.question import (
    TRUE_FALSE,
    Alteration,
    Difficulty,
    Evidence,
    QuizForm,
    QuizKind,
    QuizQuestion,
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


def question_id(kind: QuizKind, provision: str, *said: str) -> str:
    """``who-art10.item5-3fa2b1c9``: the same words, the same id."""
    digest = blake2b("\x1f".join(said).encode(), digest_size=5).hexdigest()
    return f"{_SHORT[kind]}-{provision}-{digest}"


def choice_question(
    material: Material,
    kind: QuizKind,
    stem: str,
    right: Sequence[str],
    wrong: Sequence[str],
    evidence: Sequence[Evidence],
    difficulty: Difficulty,
    matters: Sequence[str],
    scene: str = "",
) -> QuizQuestion:
    """A 单选 question for one right option, 多选 for several; the options in an order by chance."""
    form: QuizForm = "单选" if len(right) == 1 else "多选"
    options = material.shuffled((*right, *wrong), scene, stem, *sorted((*right, *wrong)))
    key = tuple(n for n, option in enumerate(options) if option in right)
    id_ = question_id(kind, str(evidence[0].id), scene, stem, *options)
    return QuizQuestion(
        id_,
        kind,
        form,
        stem,
        tuple(options),
        key,
        material.told(evidence),
        tuple(evidence),
        difficulty,
        tuple(matters),
        scene=scene,
    )


def statement_question(
    material: Material,
    statement: str,
    evidence: Evidence,
    difficulty: Difficulty,
    matters: Sequence[str],
    altered: Alteration | None = None,
) -> QuizQuestion:
    """A 判断 question; false where something is altered."""
    before = "正确。"
    if altered:
        before = f"错误。题中写“{altered.written}”，条文写的是“{altered.printed}”。"
    return QuizQuestion(
        question_id("判断正误", str(evidence.id), statement),
        "判断正误",
        "判断",
        statement,
        TRUE_FALSE,
        (1 if altered else 0,),
        material.told((evidence,), before),
        (evidence,),
        difficulty,
        tuple(matters),
        altered=altered,
    )
