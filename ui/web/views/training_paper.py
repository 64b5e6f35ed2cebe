"""One paper of a pack: its questions, with key and explanation one click away. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from assistant.training.pack import Pack
from assistant.training.question import (
    BLANK,
    LETTERS,
    Alteration,
    QuizQuestion,
    SingleChoice,
    TrueFalse,
    key_text,
    list_columns,
)
from ui.web.templating import render
from ui.web.views.markup import Links
from ui.web.views.training_form import TrainingQuery

#: Single questions are exchanged in this paper; the other is another set as a whole.
EXCHANGES = "A"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A question as it is shown; ``swap``: the address of the pack with another in its place."""

    number: int
    question: QuizQuestion
    points: int
    swap: str

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands beside its number."""
        question = self.question
        return (
            question.kind,
            *question.matters[:2],
            question.difficulty,
            f"{self.points} 分",
        )

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """What stands below the stem; right and wrong go without saying."""
        return () if isinstance(self.question, TrueFalse) else list_columns(self.question)

    @property
    def key(self) -> str:
        """The answer."""
        return key_text(self.question)

    @property
    def spelled(self) -> str:
        """The words of the right option, where the key is one letter."""
        if not isinstance(self.question, SingleChoice):
            return ""
        at = self.question.key
        return f"{LETTERS[at]}．{self.question.options[at]}"

    @property
    def altered(self) -> Alteration | None:
        """Where a statement that is wrong departs from the text."""
        return self.question.altered if isinstance(self.question, TrueFalse) else None


def render_paper(
    query: TrainingQuery, pack: Pack, links: Links, *, hides_keys: bool = False
) -> Markup:
    """The papers as tabs, and the questions of the one that is chosen.

    Args:
        hides_keys: whether a group answers them just now.
    """
    paper = next(p for p in pack.papers if p.name == query.paper)
    rows = [
        PaperRow(number, question, points, _swap(query, number))
        for number, (question, points) in enumerate(
            zip(paper.questions, paper.points, strict=True), 1
        )
    ]
    return render(
        "training/paper",
        papers=[(p.name, query.address(paper=p.name)) for p in pack.papers],
        shown=query.paper,
        rows=rows,
        points=sum(paper.points),
        links=links,
        hides_keys=hides_keys,
        blank=BLANK,
    )


def _swap(query: TrainingQuery, number: int) -> str:
    if query.paper != EXCHANGES:
        return ""
    return query.address(exchanged=(*query.choice.exchanged, number))
