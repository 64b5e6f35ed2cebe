"""Questions to fit on, each with the text that it is put to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.assistant import Assistant
from assistant.understanding.understood import understand
from evals.gold import GOLD, GoldQuestion, load_questions
from evals.laws.questions import LawQuestion
from evals.lookups import load_items
from index.library import Library
from index.opened import Index

SEED = 20261130
#: Kinds whose answer turns on what the question takes for granted, not on which provision is near.
_PREMISES = ("false_premise", "unfounded")
#: Group of the cases on the shipped text, and of those whose text says nothing on them.
SHIPPED, ELSEWHERE = "shipped", "elsewhere"


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its text's index.

    Attributes:
        text: what is asked.
        assistant: for the text.
        group: the law, or the shipped text.
        answerable, must, ok: as of the question.
    """

    text: str
    assistant: Assistant
    group: str
    answerable: bool
    must: frozenset[str]
    ok: frozenset[str]

    @property
    def index(self) -> Index:
        """Of the text."""
        return self.assistant.index


def law_cases(questions: Sequence[LawQuestion], laws: Mapping[str, Assistant]) -> list[Case]:
    """Questions on laws without any data."""
    return [
        Case(
            q.text, laws[q.law], q.law, q.answerable, frozenset(q.must), frozenset((*q.must, *q.ok))
        )
        for q in questions
    ]


def shipped_cases(assistant: Assistant) -> list[Case]:
    """Questions of the dev half and for tuning, and look-ups that the register alone does not answer."""
    pool = [*load_questions("dev"), *load_questions(folder=GOLD / "tuning")]
    pool += [
        GoldQuestion(i.id, i.text, i.kind, "", True, tuple(i.must), tuple(i.ok))
        for i in load_items()
        if i.split == "dev" and i.must
    ]
    cases = []
    for q in pool:
        asked = understand(assistant.index, q.text)
        if asked.small_talk or asked.cites or asked.meta or q.kind in _PREMISES:
            continue
        if q.answerable and not q.must:
            continue
        must = frozenset(q.must if q.answerable else ())
        cases.append(Case(q.text, assistant, SHIPPED, q.answerable, must, must | frozenset(q.ok)))
    return cases


class _Rows:
    """Scores of some rows of what scores all."""

    def __init__(
        self, score: Callable[[Any], NDArray[np.float32]], kept: NDArray[np.int64]
    ) -> None:
        self._score, self._kept = score, kept

    def scores(self, asked: Any) -> NDArray[np.float32]:
        """Of the rows that are kept."""
        return self._score(asked)[self._kept]

    __call__ = scores


def without(case: Case) -> Case:
    """The question put to its text without the 条 that answer it or may be cited.

    What is left does not answer: a law that speaks of the matter and not of what is asked, which is
    the hardest that the scope rule meets. For texts without a question bank.
    """
    index = case.index
    articles = {i.partition(".")[0] for i in case.ok}
    kept = np.array(
        [n for n, leaf in enumerate(index.leaves) if str(leaf.id.parent_article()) not in articles]
    )
    place = {old: new for new, old in enumerate(kept.tolist())}
    references = [
        (place[a], place[b]) for a, b in index.references.tolist() if a in place and b in place
    ]
    leaves = tuple(index.leaves[row] for row in kept)
    fields = {**index.fields, "text": _Rows(index.fields["text"].scores, kept)}
    less = replace(
        index,
        leaves=leaves,
        rows={str(leaf.id): row for row, leaf in enumerate(leaves)},
        article_of=index.article_of[kept],
        references=np.array(references, np.int64).reshape(-1, 2),
        kinds={name: flags[kept] for name, flags in index.kinds.items()},
        fields=fields,  # type: ignore[arg-type]
        dense=_Rows(index.dense, kept),
    )
    none: frozenset[str] = frozenset()
    return Case(case.text, Assistant(Library((less,))), case.group, False, none, none)


def elsewhere_cases(laws: Sequence[Case]) -> list[Case]:
    """Questions on one law put to the next: nothing there answers them."""
    groups = list(dict.fromkeys(c.group for c in laws))
    by = {c.group: c.assistant for c in laws}
    after = dict(zip(groups, [*groups[1:], groups[0]], strict=True))
    none: frozenset[str] = frozenset()
    return [
        Case(c.text, by[after[c.group]], ELSEWHERE, False, none, none)
        for c in laws[::4]
        if c.answerable
    ]
