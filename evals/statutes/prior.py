"""Which laws people ask about, guessed without any question.

A law that many other laws cite governs much of daily life; an amending decision is never the
answer. Both are read from the corpus alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.statutes.corpus import Article, law_key

_CITED = re.compile(r"《([^《》]{2,40})》")
_AMENDING = re.compile(r"修改.*决定|修正案|废止")
#: Folders of the archive whose laws rule between people, or punish them.
_EVERYDAY = frozenset({"民法典", "民法商法", "社会法", "刑法"})
#: No law cites a judicial interpretation; courts apply it as the law it reads.
_INTERPRETATION = "司法解释"


def law_prior(articles: Sequence[Article]) -> NDArray[np.float32]:
    """``(articles,)``: about 0 to 5, −1 for amending decisions."""
    citing: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        own = law_key(article.law)
        for title in _CITED.findall(article.text):
            citing[law_key(title)].add(own)
    known = {article.law: _prior(article, citing) for article in articles}
    return np.array([known[a.law] for a in articles], np.float32)


def _prior(article: Article, citing: dict[str, set[str]]) -> float:
    if _AMENDING.search(article.law):
        return -1.0
    key = law_key(article.law)
    cited = float(np.log1p(len(citing.get(key, set()) - {key})))
    if article.kind == _INTERPRETATION:
        return max(cited, 1.0)
    return cited + (article.kind in _EVERYDAY)
