"""Labels of other questions → candidates for a question, each with its features.

``Labelled`` holds what a set of training questions teaches: a map of question vectors, which
articles are asked about, and the questions themselves as expansion of the
articles that answer them. ``find_pool`` scores a few thousand articles that the signals without
labels or the labels point to, and keeps the first ``POOL``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.statutes.gold import StatuteQuestion
from evals.statutes.index import counted
from evals.statutes.map import Lesson, QueryMap, fit_map
from evals.statutes.search import Array, Integers, Signals, StatuteIndex, top
from index.bm25 import BM25, Field, build_fields
from index.tokens import char_tokens

POOL = 600
#: Selection of the pool, against BM25F: what the map says, the chapter, the prior.
_MEANING, _MEANT, _CHAPTER, _PRIOR = 0.5, 0.3, 0.2, 0.015
_NEIGHBOURS = 20
FEATURES = (
    "char", "word", "meaning", "dense", "plain", "chapter", "law", "prior",
    "meant", "moved_law", "moved_chapter", "moved_article", "bias",
    "bank_char", "bank_char_sum", "bank_dense", "bank_dense_sum", "bank_meaning", "bank_meaning_sum",
    "law_votes", "chapter_votes", "asked", "law_asked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """What training questions teach.

    Attributes:
        ids: of the training questions: no other question may have left a trace here.
        query_map: of question vectors.
        bank: BM25 over the training questions.
        bank_vectors: ``(questions, dim)``, mapped.
        bank_meanings: ``(questions, WIDTH)``, by the encoder.
        pairs: ``(n, 2)`` bank question and place in ``answers`` of an article that answers it.
        answers: ``(k,)`` rows of the articles that answer any training question, ascending.
        asked: ``(k,)`` how many training questions each of them answers.
        law_asked: ``(laws,)`` the same summed over each law.
    """

    ids: frozenset[int]
    query_map: QueryMap
    bank: BM25
    bank_vectors: Array
    bank_meanings: Array
    pairs: Integers
    answers: Integers
    asked: Integers
    law_asked: Integers

    def spread(self, rows: Integers, values: NDArray[Any]) -> NDArray[Any]:
        """``(rows,)`` values of the rows among ``answers``, 0 for the others."""
        place = np.minimum(np.searchsorted(self.answers, rows), len(self.answers) - 1)
        return np.where(self.answers[place] == rows, values[place], 0.0)


def learn(
    index: StatuteIndex,
    questions: Sequence[StatuteQuestion],
    lessons: Sequence[Lesson],
    seed: int,
) -> Labelled:
    """Learn from training questions.

    Args:
        index: of the articles.
        questions: the training questions.
        lessons: the same questions for ``fit_map``.
        seed: of the fit.
    """
    query_map = fit_map(
        lessons, index.vectors, index.matrix, laws=index.laws, chapters=index.chapters, seed=seed
    )
    answers = np.unique([row for q in questions for row in q.gold])
    gold = [np.searchsorted(answers, sorted(q.gold)).tolist() for q in questions]
    pairs = np.array([(i, place) for i, places in enumerate(gold) for place in places], np.int64)
    asked = np.bincount(pairs[:, 1], minlength=len(answers))
    return Labelled(
        frozenset(q.id for q in questions),
        query_map,
        build_fields([Field([char_tokens(q.text) for q in questions])]),
        np.array([query_map.encode(lesson.rows) for lesson in lessons]),
        np.array([lesson.meaning for lesson in lessons]),
        pairs,
        answers,
        asked,
        np.bincount(index.laws[answers], asked, int(index.laws.max()) + 1).astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """The articles worth a closer look.

    Attributes:
        text: the question.
        words: rows of its words in the vocabulary of the word vectors.
        rows: ``(n,)``, best first.
        features: ``(n, len(FEATURES))``.
    """

    text: str
    words: list[int]
    rows: Integers
    features: Array


def find_pool(index: StatuteIndex, labelled: Labelled, signals: Signals) -> Pool:
    """The first ``POOL`` rows for a question and their features."""
    query_map = labelled.query_map
    vector = query_map.encode(signals.rows)
    rows = np.union1d(signals.pool, labelled.answers)
    meant = index.matrix[rows] @ vector
    moved = [(m.vectors @ vector)[m.place[rows]] for m in query_map.moves]
    bias = query_map.law_bias[index.laws[rows]]
    rough = signals.char[rows] + _CHAPTER * signals.chapter[rows] + _PRIOR * index.prior[rows]
    rough += _MEANING * signals.meaning[rows]
    kept = top(rough + _MEANT * (meant + sum(moved) + bias), POOL)
    rows = rows[kept]
    word = index.word.scores(counted(index.segmenter.words(signals.text)))
    columns = [
        signals.char[rows],
        word[rows],
        signals.meaning[rows],
        signals.dense[rows],
        signals.plain[rows],
        signals.chapter[rows],
        signals.law[rows],
        index.prior[rows],
        meant[kept],
        *(m[kept] for m in moved),
        bias[kept],
        *_bank(index, labelled, signals, vector, rows),
        np.log1p(labelled.spread(rows, labelled.asked)),
        np.log1p(labelled.law_asked[index.laws[rows]]),
    ]
    return Pool(signals.text, signals.rows, rows, np.stack(columns, axis=1).astype(np.float32))


def _bank(
    index: StatuteIndex, labelled: Labelled, signals: Signals, vector: Array, rows: Integers
) -> list[NDArray[Any]]:
    """Training questions like the one asked, as scores of the articles that answer them.

    Best and summed likeness of the questions that a row answers, in words and in meaning; then the
    share of its law and of its chapter among the answers of the nearest questions.
    """
    char = labelled.bank.scores(counted(char_tokens(signals.text)))
    dense = np.maximum(labelled.bank_vectors @ vector, 0)
    meaning = np.maximum(labelled.bank_meanings @ signals.vector, 0)
    asked, place = labelled.pairs.T
    columns = []
    for scores in (char, dense, meaning):
        best = np.zeros(len(labelled.answers), np.float32)
        np.maximum.at(best, place, scores[asked])
        columns.append(labelled.spread(rows, best))
        columns.append(labelled.spread(rows, np.bincount(place, scores[asked] ** 3, len(best))))
    near = top(char + dense + meaning, _NEIGHBOURS)
    votes = np.zeros(len(dense))
    votes[near] = (char + dense + meaning)[near] ** 2
    for groups in (index.laws, index.chapters):
        held = np.bincount(groups[labelled.answers[place]], votes[asked], int(groups.max()) + 1)
        columns.append(held[groups[rows]] / max(float(held.sum()), 1e-9))
    return columns
