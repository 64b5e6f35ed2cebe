"""Segments that were made for an index that is not in use yet: a killed build loses none of them.

Each stands in a folder named by its hash, which appears when all its files are in it, with their digests.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.language.data import LanguageData
from index.contents import Contents
from index.generations import has_ended, link_files
from index.seals import check_seals, seal
from index.segment_files import SEGMENT_FILES, write_contents

STAGED = ".segments"
_SEALS = "seals.json"


class StagedSegments:
    """The finished segments beside the indexes of a library.

    Args:
        place: folder of the library's indexes.
    """

    def __init__(self, place: Path) -> None:
        self._folder = place / STAGED

    def write(self, segment: str, contents: Contents, language: LanguageData) -> None:
        """Keep one.

        Raises:
            OSError: it cannot be written.
        """
        aside = self._folder / f"{segment}.{os.getpid()}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            write_contents(aside, contents, language)
            (aside / _SEALS).write_text(json.dumps(seal(aside)), "utf-8")
            if not self.holds(segment):  # nobody else has finished it meanwhile
                aside.rename(self._folder / segment)
        finally:
            shutil.rmtree(aside, ignore_errors=True)  # on a full disk nothing half-written stays

    def holds(self, segment: str) -> bool:
        """Whether it is there whole; one that is not is deleted."""
        folder = self._folder / segment
        if not folder.is_dir():
            return False
        with suppress(OSError, ValueError, AttributeError, FiredutyError):
            seals = json.loads((folder / _SEALS).read_text("utf-8"))
            if set(seals) == set(SEGMENT_FILES):
                check_seals(folder, seals)
                return True
        shutil.rmtree(folder, ignore_errors=True)
        return False

    def link(self, segment: str, target: Path) -> None:
        """Have its files in another folder too.

        Raises:
            OSError: they cannot be.
        """
        link_files(self._folder / segment, target, SEGMENT_FILES)

    def clear_abandoned(self) -> None:
        """Delete what killed processes have begun and not finished."""
        for folder in self._folder.glob("*.*"):
            number = folder.suffix.removeprefix(".")
            if number.isdigit() and has_ended(int(number)):
                shutil.rmtree(folder, ignore_errors=True)

    def clear(self) -> None:
        """Delete all: an index in use holds them."""
        shutil.rmtree(self._folder, ignore_errors=True)
