"""The texts and data of a library's documents by themselves, for what needs no index of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import Regulation
from index.documents import as_listed, key_of, source_path, with_key
from index.manifest import (
    DocumentSource,
    LibraryManifest,
    ListedDocument,
    library_place,
    read_current_name,
    read_manifest,
)
from index.opening import choose_listed
from index.seals import check_seals
from index.segment_files import sources_of
from index.versions import with_others
from index.wide_actors import read_actors
from index.wide_layout import MOST_NARROW, WIDE


@dataclass(frozen=True)  # no slots: what is read is kept
class ListedText:
    """A document that a library lists, by its text and data alone; read when they are asked for.

    Attributes:
        listed: its entry.
        path: a folder with its data, or a file.
        seals: digests of the files of an added document, by their names.
        others: its other versions.
    """

    listed: ListedDocument
    path: Path
    seals: Mapping[str, str] = field(default_factory=dict, hash=False)
    others: tuple[ListedText, ...] = ()

    @cached_property
    def corpus(self) -> tuple[Regulation, LanguageData]:
        """The text and its data.

        Raises:
            FiredutyError: they cannot be read.
        """
        self._check()
        regulation, language = load_corpus(self.path)
        return self._as_listed(regulation), language

    @cached_property
    def regulation(self) -> Regulation:
        """The text; without the data, which take longer to read.

        Raises:
            FiredutyError: it cannot be read.
        """
        self._check()
        return self._as_listed(load_regulation(self.path))

    def _as_listed(self, regulation: Regulation) -> Regulation:
        texts = {text.listed: text for text in self.others}
        named = as_listed(regulation, self.listed)
        return with_others(named, self.listed, tuple(texts), lambda other: texts[other].regulation)

    def _check(self) -> None:
        if self.seals:
            check_seals(self.path if self.path.is_dir() else self.path.parent, self.seals)

    @property
    def folder(self) -> Path | None:
        """Of its data; None for a bare text."""
        return self.path if self.path.is_dir() else None


def read_texts(
    home: Path, regulation: Path | None = None, keys: Sequence[str] = ()
) -> tuple[ListedText, ...]:
    """The documents that are asked, in the library's order; those that ship where there is no library.

    Args:
        home: folder of the indexes.
        regulation: folder or text file, for the library of that one document.
        keys: of the documents; none for the current versions of all.

    Raises:
        FiredutyError: a key is that of no document; says which there are.
    """
    if regulation is not None:
        every = [_given(regulation)]
    else:
        every = list(_in_library(home)) or [_shipped(f) for f in shipped_folders()]
    chosen = choose_listed([t.listed for t in every], keys)
    return tuple(beside_others(text, every) for text in every if text.listed in chosen)


def beside_others(text: ListedText, every: Sequence[ListedText]) -> ListedText:
    """A text that knows of its other versions."""
    base, key = text.listed.base, text.listed.key
    others = tuple(t for t in every if t.listed.base == base and t.listed.key != key)
    return replace(text, others=others) if others else text


def _given(path: Path) -> ListedText:
    regulation = load_regulation(path)
    regulation = with_key(regulation, key_of(regulation))
    return ListedText(_entry(regulation, "given"), path)


def _shipped(folder: Path) -> ListedText:
    regulation = load_regulation(folder)
    return ListedText(_entry(with_key(regulation, key_of(regulation)), "shipped"), folder)


def _entry(regulation: Regulation, source: DocumentSource) -> ListedDocument:
    key, slug, title = regulation.key, regulation.slug, regulation.title
    leaves = len(regulation.leaves())
    return ListedDocument(key, slug, title, regulation.version, source, "", leaves, 0)


def _in_library(home: Path) -> Iterator[ListedText]:
    """What the library lists; nothing where there is none that can be read."""
    with suppress(FiredutyError):
        folder, manifest = read_manifest(library_place(home, None))
        yield from _in_folder(folder, manifest)


def texts_in(folder: Path, manifest: LibraryManifest) -> tuple[ListedText, ...]:
    """Everything that an index folder lists, old versions too."""
    every = tuple(_in_folder(folder, manifest))
    return tuple(beside_others(text, every) for text in every)


def _in_folder(folder: Path, manifest: LibraryManifest) -> Iterator[ListedText]:
    for listed in manifest.documents:
        with suppress(FiredutyError):
            added = listed.source == "added"
            seals = sources_of(manifest, listed.slug) if added else {}
            yield ListedText(listed, source_path(listed, folder), seals)


def keys_binding(home: Path, actor: str) -> tuple[str, ...] | None:
    """Keys of the documents of a large library that bind a body of such a name, the most bound first.

    None where the library is small enough to be read whole.

    Args:
        home: folder of the indexes.
        actor: the name as asked.

    Raises:
        FiredutyError: the library cannot be read.
    """
    folder, manifest = read_manifest(library_place(home, None))
    listed = choose_listed(manifest.documents, ())
    if len(listed) <= MOST_NARROW:
        return None
    seals = {n: d for n, d in manifest.files.items() if n.startswith(f"{WIDE}/actors.")}
    check_seals(folder, seals)
    return tuple(listed[number].key for number, _ in read_actors(folder).find(actor))


def holds_library(home: Path) -> bool:
    """Whether a library was built there."""
    return read_current_name(library_place(home, None)) is not None
