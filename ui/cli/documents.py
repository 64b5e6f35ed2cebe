"""Which documents a command is about: ``--in``, and their texts where no index is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import click

from assistant.rendering.lacking import NAMES, DataKind, lacks
from assistant.settings import Settings
from corpus.errors import FiredutyError
from corpus.language.data import LanguageData, has_register
from corpus.language.load import load_corpus
from corpus.premises.data import load_places
from corpus.text.load import load_regulation, shipped_folders
from corpus.text.provision import Regulation
from index.documents import as_listed, key_of, source_path, with_key
from index.manifest import ListedDocument, library_place, read_manifest
from index.opening import choose_listed
from index.seals import check_seals
from index.segment_files import sources_of

T = TypeVar("T")
_HELP = "只问这部法规（fireduty library list 里的 KEY），可以写几个；不写就问全部。"


def choose_documents(command: Callable[..., T]) -> Callable[..., T]:
    """``--in``, as ``documents``: the keys of the documents that a command is about, none for all."""
    option = click.option("--in", "documents", multiple=True, metavar="KEY", help=_HELP)
    return option(command)


def settings_for(documents: tuple[str, ...]) -> Settings:
    """The settings of the environment, for some of the documents."""
    return replace(Settings.from_environment(), documents=documents)


@dataclass(frozen=True)  # no slots: what is read is kept
class ListedText:
    """A document that a library lists, by its text and data alone; read when they are asked for.

    Attributes:
        listed: its entry.
        path: a folder with its data, or a file.
        seals: digests of the files of an added document, by their names.
    """

    listed: ListedDocument
    path: Path
    seals: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def corpus(self) -> tuple[Regulation, LanguageData]:
        """The text and its data.

        Raises:
            FiredutyError: they cannot be read.
        """
        self._check()
        regulation, language = load_corpus(self.path)
        return as_listed(regulation, self.listed), language

    @cached_property
    def regulation(self) -> Regulation:
        """The text; without the data, which take longer to read.

        Raises:
            FiredutyError: it cannot be read.
        """
        self._check()
        return as_listed(load_regulation(self.path), self.listed)

    def _check(self) -> None:
        if self.seals:
            check_seals(self.path if self.path.is_dir() else self.path.parent, self.seals)

    @property
    def folder(self) -> Path | None:
        """Of its data; None for a bare text."""
        return self.path if self.path.is_dir() else None

    def has(self, kind: DataKind) -> bool:
        """Whether it has data of a kind."""
        if self.folder is None:
            return False
        return (
            bool(load_places(self.folder).rules) if kind == "places" else has_register(self.folder)
        )


def read_texts(settings: Settings) -> tuple[ListedText, ...]:
    """The documents that are asked, in the library's order; those that ship where there is no library.

    Raises:
        FiredutyError: a key is that of no document; says which there are.
    """
    if settings.regulation is not None:
        every = [_given(settings.regulation)]
    else:
        every = list(_in_library(settings.home)) or [_shipped(f) for f in shipped_folders()]
    chosen = choose_listed([t.listed for t in every], settings.documents)
    return tuple(text for text in every if text.listed in chosen)


def read_first_with(kind: DataKind, settings: Settings) -> ListedText:
    """The first of the documents that are asked which has data of a kind; told where others are asked.

    Raises:
        FiredutyError: none has such data; or as of ``read_texts``.
    """
    texts = read_texts(settings)
    holding = [text for text in texts if text.has(kind)]
    if not holding:
        raise FiredutyError(lacks(texts[0].regulation, kind))
    if len(texts) > 1:
        click.echo(_told([t.listed for t in holding], kind), err=True)
    return holding[0]


def _told(holding: list[ListedDocument], kind: DataKind) -> str:
    first, *others = holding
    if not others:
        return f"{NAMES[kind]}只有《{first.title}》有，以下都出自它；其他法规还没有"
    keys = "、".join(d.key for d in others)
    return f"以下都出自《{first.title}》的{NAMES[kind]}；{keys}也有，用 --in 指定"


def _given(path: Path) -> ListedText:
    regulation = load_regulation(path)
    regulation = with_key(regulation, key_of(regulation))
    return ListedText(_entry(regulation, "given"), path)


def _shipped(folder: Path) -> ListedText:
    regulation = load_regulation(folder)
    return ListedText(_entry(with_key(regulation, key_of(regulation)), "shipped"), folder)


def _entry(regulation: Regulation, source: str) -> ListedDocument:
    words = (regulation.key, regulation.slug, regulation.title, regulation.version)
    return ListedDocument(*words, source, "", len(regulation.leaves()), 0)  # type: ignore[arg-type]


def _in_library(home: Path) -> Iterator[ListedText]:
    """What the library lists; nothing where there is none that can be read."""
    with suppress(FiredutyError):
        folder, manifest = read_manifest(library_place(home, None))
        for listed in manifest.documents:
            with suppress(FiredutyError):
                added = listed.source == "added"
                seals = sources_of(manifest, listed.slug) if added else {}
                yield ListedText(listed, source_path(listed, folder), seals)
