"""The wide index opened: every leaf of every document scored by arrays, none of them a Python object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError
from index.bm25 import K1
from index.clause_kinds import SORTS
from index.seals import REMEDY
from index.vectors import key_of
from index.wide_layout import ARRAYS, HEAD, POSTINGS, TEXT, WIDE

Scores = NDArray[np.float32]
#: An array of a file, of whatever type.
Mapped = NDArray[Any]
#: Rows that are turned into floats at a time: they fit the processor's cache.
_BLOCK = 1024
#: Threads that scan the vectors at once: numpy lets go of the interpreter while it does.
_SCANS = min(2, os.cpu_count() or 1)


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

    Attributes:
        arrays: by their names.
        text, head: over the leaves, and over titles with chapters.
    """

    arrays: Mapping[str, Mapped]
    text: MappedBM25
    head: MappedBM25

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
    def article_starts(self) -> NDArray[np.int64]:
        """The rows at which another 条 begins, where its leaves stand together."""
        article = self.arrays["article"]
        return np.flatnonzero(np.concatenate([[True], article[1:] != article[:-1]]))

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

    def dense(self, vector: Scores) -> Scores:
        """``(leaves,)`` inner products of a unit vector with the unit vectors of all leaves."""
        scores = np.empty(self.size, np.float32)
        bounds = np.linspace(0, self.size, _SCANS + 1).astype(int).tolist()
        with ThreadPoolExecutor(_SCANS) as threads:
            list(threads.map(partial(self._scan, vector, scores), bounds[:-1], bounds[1:]))
        scores /= self.arrays["norms"]
        return scores

    def _scan(self, vector: Scores, scores: Scores, first: int, last: int) -> None:
        """The products of some rows, not yet divided by their norms."""
        rounded = self.arrays["vectors"]
        block = np.empty((_BLOCK, rounded.shape[1]), np.float32)
        for start in range(first, last, _BLOCK):
            part = rounded[start : min(start + _BLOCK, last)]
            floats = block[: len(part)]
            np.copyto(floats, part)
            # einsum and not @: a BLAS would wake its threads for each of the small products
            np.einsum("ij,j->i", floats, vector, out=scores[start : start + len(part)])

    def best_of_article(self, scores: Scores) -> Scores:
        """Per leaf, the best score of the leaves that stand beside it in the same 条."""
        starts = self.article_starts
        best = np.maximum.reduceat(scores, starts)
        spread: Scores = np.repeat(best, np.diff(np.append(starts, self.size)))
        return spread

    def best_referred(self, scores: Scores, rows: NDArray[np.int64]) -> Scores:
        """Of some leaves, the best score of the leaves that each refers to; 0 where it refers to none."""
        pairs = self.arrays["references"]
        begins, ends = (np.searchsorted(pairs[:, 0], rows, side) for side in ("left", "right"))
        best = np.zeros(len(rows), np.float32)
        for place in np.flatnonzero(ends > begins):
            targets = pairs[begins[place] : ends[place], 1]
            best[place] = max(0.0, float(scores[targets].max()))
        return best

    def heads(self, query: Mapping[str, float]) -> Scores:
        """``(leaves,)`` how well the title and chapter that each lies under meet the words of a question."""
        scores: Scores = self.head.scores(query)[self.arrays["chapter"]]
        return scores


def open_wide(index_folder: Path) -> WideIndex:
    """Map the files of a wide index that were found whole.

    Raises:
        FiredutyError: one cannot be read.
    """
    folder = index_folder / WIDE
    try:
        arrays = {name: _mapped(folder / f"{name}.npy") for name in ARRAYS}
        text, head = (_postings(folder, field) for field in (TEXT, HEAD))
    except (OSError, ValueError) as error:
        raise FiredutyError(f"总索引 {folder} 打不开；{REMEDY}") from error
    sizes = len(arrays["norms"]), len(arrays["chapter_document"])
    return WideIndex(arrays, MappedBM25(**text, size=sizes[0]), MappedBM25(**head, size=sizes[1]))


def _postings(folder: Path, field: str) -> dict[str, Mapped]:
    return {name: _mapped(folder / f"{field}.{name}.npy") for name in POSTINGS}


def _mapped(path: Path) -> Mapped:
    """An array of a file, as a plain one over the mapped bytes: numpy's own class costs with each slice."""
    held: Mapped = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return held
