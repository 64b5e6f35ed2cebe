"""A folder for what is unpacked: gone when it is done with, and those of killed processes gone too."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from index.generations import hold_folder, is_in_use

_PREFIX = "fireduty-scratch-"
#: Seconds that a new one gets until its process has a hold on it.
_NEW = 60.0


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder, until the end of the block.

    Raises:
        OSError: nothing temporary can be written.
    """
    _clear_abandoned()
    with TemporaryDirectory(prefix=_PREFIX) as name:
        hold = hold_folder(Path(name))
        try:
            yield Path(name)
        finally:
            del hold


def _clear_abandoned() -> None:
    """Delete those of this user that no living process holds: an archive may have filled them."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            found = folder.lstat()
            ours = found.st_uid == os.geteuid() and folder.is_dir() and not folder.is_symlink()
            if ours and time.time() - found.st_mtime > _NEW and not is_in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)
