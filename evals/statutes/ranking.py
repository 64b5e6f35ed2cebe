"""The statute questions put to a library: which of its 条 come first.

The ranking is the product's own (``index.wide_rank``), over the leaves of the national laws that the library
holds; a 条 stands where its best leaf does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statutes.corpus import Article, law_key
from index.catalogue import Catalogue
from index.wide_rank import rank_rows

#: Stretches whose leaves are weighed here: a hundred 条 are wanted, and not one.
_POOL = 400
#: Leaves of a single channel that are looked at.
_LEAVES = 3000
DEPTH = 100
WORDS, ENCODER, PRODUCT = "字 BM25（条款）", "编码器（条款）", "产品"


class StatuteRows:
    """The rows of a wide index and the articles of the benchmark.

    Attributes:
        among: ``(documents,)`` those whose law the benchmark reads.
        article_of: ``(leaves,)`` row of the article that each lies in, −1 for none.

    Args:
        catalogue: of a library that holds the national laws.
        articles: of the benchmark.
    """

    def __init__(self, catalogue: Catalogue, articles: Sequence[Article]) -> None:
        self._catalogue = catalogue
        known: dict[tuple[str, str], int] = {}
        for row, article in enumerate(articles):
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

    def rank(self, question: str) -> dict[str, list[int]]:
        """The articles by each way of ranking, best first."""
        catalogue = self._catalogue
        wide, signals = catalogue.wide, catalogue.signals(question)
        near = self._best(wide.near(signals.vector))
        ranked = rank_rows(wide, question, signals, pool=_POOL, among=self.among)
        return {
            WORDS: self._articles(self._best(signals.text)),
            ENCODER: self._articles(near[np.argsort(-wide.dense(near, signals.vector))]),
            PRODUCT: self._articles(ranked.rows),
        }

    def _best(self, scores: NDArray[np.float32]) -> NDArray[np.int64]:
        """The rows of the laws that score best in a single channel, best first."""
        held = np.where(self.among[self._catalogue.wide.document], scores, np.float32(-2))
        return np.argsort(-held, kind="stable")[:_LEAVES]

    def _articles(self, rows: NDArray[np.int64]) -> list[int]:
        """The articles that rows lie in, each once, best first."""
        found = dict.fromkeys(self.article_of[rows].tolist())
        found.pop(-1, None)
        return list(found)[:DEPTH]
