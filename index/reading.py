"""Documents that somebody wants in the library, read from files of any kind and confirmed by a person.

Nothing is added here: a reading says what came of each file, and of those that are in doubt that they
are not added before somebody has looked at them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.readers.read import read_file
from corpus.readers.report import ReadingReport
from corpus.readers.summary import ReadingSummary, summarise
from corpus.text.load import shipped_folders
from index.documents import HeldDocument, hold_new, hold_read, hold_shipped
from index.embed import identify_embedder
from index.gathering import GivenText, gather
from index.scratch import scratch_folder

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
        part_of: path of the text that it was joined with, None where it stands alone.
        is_apart: whether it is no version of others with its title: 宪法修正案（1988年）,（1993年）.
    """

    path: Path
    document: HeldDocument | None = None
    is_new: bool = False
    fault: FiredutyError | None = None
    reading: ReadingSummary | None = None
    part_of: Path | None = None
    is_apart: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must look at how it was read."""
        return self.reading is not None and not self.reading.is_clean


def accept(doubtful: Sequence[AddedPath]) -> bool:
    """Everything that can be read is added: who calls shows how it was read."""
    return True


def read_documents(
    paths: Sequence[Path],
    embedder: str,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[AddedPath]:
    """The documents that paths name, those that cannot be read with the fault.

    Args:
        paths: as of ``index.gathering``; the key of a document that ships.
        embedder: as of ``add_documents``.
        tell: told how many of several are read.
    """
    identity = identify_embedder(embedder)
    with scratch_folder() as scratch:
        given = list(gather(paths, scratch))
        read = []
        for number, one in enumerate(given):
            if len(given) > 1:
                tell(number, len(given))
            read.append(_read(one, identity))
        return read


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


def _read(given: GivenText, embedder: str) -> AddedPath:
    path = given.path
    if given.fault is not None:
        return AddedPath(Path(given.named), fault=given.fault)
    if not os.path.lexists(path):
        for folder in shipped_folders():
            held = hold_shipped(folder, embedder)
            if str(path) in (held.key, held.regulation.title):
                return AddedPath(path, held)
    try:
        held, reading = read_document(path, embedder)
        return AddedPath(Path(given.named), held, reading=reading)
    except FiredutyError as error:
        said = str(error).replace(str(path), given.named)
        return AddedPath(Path(given.named), fault=FiredutyError(said, exit_code=error.exit_code))


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
