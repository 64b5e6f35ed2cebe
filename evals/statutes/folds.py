"""Runs that learn from labels, each fold by the labels of the others.

What ranks a question of an outer fold has learned from the other folds only. The features that fit
its models come from ``Labelled`` that saw neither the outer fold nor the training question itself:
inside an outer fold the training questions are cut into ``PARTS``, and each part is described by
what the other parts teach.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from evals.statutes.features import candidates
from evals.statutes.gold import StatuteQuestion, folds_of
from evals.statutes.labels import Labelled, find_pool, learn
from evals.statutes.map import Lesson
from evals.statutes.ranker import fit_linear, fit_ranker
from evals.statutes.search import Integers, StatuteIndex

PARTS = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranking of one question.

    Attributes:
        question: its place.
        linear: by the linear model.
        rows: by the ranker.
        seconds: from the text to ``rows``.
    """

    question: int
    linear: Integers
    rows: Integers
    seconds: float


class CrossFit:
    """What is learned for one outer fold.

    Args:
        index: of the articles.
        questions: those with an answer in the corpus.
        folds: outer fold of each.
        lessons: as ``fit_map`` wants them, one per question.
        outer: the fold whose questions are ranked.
        seed: of the parts and the fits.
    """

    def __init__(
        self,
        index: StatuteIndex,
        questions: Sequence[StatuteQuestion],
        *,
        folds: Integers,
        lessons: Sequence[Lesson],
        outer: int,
        seed: int,
    ) -> None:
        self._index, self._questions, self._lessons = index, questions, lessons
        self._seed = seed
        self.train: list[int] = np.flatnonzero(folds != outer).tolist()
        self.test: list[int] = np.flatnonzero(folds == outer).tolist()
        parts = folds_of([questions[i] for i in self.train], PARTS, seed)
        self._part = dict(zip(self.train, parts.tolist(), strict=True))
        self.full = self._without(None)
        self._inner = [self._without(part) for part in range(PARTS)]

    def describes(self, question: int) -> Labelled:
        """What may describe a question: it has seen neither the question nor the outer fold."""
        part = self._part.get(question)
        return self.full if part is None else self._inner[part]

    def _without(self, part: int | None) -> Labelled:
        chosen = [i for i in self.train if self._part[i] != part]
        questions = [self._questions[i] for i in chosen]
        return learn(self._index, questions, [self._lessons[i] for i in chosen], self._seed)


def rank_folds(
    index: StatuteIndex,
    questions: Sequence[StatuteQuestion],
    folds: Integers,
    lessons: Sequence[Lesson],
    seed: int,
) -> Iterator[Ranked]:
    """Every question ranked by what the other folds teach."""
    for outer in tqdm(np.unique(folds).tolist(), desc="有标签检索", file=sys.stderr, disable=None):
        models = CrossFit(index, questions, folds=folds, lessons=lessons, outer=outer, seed=seed)
        yield from _rank_fold(index, questions, models, seed)


def _rank_fold(
    index: StatuteIndex, questions: Sequence[StatuteQuestion], models: CrossFit, seed: int
) -> Iterator[Ranked]:
    taught = [questions[i] for i in models.train]
    described = [models.describes(i) for i in models.train]
    pools = [
        find_pool(index, labelled, index.signals(q.text))
        for labelled, q in zip(described, taught, strict=True)
    ]
    weights = fit_linear(pools, taught)
    found = [
        candidates(index, labelled, pool, weights)
        for labelled, pool in zip(described, pools, strict=True)
    ]
    ranker = fit_ranker(found, taught, seed)
    for i in models.test:
        start = time.perf_counter()
        pool = find_pool(index, models.full, index.signals(questions[i].text))
        first = candidates(index, models.full, pool, weights)
        rows = ranker.rank(first)
        yield Ranked(i, first.rows, rows, time.perf_counter() - start)
