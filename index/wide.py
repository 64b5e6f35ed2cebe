"""The wide index opened: every leaf of every document scored by arrays, none of them a Python object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from index.bm25 import K1
from index.clause_kinds import SORTS
from index.seals import REMEDY
from index.vectors import key_of
from index.wide_layout import ARRAYS, ARTICLES, CHAPTERS, POSTINGS, TEXT, WIDE

Scores = NDArray[np.float32]
#: An array of a file, of whatever type.
Mapped = NDArray[Any]
#: Rows that are turned into floats at a time: they fit the processor's cache.
_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class MappedBM25:
    """As ``index.bm25.BM25`` with the same scores, its postings mapped and its terms found by their hash.

    Attributes:
        terms: ``(terms,)`` keys in ascending order.
        idf: ``(terms,)``.
        begins: ``(terms + 1,)`` where the postings of each begin.
        places, impacts: ``(postings,)``.
        size: number of documents.
    """

    terms: NDArray[np.uint64]
    idf: Scores
    begins: NDArray[np.int64]
    places: NDArray[np.int32]
    impacts: Scores
    size: int

    def scores(self, query: Mapping[str, float]) -> Scores:
        """``(size,)`` scores in [0, 1) for weighted query tokens, see ``index.bm25.BM25.scores``."""
        scores = np.zeros(self.size, np.float32)
        keys = np.array([key_of(token) for token in query], np.uint64)
        at = np.searchsorted(self.terms, keys)
        ceiling, unknown = 0.0, float(np.log1p((self.size + 0.5) / 0.5))
        for key, place, weight in zip(keys, at, query.values(), strict=True):
            if place == len(self.terms) or self.terms[place] != key:
                ceiling += weight * unknown * (K1 + 1)
                continue
            ceiling += weight * float(self.idf[place]) * (K1 + 1)
            held = slice(self.begins[place], self.begins[place + 1])
            scores[self.places[held]] += weight * self.impacts[held]
        return scores / ceiling if ceiling > 0 else scores


@dataclass(frozen=True)  # no slots: what is computed from the arrays is kept
class WideIndex:
    """The arrays of ``index.wide_layout``, one row a leaf of the documents that answer.

    The leaves of one 条 that stand together are a stretch; stretches are numbered in the order of the rows.

    Attributes:
        arrays: by their names.
        text, articles, chapters: over the leaves, the stretches, the chapters.
    """

    arrays: Mapping[str, Mapped]
    text: MappedBM25
    articles: MappedBM25
    chapters: MappedBM25

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.arrays["norms"])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """``(documents + 1,)`` the row at which each document begins."""
        return np.array(self.arrays["starts"], np.int64)

    @property
    def document(self) -> NDArray[np.int32]:
        """``(leaves,)`` number of the document that each lies in."""
        return self.arrays["document"]

    @cached_property
    def stretch_starts(self) -> NDArray[np.int64]:
        """``(stretches + 1,)`` the row at which each begins."""
        return np.append(starts_of(self.arrays["article"]), self.size)

    @cached_property
    def stretch(self) -> NDArray[np.int32]:
        """``(leaves,)`` number of the stretch that each lies in."""
        sizes = np.diff(self.stretch_starts)
        return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)

    @cached_property
    def document_of_stretch(self) -> NDArray[np.int32]:
        """``(stretches,)`` number of the document that each lies in."""
        return self.document[self.stretch_starts[:-1]]

    def article_of(self, rows: slice) -> NDArray[np.int64]:
        """Number of the 条 that each leaf of one document lies in, counted from 0."""
        numbers: NDArray[np.int64] = np.array(self.arrays["article"][rows], np.int64)
        first: np.int64 = numbers.min()
        return np.subtract(numbers, first)

    @cached_property
    def cited(self) -> Scores:
        """``(documents,)`` log of how many other documents name each."""
        return np.log1p(np.array(self.arrays["cited"], np.float32))

    def kinds_of(self, rows: NDArray[np.int64] | slice) -> dict[str, Scores]:
        """What sort of clause some leaves are."""
        held = np.asarray(self.arrays["kinds"][:, rows], np.float32)
        return dict(zip(SORTS, held, strict=True))

    def dense(self, rows: NDArray[np.int64] | slice, vector: Scores) -> Scores:
        """Inner products of a unit vector with the unit vectors of some leaves."""
        held = np.asarray(self.arrays["vectors"][rows], np.float32)
        # einsum and not @: one small product is over before a BLAS has woken its threads.
        scores: Scores = np.einsum("ij,j->i", held, vector) / self.arrays["norms"][rows]
        return scores

    def near(self, vector: Scores) -> Scores:
        """``(leaves,)`` about the inner products of a unit vector with all leaves: of their beginnings."""
        shorts = self.arrays["shorts"]
        start = vector[: shorts.shape[1]]
        start = start / max(float(np.linalg.norm(start)), 1e-9)
        scores = np.empty(self.size, np.float32)
        block = np.empty((_BLOCK, len(start)), np.float32)
        for first in range(0, self.size, _BLOCK):
            part = shorts[first : first + _BLOCK]
            floats = block[: len(part)]
            np.copyto(floats, part)
            np.einsum("ij,j->i", floats, start, out=scores[first : first + len(part)])
        scores /= self.arrays["short_norms"]
        return scores

    def rows_of_stretches(self, stretches: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of some stretches, in ascending order."""
        chosen = np.sort(stretches)
        begins, sizes = self.stretch_starts[chosen], np.diff(self.stretch_starts)[chosen]
        offsets = np.repeat(begins - np.append(0, np.cumsum(sizes)[:-1]), sizes)
        rows: NDArray[np.int64] = offsets + np.arange(int(sizes.sum()))
        return rows

    def best_referred(self, vector: Scores, rows: NDArray[np.int64]) -> Scores:
        """Of some leaves, the best product of the leaves that each refers to; 0 where it refers to none."""
        pairs = self.arrays["references"]
        begins, ends = (np.searchsorted(pairs[:, 0], rows, side) for side in ("left", "right"))
        sizes = ends - begins
        places = np.repeat(np.arange(len(rows)), sizes)
        at = np.repeat(begins - np.append(0, np.cumsum(sizes)[:-1]), sizes) + np.arange(len(places))
        best = np.zeros(len(rows), np.float32)
        np.maximum.at(best, places, self.dense(pairs[at, 1], vector))
        return best


def starts_of(numbers: NDArray[np.generic]) -> NDArray[np.int64]:
    """Where another number begins in a row of numbers that stand together where they are equal."""
    return np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))


def open_wide(index_folder: Path) -> WideIndex:
    """Map the files of a wide index that were found whole.

    Raises:
        FiredutyError: one cannot be read.
    """
    folder = index_folder / WIDE
    try:
        arrays = {name: _mapped(folder / f"{name}.npy") for name in ARRAYS}
        sizes = len(arrays["norms"]), len(arrays["chapter"]), int(arrays["chapter"].max()) + 1
        fields = [
            MappedBM25(**{n: _mapped(folder / f"{field}.{n}.npy") for n in POSTINGS}, size=size)
            for field, size in zip((TEXT, ARTICLES, CHAPTERS), sizes, strict=True)
        ]
    except (OSError, ValueError) as error:
        raise FiredutyError(f"总索引 {folder} 打不开；{REMEDY}") from error
    return WideIndex(arrays, *fields)


def _mapped(path: Path) -> Mapped:
    """An array of a file, as a plain one over the mapped bytes: numpy's own class costs with each slice."""
    held: Mapped = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return held
