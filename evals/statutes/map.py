"""What labelled questions teach the word vectors.

A question's vector moves towards the statutes' words, and the laws, chapters and articles that
answered a training question move towards the questions that they answered. All parts start at zero
change, so that few labels change little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.statutes.dense import Array, Rows, StaticVectors, unit

Integers = NDArray[np.int64]

_STEPS = 90
#: The result is the mean over the last steps: steadier than the last batch's opinion.
_AVERAGED = 45
_BATCH = 256
_SHARPNESS = 10.0
_NEGATIVES = 1500
_HARD = 5
#: Share of a question's words that a step leaves out.
_LEFT_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Moves:
    """What is added to the vectors of the articles of some groups.

    Attributes:
        place: ``(articles,)`` row of ``vectors``; the last row stands for all other groups.
        vectors: ``(groups + 1, dim)``, the last row zero.
    """

    place: NDArray[np.int32]
    vectors: Array


@dataclass(frozen=True, slots=True)
class QueryMap:
    """What labelled questions teach about any question.

    Attributes:
        vectors: the words' vectors.
        words: row → changed vector, for the words of the training questions.
        shift: ``(dim, dim)``; a question moves by its vector times this.
        law_bias: ``(laws,)``, how often a law is the answer beyond what the words say.
        moves: of laws, chapters and articles.
    """

    vectors: StaticVectors
    words: dict[int, Array]
    shift: Array
    law_bias: Array
    moves: tuple[Moves, Moves, Moves]

    def word_vectors(self, rows: Rows) -> Array:
        """``(rows, dim)`` vectors of a question's words, before the shift."""
        weights = self.vectors.weights
        return np.array([self.words.get(r, weights[r]) for r in rows], np.float32)

    def encode(self, rows: Rows) -> Array:
        """``(dim,)`` unit vector of a question given by the rows of its words."""
        if not rows:
            return np.zeros(self.shift.shape[0], np.float32)
        total = unit(self.word_vectors(rows).sum(axis=0))
        return unit(total + total @ self.shift)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question to learn from.

    Attributes:
        rows: of its words in the vocabulary.
        gold: rows of the articles that answer it, in ascending order.
        near: articles that rank high for it without labels.
        meaning: its vector by the encoder.
    """

    rows: Rows
    gold: Sequence[int]
    near: Integers
    meaning: Array


def fit_map(
    lessons: Sequence[Lesson],
    vectors: StaticVectors,
    articles: Array,
    *,
    laws: Integers,
    chapters: Integers,
    seed: int,
) -> QueryMap:
    """Fit by a softmax over gold articles, near misses and random near misses of others.

    Args:
        lessons: the training questions.
        vectors: where their words start from.
        articles: ``(articles, dim)`` vectors.
        laws: ``(articles,)`` number of the law of each article.
        chapters: ``(articles,)`` the same of the chapter.
        seed: of the batches.
    """
    import torch

    rng = np.random.default_rng(seed)
    lessons = [lesson for lesson in lessons if lesson.rows]
    used = np.unique([row for lesson in lessons for row in lesson.rows])
    parts = _Parts(vectors.weights[used], _places(lessons, (laws, chapters)), int(laws.max()) + 1)
    optimizer = torch.optim.Adam(parts.rates())
    known_words = [np.searchsorted(used, lesson.rows) for lesson in lessons]
    pool = np.unique(np.concatenate([lesson.near for lesson in lessons]))
    totals = [torch.zeros_like(p) for p in parts.learned]
    for step in range(_STEPS):
        batch = rng.choice(len(lessons), min(_BATCH, len(lessons)), replace=False)
        chosen = [lessons[i] for i in batch]
        rows = _choices(chosen, pool, rng)
        words = [_some(known_words[i], rng) for i in batch]
        scores = parts.scores(words, rows, articles[rows], laws[rows])
        target = torch.tensor(_targets(chosen, rows))
        loss = parts.penalty() - (target * torch.log_softmax(scores, 1)).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step >= _STEPS - _AVERAGED:
            for total, part in zip(totals, parts.learned, strict=True):
                total += part.detach() / _AVERAGED
    parts.learned = totals
    return parts.result(vectors, used)


class _Parts:
    """All that is learned, as tensors.

    Args:
        start: ``(words, dim)`` vectors of the training questions' words.
        places: see ``Moves``, of laws, chapters and articles.
        laws: how many there are.
    """

    def __init__(self, start: Array, places: Sequence[NDArray[np.int32]], laws: int) -> None:
        import torch

        self._start = torch.tensor(start)
        self._length = self._start.norm(dim=1, keepdim=True)
        self._places = places
        dim = start.shape[1]
        shapes = [(len(start), dim), (dim, dim), (len(start), 1), (laws,)]
        shapes += [(int(place.max()), dim) for place in places]
        #: Change of words, shift, log gain of words, bias of laws, moves of the three levels.
        self.learned = [torch.zeros(shape, requires_grad=True) for shape in shapes]

    def rates(self) -> list[dict[str, Any]]:
        """Parameter groups with their learning rates."""
        change, shift, gain, bias, *moves = self.learned
        return [
            {"params": [change, shift, *moves], "lr": 2e-3},
            {"params": [gain], "lr": 0.02},
            {"params": [bias], "lr": 0.05},
        ]

    def penalty(self) -> Any:
        """What keeps the parts small."""
        change, shift, _, bias, *moves = self.learned
        small = sum((m**2).sum() for m in (*moves, bias))
        return 1e-3 * ((shift**2).sum() + (change**2).sum()) + 1e-4 * small

    def scores(self, words: Sequence[Integers], rows: Integers, articles: Array, laws: Any) -> Any:
        """``(questions, rows)`` scores of articles, given their vectors and laws."""
        import torch

        _, shift, _, bias, *moves = self.learned
        flat = torch.tensor(np.concatenate(words))
        offsets = torch.tensor(np.cumsum([0, *(len(w) for w in words[:-1])]))
        summed = torch.nn.functional.embedding_bag(flat, self._table(), offsets, mode="sum")
        unit_of = torch.nn.functional.normalize
        question = unit_of(summed, dim=1)
        question = unit_of(question + question @ shift, dim=1)
        moved = torch.tensor(articles)
        for place, move in zip(self._places, moves, strict=True):
            moved = moved + _with_zero(move)[torch.tensor(place[rows])]
        return question @ moved.T * _SHARPNESS + bias[torch.tensor(laws)]

    def result(self, vectors: StaticVectors, used: Integers) -> QueryMap:
        """The same as arrays."""
        _, shift, _, bias, *moves = (p.detach().numpy() for p in self.learned)
        words = dict(zip(used.tolist(), self._table().detach().numpy(), strict=True))
        law, chapter, article = (
            Moves(place, np.concatenate([m, np.zeros((1, m.shape[1]), np.float32)]))
            for place, m in zip(self._places, moves, strict=True)
        )
        return QueryMap(vectors, words, shift, bias / _SHARPNESS, (law, chapter, article))

    def _table(self) -> Any:
        change, _, gain, *_ = self.learned
        return (self._start + change * self._length) * gain.exp()


def _with_zero(moves: Any) -> Any:
    import torch

    return torch.cat([moves, torch.zeros(1, moves.shape[1])])


def _places(lessons: Sequence[Lesson], groups: Sequence[Integers]) -> list[NDArray[np.int32]]:
    """Of each grouping, and of the articles themselves, the place of what was an answer."""
    gold = np.unique([row for lesson in lessons for row in lesson.gold])
    places = []
    for group in (*groups, np.arange(len(groups[0]))):
        held = np.unique(group[gold])
        at = np.full(int(group.max()) + 1, len(held), np.int32)
        at[held] = np.arange(len(held))
        places.append(at[group])
    return places


def _some(words: Integers, rng: np.random.Generator) -> Integers:
    """Most of a question's words, at least one."""
    kept: Integers = words[rng.random(len(words)) >= _LEFT_OUT]
    return kept if len(kept) else words[:1]


def _choices(lessons: Sequence[Lesson], pool: Integers, rng: np.random.Generator) -> Integers:
    """Articles that a batch chooses among, in ascending order."""
    drawn = rng.choice(pool, min(_NEGATIVES, len(pool)))
    hard = [lesson.near[:_HARD] for lesson in lessons]
    return np.unique(np.concatenate([drawn, *hard, *(np.array(x.gold) for x in lessons)]))


def _targets(lessons: Sequence[Lesson], rows: Integers) -> Array:
    """``(lessons, rows)``: the gold articles of each lesson share 1."""
    target = np.zeros((len(lessons), len(rows)), np.float32)
    for line, lesson in enumerate(lessons):
        target[line, np.searchsorted(rows, lesson.gold)] = 1 / len(lesson.gold)
    return target
