"""Word vectors learned from the articles alone.

The model that ships in ``index/model`` was trained on all questions of the benchmark, so it says
nothing here. ``train_vectors`` sees no question: it learns to find an article from one or two of its
own clauses (the inverse cloze task, Lee et al., 2019).
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
class StaticVectors:
    """A static model: word → weighted vector.

    Attributes:
        vocabulary: word or character → row.
        weights: ``(words, dim)``, already scaled by the weight of each word.
    """

    vocabulary: dict[str, int]
    weights: Array

    def encode(self, words: Sequence[str]) -> Array:
        """``(dim,)`` unit vector, zeros where no word is known."""
        return unit(self.weights[known(words, self.vocabulary)].sum(axis=0))

    def encode_articles(self, articles: Sequence[CutArticle]) -> Array:
        """``(articles, dim)`` unit vectors of title and text."""
        texts = [[*a.title, *(w for clause in a.clauses for w in clause)] for a in articles]
        return np.array([self.encode(t) for t in texts], np.float32)


def unit(vector: Array) -> Array:
    """The vector at length 1; zeros stay zeros."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def known(words: Sequence[str], vocabulary: dict[str, int]) -> Rows:
    """Rows of the words; an unknown word falls apart into its characters."""
    rows: Rows = []
    for word in words:
        row = vocabulary.get(word)
        rows += [row] if row is not None else [vocabulary[c] for c in word if c in vocabulary]
    return rows


def train_vectors(articles: Sequence[CutArticle], seed: int, epochs: int) -> StaticVectors:
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
    return StaticVectors(vocabulary, weights.numpy())


def _vocabulary(articles: Sequence[CutArticle]) -> tuple[dict[str, int], NDArray[np.float64]]:
    """Characters and words by frequency, with the share of each among all words."""
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(article.title)
        for clause in article.clauses:
            counts.update(clause)
    characters: Counter[str] = Counter()
    for word, count in counts.items():
        characters.update(dict.fromkeys(word, count))
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
