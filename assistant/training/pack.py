"""What a training pack holds. Frozen values; documents and the page are made from them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.statement import Quote
from assistant.comparing.comparison import TextComparison
from assistant.training.changes import ChangedWords
from assistant.training.choice import PackChoice
from assistant.training.question import QuizQuestion


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
        changed: what it became out of, where two texts are compared.
    """

    quote: Quote
    plain: tuple[str, ...]
    actors: tuple[str, ...]
    matters: tuple[str, ...]
    changed: ChangedWords | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
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
        comparison: whose changes it is about; None for none.
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
    comparison: TextComparison | None = None
