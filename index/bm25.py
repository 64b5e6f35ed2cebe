"""BM25 over token lists, scored against the query's own ceiling.

Okapi BM25 (Robertson & Zaragoza, 2009) with the non-negative idf of Lucene. Each document's sum
is divided by what a document would score that matched every query token perfectly, so that a
score lies in [0, 1) and may be compared across queries and added to other channels: the
"theoretical min-max" of Bruch, Gai & Ingber (2023).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class BM25:
    """Inverted index with precomputed impacts.

    Attributes:
        vocabulary: token → row.
        starts: ``(rows + 1,)`` int64, where each row's postings begin.
        documents: ``(postings,)`` int32 document numbers.
        impacts: ``(postings,)`` float32, idf times saturated term frequency.
        idf: ``(rows,)`` float32.
        size: number of documents.
    """

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    impacts: NDArray[np.float32]
    idf: NDArray[np.float32]
    size: int

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """``(size,)`` scores in [0, 1) for weighted query tokens.

        Tokens that no document holds count for the ceiling with the highest idf: a question
        about something else scores low although its other words match.
        """
        scores = np.zeros(self.size, np.float32)
        ceiling = 0.0
        unknown_idf = float(np.log1p((self.size + 0.5) / 0.5))
        for token, weight in query.items():
            row = self.vocabulary.get(token)
            if row is None:
                ceiling += weight * unknown_idf * (K1 + 1)
                continue
            ceiling += weight * float(self.idf[row]) * (K1 + 1)
            postings = slice(self.starts[row], self.starts[row + 1])
            # A document stands once in a row's postings, so plain indexing adds correctly.
            scores[self.documents[postings]] += weight * self.impacts[postings]
        return scores / ceiling if ceiling > 0 else scores


def build_bm25(documents: Sequence[Iterable[str]]) -> BM25:
    """Index token lists; an empty list is a document that never matches."""
    counts = [Counter(tokens) for tokens in documents]
    lengths = np.array([sum(c.values()) for c in counts], np.float64)
    mean = max(float(lengths.mean()) if len(lengths) else 0.0, 1e-9)
    postings: dict[str, list[tuple[int, int]]] = {}
    for number, count in enumerate(counts):
        for token, frequency in count.items():
            postings.setdefault(token, []).append((number, frequency))
    size = len(counts)
    vocabulary = {token: row for row, token in enumerate(sorted(postings))}
    idf = np.zeros(len(vocabulary), np.float32)
    starts = np.zeros(len(vocabulary) + 1, np.int64)
    all_documents: list[int] = []
    all_impacts: list[float] = []
    for token, row in vocabulary.items():
        entries = postings[token]
        idf[row] = np.log1p((size - len(entries) + 0.5) / (len(entries) + 0.5))
        for number, frequency in entries:
            norm = K1 * (1 - B + B * lengths[number] / mean)
            all_documents.append(number)
            all_impacts.append(float(idf[row]) * frequency * (K1 + 1) / (frequency + norm))
        starts[row + 1] = len(all_documents)
    return BM25(
        vocabulary,
        starts,
        np.array(all_documents, np.int32),
        np.array(all_impacts, np.float32),
        idf,
        size,
    )


def pack(index: BM25, prefix: str) -> dict[str, NDArray[np.generic]]:
    """The index as arrays for ``numpy.savez``."""
    tokens = "\n".join(index.vocabulary)  # in row order: tokens never hold a newline
    return {
        f"{prefix}.tokens": np.frombuffer(tokens.encode(), np.uint8),
        f"{prefix}.starts": index.starts,
        f"{prefix}.documents": index.documents,
        f"{prefix}.impacts": index.impacts,
        f"{prefix}.idf": index.idf,
        f"{prefix}.size": np.array(index.size),
    }


def unpack(arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> BM25:
    """The inverse of ``pack``."""
    tokens = arrays[f"{prefix}.tokens"].tobytes().decode()
    vocabulary = {t: row for row, t in enumerate(tokens.split("\n"))} if tokens else {}
    return BM25(
        vocabulary,
        arrays[f"{prefix}.starts"],  # type: ignore[arg-type]
        arrays[f"{prefix}.documents"],  # type: ignore[arg-type]
        arrays[f"{prefix}.impacts"],  # type: ignore[arg-type]
        arrays[f"{prefix}.idf"],  # type: ignore[arg-type]
        int(arrays[f"{prefix}.size"]),
    )
