"""A group that answers one paper, as it is read. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.training.difficulty import AnswerCount
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
        choice: the query of the address of 培训 that the paper was made of.
        teams: how many there are to choose from; 0 for none.
        ends: when replies are taken no more, seconds since 1970; None while no time is set.
        keeps: whether counts of right answers outlive it, which its host has chosen.
    """

    code: str
    created: float
    expires: float
    title: str
    open: bool
    choice: str = ""
    teams: int = 0
    ends: float | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class ReplyTally:
    """What was answered.

    Attributes:
        participants: how many have answered anything.
        replies: for each number, the different replies with how many gave each, most first.
    """

    participants: int
    replies: Mapping[int, tuple[tuple[ParticipantReply, int], ...]]


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What one participant, of whom nothing else is known, has answered.

    Attributes:
        team: from 1; 0 for none.
        replies: for each number the latest.
    """

    team: int
    replies: Mapping[int, ParticipantReply]


@dataclass(frozen=True, slots=True)
class KeptCount:
    """How often one question was right in one session, of which nothing else is kept.

    Attributes:
        session: tells sessions apart; no code.
        day: ISO date.
        form, stem: of the question.
        count: by halves of the room.
    """

    session: str
    day: str
    form: str
    stem: str
    count: AnswerCount
