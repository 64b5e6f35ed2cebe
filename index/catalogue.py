"""All documents of a large library: listed, scored by the wide index, each opened when it is asked.

The documents that were asked last are kept open; of the others there is nothing in memory but their line
in the list and the mapped arrays.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.manifest import ListedDocument
from index.opened import Index
from index.opening_documents import DocumentOpener
from index.seals import check_seals
from index.segment_files import read_contents
from index.titles import TitleTable
from index.wide import Scores, WideIndex, open_wide
from index.wide_actors import ActorTable, read_actors
from index.wide_layout import WIDE
from index.wide_rank import WideSignals, read_wide

#: Documents that stay open, and questions of which the scores are kept.
_MOST_OPEN, _MOST_SIGNALS = 96, 4


class Catalogue:
    """The documents of a large library.

    Attributes:
        wide: scores their leaves.
        listed: those that answer, in the order of the rows of the wide index.

    Args:
        opener: opens one.
        listed, wide: see there.
    """

    def __init__(
        self, opener: DocumentOpener, listed: Sequence[ListedDocument], wide: WideIndex
    ) -> None:
        self.wide = wide
        self.listed = tuple(listed)
        self._opener = opener
        self._opened: OrderedDict[str, Index] = OrderedDict()
        self._signals: OrderedDict[str, WideSignals] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents that answer."""
        return tuple(listed.key for listed in self.listed)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Key → number of the document in the wide index."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def titles(self) -> TitleTable:
        """Finds the documents that a question names."""
        return TitleTable([(d.key, d.title) for d in self.listed])

    def binding(self, actor: str) -> tuple[str, ...]:
        """Keys of the documents that bind a body of such a name, those that bind it most first."""
        return tuple(self.keys[number] for number, _ in self._actors.find(actor))

    @cached_property
    def _actors(self) -> ActorTable:
        return read_actors(self._opener.folder)

    @cached_property
    def _every(self) -> Mapping[str, ListedDocument]:
        return {d.key: d for d in self._opener.manifest.documents}

    def ordered(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Some keys in the order of the library, each once; those of versions that do not answer last."""
        last = len(self.listed)
        return tuple(sorted(dict.fromkeys(keys), key=lambda key: self.numbers.get(key, last)))

    def holds(self, key: str) -> bool:
        """Whether there is a document with a key, be it an older version."""
        return key in self._every

    def rows_of(self, key: str) -> slice:
        """The rows of a document that answers.

        Raises:
            KeyError: there is none with such a key.
        """
        number = self.numbers[key]
        return slice(*self.wide.starts[number : number + 2])

    def open(self, keys: Sequence[str]) -> tuple[Index, ...]:
        """Documents by their keys.

        Raises:
            KeyError: there is none with such a key.
            FiredutyError: one cannot be opened.
        """
        with self._lock:
            found = {key: self._open(key) for key in keys}
            while len(self._opened) > max(_MOST_OPEN, len(found)):
                self._opened.popitem(last=False)
        return tuple(found[key] for key in keys)

    def _open(self, key: str) -> Index:
        if key in self._opened:
            self._opened.move_to_end(key)
            return self._opened[key]
        source = self._opener.find(self._every[key])
        contents = read_contents(source.folder, source.seals)
        if key in self.numbers:
            rows, wide = self.rows_of(key), self.wide
            dense, kinds = partial(wide.dense, rows), wide.kinds_of(rows)
            articles = wide.article_of(rows)
            opened = self._opener.assemble(source, contents, dense, kinds, articles)
        else:
            opened = self._opener.assemble(source, contents, None)
        self._opened[key] = opened
        return self._opened[key]

    def signals(self, question: str) -> WideSignals:
        """The scores of all leaves for a question; those of the last questions are kept."""
        with self._lock:
            found = self._signals.get(question)
        if found is None:
            vector: Scores = np.asarray(self._opener.embedder.embed_query(question), np.float32)
            found = read_wide(self.wide, question, vector)
            with self._lock:
                self._signals[question] = found
                while len(self._signals) > _MOST_SIGNALS:
                    self._signals.popitem(last=False)
        return found

    def rows(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """The rows of some documents, one after the other; −1 for those of a version that does not answer."""
        found = []
        for key in keys:
            if key in self.numbers:
                held = self.rows_of(key)
                found.append(np.arange(held.start, held.stop, dtype=np.int64))
            else:
                found.append(np.full(self._every[key].leaves, -1, np.int64))
        return np.concatenate(found)


def open_catalogue(opener: DocumentOpener, listed: Sequence[ListedDocument]) -> Catalogue:
    """The catalogue of an index.

    Raises:
        FiredutyError: the wide index is damaged.
    """
    seals = {n: d for n, d in opener.manifest.files.items() if n.startswith(f"{WIDE}/")}
    check_seals(opener.folder, seals)
    return Catalogue(opener, listed, open_wide(opener.folder))
