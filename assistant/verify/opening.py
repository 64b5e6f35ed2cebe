"""The verifiers of the documents that the settings name, without an index of them."""

from __future__ import annotations

from functools import cache

from assistant.settings import Settings
from assistant.verify.several import LibraryVerifier
from assistant.verify.verifier import Verifier
from corpus.register.registry import register_of
from index.texts import read_texts
from index.tokens import general_words


def open_verifiers(settings: Settings) -> LibraryVerifier:
    """What texts are checked with: the documents of the library that has been built, else those that ship.

    Raises:
        FiredutyError: a document or its data cannot be read, or there is none with a key that the
            settings name.
    """
    texts = {
        text.regulation.key: text
        for text in read_texts(settings.home, settings.regulation, settings.documents)
    }
    general = cache(general_words)

    def make(key: str) -> Verifier:
        regulation, language = texts[key].corpus
        return Verifier(register_of(regulation, language), language, general=general())

    return LibraryVerifier([text.regulation for text in texts.values()], make)
