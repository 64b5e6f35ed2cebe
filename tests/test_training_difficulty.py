"""How hard questions are: by construction, and by how they were answered."""

from __future__ import annotations

import pytest

from assistant.training.difficulty import AnswerCount, judge_items, rate
from assistant.training.question import Difficulty


@pytest.mark.parametrize(
    ("near", "steps", "level"),
    [(0, 1, "易"), (1, 1, "中"), (2, 1, "难"), (0, 2, "中"), (1, 2, "难"), (2, 3, "难")],
)
def test_the_declared_level(near: int, steps: int, level: Difficulty) -> None:
    assert rate(near=near, steps=steps) == level


@pytest.mark.parametrize(
    ("count", "right", "told", "weaknesses"),
    [
        # The better half knows it, the other guesses: nothing to say.
        (AnswerCount("a", "中", 20, 18, 20, 8), 0.65, 0.52, ()),
        # Everybody is right: nothing is told, and it was declared hard.
        (AnswerCount("b", "难", 20, 20, 20, 20), 1.0, 0.0, ("太容易", "分不出水平", "比标的容易")),
        # The better half is oftener wrong: the key may be.
        (AnswerCount("c", "中", 20, 6, 20, 14), 0.5, -0.4, ("答得好的反而错",)),
        (AnswerCount("d", "易", 20, 3, 20, 1), 0.1, 0.17, ("太难", "比标的难")),
        # Too few answers to name anything.
        (AnswerCount("e", "中", 4, 4, 4, 4), 1.0, 0.0, ()),
    ],
)
def test_what_answers_say(
    count: AnswerCount, right: float, told: float, weaknesses: tuple[str, ...]
) -> None:
    (found,) = judge_items([count])
    assert found.right == pytest.approx(right)
    assert found.discrimination == pytest.approx(told, abs=0.01)
    assert found.weaknesses == weaknesses


def test_a_question_without_an_answer_is_left_out() -> None:
    assert judge_items([AnswerCount("a", "易", 0, 0, 0, 0)]) == ()
