"""BM25 over token lists, scored against the query's own ceiling.

Okapi BM25 (Robertson & Zaragoza, 2009) with the non-negative idf of Lucene. Each document's sum
is divided by what a document would score that matched every query token perfectly, so that a
score lies in [0, 1) and may be compared across queries and added to other channels: the
"theoretical min-max" of Bruch, Gai & Ingber (2023).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
Made = TypeVar("Made")


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


@dataclass(frozen=True, slots=True)
class Postings:
    """How often each token occurs in each document: what statistics are made of, kept as counted.

    Attributes:
        vocabulary: token → row.
        starts: ``(rows + 1,)`` int64, where each row's postings begin.
        documents: ``(postings,)`` int32 document numbers, ascending in a row.
        counts: ``(postings,)`` float32.
        size: number of documents.
    """

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.float32]
    size: int


def count_tokens(documents: Sequence[Iterable[str]]) -> Postings:
    """Count token lists; an empty list is a document that never matches."""
    vocabulary: dict[str, int] = {}
    key, count = _frequencies(documents, vocabulary)
    return _postings(vocabulary, key, count.astype(np.float32), len(documents))


def merge_postings(parts: Sequence[Postings]) -> Postings:
    """The counts of several collections as of one, their documents numbered one after another."""
    if len(parts) == 1:
        return parts[0]
    vocabulary: dict[str, int] = {}
    size = sum(part.size for part in parts)
    keys, before = [], 0
    for part in parts:
        row_of = np.array(
            [vocabulary.setdefault(t, len(vocabulary)) for t in part.vocabulary], np.int64
        )
        rows = np.repeat(row_of, np.diff(part.starts))
        keys.append(rows * size + part.documents + before)
        before += part.size
    key = np.concatenate(keys) if keys else np.zeros(0, np.int64)
    count = np.concatenate([p.counts for p in parts]) if parts else np.zeros(0, np.float32)
    order = np.argsort(key)
    return _postings(vocabulary, key[order], count[order], size)


def group_postings(postings: Postings, group: NDArray[np.int64], size: int) -> Postings:
    """The counts of documents that are taken together.

    Args:
        group: ``(documents,)`` number of the one that each becomes a part of.
        size: how many there are then.
    """
    rows = np.repeat(np.arange(len(postings.vocabulary)), np.diff(postings.starts))
    key, place = np.unique(rows * size + group[postings.documents], return_inverse=True)
    count = np.bincount(place, postings.counts, len(key))
    return _postings(postings.vocabulary, key, count.astype(np.float32), size)


def _postings(
    vocabulary: Mapping[str, int],
    key: NDArray[np.int64],
    count: NDArray[np.float32],
    size: int,
) -> Postings:
    rows, documents = key // max(size, 1), key % max(size, 1)
    starts = np.searchsorted(rows, np.arange(len(vocabulary) + 1))
    return Postings(vocabulary, starts.astype(np.int64), documents.astype(np.int32), count, size)


def weigh(postings: Postings, b: float = B) -> BM25:
    """The impacts that counts have in BM25.

    Args:
        b: how far a long document is discounted.
    """
    length = np.bincount(postings.documents, postings.counts, postings.size)
    norm = 1 - b + b * length / max(float(length.mean()) if postings.size else 0.0, 1e-9)
    tf = postings.counts / norm[postings.documents]
    held = np.diff(postings.starts)
    idf = np.log1p((postings.size - held + 0.5) / (held + 0.5)).astype(np.float32)
    impacts = np.repeat(idf, held) * (tf * (K1 + 1) / (tf + K1))
    return BM25(
        postings.vocabulary,
        postings.starts,
        postings.documents,
        impacts.astype(np.float32),
        idf,
        postings.size,
    )


def build_bm25(documents: Sequence[Iterable[str]]) -> BM25:
    """Index token lists; an empty list is a document that never matches."""
    return weigh(count_tokens(documents))


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


def pack(postings: Postings, prefix: str) -> dict[str, NDArray[np.generic]]:
    """The counts as arrays for ``numpy.savez``."""
    tokens = "\n".join(postings.vocabulary)  # in row order: tokens never hold a newline
    return {
        f"{prefix}.tokens": np.frombuffer(tokens.encode(), np.uint8),
        f"{prefix}.starts": postings.starts,
        f"{prefix}.documents": postings.documents,
        f"{prefix}.counts": postings.counts,
        f"{prefix}.size": np.array(postings.size),
    }


def unpack(arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> Postings:
    """The inverse of ``pack``."""
    tokens = arrays[f"{prefix}.tokens"].tobytes().decode()
    vocabulary = {t: row for row, t in enumerate(tokens.split("\n"))} if tokens else {}
    return Postings(
        vocabulary,
        arrays[f"{prefix}.starts"],  # type: ignore[arg-type]
        arrays[f"{prefix}.documents"],  # type: ignore[arg-type]
        arrays[f"{prefix}.counts"],  # type: ignore[arg-type]
        int(arrays[f"{prefix}.size"]),
    )


class LazyFields(Mapping[str, Made]):
    """What is made of each of several fields, when it is first asked for.

    Args:
        names: of the fields.
        make: its name → what is made of it.
    """

    def __init__(self, names: Collection[str], make: Callable[[str], Made]) -> None:
        self._names, self._make = names, make
        self._made: dict[str, Made] = {}

    def __getitem__(self, name: str) -> Made:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
