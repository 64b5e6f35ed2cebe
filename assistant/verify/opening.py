"""The verifiers of the documents that the settings name, without an index of them where they are few."""

from __future__ import annotations

from functools import cache

from assistant.settings import Settings
from assistant.verify.choosing import choose_for_text
from assistant.verify.several import LibraryVerifier
from assistant.verify.unasked import Unasked
from assistant.verify.verifier import Verifier
from corpus.register.registry import register_of
from index.opening import open_library
from index.texts import ListedText, read_texts
from index.tokens import general_words
from index.wide_layout import MOST_NARROW


def open_verifiers(settings: Settings, text: str = "") -> LibraryVerifier:
    """What a text is checked with: the documents of the library that has been built, else those that ship.

    Args:
        settings: where the library is, and the keys of the documents where not all are meant.
        text: that is to be checked; of a large library it decides which documents are opened.

    Raises:
        FiredutyError: a document or its data cannot be read, or there is none with a key that the
            settings name.
    """
    listed = read_texts(settings.home, settings.regulation, settings.documents)
    chosen = listed if len(listed) <= MOST_NARROW else _chosen(settings, listed, text)
    texts = {text.regulation.key: text for text in chosen}
    general = cache(general_words)

    def make(key: str) -> Verifier:
        regulation, language = texts[key].corpus
        return Verifier(register_of(regulation, language), language, general=general())

    of_many = len(listed) if len(chosen) < len(listed) else 0
    regulations = [text.regulation for text in chosen]
    return LibraryVerifier(regulations, make, _unasked(settings, listed), of_many)


def _chosen(
    settings: Settings, listed: tuple[ListedText, ...], text: str
) -> tuple[ListedText, ...]:
    library = open_library(settings.home, settings.embedder, keys=settings.documents)
    keys = choose_for_text(library, text) if library.is_large else library.keys
    return tuple(t for t in listed if t.listed.key in keys)


def _unasked(settings: Settings, listed: tuple[ListedText, ...]) -> Unasked:
    """The current documents that are held and were not chosen, with none of their versions."""
    if not settings.documents:
        return Unasked()
    bases = {t.listed.base for t in listed}
    every = read_texts(settings.home, settings.regulation)
    return Unasked(
        tuple((t.listed.title, t.listed.key) for t in every if t.listed.base not in bases)
    )
