"""Documents that are asked together: what each holds, laid side by side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.citing.instruments import is_same_title
from corpus.errors import USAGE, FiredutyError
from corpus.text.provision import Leaf, ProvisionId, Regulation
from index.bm25 import BM25, merge_postings, weigh
from index.clause_kinds import LeafKinds
from index.embed import Embedder
from index.manifest import LibraryManifest
from index.opened import Index

if TYPE_CHECKING:
    from index.catalogue import Catalogue

#: Choices of documents for which the merged statistics are kept.
_MOST_NARROWED = 16
#: Keys that are told where one is not found.
_MOST_TOLD = 20


@dataclass(frozen=True)  # no slots: what is merged is kept
class Library:
    """Opened documents, in the order in which they are listed.

    The rows of what is merged are the leaves of the first document, then those of the next, and so on.

    Attributes:
        indexes: one of each document; the first is meant where none is named.
        manifest: of the index on disk; None for documents that were never there.
        hold: keeps the folder of the index from being deleted for as long as it lives.
        folder: of the index; None as of ``manifest``.
        catalogue: of a large library: all its documents, of which ``indexes`` are some; None for one
            that is opened whole.
        is_part: whether ``indexes`` are those of a large library that one question is put to.
    """

    indexes: tuple[Index, ...]
    manifest: LibraryManifest | None = None
    hold: object = field(default=None, repr=False, compare=False)
    folder: Path | None = field(default=None, repr=False, compare=False)
    catalogue: Catalogue | None = field(default=None, repr=False, compare=False)
    is_part: bool = False

    @property
    def among(self) -> int:
        """Of a part of a large library, how many documents that holds; else 0."""
        return len(self.catalogue.keys) if self.catalogue is not None and self.is_part else 0

    @property
    def is_large(self) -> bool:
        """Whether it has more documents than are opened; ``part`` chooses those for a question."""
        return self.catalogue is not None and not self.is_part

    def part(self, keys: Sequence[str]) -> Library:
        """The documents of a large library that a question is put to, in the library's order.

        Raises:
            KeyError: there is no document with one of the keys.
        """
        assert self.catalogue is not None
        chosen = self.catalogue.ordered(keys)
        if chosen not in self._narrowed:
            self._forget()
            opened = self.catalogue.open(chosen)
            self._narrowed[chosen] = Library(
                opened, self.manifest, self.hold, self.folder, self.catalogue, is_part=True
            )
        return self._narrowed[chosen]

    def _forget(self) -> None:
        if len(self._narrowed) == _MOST_NARROWED:
            self._narrowed.clear()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents."""
        if self.catalogue is not None and not self.is_part:
            return self.catalogue.keys
        return tuple(index.regulation.key for index in self.indexes)

    def only(self, keys: Sequence[str]) -> Library:
        """The library of some of its documents, in the library's order.

        Raises:
            FiredutyError: there is no document with such a key; says which there are.
        """
        if self.is_large:
            return self._only_of_many(keys)
        if unknown := [key for key in keys if key not in self.keys]:
            raise unlisted(unknown[0], self.keys)
        if set(keys) == set(self.keys):
            return self
        chosen = tuple(key for key in self.keys if key in keys)
        if chosen not in self._narrowed:
            self._forget()
            indexes = tuple(i for i in self.indexes if i.regulation.key in chosen)
            self._narrowed[chosen] = Library(indexes, self.manifest, self.hold, self.folder)
        return self._narrowed[chosen]

    def _only_of_many(self, keys: Sequence[str]) -> Library:
        """Some documents of a large library, with the statistics of their own leaves."""
        assert self.catalogue is not None
        if unknown := [key for key in keys if not self.catalogue.holds(key)]:
            raise unlisted(unknown[0], self.keys)
        if set(keys) >= set(self.keys) or not keys:
            return self
        chosen = ("only", *self.catalogue.ordered(keys))
        if chosen not in self._narrowed:
            self._forget()
            opened = self.catalogue.open(chosen[1:])
            self._narrowed[chosen] = Library(opened, self.manifest, self.hold, self.folder)
        return self._narrowed[chosen]

    def index_of(self, key: str) -> Index:
        """The document with that key.

        Raises:
            FiredutyError: as ``only``.
        """
        if self.catalogue is not None and self.catalogue.holds(key):
            return self.catalogue.open([key])[0]
        for index in self.indexes:
            if index.regulation.key == key:
                return index
        raise unlisted(key, self.keys)

    @cached_property
    def _narrowed(self) -> dict[tuple[str, ...], Library]:
        return {}

    @property
    def embedder(self) -> Embedder:
        """Embeds the questions; one for all documents."""
        return self.indexes[0].embedder

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of all documents."""
        return tuple(leaf for index in self.indexes for leaf in index.leaves)

    @cached_property
    def ids(self) -> tuple[ProvisionId, ...]:
        """Their addresses, with the key of the document where there are several."""
        return tuple(map(self.id_of, range(len(self.leaves))))

    def id_of(self, row: int) -> ProvisionId:
        """The address of one leaf, as in ``ids``."""
        address = self.leaves[row].id
        if len(self.indexes) == 1:
            return address
        place = bisect_right(self.offsets, row) - 1
        return address.of(self.indexes[place].regulation.key)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Printed address → row."""
        return {str(address): row for row, address in enumerate(self.ids)}

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The row at which each document begins, and the number of rows."""
        return (0, *np.cumsum([len(index.leaves) for index in self.indexes]).tolist())

    def rows_of(self, key: str) -> slice:
        """The rows of one document.

        Raises:
            FiredutyError: as ``only``.
        """
        place = self.indexes.index(self.index_of(key))
        return slice(self.offsets[place], self.offsets[place + 1])

    @cached_property
    def article_of(self) -> NDArray[np.int64]:
        """``(leaves,)`` number of the 条 that each lies in."""
        before, numbers = 0, []
        for index in self.indexes:
            numbers.append(index.article_of + before)
            before += int(index.article_of.max()) + 1 if len(index.article_of) else 0
        return np.concatenate(numbers)

    @cached_property
    def kinds(self) -> LeafKinds:
        """What sort of clause each leaf is."""
        return {
            name: np.concatenate([index.kinds[name] for index in self.indexes])
            for name in self.indexes[0].kinds
        }

    @cached_property
    def text(self) -> BM25:
        """BM25 over the words of all leaves, with statistics of all documents."""
        if len(self.indexes) == 1:
            return self.indexes[0].fields["text"]
        return weigh(merge_postings([index.postings["text"] for index in self.indexes]))

    def dense(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(leaves,)`` inner products of a question's vector with all leaves."""
        return np.concatenate([index.dense(vector) for index in self.indexes])

    @cached_property
    def wide_rows(self) -> NDArray[np.int64]:
        """Of a part of a large library, the row of each leaf in the wide index; −1 for none."""
        assert self.catalogue is not None
        return self.catalogue.rows(self.keys)

    @cached_property
    def references(self) -> NDArray[np.int64]:
        """``(references, 2)`` rows of a leaf and of one that it refers to, in any of the documents."""
        inside = [
            index.references + start
            for index, start in zip(self.indexes, self.offsets, strict=False)
        ]
        across = np.array(sorted(set(self._across())), np.int64).reshape(-1, 2)
        return np.concatenate([*inside, across])

    def _across(self) -> list[tuple[int, int]]:
        """Rows of the references from one document to another."""
        pairs = []
        for index, start in zip(self.indexes, self.offsets, strict=False):
            for reference in index.outward:
                for other, begins in zip(self.indexes, self.offsets, strict=False):
                    row = other.rows.get(reference.provision)
                    if other is index or row is None:
                        continue
                    if is_named(other.regulation, reference.title):
                        pairs.append((start + reference.row, begins + row))
        return pairs


def unlisted(key: str, keys: Sequence[str]) -> FiredutyError:
    """What is said of a key that no document has."""
    named = "、".join(keys[:_MOST_TOLD]) + (f"等 {len(keys)} 部" if len(keys) > _MOST_TOLD else "")
    return FiredutyError(f"没有收录「{key}」；收录的有 {named}", exit_code=USAGE)


def is_named(regulation: Regulation, title: str) -> bool:
    """Whether a title is that of a regulation, or its key."""
    return is_titled(title, regulation.title, regulation.key.partition("@")[0])


def is_titled(name: str, title: str, key: str) -> bool:
    """Whether a name is a title, or the key that goes with it."""
    return any(_is_same(name, other) for other in (title, key))


_is_same = lru_cache(maxsize=4096)(is_same_title)
