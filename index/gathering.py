"""The texts that paths name: files, what folders hold however deep, and what archives hold.

An archive is read and never trusted: what leads out of it, is no plain file, or is too much is refused
with its reason, and the rest goes in.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import IO

from corpus.errors import USAGE, FiredutyError
from corpus.files import reason_of
from corpus.readers.read import SUFFIXES
from corpus.text.load import MAX_BYTES
from index.documents import TEXT

_TARS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
_ZIP = ".zip"
#: What an archive may hold in all: far more than the laws of a country, and less than a disk.
MOST_MEMBERS, MOST_BYTES = 100_000, 2_000_000_000
_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text that somebody gave.

    Attributes:
        path: that it is read from.
        named: how it is named to a person.
        fault: why it is not read at all; None where it may be.
    """

    path: Path
    named: str
    fault: FiredutyError | None = None


def gather(paths: Sequence[Path], scratch: Path) -> Iterator[GivenText]:
    """The texts that paths name, what folders and archives hold in the order of its names.

    Args:
        paths: files, archives, folders with ``regulation.txt`` and its data, folders of such.
        scratch: an empty folder, into which archives are unpacked.
    """
    for number, path in enumerate(paths):
        if path.is_file() and path.name.lower().endswith((*_TARS, _ZIP)):
            yield from _unpacked(path, scratch / str(number))
        else:
            yield from (GivenText(found, str(found)) for found in _inside(path))


def _is_text(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _inside(path: Path) -> Iterator[Path]:
    """The path itself, or the documents below a folder without ``regulation.txt``."""
    if not os.path.isdir(path) or os.path.lexists(path / TEXT):
        yield path
        return
    found = sorted(_below(path))
    yield from found or [path]  # what holds none, or cannot be read, is told where it is read


def _below(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        here = Path(above)
        if here != folder and TEXT in files:
            folders.clear()
            yield here
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and _is_text(name):
                yield here / name


# --- archives -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    is_plain: bool
    content: IO[bytes] | BufferedIOBase | None


def _unpacked(archive: Path, folder: Path) -> Iterator[GivenText]:
    """The documents of an archive, each written to the folder as it comes."""
    total, number = 0, 0
    found: list[GivenText] = []
    try:
        for number, member in enumerate(_members(archive)):
            if number >= MOST_MEMBERS or total > MOST_BYTES:
                found.append(_refused(archive, "", "里面的东西太多，后面的没有读"))
                break
            if not _is_text(member.name):
                continue
            given = _write(archive, member, folder)
            total += member.size
            found.append(given)
    except (*_DAMAGED, OSError) as error:
        said = reason_of(error) if isinstance(error, OSError) and error.errno else "已损坏"
        found.append(_refused(archive, "", f"这个压缩包{said}，只读出了前面的 {number} 个"))
    yield from sorted(found, key=lambda given: given.named)


def _write(archive: Path, member: _Member, folder: Path) -> GivenText:
    name = PurePosixPath(member.name.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return _refused(archive, member.name, "名字指到压缩包外面，没有读")
    if not member.is_plain or member.content is None:
        return _refused(archive, member.name, "不是普通文件，没有读")
    if member.size > MAX_BYTES:
        return _refused(archive, member.name, f"超过 {MAX_BYTES // 1_000_000} MB，没有读")
    target = folder.joinpath(*name.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    # the size that an archive states may be a lie: no more than is allowed is unpacked
    with member.content as content, target.open("wb") as file:
        left = MAX_BYTES
        while left > 0 and (data := content.read(min(left, 1 << 20))):
            file.write(data)
            left -= len(data)
    return GivenText(target, f"{archive}：{name}")


def _refused(archive: Path, name: str, reason: str) -> GivenText:
    named = f"{archive}：{name}" if name else str(archive)
    return GivenText(archive, named, FiredutyError(f"{named}：{reason}", exit_code=USAGE))


def _members(archive: Path) -> Iterator[_Member]:
    if archive.name.lower().endswith(_ZIP):
        with zipfile.ZipFile(archive) as held:
            for info in held.infolist():
                if not info.is_dir():
                    locked = bool(info.flag_bits & 1)
                    content = None if locked else held.open(info)
                    yield _Member(_zip_name(info), info.file_size, not locked, content)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.isdir():
                content = tar.extractfile(member) if member.isfile() else None
                yield _Member(member.name, member.size, member.isfile(), content)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; one that does not say that it is UTF-8 was mostly written by a Chinese Windows."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return info.filename
