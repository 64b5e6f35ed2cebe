"""The statute questions put to a library of all laws: which of its 条 come first.

The questions and what answers them are those of ``evals.statutes``; the ranking is the product's own
(``index.wide_rank``), over the leaves of the national laws that the library holds. A 条 stands where its
best leaf does. The weights of ``index/wide.json`` were chosen on one half of the questions; the other is
reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statutes.corpus import Collection, law_key, read_collection
from evals.statutes.gold import StatuteQuestion, read_questions
from evals.statutes.metrics import NAMES, interval, score
from index.catalogue import Catalogue
from index.wide_rank import rank_rows

_SEED = 20261201
#: Leaves of each channel that are weighed here: some hundred 条 are wanted, and not one.
_POOL = 3000
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class StatuteFigures:
    """Means and intervals over the questions of a half.

    Attributes:
        name: what ranked.
        count: of questions.
        figures: metric → mean, lower end, upper end.
    """

    name: str
    count: int
    figures: dict[str, tuple[float, float, float]]


class StatuteRows:
    """The rows of a wide index and the articles of the benchmark.

    Args:
        catalogue: of a library that holds the national laws.
        collection: the articles.
    """

    def __init__(self, catalogue: Catalogue, collection: Collection) -> None:
        self._catalogue = catalogue
        known: dict[tuple[str, str], int] = {}
        for row, article in enumerate(collection.articles):
            known.setdefault((law_key(article.law), article.number), row)
        laws = {law for law, _ in known}
        listed = catalogue.listed
        self.among = np.array([law_key(d.title) in laws for d in listed], bool)
        self.article_of = np.full(catalogue.wide.size, -1, np.int64)
        for number in tqdm(np.flatnonzero(self.among), desc="对上条文", disable=None):
            title = law_key(listed[number].title)
            rows = catalogue.rows_of(listed[number].key)
            (index,) = catalogue.open([listed[number].key])
            self.article_of[rows] = [
                known.get((title, leaf.id.parent_article().article), -1) for leaf in index.leaves
            ]

    def articles(self, rows: NDArray[np.int64]) -> list[int]:
        """The articles that rows lie in, each once, best first."""
        found = dict.fromkeys(self.article_of[rows].tolist())
        found.pop(-1, None)
        return list(found)[:_DEPTH]

    def rank(self, question: str) -> Iterator[tuple[str, list[int]]]:
        """The articles by each way of ranking."""
        catalogue = self._catalogue
        signals = catalogue.signals(question)
        allowed = self.among[catalogue.wide.document]
        for name, scores in (("字 BM25（条款）", signals.text), ("编码器（条款）", signals.dense)):
            held = np.where(allowed, scores, np.float32(-2))
            best = np.argpartition(held, len(held) - _POOL)[-_POOL:]
            yield name, self.articles(best[np.argsort(-held[best], kind="stable")])
        ranked = rank_rows(catalogue.wide, question, signals, pool=_POOL, among=self.among)
        yield "产品", self.articles(ranked.rows)


def is_reported(question: str) -> bool:
    """Whether a question is of the half that figures are reported on."""
    return hashlib.sha256(question.encode()).digest()[0] % 2 == 1


def measure_statutes(
    catalogue: Catalogue, laws: Path, file: Path, *, report: bool
) -> list[StatuteFigures]:
    """The figures of one half of the questions.

    Args:
        catalogue: see ``StatuteRows``.
        laws, file: as of ``evals.statutes``.
        report: whether it is the half that is reported; else the one for choosing.
    """
    collection = read_collection(laws)
    mapped = read_questions(file, collection.articles)
    questions = [q for q in mapped.questions if q.gold and is_reported(q.text) == report]
    rows = StatuteRows(catalogue, collection)
    rankings: dict[str, list[list[int]]] = {}
    for question in tqdm(questions, desc="法条问题", disable=None):
        for name, ranking in rows.rank(question.text):
            rankings.setdefault(name, []).append(ranking)
    return [_figures(name, ranked, questions) for name, ranked in rankings.items()]


def _figures(
    name: str, rankings: Sequence[Sequence[int]], questions: Sequence[StatuteQuestion]
) -> StatuteFigures:
    values = np.array([score(r, q.gold) for r, q in zip(rankings, questions, strict=True)])
    low, high = interval(values, _SEED)
    triples = zip(values.mean(0), low, high, strict=True)
    return StatuteFigures(
        name,
        len(questions),
        {n: tuple(map(float, t)) for n, t in zip(NAMES, triples, strict=True)},  # type: ignore[misc]
    )
