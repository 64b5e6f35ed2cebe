"""What a training pack holds. Frozen values; documents and the page are made from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.answering.statement import Quote
from assistant.training.question import QuizKind, QuizQuestion

Mastery = Literal["入门", "熟练"]
LEVELS: tuple[Mastery, ...] = get_args(Mastery)
#: Lengths of a session, minutes, with the number of questions of one paper.
LENGTHS = {15: 5, 30: 10, 45: 15, 90: 25}


@dataclass(frozen=True, slots=True)
class PackChoice:
    """What somebody chose. The same choice on the same regulation gives the same pack.

    Attributes:
        scope: any of 第七条, 第二章, a matter (消防车通道), an actor (物业服务企业, or what people
            call it); all together. Empty for what the unit or the audience needs.
        unit: a kind of unit, whose checklist is the scope; empty for none.
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
    audience: str = ""
    minutes: int = 30
    level: Mastery = "入门"
    questions: int | None = None
    kinds: tuple[QuizKind, ...] = ()
    seed: int = 1
    exchanged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonPart:
    """One part of the session: what it is called, how many minutes, and what the trainer does."""

    title: str
    minutes: int
    doing: str


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One provision to talk about.

    Attributes:
        quote: its own words, whole.
        plain: the same in plain words; empty where the data has none.
        actors: whom it binds.
        matters: what it is about.
    """

    quote: Quote
    plain: tuple[str, ...]
    actors: tuple[str, ...]
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One variant.

    Attributes:
        name: A or B.
        questions: in the order of the paper.
        points: of each question, together 100.
    """

    name: str
    questions: tuple[QuizQuestion, ...]
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that a trainer needs for one session.

    Attributes:
        title: 消防安全责任培训：养老院.
        subtitle: 单位员工 · 30 分钟 · 入门.
        date: ISO date of making.
        notice: what the regulation's status obliges to say; on every page.
        source: 《…》 with status and version.
        scope: Chinese, what was chosen, one line.
        objectives: sentences.
        timeline: parts; their minutes together are ``choice.minutes``.
        talking: the most important first where the audience or the unit says what is, else in
            printed order; both papers ask of these only.
        papers: A and B.
        shared: how many key sentences of B are A's as well, where there are too few.
        available: how many questions the choice could give.
        sources: citations of all provisions in the pack, in printed order.
        remarks: sentences on the scope (what depends on a condition), may be empty.
    """

    choice: PackChoice
    title: str
    subtitle: str
    date: str
    notice: str
    source: str
    scope: str
    objectives: tuple[str, ...]
    timeline: tuple[LessonPart, ...]
    talking: tuple[TalkingPoint, ...]
    papers: tuple[Paper, Paper]
    shared: int
    available: int
    sources: tuple[str, ...]
    remarks: tuple[str, ...] = ()
