"""Which index is in use, what it was built from, and whether it still holds what was written.

The pointer file ``current`` holds the name of a folder and the digest of its manifest, separated by
a blank, and is replaced in one step. See ``index.seals`` for what follows from it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import open_regular, reason_of
from index.seals import REMEDY, check_seals, open_sealed, sync

MANIFEST = "manifest.json"
_POINTER_FILE = "current"
#: Name of an index folder: its identity, with a number where an earlier build of it stands there.
FOLDER = re.compile(r"(?P<identity>[0-9a-f]{16})(?:-[1-9]\d{0,5})?")
#: Pointers of earlier versions name the folder alone.
_POINTER = re.compile(rf"(?P<folder>{FOLDER.pattern})(?: (?P<digest>[0-9a-f]{{64}}))?\s*")
_ELSEWHERE = "或用环境变量 FIREDUTY_HOME 换一个位置"


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What an index was built from, and the digests of its files. See ``fireduty index status``."""

    format: str
    identity: str
    regulation: str
    title: str
    parser: str
    tokens: str
    index: str
    embedder: str
    leaves: int
    questions: int
    dimension: int
    built_at: str
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current`` says: a folder, and the digest of its manifest (empty in older ones)."""

    folder: str
    digest: str


def check_place(home: Path, what_for: str) -> None:
    """Refuse a place for indexes that is no folder, or lies in none.

    Args:
        home: the place.
        what_for: Chinese, what is about to be done there.

    Raises:
        FiredutyError: so it is; names what stands there.
    """
    for path in (home, *home.parents):
        if os.path.isdir(path):
            return
        if os.path.lexists(path):
            raise FiredutyError(
                f"无法{what_for}索引文件夹 {home}：{path} 不是文件夹；请移走它，{_ELSEWHERE}"
            )


def read_pointer(home: Path) -> Pointer:
    """The index in use.

    Raises:
        FiredutyError: there is none, or the pointer cannot be read; says what to do.
    """
    check_place(home, "读取")
    path = home / _POINTER_FILE
    try:
        with open_regular(path) as file:
            written = file.read(1000).decode("ascii", "replace")
    except FileNotFoundError as error:
        raise FiredutyError(f"还没有索引（{home}）；{REMEDY}") from error
    except OSError as error:
        closed = isinstance(error, PermissionError) and not os.access(home, os.W_OK | os.X_OK)
        remedy = f"请检查 {home} 的权限，{_ELSEWHERE}" if closed else REMEDY
        raise FiredutyError(f"索引文件 {path} 读不出来（{reason_of(error)}）；{remedy}") from error
    match = _POINTER.fullmatch(written)
    if match is None:
        raise FiredutyError(f"索引文件 {path} 已损坏，没有写着用哪个索引；{REMEDY}")
    return Pointer(match["folder"], match["digest"] or "")


def read_current_name(home: Path) -> str | None:
    """Name of the folder in use, None where there is none or the pointer names none."""
    try:
        return read_pointer(home).folder
    except FiredutyError:
        return None


def write_pointer(home: Path, pointer: Pointer) -> None:
    """Switch to an index, in one step that outlives a power cut.

    Raises:
        OSError: it cannot be written; the index in use is the one before.
    """
    aside = home / f".{_POINTER_FILE}-{os.getpid()}"
    try:
        aside.write_text(f"{pointer.folder} {pointer.digest}\n", "ascii")
        sync(aside)
        os.replace(aside, home / _POINTER_FILE)
    finally:
        aside.unlink(missing_ok=True)
    sync(home)


def read_manifest(home: Path) -> tuple[Path, IndexManifest]:
    """Folder and manifest of the index in use.

    Raises:
        FiredutyError: missing, damaged or of another version; says what to do.
    """
    pointer = read_pointer(home)
    folder = home / pointer.folder
    if not pointer.digest:
        raise FiredutyError(f"索引由其他版本建立（{folder}）；{REMEDY}")
    # Either of the two may be the damaged one: the pointer names the folder and seals its manifest.
    named = f"{folder / MANIFEST}（由 {home / _POINTER_FILE} 指明）"
    with open_sealed(folder / MANIFEST, pointer.digest, named) as file:
        raw = json.load(file)
    try:
        return folder, IndexManifest(**raw)
    except TypeError as error:
        raise FiredutyError(f"索引由其他版本建立（{folder}）；{REMEDY}") from error


def check_index(home: Path) -> tuple[Path, IndexManifest]:
    """Folder and manifest of the index in use, of which every file is as it was written.

    Raises:
        FiredutyError: as ``read_manifest``, or a file is damaged.
    """
    folder, manifest = read_manifest(home)
    check_seals(folder, manifest.files)
    return folder, manifest


def is_current(home: Path, identity: str) -> bool:
    """Whether the index in use is the one of that identity, and whole."""
    try:
        return check_index(home)[1].identity == identity
    except FiredutyError:
        return False
