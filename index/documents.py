"""Documents that a library is to hold: their texts and data, read from where they stand."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import read_file
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.readers.enclosing import refuse_several
from corpus.readers.report import ReadFile
from corpus.text.load import MAX_BYTES, Parsed, make_regulation, shipped_folders
from corpus.text.provision import Regulation
from index.layout import identify_segment, segment_folder
from index.manifest import VERSION_SIGN, DocumentSource, ListedDocument

TEXT, METADATA, CARD = "regulation.txt", "metadata.toml", "document.json"
_STATE = "中华人民共和国"
_NOTE = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]")
_LONGEST_KEY = 60
#: Version of a text that prints no date and is no draft.
UNVERSIONED = "unversioned"
_DAY_IN_NAME = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]$")


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """One version of one document with its text and data.

    Attributes:
        key, source: as of ``index.manifest.ListedDocument``.
        regulation: its ``slug`` names the document's folder in the index.
        segment: content hash of what is derived of it.
        folder: of the data files, None for a bare text.
    """

    key: str
    source: DocumentSource
    regulation: Regulation
    language: LanguageData
    segment: str
    folder: Path | None

    @property
    def slug(self) -> str:
        """Name of its folder in the index."""
        return self.regulation.slug

    @property
    def base(self) -> str:
        """The key that all versions share."""
        return self.key.partition(VERSION_SIGN)[0]

    def named(self, key: str) -> HeldDocument:
        """The same document with another key."""
        return replace(self, key=key, regulation=with_key(self.regulation, key))

    def listed(self) -> ListedDocument:
        """Its entry in a manifest."""
        return ListedDocument(
            self.key,
            self.slug,
            self.regulation.title,
            self.regulation.version,
            self.source,
            self.segment,
            len(self.regulation.leaves()),
            len(self.language.bank),
            self.regulation.status,
            self.regulation.effective.isoformat() if self.regulation.effective else "",
            len(self.regulation.articles()),
        )


def key_of(regulation: Regulation) -> str:
    """What a regulation is called in short: its own key, else its title without the state and notes."""
    title = re.sub(r"\s", "", regulation.title)
    short = _NOTE.sub("", title).removeprefix(_STATE) or title
    key = re.sub(r"\s", "", regulation.key) or short
    # A key begins addresses and may be followed by a version: neither sign is part of it.
    return key.replace("/", "／").replace(VERSION_SIGN, "＠")[:_LONGEST_KEY]


def full_key_of(regulation: Regulation) -> str:
    """The same with the notes: 宪法修正案（1988年）."""
    title = re.sub(r"\s", "", regulation.title).removeprefix(_STATE)
    return title.replace("/", "／").replace(VERSION_SIGN, "＠")[:_LONGEST_KEY]


def dated_by(held: HeldDocument, stem: str, embedder: str) -> HeldDocument:
    """An added document whose text prints no date, dated by its file's name: 条例(2010-09-17).

    Args:
        stem: of the file's name.
        embedder: identity of the embedder.
    """
    day = _DAY_IN_NAME.search(stem)
    if held.regulation.version != UNVERSIONED or day is None:
        return held
    regulation = replace(held.regulation, version=day[1])
    segment = identify_segment(regulation, held.language.digest, embedder)
    return replace(held, regulation=regulation, segment=segment)


def unused_key(key: str, taken: Collection[str]) -> str:
    """The key, with the first number that makes it a new one where it is taken."""
    number, found = 2, key
    while found in taken:
        number, found = number + 1, f"{key}-{number}"
    return found


def is_same_text(one: HeldDocument, other: HeldDocument) -> bool:
    """Whether two documents hold the same words; white space does not count."""
    first, second = one.regulation.source_text, other.regulation.source_text
    return "".join(first.split()) == "".join(second.split())


def with_key(regulation: Regulation, key: str) -> Regulation:
    """The regulation under a key."""
    return regulation if regulation.key == key else replace(regulation, key=key)


def hold_shipped(folder: Path, embedder: str, key: str = "") -> HeldDocument:
    """A document that ships with the project, under the key that it ships with.

    Args:
        folder: one of ``corpus.text.load.shipped_folders``.
        embedder: identity of the embedder.
        key: that it is listed under, of which the version is kept.

    Raises:
        FiredutyError: it cannot be read.
    """
    regulation, language = load_corpus(folder)
    named = key_of(regulation) + "".join(key.partition(VERSION_SIGN)[1:])
    return _hold(regulation, language, named, "shipped", embedder)


def hold_given(path: Path, embedder: str) -> HeldDocument:
    """The one document of a library of one, from a folder or a text file.

    Raises:
        FiredutyError: it cannot be read.
    """
    regulation, language = load_corpus(path)
    return _hold(regulation, language, "", "given", embedder)


def hold_new(path: Path, embedder: str) -> HeldDocument:
    """A document that somebody adds, from a folder with ``regulation.txt`` and its data.

    Its slug is made of its text, so that two texts never meet and a file's name leads nowhere.

    Raises:
        FiredutyError: it cannot be read.
    """
    regulation, language = load_corpus(path)
    return _hold(_named_by_text(regulation), language, "", "added", embedder)


def _named_by_text(regulation: Regulation) -> Regulation:
    """The regulation in a folder that is named after its text."""
    digest = hashlib.sha256(regulation.source_text.encode()).hexdigest()[:16]
    return replace(regulation, slug=f"added-{digest}")


def hold_read(read: ReadFile, name: str, embedder: str) -> HeldDocument:
    """A document that somebody adds, from a file that a reader has read.

    Args:
        read: what came of reading it.
        name: of the file; without its ending it is the title of a text that prints none.
        embedder: identity of the embedder.

    Raises:
        FiredutyError: it holds no 条, or more than one regulation.
    """
    regulation = make_regulation(read.text, name)
    refuse_several(regulation.body, read.text, name)
    return _hold(_named_by_text(regulation), LanguageData(), "", "added", embedder)


def hold_added(
    listed: ListedDocument,
    index_folder: Path,
    embedder: str,
    tree: Callable[[], Parsed] | None = None,
) -> HeldDocument:
    """A document that was added before, from the index that holds its text.

    Args:
        listed: its entry.
        index_folder: of the index.
        embedder: identity of the embedder.
        tree: what the text was parsed to, where that is kept; None to parse it.

    Raises:
        FiredutyError: its text cannot be read any more.
    """
    folder = segment_folder(index_folder, listed.slug)
    regulation, language = load_corpus(source_path(listed, index_folder), tree)
    named = as_listed(regulation, listed)
    held = _hold(named, language, listed.key, "added", embedder)
    return replace(held, folder=folder if language.folder else None)


def _hold(
    regulation: Regulation,
    language: LanguageData,
    key: str,
    source: DocumentSource,
    embedder: str,
) -> HeldDocument:
    key = key or key_of(regulation)
    segment = identify_segment(regulation, language.digest, embedder)
    return HeldDocument(key, source, with_key(regulation, key), language, segment, language.folder)


def source_path(listed: ListedDocument, index_folder: Path, given: Path | None = None) -> Path:
    """Where the text of a listed document stands: a folder with its data, or a file.

    Args:
        index_folder: that lists it.
        given: what ``FIREDUTY_REGULATION`` names.

    Raises:
        FiredutyError: it shipped with an earlier version of the project and does so no more.
    """
    if listed.source == "given" and given is not None:
        return given
    if listed.source == "added":
        folder = segment_folder(index_folder, listed.slug)
        return folder if os.path.lexists(folder / METADATA) else folder / TEXT
    for folder in shipped_folders():
        if folder.name == listed.slug:
            return folder
    raise FiredutyError(f"《{listed.title}》不再随程序提供；请运行 fireduty index build")


def as_listed(regulation: Regulation, listed: ListedDocument) -> Regulation:
    """The text of a listed document, under what it is listed as."""
    if listed.source == "added":
        dated = listed.version if regulation.version == UNVERSIONED else regulation.version
        regulation = replace(regulation, slug=listed.slug, title=listed.title, version=dated)
    return with_key(regulation, listed.key)


def write_source(folder: Path, held: HeldDocument) -> None:
    """Keep the text and data of an added document with what is derived of it.

    Raises:
        FiredutyError: a data file cannot be read.
        OSError: a file cannot be written.
    """
    text = held.regulation.source_text.encode()
    card = {
        "key": held.key,
        "slug": held.slug,
        "title": held.regulation.title,
        "version": held.regulation.version,
        "source": held.source,
        "text": hashlib.sha256(text).hexdigest(),
    }
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False), "utf-8")
    if held.source != "added":
        return
    (folder / TEXT).write_bytes(text)
    if held.folder is not None:
        for path in sorted((*held.folder.glob("*.toml"), *held.folder.glob("*.tsv"))):
            (folder / path.name).write_bytes(read_file(path, MAX_BYTES))
