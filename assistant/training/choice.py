"""What somebody chose to be trained or examined on, and what he asks for in a conversation.

Frozen values alone: an answer carries them, so that they stand below everything that makes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from assistant.training.wanted import Wanted

if TYPE_CHECKING:
    from assistant.training.question import QuizKind  # six forms that no other answer needs

Mastery = Literal["入门", "熟练"]
LEVELS: tuple[Mastery, ...] = get_args(Mastery)
#: Lengths of a session, minutes, with the number of questions of one paper.
LENGTHS = {15: 5, 30: 10, 45: 15, 90: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChoice:
    """What somebody chose. The same choice on the same regulation gives the same pack.

    Attributes:
        scope: any of 第七条, 第二章, a matter (消防车通道), an actor (物业服务企业, or what people
            call it); all together. Empty for what the unit or the audience needs.
        unit: a kind of unit, whose checklist is the scope; empty for none.
        describe: a place in a sentence, answers: what was answered on it, by question: what its
            checklist certainly asks is the scope, and nothing else.
        against: a text with which this one is compared, by the name that the library has for it: what
            differs from it is the scope; empty for none.
        only: whether the provisions of ``scope`` are meant without those below them, and a question
            may rest on nothing else.
        audience: a name of the data's audiences, or what people call one.
        minutes: of the session; one of ``LENGTHS``.
        level: 入门 or 熟练.
        questions: of one paper; None for what ``minutes`` gives.
        kinds: only these; empty for all.
        seed: another seed, another pack.
        exchanged: numbers of questions (from 1) that were exchanged, in the order of exchanging; a
            number that stands twice was exchanged twice.
    """

    scope: tuple[str, ...] = ()
    unit: str = ""
    describe: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    against: str = ""
    only: bool = False
    audience: str = ""
    minutes: int = 30
    level: Mastery = "入门"
    questions: int | None = None
    kinds: tuple[QuizKind, ...] = ()
    seed: int = 1
    exchanged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        wanted: see ``Wanted``.
        choice: of what the questions are.
        keys: whether the keys are to be shown.
        reply: 自测: what was answered, as written; empty for nothing yet.
        noted: Chinese, what was made of words that could not be taken as they stand; may be empty.
    """

    wanted: Wanted
    choice: PackChoice
    keys: bool = False
    reply: str = ""
    noted: str = ""
