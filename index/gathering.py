"""The texts that paths name: files, what folders hold however deep, and what archives hold.

An archive is read and never trusted: what leads out of it, is no plain file, or is too much is refused
with its reason, and the rest goes in.
"""

from __future__ import annotations

import lzma
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import gettempdir
from typing import IO

from corpus.errors import USAGE, FiredutyError
from corpus.files import reason_of
from corpus.readers.read import SUFFIXES
from corpus.text.load import MAX_BYTES
from index.documents import TEXT

_ZIP = ".zip"
_ARCHIVES = (_ZIP, ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2")
#: What is not looked into, inside an archive: those, and others that are not read at all.
_PACKED = (*_ARCHIVES, ".7z", ".rar", ".gz", ".xz", ".bz2")
#: What an archive may hold in all: far more than the laws of a country, and less than a disk.
MOST_MEMBERS, MOST_BYTES = 100_000, 2_000_000_000
_DAMAGED = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError),
)
#: Characters of a member's name that it is unpacked under: what it is called in full is in its card.
_LONGEST_NAME = 60
#: Bytes of nothing that an archive may end with, far more than is usual.
_MOST_PADDING = 1_000_000
_DRIVE = re.compile(r"[A-Za-z]:")


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
    found = (inside for path in paths for inside in _inside(path))
    for number, path in enumerate(found):
        if path.is_file() and path.name.lower().endswith(_ARCHIVES):
            yield from _unpacked(path, scratch / str(number))
        else:
            yield GivenText(path, str(path))


def _is_text(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _inside(path: Path) -> Iterator[Path]:
    """The path itself, or the documents and archives below a folder without ``regulation.txt``."""
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
            if not name.startswith(".") and (_is_text(name) or name.lower().endswith(_ARCHIVES)):
                yield here / name


# --- archives -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Member:
    """What an archive holds under a name.

    Attributes:
        size: that the archive states, which may be a lie.
        open: its content.
        fault: Chinese, why it is not read; empty where it may be.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    fault: str = ""


def _unpacked(archive: Path, folder: Path) -> Iterator[GivenText]:
    """The documents of an archive, each written to the folder as it comes."""
    total, number = 0, 0
    found: list[GivenText] = []
    try:
        for number, member in enumerate(_members(archive)):
            if number >= MOST_MEMBERS or total > MOST_BYTES:
                found.append(_refused(archive, "", "里面的东西太多，后面的没有读"))
                break
            if member.name.lower().endswith(_PACKED):
                found.append(_refused(archive, member.name, "是压缩包里的压缩包，没有读；请先解开"))
            elif _is_text(member.name):
                found.append(_taken(archive, member, folder / str(number)))
                total += member.size
    except (*_DAMAGED, OSError) as error:
        read = sum(given.fault is None for given in found)
        found.append(_refused(archive, "", _cut_short(read, error)))
    yield from sorted(found, key=lambda given: given.named)


def _cut_short(read: int, error: Exception) -> str:
    """That the rest of an archive is not read, and why."""
    if isinstance(error, OSError) and error.errno:
        why = f"{error.filename or gettempdir()}：{reason_of(error)}；请处理后再添加一次"
    else:
        why = "已损坏；请重新取得"
    return f"只读出了前面的 {read} 份，后面的没有读：{why}" if read else why


def _taken(archive: Path, member: _Member, folder: Path) -> GivenText:
    """A text of an archive, written to a folder of its own: no two of one name meet."""
    name = PurePosixPath(member.name.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or _DRIVE.match(name.parts[0]):
        return _refused(archive, member.name, "名字指到压缩包外面，没有读")
    if member.fault:
        return _refused(archive, member.name, member.fault)
    if member.size > MAX_BYTES:
        return _refused(archive, member.name, f"超过 {MAX_BYTES // 1_000_000} MB，没有读")
    target = folder / f"{name.stem[:_LONGEST_NAME]}{name.suffix}"
    try:
        _write(member, target)
    except _DAMAGED:  # of an archive that is read in one go the next one cannot be read either
        return _refused(archive, member.name, "已损坏，没有读")
    return GivenText(target, f"{archive}：{name}")


def _write(member: _Member, target: Path) -> None:
    """Unpack no more than is allowed, whatever size was stated."""
    target.parent.mkdir(parents=True)
    with member.open() as content, target.open("wb") as file:
        left = MAX_BYTES
        while left > 0 and (data := content.read(min(left, 1 << 20))):
            file.write(data)
            left -= len(data)


def _refused(archive: Path, name: str, reason: str) -> GivenText:
    named = f"{archive}：{name}" if name else str(archive)
    return GivenText(archive, named, FiredutyError(f"{named}：{reason}", exit_code=USAGE))


def _members(archive: Path) -> Iterator[_Member]:
    if archive.name.lower().endswith(_ZIP):
        with zipfile.ZipFile(archive) as held:
            for info in held.infolist():
                if not info.is_dir():
                    fault = "设了密码，没有读" if info.flag_bits & 1 else ""
                    yield _Member(_zip_name(info), info.file_size, partial(held.open, info), fault)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.isdir():
                fault = "" if member.isfile() else "不是普通文件，没有读"
                yield _Member(member.name, member.size, partial(_content, tar, member), fault)
        _want_end(tar)


def _want_end(tar: tarfile.TarFile) -> None:
    """Refuse what goes on behind its end: Python takes the first header that is broken for the end.

    Raises:
        tarfile.ReadError: it does.
    """
    assert tar.fileobj is not None
    tar.fileobj.seek(tar.offset)
    if tar.fileobj.read(_MOST_PADDING).strip(b"\0"):
        raise tarfile.ReadError("a broken header")


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    assert content is not None  # of a plain file
    return content


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; one that does not say that it is UTF-8 was mostly written by a Chinese Windows."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except UnicodeError:
        return info.filename
