"""What the shipped encoder makes of articles and questions; it was trained on none of the questions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from evals.statutes.corpus import Article
from index.embed import BUILTIN, identify_embedder, load_embedder
from index.kept_vectors import KeptVectors
from index.vectors import embed_all

#: Prefix of the vector that is kept: trained to serve alone, and a third less to read.
WIDTH = 256


def embed_articles(articles: Sequence[Article], cache: Path | None) -> NDArray[np.float16]:
    """``(articles, WIDTH)`` unit vectors of law, chapter and text.

    Args:
        articles: in the order of the rows.
        cache: folder that keeps the vectors, so that a stopped run goes on; some 20 minutes of two
            cores for 60,000 articles.
    """
    with tqdm(desc="编码", file=sys.stderr, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        vectors = embed_all(
            load_embedder(BUILTIN),
            identify_embedder(BUILTIN),
            passages=[f"{a.law} {a.chapter}：{a.text}" for a in articles],
            questions=[],
            kept=KeptVectors(cache, identify_embedder(BUILTIN)) if cache else None,
            progress=show,
        )
    return _cut(vectors)


def embed_question(text: str) -> NDArray[np.float32]:
    """``(WIDTH,)`` unit vector."""
    (vector,) = _cut(np.array([load_embedder(BUILTIN).embed_query(text)], np.float32))
    return np.asarray(vector, np.float32)


def _cut(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    short = vectors[:, :WIDTH]
    unit: NDArray[np.float16] = (short / np.linalg.norm(short, axis=1, keepdims=True)).astype(
        np.float16
    )
    return unit
