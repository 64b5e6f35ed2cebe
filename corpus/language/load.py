"""A regulation together with its language data, from the folder or file that somebody chose."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from corpus.language.data import LanguageData, load_language
from corpus.text.load import Parsed, data_folder, load_default, load_regulation
from corpus.text.provision import Regulation


def load_corpus(
    path: Path | None, tree: Callable[[], Parsed] | None = None
) -> tuple[Regulation, LanguageData]:
    """A regulation with its language data; a text file has none.

    Args:
        path: a folder or a text file; None for the regulation that ships with the project.
        tree: as of ``load_regulation``.

    Raises:
        FiredutyError: the regulation or its data cannot be read.
    """
    if path is None:
        return load_default(), load_language(data_folder())
    language = load_language(path) if os.path.isdir(path) else LanguageData()
    return load_regulation(path, tree=tree), language
