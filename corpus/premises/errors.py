"""What a choice that means nothing is told, for the command line and for everything else."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import USAGE, FiredutyError


class UnknownUnitError(FiredutyError):
    """A kind of unit that the data does not know.

    Attributes:
        fault: what is wrong, without a way out.
        near: known kinds that look alike.

    Args:
        word: as chosen.
        near: as the attribute.
    """

    def __init__(self, word: str, near: Sequence[str]) -> None:
        self.near = tuple(near)
        hint = f"；相近的有{'、'.join(near)}" if near else ""
        self.fault = f"不认识的单位类型「{word}」{hint}"
        super().__init__(f"{self.fault}；也可以用 --describe 说一句话", exit_code=USAGE)


class UnknownChoiceError(FiredutyError):
    """A choice that a question does not offer.

    Attributes:
        question: its id.
        fault: what is wrong, without the question.

    Args:
        question: its id.
        flag: the option of the command line that asks it.
        choice: as chosen.
        offered: what may be chosen.
    """

    def __init__(self, question: str, flag: str, choice: str, offered: Sequence[str]) -> None:
        self.question = question
        self.fault = f"没有「{choice}」这个选项；可以是：{'、'.join(offered)}"
        super().__init__(f"--{flag} {self.fault}", exit_code=USAGE)
