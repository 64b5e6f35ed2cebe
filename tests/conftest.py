"""Shared fixtures: one built index in a temporary folder for the whole run."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.training.question import QuizQuestion
from assistant.training.trainer import Trainer
from assistant.verify.verifier import Verifier
from corpus.language.data import LanguageData
from corpus.premises.applicability import Guide
from corpus.register.lookups import Lookups
from corpus.register.records import Register
from corpus.text.load import data_folder, load_default
from corpus.text.provision import Regulation
from index.build import build_library
from index.contents import CommonWords
from index.derive import read_common_words
from index.embed import BUILTIN
from index.library import Library
from index.opened import Index
from index.opening import open_library
from index.segment_files import COMMON_FILES, write_common
from tests.support import seed
from tests.support.accounts import users_with_one
from tests.support.browser import DESK, launch_arguments
from ui.web.guard.users import Users

# How long an example takes depends on what else the machine does; speed is the benchmark's.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
#: The document that is meant where none is named: most tests ask it alone.
FIRST = data_folder()


def pytest_collection_finish() -> None:
    """The thousands of tests stay to the end: nobody need look again whether they can be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits_for_the_disk() -> Iterator[None]:
    """No test cuts the power: what the disk would hold then, it cannot see. In other processes it is so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _common_words_are_read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every index that is built from nothing holds the same dictionary: half of the time that it takes."""
    read = cache(read_common_words)

    @cache
    def written() -> Path:
        folder = tmp_path_factory.mktemp("words")
        write_common(folder, read())
        return folder

    def write(folder: Path, common: CommonWords) -> None:
        if common is not read():
            return write_common(folder, common)
        for name in COMMON_FILES:
            shutil.copyfile(written() / name, folder / name)
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.read_common_words", read)
        patch.setattr("index.build.write_common", write)
        yield


@pytest.fixture(scope="session")
def regulation() -> Regulation:
    return load_default()


@pytest.fixture(scope="session")
def language() -> LanguageData:
    return seed.language()


@pytest.fixture(scope="session")
def register() -> Register:
    return seed.register()


@pytest.fixture(scope="session")
def lookups() -> Lookups:
    return seed.lookups()


@pytest.fixture(scope="session")
def guide() -> Guide:
    return seed.guide()


@pytest.fixture(scope="session")
def verifier() -> Verifier:
    return seed.verifier()


@pytest.fixture(scope="session")
def trainer() -> Trainer:
    return seed.trainer()


@pytest.fixture(scope="session")
def bank() -> tuple[QuizQuestion, ...]:
    """Every question that the seed can be asked."""
    return seed.bank()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a built library; tests must not change it."""
    root = tmp_path_factory.mktemp("home")
    build_library(root, BUILTIN)
    build_library(root, BUILTIN, regulation=FIRST)
    return root


@pytest.fixture(scope="session")
def library(home: Path) -> Library:
    """The documents that ship."""
    return open_library(home, BUILTIN)


@pytest.fixture(scope="session")
def index(library: Library) -> Index:
    """The first of them."""
    return library.indexes[0]


@pytest.fixture(scope="session")
def assistant(home: Path) -> Assistant:
    """Of the first document alone."""
    return Assistant.open(Settings(home, documents=("细则",)))


@pytest.fixture(scope="session")
def librarian(home: Path) -> Assistant:
    """Of all documents that ship."""
    return Assistant.open(Settings(home))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "zh-CN", "viewport": DESK}


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return users_with_one(tmp_path / "users.json")


@pytest.fixture
def environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The built library of the first document as the command line's own, and no other setting."""
    for name in ("EMBEDDER", "CHROMA", "RERANKER", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"FIREDUTY_{name}", raising=False)
    monkeypatch.setenv("FIREDUTY_HOME", str(home))
    monkeypatch.setenv("FIREDUTY_REGULATION", str(FIRST))
    return home


@pytest.fixture
def shipped(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with all documents that ship."""
    monkeypatch.delenv("FIREDUTY_REGULATION")
    return environment
