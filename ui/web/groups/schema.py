"""What is sent to a group session. Unknown fields are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ui.web.groups.store import HOURS, MOST_HOURS

#: Teams of one session, and minutes that replies may be taken.
MOST_TEAMS, MOST_MINUTES = 8, 180
#: Steps, pairs or blanks of one reply.
_MOST_PARTS = 12
#: Characters of one part; how many a blank takes is the question's.
_LONGEST_PART = 200


class OpenGroup(BaseModel):
    """A session to be opened.

    Attributes:
        choice: the query of the address of 培训, which says what the paper is made of.
        paper: which of the two.
        hours: until it expires.
        teams: how many the participants choose from; 0 for none.
        keeps: whether counts of right answers outlive it, to improve questions.
    """

    model_config = ConfigDict(extra="forbid")

    choice: str = Field(max_length=4_000)
    paper: Literal["A", "B"] = "A"
    hours: int = Field(default=HOURS, ge=1, le=MOST_HOURS)
    teams: int = Field(default=0, ge=0, le=MOST_TEAMS)
    keeps: bool = False


class SetTime(BaseModel):
    """How long replies are taken from now on.

    Attributes:
        minutes: 0 for as long as the session lives.
    """

    model_config = ConfigDict(extra="forbid")

    minutes: float = Field(ge=0, le=MOST_MINUTES)


class SentReply(BaseModel):
    """A reply of a participant.

    Attributes:
        participant: a random word of the participant's browser.
        number: of the question, from 1.
        answer: numbers of options from 0, or words for blanks.
        team: that the participant has chosen, from 1; 0 for none.
    """

    model_config = ConfigDict(extra="forbid")

    participant: str = Field(pattern="^[A-Za-z0-9_-]{16,64}$")
    number: int = Field(ge=1, le=100)
    answer: list[int | Annotated[str, Field(max_length=_LONGEST_PART)]] = Field(
        min_length=1, max_length=_MOST_PARTS
    )
    team: int = Field(default=0, ge=0, le=MOST_TEAMS)
