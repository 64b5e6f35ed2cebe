"""Question → articles without labels: BM25F, the shipped encoder, word vectors, a prior.

The weights are round numbers set once on the train questions as a whole; nothing here is fitted to
single questions or articles.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statutes.corpus import Article
from evals.statutes.dense import CutArticle, StaticVectors, known, train_vectors, unit
from evals.statutes.index import counted
from evals.statutes.meaning import embed_articles, embed_question
from evals.statutes.prior import law_prior
from index.bm25 import BM25, Field, build_fields
from index.tokens import Segmenter, build_dictionary, char_tokens

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

_MEANING, _DENSE, _CHAPTER, _LAW, _PRIOR = 0.5, 0.15, 0.3, 0.05, 0.025
#: Pseudo relevance feedback: the question's vector moves towards the first hits' mean.
_FEEDBACK_HITS = 20
_FEEDBACK_SHARPNESS = 10.0
#: Feedback reorders this many hits; a second pass over all articles would cost milliseconds.
_FEEDBACK_POOL = 2000
_CLAUSE = re.compile(r"(?<=[。；，：])")


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question without labels; one value per article.

    Attributes:
        text: the question.
        rows: of its words in the vocabulary of the word vectors.
        char: BM25F over title, chapter and text.
        meaning: cosine by the encoder.
        vector: ``(WIDTH,)`` of the question by the encoder.
        dense: inner product with the question's word vector.
        chapter, law: BM25 of the chapter and the law that the article stands in, as one text.
        plain: the fused score, after pseudo relevance feedback.
        pool: the rows that feedback reordered.
    """

    text: str
    rows: list[int]
    char: Array
    meaning: Array
    vector: Array
    dense: Array
    chapter: Array
    law: Array
    plain: Array
    pool: Integers


@dataclass(frozen=True, slots=True)
class StatuteIndex:
    """All that is built from the articles.

    Attributes:
        articles: the corpus.
        laws, chapters: ``(articles,)`` number of the law and of the chapter.
        char, word: lexical channels over title, chapter and text.
        text_char: the plain baseline, text only.
        chapter_char, law_char: one document per chapter and per law.
        vectors: word vectors.
        words: of each article, the rows of its distinct words.
        lengths: ``(articles,)`` log of the characters.
        directions: the word vectors at length 1.
        matrix: ``(articles, dim)``.
        half: the same in half precision, which one product over all articles reads in 2 ms.
        meanings: ``(articles, WIDTH)`` vectors by the encoder, in half precision.
        prior: see ``law_prior``.
        segmenter: jieba.
    """

    articles: Sequence[Article]
    laws: Integers
    chapters: Integers
    char: BM25
    word: BM25
    text_char: BM25
    chapter_char: BM25
    law_char: BM25
    vectors: StaticVectors
    words: Sequence[NDArray[np.int32]]
    lengths: Array
    directions: Array
    matrix: Array
    half: Any
    meanings: Any
    prior: Array
    segmenter: Segmenter

    def signals(self, question: str) -> Signals:
        """All channels for one question."""
        tokens = counted(char_tokens(question))
        rows = known(self.segmenter.cut(question), self.vectors.vocabulary)
        vector = unit(self.vectors.weights[rows].sum(axis=0))
        char = self.char.scores(tokens)
        chapter = self.chapter_char.scores(tokens)[self.chapters]
        law = self.law_char.scores(tokens)[self.laws]
        dense = _products(self.half, vector)
        asked = embed_question(question)
        meaning = _products(self.meanings, asked)
        first = char + _DENSE * dense + _CHAPTER * chapter + _LAW * law + _PRIOR * self.prior
        first += _MEANING * meaning
        pool = _highest(first, _FEEDBACK_POOL)
        plain = self._with_feedback(vector, dense, first, pool)
        return Signals(question, rows, char, meaning, asked, dense, chapter, law, plain, pool)

    def _with_feedback(self, vector: Array, dense: Array, first: Array, pool: Integers) -> Array:
        """The question's vector moves towards the first hits, and the pool is scored again."""
        hits = pool[top(first[pool], _FEEDBACK_HITS)]
        weights = np.exp((first[hits] - first[hits[0]]) * _FEEDBACK_SHARPNESS)
        moved = unit(vector + weights @ self.matrix[hits] / weights.sum())
        plain = first.copy()
        plain[pool] += _DENSE * (self.matrix[pool] @ moved - dense[pool])
        return plain


def _products(matrix: Any, vector: Array) -> Array:
    """``(articles,)`` inner products of all articles with a vector."""
    import torch

    products: Array = (matrix @ torch.from_numpy(vector).half()).float().numpy()
    return products


def _highest(scores: NDArray[np.floating], k: int) -> Integers:
    """Rows of the ``k`` highest scores in corpus order."""
    k = min(k, len(scores))
    return np.sort(np.argpartition(scores, len(scores) - k)[len(scores) - k :])


def top(scores: NDArray[np.floating], k: int) -> Integers:
    """Rows of the ``k`` highest scores, best first; ties in corpus order."""
    rows = _highest(scores, k)
    return rows[np.argsort(-scores[rows], kind="stable")].astype(np.int64)


def build_index(
    articles: Sequence[Article], seed: int, epochs: int, cache: Path | None = None
) -> StatuteIndex:
    """Tokenise, index, embed and train on the articles; ``cache`` keeps the encoder's vectors."""
    import torch

    segmenter = Segmenter(build_dictionary())
    cut, words = _cut(articles, segmenter)
    vectors = train_vectors(cut, seed, epochs)
    matrix = vectors.encode_articles(cut)
    laws = number_of([a.law for a in articles])
    chapters = number_of([f"{a.law} {a.chapter}" for a in articles])
    text = [char_tokens(a.text) for a in articles]
    titles = [char_tokens(a.law) for a in articles]
    headings = [char_tokens(a.chapter) for a in articles]
    return StatuteIndex(
        articles,
        laws,
        chapters,
        build_fields([Field(text), Field(titles), Field(headings)]),
        build_fields([Field(words)]),
        build_fields([Field(text)]),
        build_fields([Field(_joined(text, chapters))]),
        build_fields([Field(_joined(text, laws))]),
        vectors,
        [_distinct(a, vectors.vocabulary) for a in cut],
        np.log([len(a.text) + 1 for a in articles]).astype(np.float32),
        vectors.weights / (np.linalg.norm(vectors.weights, axis=1, keepdims=True) + 1e-9),
        matrix,
        torch.tensor(matrix).half(),
        torch.tensor(embed_articles(articles, cache)),
        law_prior(articles),
        segmenter,
    )


def _cut(
    articles: Sequence[Article], segmenter: Segmenter
) -> tuple[list[CutArticle], list[list[str]]]:
    """The words of each article, for the vectors and for the word channel."""
    titles: dict[str, list[str]] = {}
    cut, words = [], []
    for article in tqdm(articles, desc="分词", file=sys.stderr, disable=None):
        title = f"{article.law} {article.chapter}"
        if title not in titles:
            titles[title] = segmenter.cut(title)
        clauses = [c for c in _CLAUSE.split(article.text) if len(c) > 2]
        cut.append(CutArticle(titles[title], [segmenter.cut(c) for c in clauses]))
        words.append([w for c in (title, *clauses) for w in segmenter.words(c)])
    return cut, words


def _distinct(article: CutArticle, vocabulary: dict[str, int]) -> NDArray[np.int32]:
    """Rows of the distinct words of an article's text."""
    rows = {row for clause in article.clauses for row in known(clause, vocabulary)}
    return np.array(sorted(rows or {0}), np.int32)


def _joined(tokens: Sequence[list[str]], groups: Integers) -> list[list[str]]:
    """The tokens of each group's articles as one document."""
    documents: list[list[str]] = [[] for _ in range(int(groups.max()) + 1)]
    for document, group in zip(tokens, groups, strict=True):
        documents[group] += document
    return documents


def number_of(names: Sequence[str]) -> Integers:
    """Equal names → equal numbers, counted from 0 in order of appearance."""
    numbers = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], np.int64)
