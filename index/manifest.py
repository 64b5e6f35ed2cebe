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
from functools import cached_property
from pathlib import Path
from typing import Literal

from corpus.errors import FiredutyError
from corpus.files import open_regular, reason_of
from index.layout import DOCUMENTS
from index.seals import REMEDY, check_seals, open_sealed, sync

MANIFEST = "manifest.json"
LIBRARY = "library"
POINTER = "current"
#: Name of an index folder: its identity, with a number where an earlier build of it stands there.
FOLDER = re.compile(r"(?P<identity>[0-9a-f]{16})(?:-[1-9]\d{0,5})?")
#: Pointers of earlier versions name the folder alone.
_POINTER = re.compile(rf"(?P<folder>{FOLDER.pattern})(?: (?P<digest>[0-9a-f]{{64}}))?\s*")
#: Between a key and a version in the key of a document that is asked only by name.
VERSION_SIGN = "@"
_ELSEWHERE = "或用环境变量 FIREDUTY_HOME 换一个位置"


#: Where the text of a document is from: the package, somebody who added it, FIREDUTY_REGULATION.
DocumentSource = Literal["shipped", "added", "given"]


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One version of one document, as a library lists it.

    Attributes:
        key: short printed title; that of a version which is asked only by name ends with ``@`` and
            the version.
        slug: name of its folder in the index.
        title, version: of the regulation.
        source: see there.
        segment: content hash of what was derived of it.
        leaves, questions: how many provisions and bank questions it has.
        status, effective: when it was built, for lists of many; the day in ISO form, empty for none.
        articles: how many 条 it has.
    """

    key: str
    slug: str
    title: str
    version: str
    source: DocumentSource
    segment: str
    leaves: int
    questions: int
    status: str = ""
    effective: str = ""
    articles: int = 0

    @property
    def is_current(self) -> bool:
        """Whether it is asked where no document is named."""
        return VERSION_SIGN not in self.key

    @property
    def base(self) -> str:
        """The key that all versions share."""
        return self.key.partition(VERSION_SIGN)[0]


@dataclass(frozen=True)  # no slots: what is sorted is kept
class LibraryManifest:
    """What a library was built from, and the digests of its files. See ``fireduty index status``.

    Attributes:
        identity: content hash of all of it.
        parser, tokens, index: versions of the program's parts.
        embedder: identity of the embedder.
        documents: in the order in which they are listed.
        removed: slugs of documents that ship and that somebody has removed.
    """

    format: str
    identity: str
    parser: str
    tokens: str
    index: str
    embedder: str
    dimension: int
    built_at: str
    documents: tuple[ListedDocument, ...]
    removed: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def files_of(self, slug: str) -> dict[str, str]:
        """Digests of the files of one document, by their names in its folder."""
        return dict(self._by_slug.get(slug, {}))

    @cached_property
    def _by_slug(self) -> dict[str, dict[str, str]]:
        sorted_: dict[str, dict[str, str]] = {}
        for name, digest in self.files.items():
            top, _, below = name.partition("/")
            if top == DOCUMENTS:
                slug, _, file = below.partition("/")
                sorted_.setdefault(slug, {})[file] = digest
        return sorted_


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current`` says: a folder, and the digest of its manifest (empty in older ones)."""

    folder: str
    digest: str


def library_place(home: Path, slug: str | None) -> Path:
    """Folder of a library's indexes.

    Args:
        home: folder of all indexes.
        slug: of the one document that the settings name; None for the library.
    """
    if slug is None:
        return home / LIBRARY
    return home / (f"{slug}-1" if slug == LIBRARY else slug)


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
    path = home / POINTER
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
    aside = home / f".{POINTER}-{os.getpid()}"
    try:
        aside.write_text(f"{pointer.folder} {pointer.digest}\n", "ascii")
        sync(aside)
        os.replace(aside, home / POINTER)
    finally:
        aside.unlink(missing_ok=True)
    sync(home)


def read_manifest(home: Path) -> tuple[Path, LibraryManifest]:
    """Folder and manifest of the index in use.

    Raises:
        FiredutyError: missing, damaged or of another version; says what to do.
    """
    pointer = read_pointer(home)
    folder = home / pointer.folder
    if not pointer.digest:
        raise FiredutyError(f"索引由其他版本建立（{folder}）；{REMEDY}")
    # Either of the two may be the damaged one: the pointer names the folder and seals its manifest.
    named = f"{folder / MANIFEST}（由 {home / POINTER} 指明）"
    with open_sealed(folder / MANIFEST, pointer.digest, named) as file:
        raw = json.load(file)
    try:
        listed = tuple(ListedDocument(**entry) for entry in raw.pop("documents"))
        removed = tuple(raw.pop("removed"))
        return folder, LibraryManifest(**raw, documents=listed, removed=removed)
    except (TypeError, KeyError, AttributeError) as error:
        raise FiredutyError(f"索引由其他版本建立（{folder}）；{REMEDY}") from error


def check_index(home: Path) -> tuple[Path, LibraryManifest]:
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
