"""How hard a question is: declared by how it is made, and measured by how it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from assistant.training.question import DIFFICULTIES, Difficulty

#: Fewer answers say nothing about a question.
LEAST = 10
#: Shares of right answers beyond which a question tells nothing, and the discrimination below which.
TOO_EASY, TOO_HARD, TOO_FLAT = 0.95, 0.20, 0.15
#: Shares of right answers that are expected of each declared level: from, to.
EXPECTED: dict[Difficulty, tuple[float, float]] = {
    "易": (0.75, 1.0),
    "中": (0.45, 0.85),
    "难": (0.0, 0.60),
}
Weakness = Literal["太容易", "太难", "分不出水平", "答得好的反而错", "比标的容易", "比标的难"]


def rate(*, near: int, steps: int = 1) -> Difficulty:
    """The declared level.

    Args:
        near: 0 where one may be told from the other by its sort, 1 where they are of one sort, 2
            where they are mixed up, or differ in a word.
        steps: provisions that must be put together.
    """
    return DIFFICULTIES[min(max(near + steps - 1, 0), len(DIFFICULTIES) - 1)]


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How often one question was answered, by halves of the room.

    Attributes:
        id: of the question.
        declared: its level by construction.
        strong, strong_right: answers of the better half by total score, and the right ones.
        weak, weak_right: the same of the other half.
    """

    id: str
    declared: Difficulty
    strong: int
    strong_right: int
    weak: int
    weak_right: int


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """What the answers say of one question.

    Attributes:
        id, declared: as of ``AnswerCount``.
        answers: how many there are.
        right: share of right ones.
        discrimination: how much oftener the better half is right, −1 to 1 (the phi coefficient).
        weaknesses: what is wrong with it as a question; none for too few answers.
    """

    id: str
    declared: Difficulty
    answers: int
    right: float
    discrimination: float
    weaknesses: tuple[Weakness, ...]


def judge_items(counts: Sequence[AnswerCount]) -> tuple[ItemFinding, ...]:
    """What the answers say of each question; those without an answer are left out."""
    return tuple(_judge(c) for c in counts if c.strong + c.weak)


def _judge(count: AnswerCount) -> ItemFinding:
    answers = count.strong + count.weak
    right = (count.strong_right + count.weak_right) / answers
    told = _phi(count)
    return ItemFinding(
        count.id,
        count.declared,
        answers,
        right,
        told,
        tuple(_weaknesses(count.declared, right, told)) if answers >= LEAST else (),
    )


def _phi(count: AnswerCount) -> float:
    """Correlation of being right with being in the better half; 0 where one of them never varies."""
    a, b = count.strong_right, count.strong - count.strong_right
    c, d = count.weak_right, count.weak - count.weak_right
    spread = (a + b) * (c + d) * (a + c) * (b + d)
    return (a * d - b * c) / sqrt(spread) if spread else 0.0


def _weaknesses(declared: Difficulty, right: float, told: float) -> list[Weakness]:
    found: list[Weakness] = []
    if right >= TOO_EASY:
        found.append("太容易")
    elif right <= TOO_HARD:
        found.append("太难")
    if told < 0:
        found.append("答得好的反而错")
    elif told < TOO_FLAT:
        found.append("分不出水平")
    low, high = EXPECTED[declared]
    if right > high:
        found.append("比标的容易")
    elif right < low:
        found.append("比标的难")
    return found
