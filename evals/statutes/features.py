"""The first candidates of a question and what tells them apart.

Beyond the features of the pool: in which laws and chapters the likely answers lie, and how well each
word of the question is met in the article.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statutes.gold import bigrams
from evals.statutes.labels import FEATURES as POOL_FEATURES
from evals.statutes.labels import Labelled, Pool
from evals.statutes.search import Array, Integers, StatuteIndex, top

CANDIDATES = 200
#: Cosine from which two words count as the same one.
_SAME = 0.99
FEATURES = (
    *POOL_FEATURES,
    "lead", "law_mass", "chapter_mass", "length", "title_in_question",
    "match", "match_weighted", "match_meant", "match_shifted", "exact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is ranked.

    Attributes:
        rows: ``(n,)``, best first.
        base: ``(n,)`` their log-odds by the linear model.
        features: ``(n, len(FEATURES))``.
    """

    rows: Integers
    base: Array
    features: Array


def candidates(index: StatuteIndex, labelled: Labelled, pool: Pool, weights: Array) -> Candidates:
    """The first ``CANDIDATES`` rows of a pool by the linear model, with all features."""
    scores = pool.features @ weights
    kept = top(scores, CANDIDATES)
    rows, base = pool.rows[kept], scores[kept]
    mass = np.exp(base - base[0])
    question = bigrams(pool.text)
    columns = [
        base - base[0],
        _share(mass, index.laws[rows]),
        _share(mass, index.chapters[rows]),
        index.lengths[rows],
        _title_overlap(index, rows, question),
        *_matches(index, labelled, pool.words, rows),
    ]
    extra = np.stack(columns, axis=1).astype(np.float32)
    return Candidates(rows, base, np.concatenate([pool.features[kept], extra], axis=1))


def _share(mass: NDArray[np.floating], groups: Integers) -> NDArray[np.floating]:
    """Share of all candidates' mass that each candidate's group holds."""
    _, place = np.unique(groups, return_inverse=True)
    shares: NDArray[np.floating] = np.bincount(place, mass)[place] / mass.sum()
    return shares


def _title_overlap(index: StatuteIndex, rows: Integers, question: frozenset[str]) -> list[float]:
    """Share of the law's title that the question names."""
    known: dict[str, float] = {}
    for row in rows:
        law = index.articles[row].law
        if law not in known:
            title = bigrams(law)
            known[law] = len(title & question) / max(len(title), 1)
    return [known[index.articles[row].law] for row in rows]


def _matches(
    index: StatuteIndex, labelled: Labelled, words: list[int], rows: Integers
) -> list[NDArray[np.floating]]:
    """How well the question's words are met by the closest word of each article.

    Plain mean, mean by weight, the same with mapped words by mapped and by shifted weight, and the
    weighted share of words that the article itself holds (Khattab & Zaharia, 2020, on word vectors).
    """
    asked = np.unique(words) if words else np.zeros(1, np.int64)
    mapped = labelled.query_map.word_vectors(asked.tolist())
    shifted = mapped + mapped @ labelled.query_map.shift
    plain, meant, final = (
        np.linalg.norm(v, axis=1) + 1e-9 for v in (index.vectors.weights[asked], mapped, shifted)
    )
    held = [index.words[r] for r in rows]
    flat = np.concatenate(held)
    starts = np.cumsum([0, *(len(h) for h in held[:-1])])
    used = np.zeros(len(index.directions), bool)
    used[flat] = True
    place = (np.cumsum(used) - 1)[flat]
    both = np.concatenate([index.directions[asked], shifted / final[:, None]])
    close = (index.directions[used] @ both.T)[place]
    best = np.maximum.reduceat(close, starts, axis=0)
    literal, learned = best[:, : len(asked)], best[:, len(asked) :]
    weight = plain / plain.sum()
    return [
        literal.mean(axis=1),
        literal @ weight,
        learned @ meant / meant.sum(),
        learned @ final / final.sum(),
        (literal > _SAME) @ weight,
    ]
