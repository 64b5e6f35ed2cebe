"""Which documents a command is about: ``--in``, and their texts where no index is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click

from assistant.rendering.lacking import NAMES, DataKind, lacks
from assistant.settings import Settings
from corpus.errors import FiredutyError
from corpus.language.data import has_register
from corpus.premises.data import load_places
from index.manifest import ListedDocument
from index.texts import ListedText, read_texts

T = TypeVar("T")
_HELP = "只问这部法规（fireduty library list 里的 KEY），可以写几个；不写就问全部。"


def choose_documents(command: Callable[..., T]) -> Callable[..., T]:
    """``--in``, as ``documents``: the keys of the documents that a command is about, none for all."""
    option = click.option("--in", "documents", multiple=True, metavar="KEY", help=_HELP)
    return option(command)


def settings_for(documents: tuple[str, ...]) -> Settings:
    """The settings of the environment, for some of the documents."""
    return replace(Settings.from_environment(), documents=documents)


def texts_of(settings: Settings) -> tuple[ListedText, ...]:
    """The documents that the settings name, see ``index.texts.read_texts``."""
    return read_texts(settings.home, settings.regulation, settings.documents)


def read_first_with(kind: DataKind, settings: Settings) -> ListedText:
    """The first of the documents that are asked which has data of a kind; told where others are asked.

    Where none has reviewed data, the first: what the program reads out of it is marked as such.

    Raises:
        FiredutyError: none has such data, which nothing can be read from instead; or as of ``texts_of``.
    """
    texts = texts_of(settings)
    holding = [text for text in texts if has_data(text, kind)]
    if not holding and kind == "places":
        raise FiredutyError(lacks(texts[0].regulation, kind))
    if not holding:
        return texts[0]
    if len(texts) > 1:
        click.echo(_told([t.listed for t in holding], kind), err=True)
    return holding[0]


def _told(holding: list[ListedDocument], kind: DataKind) -> str:
    first, *others = holding
    if not others:
        return f"{NAMES[kind]}只有《{first.title}》有，以下都出自它；其他法规还没有"
    keys = "、".join(d.key for d in others)
    return f"以下都出自《{first.title}》的{NAMES[kind]}；{keys}也有，用 --in 指定"


def has_data(text: ListedText, kind: DataKind) -> bool:
    """Whether a document has data of a kind."""
    if text.folder is None:
        return False
    return bool(load_places(text.folder).rules) if kind == "places" else has_register(text.folder)
