"""Question → articles without labels: BM25F, word vectors learned from the articles, a prior.

The weights are round numbers set once on the train questions as a whole; nothing here is fitted to
single questions or articles.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statute_corpus import Article
from evals.statute_dense import CutArticle, Vectors, known, train_vectors, unit
from evals.statute_index import counted
from evals.statute_prior import law_prior
from index.bm25 import BM25, Field, build_fields
from index.tokens import Segmenter, build_dictionary, char_tokens

Array = NDArray[np.float32]
Integers = NDArray[np.int64]

_DENSE, _CHAPTER, _LAW, _PRIOR = 0.15, 0.3, 0.05, 0.025
#: Pseudo relevance feedback: the question's vector moves towards the first hits' mean.
_FEEDBACK_HITS = 20
_FEEDBACK_SHARPNESS = 10.0
#: Feedback reorders this many hits; a second pass over all articles would cost 5 ms.
_FEEDBACK_POOL = 3000
_CLAUSE = re.compile(r"(?<=[。；，：])")


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question without labels; one value per article.

    Attributes:
        text: the question.
        rows: of its words in the vocabulary of the word vectors.
        char: BM25F over title, chapter and text.
        dense: inner product with the question's vector.
        chapter, law: BM25 of the chapter and the law that the article stands in, as one text.
        plain: the fused score, after pseudo relevance feedback.
    """

    text: str
    rows: list[int]
    char: Array
    dense: Array
    chapter: Array
    law: Array
    plain: Array


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
        matrix: ``(articles, dim)``.
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
    vectors: Vectors
    matrix: Array
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
        dense: Array = self.matrix @ vector
        first = char + _DENSE * dense + _CHAPTER * chapter + _LAW * law + _PRIOR * self.prior
        return Signals(
            question, rows, char, dense, chapter, law, self._with_feedback(vector, dense, first)
        )

    def _with_feedback(self, vector: Array, dense: Array, first: Array) -> Array:
        """The question's vector moves towards the first hits, and the hits are scored again."""
        pool = top(first, _FEEDBACK_POOL)
        hits = pool[:_FEEDBACK_HITS]
        weights = np.exp((first[hits] - first[hits[0]]) * _FEEDBACK_SHARPNESS)
        moved = unit(vector + weights @ self.matrix[hits] / weights.sum())
        plain = first.copy()
        plain[pool] += _DENSE * (self.matrix[pool] @ moved - dense[pool])
        return plain


def top(scores: NDArray[np.floating], k: int) -> Integers:
    """Rows of the ``k`` highest scores, best first; ties in corpus order."""
    k = min(k, len(scores))
    rows = np.sort(np.argpartition(-scores, k - 1)[:k])
    return rows[np.argsort(-scores[rows], kind="stable")].astype(np.int64)


def build_index(articles: Sequence[Article], seed: int, epochs: int) -> StatuteIndex:
    """Tokenise, index and train on the articles."""
    segmenter = Segmenter(build_dictionary())
    cut, words = _cut(articles, segmenter)
    vectors = train_vectors(cut, seed, epochs)
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
        vectors.encode_articles(cut),
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
