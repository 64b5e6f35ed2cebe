"""The wide index written from the segments of its documents, one after the other.

What grows with the library goes to mapped files at once; in memory are the terms and one document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.citing.instruments import plain_title
from corpus.files import reserve_room
from corpus.text.provision import Regulation
from index.bm25 import K1, B, Postings, count_tokens, group_postings, merge_postings, unpack
from index.clause_kinds import SORTS, read_leaves
from index.documents import HeldDocument
from index.embed import BUILTIN
from index.layout import segment_folder
from index.opened import number_articles
from index.segment_files import CLAUSES, SNAPSHOT, read_outward
from index.tokens import char_tokens
from index.vectors import key_of
from index.wide import starts_of
from index.wide_actors import subjects_of, write_actors
from index.wide_layout import ARTICLES, CHAPTERS, TEXT, WIDE

_CITED = re.compile(r"《([^《》]{2,60})》")
#: The beginnings of the shipped encoder's vectors serve alone: it was trained so.
_SHORT = 128


def write_wide(index_folder: Path, documents: Sequence[HeldDocument], identity: str) -> None:
    """Write the files.

    Args:
        index_folder: with the segments of the documents.
        documents: those that answer, in the order of the library.
        identity: of the embedder, see ``index.embed.identify_embedder``.

    Raises:
        OSError: a file cannot be written.
    """
    folder = index_folder / WIDE
    folder.mkdir()
    short = _SHORT if identity.startswith(f"{BUILTIN}:") else None
    _WideWriter(folder, index_folder, documents, short).write()


@dataclass(frozen=True, slots=True)
class _Outline:
    """How the leaves of a document stand together.

    Attributes:
        article: ``(leaves,)`` number of the 条 that each lies in.
        stretch: ``(leaves,)`` number of the stretch of leaves of one 条.
        chapter: ``(stretches,)`` number of the chapter of each.
        titles: ``(chapters,)`` title of the document and of the chapter.
    """

    article: NDArray[np.int64]
    stretch: NDArray[np.int64]
    chapter: NDArray[np.int64]
    titles: tuple[str, ...]


def _outline_of(regulation: Regulation) -> _Outline:
    leaves = regulation.leaves()
    article = number_articles(leaves)
    begins = starts_of(article)
    stretch = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(leaves))))
    numbers: dict[str, int] = {}
    chapter = [numbers.setdefault(leaves[row].chapter, len(numbers)) for row in begins.tolist()]
    titles = tuple(f"{regulation.title} {name}" for name in numbers)
    return _Outline(article, stretch, np.array(chapter, np.int64), titles)


class _WideWriter:
    def __init__(
        self,
        folder: Path,
        index_folder: Path,
        documents: Sequence[HeldDocument],
        short: int | None,
    ) -> None:
        self._folder = folder
        self._index_folder = index_folder
        self._documents = documents
        self._short = short
        self._outlines = [_outline_of(held.regulation) for held in documents]
        sizes = [len(outline.article) for outline in self._outlines]
        self._starts = np.array([0, *np.cumsum(sizes)], np.int64)

    def write(self) -> None:
        self._save("starts", self._starts)
        self._write_leaves()
        self._write_vectors()
        self._save("references", np.array(self._references(), np.int32).reshape(-1, 2))
        self._save("cited", self._cited())
        for field, counts in (
            (TEXT, self._texts),
            (ARTICLES, self._articles),
            (CHAPTERS, self._chapters),
        ):
            self._write_postings(field, counts)
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
        """Where each leaf lies and what sort of clause it is."""
        count = int(self._starts[-1])
        document, article = np.zeros(count, np.int32), np.zeros(count, np.int32)
        kinds = np.zeros((len(SORTS), count), np.uint8)
        chapters: list[NDArray[np.int64]] = []
        articles = before = 0
        for number, (held, outline) in enumerate(zip(self._documents, self._outlines, strict=True)):
            rows = slice(*self._starts[number : number + 2])
            document[rows] = number
            article[rows] = outline.article + articles
            articles += int(outline.article.max()) + 1
            chapters.append(outline.chapter + before)
            before += len(outline.titles)
            kinds[:, rows] = list(read_leaves(held.regulation.leaves()).values())
        for name, array in (("document", document), ("article", article), ("kinds", kinds)):
            self._save(name, array)
        self._save("chapter", np.concatenate(chapters).astype(np.int32))

    def _write_vectors(self) -> None:
        count = int(self._starts[-1])
        norms, short_norms = np.ones(count, np.float32), np.ones(count, np.float32)
        files: list[NDArray[np.generic]] = []
        for number, arrays in self._snapshots():
            start, stop = self._starts[number : number + 2]
            rounded = arrays["vectors"][: stop - start]
            short = rounded[:, : self._short]
            if not files:
                files = [
                    self._mapped("vectors", np.int8, (count, rounded.shape[1])),
                    self._mapped("shorts", np.int8, (count, short.shape[1])),
                ]
            files[0][start:stop], files[1][start:stop] = rounded, short
            norms[start:stop], short_norms[start:stop] = _lengths(rounded), _lengths(short)
        self._save("norms", norms)
        self._save("short_norms", short_norms)

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

    def _texts(self) -> Iterator[Postings]:
        """The words of the leaves of one document after the other."""
        for _, arrays in self._snapshots():
            yield unpack(arrays, TEXT)

    def _articles(self) -> Iterator[Postings]:
        """The words of the stretches with their titles and chapters."""
        for outline, text in zip(self._outlines, self._texts(), strict=True):
            heads = [char_tokens(title) for title in outline.titles]
            stretches = len(outline.chapter)
            headed = count_tokens([heads[number] for number in outline.chapter.tolist()])
            group = np.append(outline.stretch, np.arange(stretches))
            yield group_postings(merge_postings([text, headed]), group, stretches)

    def _chapters(self) -> Iterator[Postings]:
        """The words of what stands in each chapter."""
        for outline, text in zip(self._outlines, self._texts(), strict=True):
            yield group_postings(text, outline.chapter[outline.stretch], len(outline.titles))

    def _write_postings(self, field: str, counts: Callable[[], Iterator[Postings]]) -> None:
        """The postings with the impacts that ``index.bm25.weigh`` gives: counted first, then placed."""
        numbers: dict[str, int] = {}
        held: list[NDArray[np.int64]] = []
        lengths: list[NDArray[np.float64]] = []
        for part in counts():
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
        for (ids, much), part in zip(held, counts(), strict=True):
            terms = place_of[ids]
            first = np.repeat(filled[terms] - part.starts[:-1], much)
            at = first + np.arange(len(part.documents))
            rows = part.documents + before
            tf = part.counts / norm[rows]
            places[at] = rows
            impacts[at] = np.repeat(idf[terms], much) * (tf * (K1 + 1) / (tf + K1))
            filled[terms] += much
            before += part.size


def _lengths(rounded: NDArray[np.generic]) -> NDArray[np.float32]:
    """Of the rows; 1 for those of nothing but zeros."""
    lengths: NDArray[np.float32] = np.linalg.norm(rounded.astype(np.float32), axis=1)
    lengths[lengths == 0] = 1
    return lengths
