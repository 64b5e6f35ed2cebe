"""A group that answers one paper, as it is read. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import FiredutyError

ParticipantReply = Sequence[int | str]


class GroupError(FiredutyError):
    """Why a group cannot go on: one Chinese sentence, and the status of the response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class GroupSession:
    """One session, without its paper.

    Attributes:
        code: what participants type.
        created, expires: seconds since 1970.
        title: of the paper.
        open: whether replies are taken; the key is shown when they are not.
    """

    code: str
    created: float
    expires: float
    title: str
    open: bool


@dataclass(frozen=True, slots=True)
class ReplyTally:
    """What was answered.

    Attributes:
        participants: how many have answered anything.
        replies: for each number, the different replies with how many gave each, most first.
    """

    participants: int
    replies: Mapping[int, tuple[tuple[ParticipantReply, int], ...]]
