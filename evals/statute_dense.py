"""Word vectors learned from the articles alone, and a map of questions learned from labels.

The model that ships in ``index/model`` was trained on all questions of the benchmark, so it says
nothing here. ``train_vectors`` sees no question: it learns to find an article from one or two of its
own clauses (the inverse cloze task, Lee et al., 2019). ``fit_map`` then learns from questions with
known articles how to move a question's vector towards the statutes' words.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

Array = NDArray[np.float32]
Rows = list[int]

_DIMENSION = 256
_WORDS = 40_000
_CHARACTERS = 4000
_LEAST_COUNT = 3
_BATCH = 1024
_SHARPNESS = 20.0
#: Share of a word among all words at which its starting weight is 1/√2.
_FREQUENT = 1e-3


@dataclass(frozen=True, slots=True)
class CutArticle:
    """The words of an article.

    Attributes:
        title: of the law and the chapter.
        clauses: of the text, cut at 。；，：.
    """

    title: Sequence[str]
    clauses: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Vectors:
    """A static model: word → weighted vector.

    Attributes:
        vocabulary: word or character → row.
        weights: ``(words, dim)``, already scaled by the weight of each word.
    """

    vocabulary: dict[str, int]
    weights: Array

    def encode(self, words: Sequence[str]) -> Array:
        """``(dim,)`` unit vector, zeros where no word is known."""
        rows = known(words, self.vocabulary)
        if not rows:
            return np.zeros(self.weights.shape[1], np.float32)
        total: Array = self.weights[rows].sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    def encode_articles(self, articles: Sequence[CutArticle]) -> Array:
        """``(articles, dim)`` unit vectors of title and text."""
        texts = [[*a.title, *(w for clause in a.clauses for w in clause)] for a in articles]
        return np.array([self.encode(t) for t in texts], np.float32)


def known(words: Sequence[str], vocabulary: dict[str, int]) -> Rows:
    """Rows of the words; an unknown word falls apart into its characters."""
    rows: Rows = []
    for word in words:
        row = vocabulary.get(word)
        rows += [row] if row is not None else [vocabulary[c] for c in word if c in vocabulary]
    return rows


def train_vectors(articles: Sequence[CutArticle], seed: int, epochs: int) -> Vectors:
    """Fit word vectors and word weights on the articles."""
    import torch

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    vocabulary, shares = _vocabulary(articles)
    titles = [known(a.title, vocabulary) for a in articles]
    clauses = [[r for c in a.clauses if (r := known(c, vocabulary))] for a in articles]
    bag = torch.nn.EmbeddingBag(len(vocabulary), _DIMENSION, mode="sum")
    torch.nn.init.normal_(bag.weight, std=0.1)
    start = 0.5 * np.log(_FREQUENT / (_FREQUENT + shares))
    log_weight = torch.nn.Parameter(torch.tensor(start, dtype=torch.float32))
    optimizer = torch.optim.Adam([bag.weight, log_weight], lr=5e-3)
    usable = np.array([i for i, c in enumerate(clauses) if c])
    batch = min(_BATCH, len(usable))
    for _ in tqdm(range(epochs), desc="训练词向量", file=sys.stderr, disable=None):
        rng.shuffle(usable)
        for begin in range(0, len(usable) - batch + 1, batch):
            pairs = [_pair(titles[i], clauses[i], rng) for i in usable[begin : begin + batch]]
            left, right = (_bag(bag, log_weight, side) for side in zip(*pairs, strict=True))
            scores = left @ right.T * _SHARPNESS
            target = torch.arange(batch)
            entropy = torch.nn.functional.cross_entropy
            loss = entropy(scores, target) + entropy(scores.T, target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        weights = bag.weight * log_weight.exp()[:, None]
    return Vectors(vocabulary, weights.numpy())


def _vocabulary(articles: Sequence[CutArticle]) -> tuple[dict[str, int], NDArray[np.float64]]:
    """Characters and words by frequency, with the share of each among all words."""
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(article.title)
        for clause in article.clauses:
            counts.update(clause)
    characters: Counter[str] = Counter()
    for word, count in counts.items():
        characters.update({c: count for c in word})
    words = [w for w, n in counts.most_common(_WORDS) if n >= _LEAST_COUNT]
    kept = dict.fromkeys([*(c for c, _ in characters.most_common(_CHARACTERS)), *words])
    total = max(sum(counts.values()), 1)
    shares = np.array([counts[w] / total for w in kept])
    return {word: row for row, word in enumerate(kept)}, shares


def _pair(title: Rows, clauses: list[Rows], rng: np.random.Generator) -> tuple[Rows, Rows]:
    """One or two clauses, and the rest of the article, half the time with its title."""
    if len(clauses) == 1 or rng.random() < 0.15:
        whole = [row for clause in clauses for row in clause]
        return (title or whole), whole
    size = min(len(clauses) - 1, 1 + int(rng.random() * 2))
    start = int(rng.integers(0, len(clauses) - size + 1))
    inside = [r for c in clauses[start : start + size] for r in c]
    outside = [r for c in (*clauses[:start], *clauses[start + size :]) for r in c]
    return inside, outside + (title if rng.random() < 0.5 else [])


def _bag(bag: Any, log_weight: Any, texts: Sequence[Rows]) -> Any:
    import torch

    flat = torch.tensor([row for text in texts for row in text])
    offsets = torch.tensor(np.cumsum([0, *(len(t) for t in texts[:-1])]))
    total = bag(flat, offsets, per_sample_weights=log_weight[flat].exp())
    return torch.nn.functional.normalize(total, dim=1)


# --- from labels ----------------------------------------------------------------------------------

_MAP_STEPS = 60
_MAP_BATCH = 256
_MAP_SHARPNESS = 10.0
_MAP_NEGATIVES = 1500
_HARD = 5


@dataclass(frozen=True, slots=True)
class QueryMap:
    """What labelled questions teach about any question.

    Attributes:
        shift: ``(dim, dim)``; a question moves by its vector times this.
        law_bias: ``(laws,)``, how often a law is the answer beyond what the words say.
    """

    shift: Array
    law_bias: Array

    def __call__(self, vectors: Array) -> Array:
        """``(questions, dim)`` → the same, moved, of length 1."""
        moved: Array = vectors + vectors @ self.shift
        norms: Array = np.linalg.norm(moved, axis=1, keepdims=True)
        return moved / np.maximum(norms, 1e-9)


def fit_map(
    questions: Array,
    gold: Sequence[Sequence[int]],
    near: Sequence[NDArray[np.int64]],
    articles: Array,
    laws: NDArray[np.int64],
    seed: int,
) -> QueryMap:
    """Fit by a softmax over gold articles, near misses and random near misses of others.

    Args:
        questions: ``(n, dim)`` vectors.
        gold: rows of the articles that answer each.
        near: rows that rank high for each without labels.
        articles: ``(articles, dim)`` vectors, which stay as they are.
        laws: ``(articles,)`` number of the law of each article.
        seed: of the batches.
    """
    import torch

    rng = np.random.default_rng(seed)
    size = questions.shape[1]
    shift = torch.zeros(size, size, requires_grad=True)
    bias = torch.zeros(int(laws.max()) + 1, requires_grad=True)
    optimizer = torch.optim.Adam(
        [{"params": [shift], "lr": 2e-3}, {"params": [bias], "lr": 0.05}]
    )
    pool = np.unique(np.concatenate(near))
    for _ in range(_MAP_STEPS):
        batch = rng.choice(len(questions), min(_MAP_BATCH, len(questions)), replace=False)
        rows = np.unique(
            np.concatenate(
                [
                    rng.choice(pool, min(_MAP_NEGATIVES, len(pool))),
                    *(near[i][:_HARD] for i in batch),
                    *(np.array(gold[i]) for i in batch),
                ]
            )
        )
        target = torch.zeros(len(batch), len(rows))
        for line, i in enumerate(batch):
            target[line, np.searchsorted(rows, gold[i])] = 1 / len(gold[i])
        vector = torch.tensor(questions[batch])
        vector = torch.nn.functional.normalize(vector + vector @ shift, dim=1)
        scores = vector @ torch.tensor(articles[rows]).T * _MAP_SHARPNESS
        scores = scores + bias[torch.tensor(laws[rows])]
        loss = -(target * torch.log_softmax(scores, 1)).sum(1).mean()
        loss = loss + 1e-3 * (shift**2).sum() + 1e-4 * (bias**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return QueryMap(shift.detach().numpy(), bias.detach().numpy())
