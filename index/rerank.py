"""Optional second look at the best hits by a cross-encoder, named by ``FIREDUTY_RERANKER``."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from corpus.errors import FiredutyError
from index.library import Library
from index.opened import Index
from index.retrieve import Hit, Ranking

#: (question, texts) → one score per text, higher is better.
Reranker = Callable[[str, Sequence[str]], Sequence[float]]

#: Hits that are looked at again, and the weight of the second look beside the first.
_DEPTH = 20
_WEIGHT = 0.5


def load_reranker(name: str) -> Reranker:
    """A sentence-transformers cross-encoder from a folder or, where there is a network, a hub.

    Raises:
        FiredutyError: the model cannot be loaded; says what to do.
    """
    if os.path.isdir(name):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        model = CrossEncoder(name)
    except Exception as error:  # a broken file raises whatever its reader does
        raise FiredutyError(
            f"无法加载重排模型「{name}」：请检查文件夹路径，或去掉 FIREDUTY_RERANKER"
        ) from error

    def scores(question: str, texts: Sequence[str]) -> Sequence[float]:
        values: list[float] = np.asarray(
            model.predict([(question, text) for text in texts], show_progress_bar=False)
        ).tolist()
        return values

    return scores


def rerank(
    searched: Index | Library, question: str, ranking: Ranking, reranker: Reranker
) -> Ranking:
    """The ranking with its best hits in the order of both looks.

    Args:
        searched: the document or the library that was ranked.
        question, ranking: what was asked, and what was found.
        reranker: see there.

    The scores of the second look are spread over the range of the first, so that what follows
    (selection, refusal) meets scores of the kind that it was fitted on.
    """
    head, tail = ranking.hits[:_DEPTH], ranking.hits[_DEPTH:]
    if len(head) < 2:
        return ranking
    ids = searched.ids if isinstance(searched, Library) else [leaf.id for leaf in searched.leaves]
    texts = {
        address: f"{leaf.lead_in}{leaf.text}"
        for address, leaf in zip(ids, searched.leaves, strict=True)
    }
    second = np.asarray(reranker(question, [texts[hit.id] for hit in head]), np.float64)
    low, high = head[-1].score, head[0].score
    spread = (second - second.min()) / max(float(np.ptp(second)), 1e-9) * (high - low) + low
    blended = [
        replace(hit, score=(1 - _WEIGHT) * hit.score + _WEIGHT * float(score))
        for hit, score in zip(head, spread, strict=True)
    ]
    ordered: list[Hit] = sorted(blended, key=lambda hit: -hit.score)
    return replace(ranking, hits=(*ordered, *tail))
