"""Vectors that were embedded for a library, in files that only grow, found by the hash of their text.

A build that is killed loses nothing of them, and several processes write at once, each its own file.
Each record has a check of its own: a half-written or damaged one is embedded anew.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int8]


class KeptVectors:
    """The vectors that are kept in a folder, of one embedder.

    Args:
        folder: made with the first vector that is kept.
        identity: of the embedder.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self._folder = folder
        self._mark = hashlib.sha256(identity.encode()).hexdigest()[:12]

    def find(self, keys: Sequence[int]) -> Mapping[int, Rows]:
        """Key → rounded vector, of the keys that are kept whole."""
        known, (places, files, rows) = np.array(keys, np.uint64), self._sorted
        if not len(places) or not len(known):
            return {}
        found = {}
        for key, place in zip(keys, np.searchsorted(places, known), strict=True):
            while key not in found and place < len(places) and int(places[place]) == key:
                record = self._files[files[place]][rows[place]]
                row: Rows = np.array(record["row"])
                if zlib.crc32(row.tobytes()) == int(record["check"]):
                    found[key] = row
                place += 1
        return found

    def add(self, keys: Sequence[int], rounded: Rows) -> None:
        """Keep some; they are not found before the folder is opened anew.

        Raises:
            OSError: they cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        records = np.zeros(len(keys), _record(rounded.shape[1]))
        records["key"], records["row"] = np.array(keys, np.uint64), rounded
        records["check"] = [zlib.crc32(row.tobytes()) for row in rounded]
        path = self._folder / f"{self._mark}-{rounded.shape[1]}-{os.getpid()}.bin"
        with path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % records.itemsize)  # a kill may have cut one
            file.write(records.tobytes())

    @cached_property
    def _files(self) -> list[NDArray[np.void]]:
        """The records of each file, mapped; what cannot be read has none."""
        held: list[NDArray[np.void]] = []
        for path in sorted(self._folder.glob(f"{self._mark}-*-*.bin")):
            try:
                record = _record(int(path.stem.split("-")[1]))
                count = path.stat().st_size // record.itemsize
                if count:
                    held.append(np.memmap(path, record, mode="r", shape=(count,)))
            except (OSError, ValueError):
                continue
        return held

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64]]:
        """Keys in ascending order, each with the file and the row that it stands in."""
        keys = [np.array(file["key"], np.uint64) for file in self._files]
        if not keys:
            return np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int64)
        every = np.concatenate(keys)
        files = np.repeat(np.arange(len(keys), dtype=np.int32), [len(k) for k in keys])
        rows = np.concatenate([np.arange(len(k)) for k in keys])
        order = np.argsort(every, kind="stable")
        return every[order], files[order], rows[order]


def kept_bytes(folder: Path) -> int:
    """How much is kept in a folder, of whichever embedder."""
    return sum(path.stat().st_size for path in folder.glob("*.bin"))


def _record(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("key", "<u8"), ("check", "<u4"), ("row", "i1", (dimension,))])
