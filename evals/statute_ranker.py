"""Labels of other questions → a better ranking.

``Labelled`` holds what a set of training questions teaches: a map of question vectors, which laws
and articles are asked about, and the questions themselves as expansion of the articles that answer
them. ``Ranker`` is a small network over the features of the first 200 candidates, fitted on
questions that the ``Labelled`` behind their features has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statute_dense import Lesson, QueryMap, fit_map
from evals.statute_gold import StatuteQuestion, bigrams
from evals.statute_index import counted
from evals.statute_search import Array, Integers, Signals, StatuteIndex, top
from index.bm25 import BM25, Field, build_fields
from index.tokens import char_tokens

CANDIDATES = 200
#: Candidate selection: the weights of the channels that have labels behind them.
_TUNED, _CHAPTER, _BIAS, _PRIOR, _BANK = 0.25, 0.2, 0.01, 0.015, 0.3
_NEIGHBOURS = 20
FEATURES = (
    "char", "word", "dense", "plain", "chapter", "law", "tuned", "bias", "prior",
    "bank_char", "bank_char_sum", "bank_dense", "bank_dense_sum",
    "asked", "law_asked", "lift", "law_mass", "chapter_mass", "law_votes", "chapter_votes",
    "length", "title_in_question", "first_article", "rank", "beside", "coverage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """What training questions teach.

    Attributes:
        ids: of the training questions: no other question may have left a trace here.
        query_map: of question vectors.
        bank: BM25 over the training questions.
        bank_vectors: ``(questions, dim)``, mapped.
        pairs: ``(n, 2)`` bank question and article that answers it.
        asked: ``(articles,)`` log of how many training questions an article answers.
        law_asked: ``(articles,)`` the same for its law.
    """

    ids: frozenset[int]
    query_map: QueryMap
    bank: BM25
    bank_vectors: Array
    pairs: Integers
    asked: Array
    law_asked: Array


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
    gold = [sorted(q.gold) for q in questions]
    query_map = fit_map(lessons, index.vectors, index.matrix, index.laws, seed)
    pairs = np.array([(i, row) for i, rows in enumerate(gold) for row in rows], np.int64)
    asked = np.bincount(pairs[:, 1], minlength=len(index.articles))
    law_asked = np.bincount(index.laws, asked)[index.laws]
    return Labelled(
        frozenset(q.id for q in questions),
        query_map,
        build_fields([Field([char_tokens(q.text) for q in questions])]),
        np.array([query_map.encode(lesson.rows) for lesson in lessons]),
        pairs,
        np.log1p(asked).astype(np.float32),
        np.log1p(law_asked).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows that are ranked, by their score before ranking, with ``(rows, features)``."""

    rows: Integers
    features: Array


def candidates(index: StatuteIndex, labelled: Labelled, signals: Signals) -> Candidates:
    """The first ``CANDIDATES`` rows for a question, and their features."""
    vector = labelled.query_map.encode(signals.rows)
    word = index.word.scores(counted(index.segmenter.words(signals.text)))
    tuned: Array = index.matrix @ vector
    bias = labelled.query_map.law_bias[index.laws]
    bank = _Bank(index, labelled, signals.text, vector)
    lift = signals.char + _TUNED * tuned + _CHAPTER * signals.chapter
    lift += _BIAS * bias + _PRIOR * index.prior
    lift[bank.rows] += _BANK * (bank.char + bank.dense) / 2
    rows = top(lift, CANDIDATES)
    own = lift[rows]
    mass = np.exp((own - own[0]) * 30)
    laws, chapters = index.laws[rows], index.chapters[rows]
    question = bigrams(signals.text)
    columns = [
        signals.char[rows],
        word[rows],
        signals.dense[rows],
        signals.plain[rows],
        signals.chapter[rows],
        signals.law[rows],
        tuned[rows],
        bias[rows],
        index.prior[rows],
        *bank.columns(rows),
        labelled.asked[rows],
        labelled.law_asked[rows],
        own,
        _share(mass, laws),
        _share(mass, chapters),
        bank.law_votes(index.laws)[laws],
        bank.law_votes(index.chapters)[chapters],
        np.log([len(index.articles[r].text) + 1 for r in rows]),
        _title_overlap(index, rows, question),
        [float(index.articles[r].number == "1") for r in rows],
        1 / (1 + np.arange(len(rows))),
        _beside(lift, index.laws, rows),
        [_coverage(question, index.articles[r].text) for r in rows],
    ]
    return Candidates(rows, np.stack(columns, axis=1).astype(np.float32))


class _Bank:
    """Training questions like the one asked, as scores of the articles that answer them."""

    def __init__(
        self, index: StatuteIndex, labelled: Labelled, question: str, vector: Array
    ) -> None:
        char = labelled.bank.scores(counted(char_tokens(question)))
        dense = np.maximum(labelled.bank_vectors @ vector, 0)
        asked, answers = labelled.pairs[:, 0], labelled.pairs[:, 1]
        self.rows, place = np.unique(answers, return_inverse=True)
        self.char, self.dense = np.zeros((2, len(self.rows)), np.float32)
        np.maximum.at(self.char, place, char[asked])
        np.maximum.at(self.dense, place, dense[asked])
        self._sums = [np.bincount(place, s[asked] ** 3) for s in (char, dense)]
        near = top(char + dense, _NEIGHBOURS)
        votes = np.zeros(len(dense))
        votes[near] = (char + dense)[near] ** 2
        self._answers, self._votes = answers, votes[asked]

    def columns(self, rows: Integers) -> list[NDArray[np.floating]]:
        """Best and summed likeness in words and in meaning, 0 where no question is known."""
        place = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        held = self.rows[place] == rows
        scores = (self.char, self._sums[0], self.dense, self._sums[1])
        return [np.where(held, s[place], 0.0) for s in scores]

    def law_votes(self, groups: Integers) -> NDArray[np.float64]:
        """Share of each law (or chapter) among the answers of the nearest training questions."""
        votes = np.bincount(groups[self._answers], self._votes, int(groups.max()) + 1)
        return votes / max(float(votes.sum()), 1e-9)


def _share(mass: NDArray[np.floating], groups: Integers) -> NDArray[np.floating]:
    """Share of all candidates' mass that each candidate's group holds."""
    _, place = np.unique(groups, return_inverse=True)
    shares: NDArray[np.floating] = np.bincount(place, mass)[place] / mass.sum()
    return shares


def _beside(scores: Array, laws: Integers, rows: Integers) -> Array:
    """The higher score of the two neighbours in the same law."""
    best = np.zeros(len(rows), np.float32)
    for step in (-1, 1):
        beside = np.clip(rows + step, 0, len(scores) - 1)
        best = np.maximum(best, np.where(laws[beside] == laws[rows], scores[beside], 0))
    return best


def _title_overlap(index: StatuteIndex, rows: Integers, question: frozenset[str]) -> list[float]:
    """Share of the law's title that the question names."""
    known: dict[str, float] = {}
    for row in rows:
        law = index.articles[row].law
        if law not in known:
            known[law] = _coverage(bigrams(law), "", question)
    return [known[index.articles[row].law] for row in rows]


def _coverage(wanted: frozenset[str], text: str, held: frozenset[str] | None = None) -> float:
    """Share of the wanted bigrams that a text (or a set) holds."""
    if not wanted:
        return 0.0
    return sum(w in (held if held is not None else text) for w in wanted) / len(wanted)


# --- ranker ---------------------------------------------------------------------------------------

_HIDDEN = 32
_EPOCHS = 20
_BATCH = 64
#: Columns that also enter relative to the best candidate of the question.
_RELATIVE = [FEATURES.index(n) for n in ("char", "word", "plain", "tuned", "bank_dense", "lift")]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Two-layer network over standardised features."""

    mean: Array
    scale: Array
    layers: tuple[tuple[Array, Array], tuple[Array, Array]]

    def rank(self, found: Candidates) -> Integers:
        """The candidates' rows, best first."""
        x = (_relative(found.features) - self.mean) / self.scale
        (w1, b1), (w2, b2) = self.layers
        scores = (np.maximum(x @ w1.T + b1, 0) @ w2.T + b2)[:, 0]
        return found.rows[np.argsort(-scores, kind="stable")]


def _relative(features: Array) -> Array:
    """Features, and some of them again less the best of the question."""
    some = features[..., _RELATIVE]
    both: Array = np.concatenate([features, some - some.max(axis=-2, keepdims=True)], axis=-1)
    return both


def fit_ranker(
    found: Sequence[Candidates], questions: Sequence[StatuteQuestion], seed: int
) -> Ranker:
    """Fit by a softmax over the candidates of each question that has an answer among them."""
    import torch

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    gold = np.array(
        [np.isin(c.rows, list(q.gold)) for c, q in zip(found, questions, strict=True)], np.float32
    )
    x = _relative(np.array([c.features for c in found]))
    x, gold = x[gold.any(1)], gold[gold.any(1)]
    mean, scale = x.mean((0, 1)), x.std((0, 1)) + 1e-6
    inputs = torch.tensor((x - mean) / scale)
    target = torch.tensor(gold / gold.sum(1, keepdims=True))
    first, second = torch.nn.Linear(x.shape[2], _HIDDEN), torch.nn.Linear(_HIDDEN, 1)
    net = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(0.1), second)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(x))
        for begin in range(0, len(order), _BATCH):
            rows = torch.tensor(order[begin : begin + _BATCH])
            scores = net(inputs[rows])[..., 0]
            loss = -(target[rows] * torch.log_softmax(scores, 1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    layers = tuple((m.weight.detach().numpy(), m.bias.detach().numpy()) for m in (first, second))
    return Ranker(mean, scale, (layers[0], layers[1]))
