"""Build a library aside and switch to it at once.

Folder: ``<home>/library/<identity>/`` (``<home>/<slug>/…`` for the library of the one document that
``FIREDUTY_REGULATION`` names) with ``documents/<slug>/`` for each document, ``words.json`` and
``syllables.json`` for all, ``chroma/`` and ``manifest.json``, which is written last and seals the
others; where that name is taken, ``<identity>-2`` and so on. What is derived of a document is never
changed: where its identity is that of the index in use and its files are as they were sealed, they
are linked and not made anew. The file ``current`` names the folder in use. Replacing it is the whole
switch: nothing that stood there is touched before, so that a failed or killed build leaves the
previous index as it was; the vectors and segments that it had made stay in folders of their own, and the
next build goes on from them. One process builds at a time. Of what else stands there, only older indexes (an
identity for a name and a manifest that says the same) and builds of dead processes are deleted.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.errors import FiredutyError
from corpus.files import locked, reason_of
from corpus.text.load import load_regulation
from corpus.text.parse import PARSER_VERSION
from index.contents import CommonWords
from index.derive import Progress, derive, read_common_words
from index.derive_many import MANY, Workshop, derive_many
from index.documents import HeldDocument, write_source
from index.embed import Vectors, identify_embedder, load_embedder
from index.generations import building_folder, clear_abandoned, link_files, switch
from index.kept_vectors import KeptVectors, kept_bytes
from index.layout import (
    COLLECTION,
    FORMAT,
    INDEX_VERSION,
    chroma_folder,
    segment_folder,
)
from index.manifest import (
    MANIFEST,
    LibraryManifest,
    check_place,
    is_current,
    library_place,
    read_manifest,
)
from index.seals import check_seals, seal
from index.segment_files import (
    COMMON_FILES,
    SEGMENT_FILES,
    read_common,
    read_vectors,
    write_common,
    write_contents,
)
from index.shelf import Shelf, read_shelf
from index.staging import StagedSegments
from index.store import fill
from index.tokens import TOKENS_VERSION
from index.vector_server import forget_vectors, identities_in, share_vectors, stored_rows
from index.wide_layout import MOST_NARROW, WIDE_VERSION
from index.wide_write import write_wide

#: What the documents of a library become: the shelf as it is → as it shall be.
ShelfChange = Callable[[Shelf], Shelf]
#: What is told, again and again, while another process changes the library.
WAITING = "等另一个程序建完"
#: Of more leaves Chroma's folder would take longer to fill than all the rest of a build: they are scored
#: in memory.
MOST_IN_CHROMA = 50_000
#: Bytes of kept vectors a leaf, beyond which those of a large library are mostly of texts that are gone.
_MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class BuiltLibrary:
    """A library that is in use now.

    Attributes:
        folder: of its index.
        shelf: what it holds, and what is to be told of it.
        is_new: whether it was built just now.
    """

    folder: Path
    shelf: Shelf
    is_new: bool


def build_library(
    home: Path,
    embedder: str,
    *,
    regulation: Path | None = None,
    if_stale: bool = False,
    change: ShelfChange | None = None,
    chroma: str | None = None,
    begin: Callable[[Shelf], None] = lambda shelf: None,
    progress: Progress = lambda what, done, total: None,
) -> BuiltLibrary:
    """Build, switch, and return what is in use.

    Args:
        home: folder of all indexes.
        embedder: ``builtin``, a folder or a hub name.
        regulation: folder or text file, for the library of that one document.
        if_stale: not where the index in use is whole and up to date; another process that builds
            at the same time is waited for either way.
        change: what is to become of the documents; asked when no other process can change them.
        chroma: a server that is to hold the vectors as well, see ``index.vector_server``; what keeps it
            from that is told in the notes of the shelf.
        begin: told what is going to be built, before it is.
        progress: see there.

    Raises:
        FiredutyError: the home cannot be written or the embedder cannot be loaded, or ``change``
            raised it: the library is as before.
    """
    identity = identify_embedder(embedder)
    place = library_place(home, load_regulation(regulation).slug if regulation else None)
    check_place(place, "写入")
    if if_stale and change is None:
        # without the lock: what is up to date may stand where nothing can be written
        shelf = read_shelf(home, identity, regulation)
        if shelf.used and is_current(place, identify_library(shelf)):
            notes = share_vectors(chroma, shelf.used[0], identify_library(shelf), shelf.documents)
            return BuiltLibrary(shelf.used[0], _noted(shelf, notes), is_new=False)
    with _told(place):
        place.mkdir(parents=True, exist_ok=True)
        with locked(place / ".lock", lambda: progress(WAITING, 0, 0)):
            shelf = read_shelf(home, identity, regulation)
            shelf = change(shelf) if change else shelf
            name = identify_library(shelf)
            if if_stale and shelf.used and is_current(place, name):
                notes = share_vectors(chroma, shelf.used[0], name, shelf.documents)
                return BuiltLibrary(shelf.used[0], _noted(shelf, notes), is_new=False)
            begin(shelf)
            with _aside(place) as aside:
                digest = _Writing(aside, shelf, name, identity, embedder, progress).write()
                notes = share_vectors(chroma, aside, name, shelf.documents)
                before = identities_in(place)
                folder = switch(place, aside, name, digest)
            forget_vectors(chroma, before - identities_in(place))
            _tidy(place)
            return BuiltLibrary(folder, _noted(shelf, notes), is_new=True)


@contextmanager
def _aside(place: Path) -> Iterator[Path]:
    """A new folder to build in, gone afterwards.

    With the lock: in containers the process that builds and the one that waits have the same number,
    which the folder is named after.
    """
    clear_abandoned(place)
    StagedSegments(place).clear_abandoned()
    aside = building_folder(place)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _tidy(place: Path) -> None:
    """Delete what was kept for a build that went on; with the lock, as the next one keeps its own there."""
    StagedSegments(place).clear()
    leaves = sum(d.leaves for d in read_manifest(place)[1].documents)
    if leaves <= MOST_IN_CHROMA or kept_bytes(_kept(place)) > _MOST_KEPT * leaves:
        shutil.rmtree(_kept(place), ignore_errors=True)


def _noted(shelf: Shelf, notes: Sequence[str]) -> Shelf:
    return replace(shelf, notes=(*shelf.notes, *notes))


def _answering(shelf: Shelf) -> list[HeldDocument]:
    """The documents that are asked where none is named."""
    return [d for d in shelf.documents if d.key == d.base]


def identify_library(shelf: Shelf) -> str:
    """Content hash of the documents of a library and of what it says of them."""
    parts = [f"{d.key}\x00{d.slug}\x00{d.source}\x00{d.segment}" for d in shelf.documents]
    if len(_answering(shelf)) > MOST_NARROW:
        parts.append(WIDE_VERSION)
    held = "\x00".join([*parts, "", *sorted(shelf.removed)])
    return hashlib.sha256(held.encode()).hexdigest()[:16]


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """What the system refuses, in one line."""
    try:
        yield
    except OSError as error:
        file = error.filename2 or error.filename
        where = f"{file}：" if file and file != str(place) else ""
        raise FiredutyError(
            f"无法写入索引文件夹 {place}（{where}{reason_of(error)}）；"
            "请检查权限和磁盘空间，或用环境变量 FIREDUTY_HOME 换一个位置"
        ) from error


def _kept(place: Path) -> Path:
    """Where the vectors of an interrupted build are kept; of a large library those of every build.

    The next version of the program derives all anew: an hour of embedding is then not done again.
    """
    return place / ".vectors"


@dataclass(frozen=True)  # no slots: what is looked up is kept
class _Writing:
    """All files of an index, written to a new folder."""

    folder: Path
    shelf: Shelf
    name: str
    identity: str
    embedder: str
    progress: Progress

    def write(self) -> str:
        """Write them; returns the digest of the manifest, which seals the others."""
        common = self._common()
        self._derive_many()
        vectors = [self._document(document, common) for document in self.shelf.documents]
        rows = stored_rows(self.shelf.documents)
        if len(rows) <= MOST_IN_CHROMA:
            self.progress("向量库", 0, 0)
            fill(chroma_folder(self.folder), COLLECTION, rows, np.concatenate(vectors))
        answering = _answering(self.shelf)
        if len(answering) > MOST_NARROW:
            self.progress("总索引", 0, 0)
            write_wide(self.folder, answering, self.identity)
        self.progress("写入", 0, 0)
        manifest = LibraryManifest(
            FORMAT,
            self.name,
            PARSER_VERSION,
            TOKENS_VERSION,
            INDEX_VERSION,
            self.identity,
            vectors[0].shape[1],
            datetime.now(UTC).isoformat(timespec="seconds"),
            tuple(document.listed() for document in self.shelf.documents),
            self.shelf.removed,
            seal(self.folder),
        )
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
        (self.folder / MANIFEST).write_text(text, "utf-8")
        return hashlib.sha256(text.encode()).hexdigest()

    def _common(self) -> CommonWords:
        """Link or make what is known of the language."""
        used = self.shelf.used
        if used and (used[1].tokens, used[1].index) == (TOKENS_VERSION, INDEX_VERSION):
            with suppress(FiredutyError):
                common = read_common(used[0], used[1].files)
                link_files(used[0], self.folder, COMMON_FILES)
                return common
        self.progress("词典", 0, 0)
        common = read_common_words()
        write_common(self.folder, common)
        return common

    @property
    def _staged(self) -> StagedSegments:
        return StagedSegments(self.shelf.home)

    def _derive_many(self) -> None:
        """Derive what is not there yet by several processes, where that is much."""
        todo = {
            d.segment: d
            for d in self.shelf.documents
            if not self._is_linked(d) and not self._staged.holds(d.segment)
        }
        if len(todo) < MANY:
            return
        seals = {name: digest for name, digest in seal(self.folder).items() if name in COMMON_FILES}
        workshop = Workshop(
            self.shelf.home,
            self.folder,
            seals,
            self.embedder,
            self.identity,
            _kept(self.shelf.home),
        )
        derive_many(list(todo.values()), workshop, self.progress)

    def _document(self, document: HeldDocument, common: CommonWords) -> Vectors:
        """Link or make what is derived of a document; returns the vectors of its leaves."""
        folder = segment_folder(self.folder, document.slug)
        folder.mkdir(parents=True)
        leaves = len(document.regulation.leaves())
        write_source(folder, document)
        if self._linked(document, folder):
            return read_vectors(folder)[:leaves]
        if self._staged.holds(document.segment):
            self._staged.link(document.segment, folder)
            return read_vectors(folder)[:leaves]
        contents = derive(
            document.regulation,
            document.language,
            load_embedder(self.embedder),
            self.identity,
            common=common,
            kept=KeptVectors(_kept(self.shelf.home), self.identity),
            progress=self.progress,
        )
        write_contents(folder, contents, document.language)
        return contents.vectors[:leaves]

    def _linked(self, document: HeldDocument, folder: Path) -> bool:
        """Whether the index in use holds the same segment whole; its files are then linked here."""
        if self.shelf.used is None or not self._is_linked(document):
            return False
        link_files(segment_folder(self.shelf.used[0], document.slug), folder, SEGMENT_FILES)
        return True

    def _is_linked(self, document: HeldDocument) -> bool:
        """Whether the index in use holds the same segment whole."""
        if (document.slug, document.segment) not in self._held_before:
            return False
        assert self.shelf.used is not None
        used, manifest = self.shelf.used
        place, seals = segment_folder(used, document.slug), manifest.files_of(document.slug)
        try:
            check_seals(place, {name: seals[name] for name in SEGMENT_FILES})
        except (FiredutyError, KeyError):
            return False
        return True

    @cached_property
    def _held_before(self) -> frozenset[tuple[str, str]]:
        """Slug and segment of the documents that the index in use holds."""
        used = self.shelf.used
        return frozenset((d.slug, d.segment) for d in used[1].documents) if used else frozenset()
