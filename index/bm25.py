"""BM25 over token lists, scored against the query's own ceiling.

Okapi BM25 (Robertson & Zaragoza, 2009) with the non-negative idf of Lucene. Each document's sum
is divided by what a document would score that matched every query token perfectly, so that a
score lies in [0, 1) and may be compared across queries and added to other channels: the
"theoretical min-max" of Bruch, Gai & Ingber (2023).
"""

from __future__ import annotations

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
    return build_fields([Field(documents)])


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the documents.

    Attributes:
        documents: one token list per document.
        weight: against the other fields.
        b: how far a long field is discounted.
    """

    documents: Sequence[Iterable[str]]
    weight: float = 1.0
    b: float = B


def build_fields(fields: Sequence[Field]) -> BM25:
    """One index over weighted fields: BM25F (Zaragoza et al., 2004).

    The fields' term frequencies, each normalised by its own length, are added before they
    saturate, so that one pass over one list of postings scores all fields together.
    """
    vocabulary: dict[str, int] = {}
    size = len(fields[0].documents)
    keys, weights = [], []
    for field in fields:
        key, frequency = _frequencies(field.documents, vocabulary)
        document = key % size if size else key
        length = np.bincount(document, frequency, size)
        norm = 1 - field.b + field.b * length / max(float(length.mean()) if size else 0.0, 1e-9)
        keys.append(key)
        weights.append(field.weight * frequency / norm[document])
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    tf = np.bincount(place, np.concatenate(weights), len(key))
    rows, documents = key // max(size, 1), key % max(size, 1)
    starts = np.searchsorted(rows, np.arange(len(vocabulary) + 1))
    held = np.diff(starts)
    idf = np.log1p((size - held + 0.5) / (held + 0.5)).astype(np.float32)
    impacts = idf[rows] * (tf * (K1 + 1) / (tf + K1))
    return BM25(
        vocabulary,
        starts.astype(np.int64),
        documents.astype(np.int32),
        impacts.astype(np.float32),
        idf,
        size,
    )


def _frequencies(
    documents: Sequence[Iterable[str]], vocabulary: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Distinct ``row * size + document`` keys with their counts; new tokens join the vocabulary."""
    size = len(documents)
    parts = []
    for number, tokens in enumerate(documents):
        rows = [vocabulary.setdefault(token, len(vocabulary)) for token in tokens]
        parts.append(np.array(rows, np.int64) * size + number)
    keys = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    key, count = np.unique(keys, return_counts=True)
    return key, count.astype(np.float64)


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
