"""The wide index written from the segments of its documents, one after the other.

What grows with the library goes to mapped files at once; in memory are the terms and one document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.citing.instruments import plain_title
from corpus.files import reserve_room
from index.bm25 import K1, B, Postings, count_tokens, unpack
from index.clause_kinds import read_leaves
from index.documents import HeldDocument
from index.layout import segment_folder
from index.opened import number_articles
from index.segment_files import CLAUSES, SNAPSHOT, read_outward
from index.tokens import char_tokens
from index.vectors import key_of
from index.wide_actors import subjects_of, write_actors
from index.wide_layout import HEAD, TEXT, WIDE

_CITED = re.compile(r"《([^《》]{2,60})》")


def write_wide(index_folder: Path, documents: Sequence[HeldDocument]) -> None:
    """Write the files.

    Args:
        index_folder: with the segments of the documents.
        documents: those that answer, in the order of the library.

    Raises:
        OSError: a file cannot be written.
    """
    folder = index_folder / WIDE
    folder.mkdir()
    _WideWriter(folder, index_folder, documents).write()


class _WideWriter:
    def __init__(self, folder: Path, index_folder: Path, documents: Sequence[HeldDocument]) -> None:
        self._folder = folder
        self._index_folder = index_folder
        self._documents = documents
        sizes = [len(d.regulation.leaves()) for d in documents]
        self._starts = np.array([0, *np.cumsum(sizes)], np.int64)

    def write(self) -> None:
        self._save("starts", self._starts)
        self._write_leaves()
        self._write_vectors()
        self._save("references", np.array(self._references(), np.int32).reshape(-1, 2))
        self._save("cited", self._cited())
        self._write_text()
        write_actors(self._folder, [self._subjects(held) for held in self._documents])

    def _subjects(self, held: HeldDocument) -> Counter[str]:
        """How often each name is bound by a document."""
        stored = (segment_folder(self._index_folder, held.slug) / CLAUSES).read_bytes()
        return Counter(subjects_of(stored, held.regulation.leaves()))

    def _save(self, name: str, array: NDArray[np.generic]) -> None:
        np.save(self._folder / f"{name}.npy", array)

    def _mapped(self, name: str, dtype: type, shape: tuple[int, ...]) -> NDArray[np.generic]:
        path = self._folder / f"{name}.npy"
        mapped = np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=shape)
        reserve_room(path)
        return mapped

    # --- leaves -----------------------------------------------------------------------------------

    def _write_leaves(self) -> None:
        """Where each leaf lies and what sort of clause it is; the words of the titles and chapters."""
        count = int(self._starts[-1])
        document, article, chapter = (np.zeros(count, np.int32) for _ in range(3))
        kinds: NDArray[np.uint8] | None = None
        heads: dict[tuple[int, str], int] = {}
        articles = 0
        for number, held in enumerate(self._documents):
            leaves = held.regulation.leaves()
            rows = slice(*self._starts[number : number + 2])
            document[rows] = number
            numbers = number_articles(leaves)
            article[rows] = numbers + articles
            articles += int(numbers.max()) + 1
            chapter[rows] = [
                heads.setdefault((number, leaf.chapter), len(heads)) for leaf in leaves
            ]
            flags = np.array(list(read_leaves(leaves).values()), np.uint8)
            if kinds is None:
                kinds = np.zeros((len(flags), count), np.uint8)
            kinds[:, rows] = flags
        assert kinds is not None
        for name, array in (("document", document), ("article", article), ("chapter", chapter)):
            self._save(name, array)
        self._save("kinds", kinds)
        self._save("chapter_document", np.array([number for number, _ in heads], np.int32))
        titles = [self._documents[n].regulation.title for n, _ in heads]
        words = [f"{t} {c}" for t, (_, c) in zip(titles, heads, strict=True)]
        self._write_postings(HEAD, [count_tokens([char_tokens(w) for w in words])])

    def _write_vectors(self) -> None:
        vectors: NDArray[np.int8] | None = None
        norms = np.zeros(int(self._starts[-1]), np.float32)
        for number, arrays in self._snapshots():
            start, stop = self._starts[number : number + 2]
            rounded = arrays["vectors"][: stop - start]
            if vectors is None:
                shape = (int(self._starts[-1]), rounded.shape[1])
                vectors = self._mapped("vectors", np.int8, shape)  # type: ignore[assignment]
            assert vectors is not None
            vectors[start:stop] = rounded
            norms[start:stop] = np.linalg.norm(rounded.astype(np.float32), axis=1)
        norms[norms == 0] = 1
        self._save("norms", norms)

    def _snapshots(self) -> Iterator[tuple[int, dict[str, NDArray[np.generic]]]]:
        for number, held in enumerate(self._documents):
            folder = segment_folder(self._index_folder, held.slug)
            with np.load(folder / SNAPSHOT, allow_pickle=False) as arrays:
                yield number, arrays

    # --- what cites what --------------------------------------------------------------------------

    def _references(self) -> list[tuple[int, int]]:
        """Rows of the references inside the documents and from one to another."""
        named: dict[str, int] = {}
        for number, held in enumerate(self._documents):
            for name in (held.key, held.regulation.title):
                named.setdefault(plain_title(name), number)
        rows: dict[int, dict[str, int]] = {}
        pairs: list[tuple[int, int]] = []
        for number, arrays in self._snapshots():
            start = int(self._starts[number])
            pairs += [(int(a) + start, int(b) + start) for a, b in arrays["references"]]
            folder = segment_folder(self._index_folder, self._documents[number].slug)
            for reference in read_outward(folder):
                other = named.get(plain_title(reference.title))
                if other is None or other == number:
                    continue
                if other not in rows:
                    leaves = self._documents[other].regulation.leaves()
                    rows[other] = {str(leaf.id): row for row, leaf in enumerate(leaves)}
                row = rows[other].get(reference.provision)
                if row is not None:
                    pairs.append((start + reference.row, int(self._starts[other]) + row))
        return sorted(set(pairs))

    def _cited(self) -> NDArray[np.int32]:
        """How many other documents name each one's title in 《》."""
        named: dict[str, int] = {}
        for number, held in enumerate(self._documents):
            named.setdefault(plain_title(held.regulation.title), number)
        citing: dict[int, set[int]] = defaultdict(set)
        for number, held in enumerate(self._documents):
            for title in set(_CITED.findall(held.regulation.source_text)):
                other = named.get(plain_title(title))
                if other is not None and other != number:
                    citing[other].add(number)
        return np.array([len(citing[n]) for n in range(len(self._documents))], np.int32)

    # --- words ------------------------------------------------------------------------------------

    def _write_text(self) -> None:
        self._write_postings(TEXT, None)

    def _counts(self, given: Sequence[Postings] | None) -> Iterator[Postings]:
        if given is not None:
            yield from given
            return
        for _, arrays in self._snapshots():
            yield unpack(arrays, TEXT)

    def _write_postings(self, field: str, given: Sequence[Postings] | None) -> None:
        """The postings with the impacts that ``index.bm25.weigh`` gives: counted first, then placed."""
        numbers: dict[str, int] = {}
        held: list[NDArray[np.int64]] = []
        lengths: list[NDArray[np.float64]] = []
        for part in self._counts(given):
            ids = np.array([numbers.setdefault(t, len(numbers)) for t in part.vocabulary], np.int64)
            held.append(np.stack([ids, np.diff(part.starts)]))
            length_of = np.bincount(part.documents, part.counts, part.size)
            lengths.append(np.asarray(length_of, np.float64))
        length = np.concatenate(lengths)
        frequency = np.zeros(len(numbers), np.int64)
        for ids, much in held:
            np.add.at(frequency, ids, much)
        keys = np.array([key_of(term) for term in numbers], np.uint64)
        order = np.argsort(keys)
        place_of = np.empty(len(order), np.int64)
        place_of[order] = np.arange(len(order))
        frequency = frequency[order]
        begins = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        idf = np.log1p((len(length) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        self._save(f"{field}.terms", keys[order])
        self._save(f"{field}.begins", begins)
        self._save(f"{field}.idf", idf)
        norm = 1 - B + B * length / max(float(length.mean()) if len(length) else 0.0, 1e-9)
        places = self._mapped(f"{field}.places", np.int32, (int(begins[-1]),))
        impacts = self._mapped(f"{field}.impacts", np.float32, (int(begins[-1]),))
        filled, before = begins[:-1].copy(), 0
        for (ids, much), part in zip(held, self._counts(given), strict=True):
            terms = place_of[ids]
            first = np.repeat(filled[terms] - part.starts[:-1], much)
            at = first + np.arange(len(part.documents))
            rows = part.documents + before
            tf = part.counts / norm[rows]
            places[at] = rows
            impacts[at] = np.repeat(idf[terms], much) * (tf * (K1 + 1) / (tf + K1))
            filled[terms] += much
            before += part.size
