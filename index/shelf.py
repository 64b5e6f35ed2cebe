"""What a library is to hold: what its manifest lists, what ships, and what a damaged manifest hid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import FiredutyError
from corpus.files import open_regular
from corpus.text.load import Parsed, load_regulation, shipped_folders
from corpus.text.parse import PARSER_VERSION
from corpus.text.provision import Regulation
from index.documents import (
    CARD,
    TEXT,
    HeldDocument,
    as_listed,
    hold_added,
    hold_given,
    hold_new,
    hold_shipped,
    is_same_text,
    source_path,
)
from index.generations import hold_current
from index.layout import DOCUMENTS, segment_folder
from index.manifest import (
    FOLDER,
    LibraryManifest,
    ListedDocument,
    library_place,
    read_current_name,
    read_manifest,
)
from index.seals import check_seals
from index.segment_files import read_tree, sources_of
from index.versions import shelve, with_others


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents that a library is to hold.

    Attributes:
        home: folder of its indexes.
        documents: in the order in which they are listed.
        removed: slugs of documents that ship and that somebody has removed.
        used: the index in use with its manifest; None where there is none that can be read.
        notes: Chinese, what became of documents that the index in use should hold.
    """

    home: Path
    documents: tuple[HeldDocument, ...]
    removed: tuple[str, ...] = ()
    used: tuple[Path, LibraryManifest] | None = None
    notes: tuple[str, ...] = ()


def read_shelf(home: Path, embedder: str, regulation: Path | None) -> Shelf:
    """What the library that the settings name is to hold.

    Args:
        home: folder of all indexes.
        embedder: identity of the embedder.
        regulation: folder or text file, for the library of that one document.

    Raises:
        FiredutyError: a text that ships or is given cannot be read.
    """
    if regulation is not None:
        held = hold_given(regulation, embedder)
        place = library_place(home, held.slug)
        return Shelf(place, (held,), used=_read_used(place))
    place = library_place(home, None)
    used = _read_used(place)
    documents: list[HeldDocument] = []
    notes: list[str] = []
    if used is not None:
        removed = used[1].removed
        for entry in used[1].documents:
            found, note = _hold_listed(entry, used[0], used[1], embedder)
            documents += [found] if found else []
            notes += [note] if note else []
    else:
        removed = ()
        documents, notes = _recover(place, embedder)
    return Shelf(place, with_shipped(documents, removed, embedder), removed, used, tuple(notes))


def read_checked_shelf(
    home: Path, embedder: str, regulation: Path | None
) -> tuple[Shelf, Path, LibraryManifest]:
    """What a library is to hold, beside the index in use, of which every file is as it was written.

    Both are of one moment: a writer that puts another index in use meanwhile makes this read it anew.

    Args:
        home, embedder, regulation: as of ``read_shelf``.

    Raises:
        FiredutyError: there is no index, a file of it is damaged, or a text cannot be read.
    """
    place = library_place(home, None if regulation is None else load_regulation(regulation).slug)
    while True:
        try:
            folder, manifest, _hold = hold_current(place)
        except FiredutyError:
            # A text that cannot be read is told first: it is why there is none.
            read_shelf(home, embedder, regulation)
            raise
        shelf = read_shelf(home, embedder, regulation)
        check_seals(folder, manifest.files)
        if shelf.used is not None and shelf.used[0] == folder:
            return shelf, folder, manifest


def list_entries(home: Path, regulation: Path | None) -> tuple[ListedDocument, ...]:
    """What a library lists, without a look at the texts.

    Raises:
        FiredutyError: there is no library, or it cannot be read.
    """
    slug = None if regulation is None else load_regulation(regulation).slug
    return read_manifest(library_place(home, slug))[1].documents


def read_listed(
    home: Path, regulation: Path | None, keys: Collection[str] | None = None
) -> tuple[tuple[ListedDocument, Regulation], ...]:
    """The documents that a library lists, with their texts as they are now.

    Args:
        home, regulation: as of ``read_shelf``.
        keys: of those that are wanted; None for all.

    Raises:
        FiredutyError: there is no library, it cannot be read, or one of its texts cannot.
    """
    slug = None if regulation is None else load_regulation(regulation).slug
    folder, manifest, _hold = hold_current(library_place(home, slug))
    found = []
    bases = None if keys is None else {d.base for d in manifest.documents if d.key in keys}
    for listed in manifest.documents:
        if bases is not None and listed.base not in bases:
            continue
        if listed.source == "added":
            check_seals(segment_folder(folder, listed.slug), sources_of(manifest, listed.slug))
        text = load_regulation(source_path(listed, folder, regulation))
        found.append((listed, as_listed(text, listed)))
    texts = {listed.key: text for listed, text in found}
    versions: dict[str, list[ListedDocument]] = {}
    for listed, _ in found:
        versions.setdefault(listed.base, []).append(listed)
    return tuple(
        (listed, with_others(text, listed, versions[listed.base], lambda other: texts[other.key]))
        for listed, text in found
        if keys is None or listed.key in keys
    )


def _read_used(place: Path) -> tuple[Path, LibraryManifest] | None:
    try:
        return read_manifest(place)
    except FiredutyError:
        return None


def with_shipped(
    documents: Sequence[HeldDocument], removed: Sequence[str], embedder: str
) -> tuple[HeldDocument, ...]:
    """The documents with those that ship and are new; what ships stands first, in its order.

    Args:
        removed: slugs of those that ship and are not wanted.
        embedder: identity of the embedder.

    Raises:
        FiredutyError: a text that ships cannot be read.
    """
    every = tuple(documents)
    for folder in shipped_folders():
        if folder.name not in {*(d.slug for d in every), *removed}:
            new = hold_shipped(folder, embedder)
            every = shelve(tuple(d for d in every if not is_same_text(d, new)), new)
    order = [folder.name for folder in shipped_folders()]
    first = {d.base: order.index(d.slug) for d in every if d.slug in order}
    return tuple(sorted(every, key=lambda d: first.get(d.base, len(order))))


def _hold_listed(
    entry: ListedDocument, folder: Path, manifest: LibraryManifest, embedder: str
) -> tuple[HeldDocument | None, str]:
    """A listed document with its text, and what is to be told of it."""
    if entry.source != "added":
        try:
            return hold_shipped(source_path(entry, folder), embedder, entry.key), ""
        except FiredutyError:
            if entry.slug in {f.name for f in shipped_folders()}:
                raise
            return None, f"《{entry.title}》（{entry.key}）不再随程序提供，已从资料库去掉"
    seals = sources_of(manifest, entry.slug)
    for place in (folder, *_others(folder)):
        with suppress(FiredutyError):
            check_seals(segment_folder(place, entry.slug), seals)
            if place == folder:
                return hold_added(entry, place, embedder, _tree_of(entry, place, manifest)), ""
            note = f"「{entry.key}」的文本已损坏，从前一个索引里恢复了"
            return hold_added(entry, place, embedder), note
    return None, (
        f"「{entry.key}」（《{entry.title}》）的文本已损坏，恢复不了，已从资料库去掉；"
        f"请用 fireduty library add 重新添加（损坏的文件在 {segment_folder(folder, entry.slug)}）"
    )


def _tree_of(
    entry: ListedDocument, folder: Path, manifest: LibraryManifest
) -> Callable[[], Parsed] | None:
    """The kept tree of an added text, where this program would parse it to the same; else None."""
    if manifest.parser != PARSER_VERSION:
        return None
    place, seals = segment_folder(folder, entry.slug), manifest.files_of(entry.slug)
    try:
        parsed = read_tree(place, seals)
    except FiredutyError:
        return None  # damaged: it is parsed, and derived anew
    return lambda: parsed


def _others(folder: Path) -> list[Path]:
    """The other index folders beside one, newest first."""
    return [f for f in _index_folders(folder.parent) if f != folder]


def _index_folders(place: Path) -> list[Path]:
    with suppress(OSError):
        found = [f for f in place.iterdir() if FOLDER.fullmatch(f.name) and f.is_dir()]
        return sorted(found, key=lambda f: f.stat().st_mtime, reverse=True)
    return []


# --- without a manifest ---------------------------------------------------------------------------


def _recover(place: Path, embedder: str) -> tuple[list[HeldDocument], list[str]]:
    """The documents whose texts stand in the index in use, where its manifest cannot be read.

    They are taken from the folder that the pointer names, else from the newest that has any.
    """
    named = read_current_name(place)
    folders = [place / named] if named and (place / named / DOCUMENTS).is_dir() else []
    folders += [f for f in _index_folders(place) if f not in folders]
    for folder in folders:
        cards = list(_cards(folder))
        held, lost = [], []
        for card, text in cards:
            found = _recovered(card, text, folder, (f for f in folders if f != folder), embedder)
            if found is not None:
                held.append(found)
            elif card.source == "added":
                lost.append(card.key)
        if cards:
            return held, _recovery_notes(held, lost, folder)
    return [], []


def _recovery_notes(held: Sequence[HeldDocument], lost: Sequence[str], folder: Path) -> list[str]:
    notes = []
    if added := [d.key for d in held if d.source == "added"]:
        notes.append(f"资料库的清单读不出来，从 {folder} 恢复了添加过的：{'、'.join(added)}")
    if lost:
        notes.append(f"这些添加过的文本已损坏，恢复不了，请重新添加：{'、'.join(lost)}")
    return notes


def _cards(folder: Path) -> Iterator[tuple[ListedDocument, str]]:
    """What is noted beside each document of an index, and the digest of its text."""
    with suppress(OSError):
        for place in sorted((folder / DOCUMENTS).iterdir()):
            raw = _read_card(place / CARD)
            source = raw.get("source", "added" if (place / TEXT).is_file() else "shipped")
            key, title, version = (str(raw.get(n, "")) for n in ("key", "title", "version"))
            listed = ListedDocument(key or place.name, place.name, title, version, source, "", 0, 0)
            yield listed, str(raw.get("text", ""))


def _read_card(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError), open_regular(path) as file:
        raw = json.load(file)
        return raw if isinstance(raw, dict) else {}
    return {}


def _recovered(
    card: ListedDocument, text: str, folder: Path, others: Iterator[Path], embedder: str
) -> HeldDocument | None:
    """The document of a card, from the folder or another that holds the same text."""
    if card.source == "shipped":
        with suppress(FiredutyError):
            return hold_shipped(source_path(card, folder), embedder, card.key)
        return None
    for place in (folder, *others):
        path = segment_folder(place, card.slug) / TEXT
        with suppress(FiredutyError, OSError), open_regular(path) as file:
            if text and hashlib.file_digest(file, "sha256").hexdigest() != text:
                continue
            if not card.title:
                return hold_new(path, embedder)  # its card is lost: it is read as when it was added
            return hold_added(card, place, embedder)
    return None
