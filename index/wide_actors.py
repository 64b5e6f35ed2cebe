"""Who is bound by which documents of a large library: names of bodies → documents.

The names are the subjects of duties, powers and prohibitions as their clause records print them; a
look-up reads this table, and the clause records of none but the documents that it leads to.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.clauses.records import ClauseEffect
from corpus.register.actors import ways_to_name
from corpus.text.provision import Leaf, ProvisionId
from index.wide_layout import WIDE

_NAMES = "actors.txt"
_BINDING = (ClauseEffect.DUTY, ClauseEffect.POWER, ClauseEffect.PROHIBITION)
#: A printed subject that is longer is a description, and nobody's name.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ActorTable:
    """The names and where they are bound.

    Attributes:
        names: as printed.
        begins: ``(names + 1,)`` where the documents of each begin.
        documents, counts: ``(entries,)`` number of a document, and in how many clauses it binds that name.
    """

    names: tuple[str, ...]
    begins: NDArray[np.int64]
    documents: NDArray[np.int32]
    counts: NDArray[np.int32]

    def find(self, asked: str) -> list[tuple[int, int]]:
        """Numbers of the documents that bind a body of such a name, each with the number of clauses.

        Those that bind it in most clauses first. A name is also held by a longer one: 使用单位 by
        电梯使用单位.
        """
        forms = ways_to_name(asked)
        found: Counter[int] = Counter()
        for number, name in enumerate(self.names):
            if any(form in name for form in forms):
                held = slice(self.begins[number], self.begins[number + 1])
                for document, count in zip(self.documents[held], self.counts[held], strict=True):
                    found[int(document)] += int(count)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def subjects_of(stored: bytes, leaves: Sequence[Leaf]) -> Iterator[str]:
    """The printed subjects of the binding clauses of a document, from its packed clause records."""
    raw = json.loads(stored)
    texts = {leaf.id: leaf.text for leaf in leaves}
    addresses = [texts.get(ProvisionId(*row), "") for row in raw["addresses"]]
    for record in raw["records"]:
        if record[3] in _BINDING:
            for number, start, end, *_ in record[4]:
                name = addresses[number][start:end]
                # rows of a table stand on lines of their own: what runs over two is nobody's name
                if 1 < len(name) <= _LONGEST and "\n" not in name:
                    yield name


def write_actors(folder: Path, subjects: Sequence[Counter[str]]) -> None:
    """Write the table.

    Args:
        folder: of the wide index.
        subjects: of each document, how often each name is bound.
    """
    entries: dict[str, list[tuple[int, int]]] = {}
    for document, counted in enumerate(subjects):
        for name, count in counted.items():
            entries.setdefault(name, []).append((document, count))
    names = sorted(entries)
    (folder / _NAMES).write_text("\n".join(names), "utf-8")
    sizes = [len(entries[name]) for name in names]
    np.save(folder / "actors.begins.npy", np.array([0, *np.cumsum(sizes)], np.int64))
    pairs = np.array([pair for name in names for pair in entries[name]], np.int32).reshape(-1, 2)
    np.save(folder / "actors.documents.npy", pairs[:, 0])
    np.save(folder / "actors.counts.npy", pairs[:, 1])


def read_actors(index_folder: Path) -> ActorTable:
    """The table of an index that was found whole."""
    folder = index_folder / WIDE
    text = (folder / _NAMES).read_text("utf-8")
    begins, documents, counts = (
        np.load(folder / f"actors.{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("begins", "documents", "counts")
    )
    return ActorTable(tuple(text.split("\n")) if text else (), begins, documents, counts)
