"""Many documents derived at once, by as many processes as the machine has cores.

Each process takes one document after the other and writes its segment, so that at most a few documents
are in hand and a killed build has lost no more. The encoder runs on one thread in each: two texts side by
side cost less than one text on two cores.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any

from corpus.errors import FiredutyError
from index.derive import Progress, derive
from index.documents import HeldDocument
from index.embed import OnnxEmbedder, load_embedder
from index.kept_vectors import KeptVectors
from index.seals import Seals
from index.segment_files import read_common
from index.staging import StagedSegments

#: From so many documents on, starting the processes costs less than they save.
MANY = 8
_MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every process works with.

    Attributes:
        place: folder of the library's indexes.
        common, seals: folder of what is known of the language, and the digests of its files.
        embedder, identity: name of the embedder and what it is.
        kept: folder of the vectors.
    """

    place: Path
    common: Path
    seals: Seals
    embedder: str
    identity: str
    kept: Path


def derive_many(documents: Sequence[HeldDocument], workshop: Workshop, progress: Progress) -> None:
    """Write the segments of documents to ``index.staging``.

    Args:
        documents: the largest are taken first, so that none is waited for in the end.
        workshop: see there.
        progress: told how many leaves are done.

    Raises:
        FiredutyError: a process ended before its time; what was done stays.
        OSError: a segment cannot be written.
    """
    sizes = {d.segment: len(d.regulation.leaves()) for d in documents}
    waiting = sorted(documents, key=lambda d: sizes[d.segment])
    done, total = 0, sum(sizes.values())
    progress("推出条款、向量", 0, total)
    with _processes(workshop, min(os.cpu_count() or 1, _MOST_PROCESSES, len(documents))) as idle:
        busy: set[Connection] = set()
        while waiting or busy:
            while idle and waiting:
                connection = idle.pop()
                connection.send(waiting.pop())
                busy.add(connection)
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)
                said = _heard(ready)
                if isinstance(said, BaseException):
                    raise said
                busy.remove(ready)
                idle.append(ready)
                done += sizes[said]
                progress("推出条款、向量", done, total)


def _heard(connection: Connection) -> Any:
    try:
        return connection.recv()
    except (EOFError, OSError) as error:
        raise FiredutyError(
            "建库的一个进程中途结束了，可能是内存不够；做完的都留着，再运行一次就接着做"
        ) from error


@contextmanager
def _processes(workshop: Workshop, count: int) -> Iterator[list[Connection]]:
    """Processes that wait for documents; they end with this one, whatever ends it."""
    context = get_context("spawn")
    started, connections = [], []
    try:
        for _ in range(count):
            here, there = context.Pipe()
            process = context.Process(target=_work, args=(there, workshop), daemon=True)
            process.start()
            there.close()
            started.append(process)
            connections.append(here)
        yield list(connections)
    finally:
        for connection in connections:
            connection.close()
        for process in started:
            process.join(0.2)
            process.terminate()
            process.join()


def _end_with_parent() -> None:
    """Go on with no document for one who was killed: the next build may have begun."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(connection: Connection, workshop: Workshop) -> None:
    """Derive what comes until nobody sends any more."""
    Thread(target=_end_with_parent, daemon=True).start()
    embedder = load_embedder(workshop.embedder)
    if isinstance(embedder, OnnxEmbedder):
        embedder.threads = 1
    staged, common = StagedSegments(workshop.place), read_common(workshop.common, workshop.seals)
    kept = KeptVectors(workshop.kept, workshop.identity)
    with suppress(EOFError, KeyboardInterrupt, ConnectionError):
        while True:
            document: HeldDocument = connection.recv()
            try:
                contents = derive(
                    document.regulation,
                    document.language,
                    embedder,
                    workshop.identity,
                    common=common,
                    kept=kept,
                )
                staged.write(document.segment, contents, document.language)
                connection.send(document.segment)
            except (OSError, FiredutyError) as error:
                connection.send(error)
