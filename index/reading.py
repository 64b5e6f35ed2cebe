"""Documents that somebody wants in the library, read from files of any kind and confirmed by a person.

Nothing is added here: a reading says what came of each file, and of those that are in doubt that they
are not added before somebody has looked at them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.readers.read import SUFFIXES, read_file
from corpus.readers.report import ReadingReport
from corpus.readers.summary import ReadingSummary, summarise
from corpus.text.load import shipped_folders
from index.documents import TEXT, HeldDocument, hold_new, hold_read, hold_shipped
from index.embed import identify_embedder

#: Whether documents that are not cleanly read are added all the same.
Confirm = Callable[[Sequence["AddedPath"]], bool]


class UnconfirmedError(FiredutyError):
    """A document that is not added before somebody has looked at how it was read."""


@dataclass(frozen=True, slots=True)
class AddedPath:
    """What came of one text that somebody wanted to add.

    Attributes:
        path: of the text.
        document: that is in the library now, or was before; None where it cannot be.
        is_new: whether it was not there before.
        fault: why it cannot be, None where it can.
        reading: how it was read; None for what ships.
    """

    path: Path
    document: HeldDocument | None = None
    is_new: bool = False
    fault: FiredutyError | None = None
    reading: ReadingSummary | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must look at how it was read."""
        return self.reading is not None and not self.reading.is_clean


def accept(doubtful: Sequence[AddedPath]) -> bool:
    """Everything that can be read is added: who calls shows how it was read."""
    return True


def read_documents(paths: Sequence[Path], embedder: str) -> list[AddedPath]:
    """The documents that paths name, those that cannot be read with the fault.

    Args:
        paths, embedder: as of ``add_documents``.
    """
    identity = identify_embedder(embedder)
    return [_read(path, identity) for path in _texts_in(paths)]


def confirmed(read: Sequence[AddedPath], confirm: Confirm) -> list[AddedPath]:
    """The documents; of those that are in doubt and not confirmed, that they are not added."""
    doubtful = [one for one in read if one.is_doubtful]
    if not doubtful or confirm(doubtful):
        return list(read)
    return [
        replace(one, document=None, fault=_unconfirmed(one)) if one.is_doubtful else one
        for one in read
    ]


def read_sent(data: bytes, name: str, embedder: str) -> AddedPath:
    """The document of a file that was sent, see ``corpus.readers.read``; a fault is raised.

    Args:
        data: the file.
        name: as a person knows it; it leads nowhere.
        embedder: ``builtin``, a folder or a hub name.
    """
    read = read_file(data, name)
    held = hold_read(read, name, identify_embedder(embedder))
    return AddedPath(Path(name), held, reading=summarise(held.regulation, read.report))


def read_one(path: Path, embedder: str) -> AddedPath:
    """The document of one file or folder, see ``read_document``; a fault is raised."""
    held, reading = read_document(path, identify_embedder(embedder))
    return AddedPath(path, held, reading=reading)


def _texts_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The documents that paths name: what a folder without ``regulation.txt`` holds, by name."""
    for path in paths:
        if not os.path.isdir(path) or os.path.lexists(path / TEXT):
            yield path
            continue
        try:
            inside = sorted(p for p in path.iterdir() if not p.name.startswith("."))
        except OSError:
            yield path  # what cannot be read is told where it is read
            continue
        texts = [
            p
            for p in inside
            if (os.path.lexists(p / TEXT) if p.is_dir() else p.suffix.lower() in SUFFIXES)
        ]
        yield from texts or [path]


def _read(path: Path, embedder: str) -> AddedPath:
    if not os.path.lexists(path):
        for folder in shipped_folders():
            held = hold_shipped(folder, embedder)
            if str(path) in (held.key, held.regulation.title):
                return AddedPath(path, held)
    try:
        held, reading = read_document(path, embedder)
        return AddedPath(path, held, reading=reading)
    except FiredutyError as error:
        return AddedPath(path, fault=error)


def read_document(path: Path, embedder: str) -> tuple[HeldDocument, ReadingSummary]:
    """The document of a file or folder, and how it was read.

    Args:
        path: file of any kind, or folder with ``regulation.txt``.
        embedder: identity of the embedder.

    Raises:
        FiredutyError: it cannot be read, or holds no one regulation.
    """
    if os.path.isdir(path):
        held, report = hold_new(path, embedder), ReadingReport()
    else:
        read = read_file(path)
        held, report = hold_read(read, str(path), embedder), read.report
    return held, summarise(held.regulation, report)


def _unconfirmed(one: AddedPath) -> FiredutyError:
    assert one.reading is not None
    return UnconfirmedError(
        f"{one.path} 没有收录，要先核对：{one.reading.to_check}", exit_code=USAGE
    )
