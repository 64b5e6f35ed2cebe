"""The verifiers of the documents that the settings name, without an index of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from assistant.settings import Settings
from assistant.verify.several import LibraryVerifier
from assistant.verify.verifier import Verifier
from corpus.language.data import LanguageData
from corpus.language.load import load_corpus
from corpus.register.registry import register_of
from corpus.text.load import shipped_folders
from corpus.text.provision import Regulation
from index.documents import as_listed, source_path
from index.library import unlisted
from index.manifest import POINTER, library_place, read_manifest
from index.opening import choose_listed
from index.tokens import general_words

_Corpora = Mapping[str, tuple[Regulation, LanguageData]]


def open_verifiers(settings: Settings) -> LibraryVerifier:
    """What texts are checked with: the documents of the library that has been built, else those that ship.

    Raises:
        FiredutyError: a document or its data cannot be read, or there is none with a key that the
            settings name.
    """
    corpora = _read(settings)
    general = cache(general_words)

    def make(key: str) -> Verifier:
        regulation, language = corpora[key]
        return Verifier(register_of(regulation, language), language, general=general())

    return LibraryVerifier([regulation for regulation, _ in corpora.values()], make)


def _read(settings: Settings) -> _Corpora:
    keys = settings.documents
    place = library_place(settings.home, None)
    if settings.regulation is None and os.path.lexists(place / POINTER):
        folder, manifest = read_manifest(place)
        listed = choose_listed(manifest.documents, keys)
        read = ((d, load_corpus(source_path(d, folder))) for d in listed)
        return {d.key: (as_listed(regulation, d), language) for d, (regulation, language) in read}
    paths = [settings.regulation] if settings.regulation else list(shipped_folders())
    corpora = {corpus[0].key: corpus for corpus in map(load_corpus, paths)}
    if unknown := [key for key in keys if key not in corpora]:
        raise unlisted(unknown[0], tuple(corpora))
    return {key: corpus for key, corpus in corpora.items() if not keys or key in keys}
