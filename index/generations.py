"""Folders of an index, one of which is in use: held while they are read, dropped when they are older."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import open_regular
from index.layout import FORMAT
from index.manifest import (
    FOLDER,
    MANIFEST,
    POINTER,
    LibraryManifest,
    Pointer,
    read_current_name,
    read_manifest,
    write_pointer,
)
from index.seals import make_durable, sync

#: Names of the folder that a build is made in, and of the pointer before it is put in place. Nothing but
#: these and older indexes is ever deleted.
_BEGUN = re.compile(rf"\.(building|(?P<file>{POINTER}))-(?P<process>[1-9]\d{{0,9}})")


class HeldFolder:
    """A folder that no build deletes while this lives.

    Args:
        descriptor: of the folder, locked for reading.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __del__(self) -> None:
        with suppress(OSError):
            os.close(self._descriptor)


def hold_folder(folder: Path) -> HeldFolder | None:
    """Keep an index folder from being deleted; None where the file system knows no such locks."""
    descriptor = -1
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        if descriptor >= 0:
            os.close(descriptor)
        return None
    return HeldFolder(descriptor)


def hold_current(place: Path) -> tuple[Path, LibraryManifest, HeldFolder | None]:
    """The index in use, kept from being deleted by those who change the library meanwhile.

    Raises:
        FiredutyError: as ``index.manifest.read_manifest``.
    """
    while True:
        name = read_current_name(place)
        try:
            folder, manifest = read_manifest(place)
        except FiredutyError:
            if read_current_name(place) == name:
                raise
            continue
        hold = hold_folder(folder)
        if read_current_name(place) == folder.name:
            return folder, manifest, hold


def link_files(source: Path, target: Path, names: Sequence[str]) -> None:
    """Have files of one folder in another too; copies where links are not possible.

    Raises:
        OSError: neither is.
    """
    for name in names:
        try:
            os.link(source / name, target / name)
        except OSError:
            shutil.copyfile(source / name, target / name)


def building_folder(home: Path) -> Path:
    """Where this process makes an index."""
    return home / f".building-{os.getpid()}"


def switch(home: Path, aside: Path, name: str, digest: str) -> Path:
    """Put a finished folder beside the others, point to it, and drop all but the previous one.

    Args:
        home: of the library.
        aside: the finished folder.
        name: that it shall have, with a number where that is taken.
        digest: of its manifest.

    Raises:
        OSError: it cannot be done; the index in use is the one before.
    """
    previous = read_current_name(home)
    make_durable(aside)
    target = aside.rename(_unused(home / name))
    try:
        sync(home)
        if previous is None and os.path.lexists(home / POINTER):
            (home / POINTER).rename(_unused(home / f"{POINTER}.damaged"))  # not surely ours: kept
        write_pointer(home, Pointer(target.name, digest))
    except BaseException:
        if read_current_name(home) != target.name:  # else each failure would leave a whole index
            shutil.rmtree(target, ignore_errors=True)
        raise
    for folder in home.iterdir():
        if folder.name in (target.name, previous):
            continue
        if is_ours(folder) and not is_in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return target


def clear_abandoned(home: Path) -> None:
    """Delete what builds of dead processes left there, so that many killed ones fill no disk."""
    for path in home.iterdir():
        match = _BEGUN.fullmatch(path.name)
        if match is None or path.is_symlink() or not has_ended(int(match["process"])):
            continue
        if match["file"]:
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path, ignore_errors=True)


def is_ours(folder: Path) -> bool:
    """Whether an index of this program stands there: its name and its manifest both say so."""
    match = FOLDER.fullmatch(folder.name)
    if match is None or folder.is_symlink():
        return False
    try:
        with open_regular(folder / MANIFEST) as file:
            raw = json.load(file)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(raw, dict) and (raw.get("format"), raw.get("identity")) == (
        FORMAT,
        match["identity"],
    )


def is_in_use(folder: Path) -> bool:
    """Whether a process that opened it still lives."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def has_ended(process: int) -> bool:
    """Whether no process has that number; another user's, which cannot be asked, is alive."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _unused(path: Path) -> Path:
    """The path, with the first number that makes it a new one where something stands there."""
    numbered = (path.with_name(f"{path.name}-{n}") for n in itertools.count(2))
    return next(p for p in itertools.chain([path], numbered) if not os.path.lexists(p))
