"""Seals of an index: what its files held when they were written, and the one way to read them.

The chain begins in the pointer file ``current``, which names a folder and the digest of its
``manifest.json``; the manifest holds the digests of all other files. A file is parsed only after its
digest was found right, so that whatever befell it (cut, altered, replaced, gone, unreadable) is
told here, in one line, and no reader of a file has to expect anything but what was written.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BufferedReader
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import open_regular, reason_of

#: What to do about an index that is missing, broken or stale.
REMEDY = "请运行 fireduty index build"
#: Path in the index folder → digest.
Seals = Mapping[str, str]
#: Tables in which Chroma notes that it was opened; they hold nothing that was built.
_NOTES = ("acquire_write", "maintenance_log")
_DATABASE = ".sqlite3"


def seal(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): _digest(p) for p in paths}


@contextmanager
def open_sealed(path: Path, digest: str, named: str = "") -> Iterator[BufferedReader]:
    """A file that holds what was written to it, open at its beginning.

    Args:
        path: of the file.
        digest: that it must have.
        named: how the file is named to a person, where its path is not enough.

    Raises:
        FiredutyError: it does not, or cannot be read; names the file and the remedy.
    """
    named = named or str(path)
    with _told(named), open_regular(path) as file:
        _compare(named, hashlib.file_digest(file, "sha256").hexdigest(), digest)
        file.seek(0)
        yield file


def check_seals(folder: Path, seals: Seals) -> None:
    """Hold all files of an index against their seals.

    Raises:
        FiredutyError: as ``open_sealed``.
    """
    for name, digest in seals.items():
        path = folder / name
        with _told(str(path)):
            _compare(str(path), _digest(path), digest)


@contextmanager
def _told(named: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FiredutyError(f"索引文件 {named} 读不出来（{reason_of(error)}）；{REMEDY}") from error


def _compare(named: str, found: str, sealed: str) -> None:
    if not _is_as_sealed(found, sealed):
        raise FiredutyError(f"索引文件 {named} 已损坏，与建立时不同；{REMEDY}")


def make_durable(folder: Path) -> None:
    """Have the disk hold a folder and all below it before anything points there."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        sync(path)


def sync(path: Path) -> None:
    """Have the disk hold a file or the entries of a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    """The digest of a file; of a database also those of its rows and of its notes."""
    with open_regular(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{digest}:{_digests_of_rows(path)}" if path.name.endswith(_DATABASE) else digest


def _is_as_sealed(found: str, sealed: str) -> bool:
    """Whether a file is as it was, or a database that was opened since and holds the same rows."""
    if found == sealed or ":" not in sealed:
        return found == sealed
    (_, rows, notes), (_, sealed_rows, sealed_notes) = found.split(":"), sealed.split(":")
    return rows == sealed_rows and notes != sealed_notes


def _digests_of_rows(path: Path) -> str:
    """The digests of what was built and of the notes, with a colon; two empty ones where unreadable."""
    built, notes = hashlib.sha256(), hashlib.sha256()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            built.update(repr(database.execute("PRAGMA integrity_check").fetchall()).encode())
            schema = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
            for name, sql in database.execute(schema).fetchall():
                digest = notes if name in _NOTES else built
                digest.update(f"{name}{sql}".encode())
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    digest.update(repr(row).encode())
    except sqlite3.Error:
        return ":"
    return f"{built.hexdigest()}:{notes.hexdigest()}"
