"""Read the laws of a tar archive."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path


def read_archive(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Name in the archive and content of every Markdown file, in its order."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".md"):
                stream = tar.extractfile(member)
                assert stream is not None  # of a file there is one
                yield member.name, stream.read()
