"""Open a built library, checking at the door that it is the one this program would build."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.citing.instruments import is_same_title
from corpus.errors import FiredutyError
from corpus.language.data import load_language
from corpus.text.load import load_regulation, shipped_folders
from index.catalogue import open_catalogue
from index.dense import DenseScores, FallbackScores, MatrixScores, SharedScores
from index.embed import RecentQueries, identify_embedder, load_embedder
from index.generations import hold_current
from index.layout import COLLECTION, chroma_folder, stored_id
from index.library import Library, unlisted
from index.manifest import (
    LibraryManifest,
    ListedDocument,
    library_place,
)
from index.opening_documents import DocumentOpener, FoundDocument
from index.seals import REMEDY, check_seals
from index.segment_files import read_contents
from index.store import ChromaScores
from index.vector_server import collection_of
from index.wide_layout import MOST_NARROW

#: Told, in one Chinese line, what does not keep a library from being opened.
Tell = Callable[[str], None]


def say(line: str) -> None:
    """Tell on standard error."""
    print(f"注意：{line}", file=sys.stderr)


def open_library(
    home: Path,
    embedder: str,
    *,
    regulation: Path | None = None,
    keys: Sequence[str] = (),
    chroma: str | None = None,
    tell: Tell = say,
) -> Library:
    """Open the library in use.

    Args:
        home: folder of the indexes.
        embedder: ``builtin``, a folder or a hub name.
        regulation: folder or text file, for the library of that one document.
        keys: of the documents to open; none for the current versions of all.
        chroma: None scores vectors in memory; ``"folder"`` asks the index's own Chroma folder; an
            address asks a Chroma server, and where that fails the memory.
        tell: see there.

    Raises:
        FiredutyError: missing, broken or stale; says what to do.
    """
    given = None if regulation is None else load_regulation(regulation)
    try:
        folder, manifest, hold = hold_current(library_place(home, given.slug if given else None))
    except FiredutyError:
        if regulation is not None and regulation.is_dir():
            load_language(regulation)  # no index can be built before its faults are mended
        raise
    listed = choose_listed(manifest.documents, keys)
    if given is None and not keys:
        _want_all_shipped(manifest)
    identity = identify_embedder(embedder)
    asked = RecentQueries(load_embedder(embedder))
    opener = DocumentOpener(folder, manifest, identity, asked, regulation)
    if not keys and len(listed) > MOST_NARROW:
        catalogue = open_catalogue(opener, listed)
        if chroma is not None:
            tell(f"资料库有 {len(listed)} 部，向量由总索引在内存里算，这次不用向量库，回答不受影响")
        return Library(catalogue.open([listed[0].key]), manifest, hold, folder, catalogue)
    sources = [opener.find(entry) for entry in listed]
    contents = [read_contents(source.folder, source.seals) for source in sources]
    vectors = [
        held.vectors[: len(source.regulation.leaves())]
        for held, source in zip(contents, sources, strict=True)
    ]
    dense = SharedScores(_scores(chroma, folder, manifest, sources, vectors, tell=tell))
    start, indexes = 0, []
    for source, held, rows in zip(sources, contents, vectors, strict=True):
        indexes.append(opener.assemble(source, held, dense.rows(start, start + len(rows))))
        start += len(rows)
    return Library(tuple(indexes), manifest, hold, folder)


def choose_listed(
    documents: Sequence[ListedDocument], keys: Sequence[str]
) -> tuple[ListedDocument, ...]:
    """The documents with those keys or titles, in the order of the list; without keys the current ones.

    Raises:
        FiredutyError: there is none with such a key; says which there are.
    """
    if not keys:
        return tuple(d for d in documents if d.is_current)
    chosen = [
        next(
            (d.key for d in documents if d.key == key),
            next((d.key for d in documents if d.is_current and is_same_title(d.title, key)), None),
        )
        for key in keys
    ]
    if None in chosen:
        raise unlisted(keys[chosen.index(None)], [d.key for d in documents])
    return tuple(d for d in documents if d.key in chosen)


def _want_all_shipped(manifest: LibraryManifest) -> None:
    """Refuse a library that lacks a document which ships by now and was not removed."""
    known = {*(d.slug for d in manifest.documents), *manifest.removed}
    if missing := [f for f in shipped_folders() if f.name not in known]:
        title = load_regulation(missing[0]).title
        raise FiredutyError(f"索引已过期：还没有收录随程序提供的《{title}》；{REMEDY}")


def _scores(
    chroma: str | None,
    folder: Path,
    manifest: LibraryManifest,
    sources: Sequence[FoundDocument],
    vectors: Sequence[NDArray[np.float32]],
    *,
    tell: Tell,
) -> DenseScores:
    """The inner products of all leaves of the documents that are opened."""
    matrix = vectors[0] if len(vectors) == 1 else np.concatenate(vectors)
    memory = MatrixScores(matrix)
    if chroma is None:
        return memory
    several = len(manifest.documents) > 1
    ids = [
        stored_id(s.regulation, leaf, several) for s in sources for leaf in s.regulation.leaves()
    ]
    only = [s.listed.key for s in sources] if len(sources) < len(manifest.documents) else []
    if chroma == "folder":
        check_seals(folder, {n: d for n, d in manifest.files.items() if n.startswith("chroma/")})
        return ChromaScores(chroma_folder(folder), COLLECTION, ids, matrix, only)
    collection = collection_of(manifest.identity)
    return FallbackScores(lambda: ChromaScores(chroma, collection, ids, matrix, only), memory, tell)
