"""A reply with a deadline: no server, however slow, holds the reader longer."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator

from assistant.writer.failure import ModelError
from assistant.writer.model import ReplyPiece, ReplySource
from assistant.writer.prompt import Messages

_END = object()


def pieces_until(
    source: ReplySource, messages: Messages, deadline: float, *, most: int
) -> Generator[ReplyPiece]:
    """Pieces of a reply as they arrive.

    The source runs in a thread of its own, so that a stalled read cannot hold the caller; after
    the deadline it is told to stop and forgotten.

    Args:
        deadline: ``time.perf_counter()`` after which nothing is waited for.
        most: characters that a reply may have.

    Raises:
        ModelError: whatever stops the reply early.
    """
    arrived: queue.SimpleQueue[object] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        size = 0
        try:
            for piece in source(messages, stop):
                size += len(piece.text)
                if size > most:
                    raise ModelError("too_long")
                arrived.put(piece)
                if stop.is_set():
                    return
            arrived.put(_END)
        except ModelError as error:
            arrived.put(error)
        except BaseException:  # nothing may leave the reader waiting for a thread that has died
            arrived.put(ModelError("internal"))

    threading.Thread(target=run, name="fireduty-model", daemon=True).start()
    begun = False
    try:
        while True:
            left = deadline - time.perf_counter()
            try:
                if left <= 0:
                    raise queue.Empty
                got = arrived.get(timeout=left)
            except queue.Empty:
                raise ModelError("slow" if begun else "silent") from None
            if got is _END:
                return
            if isinstance(got, ModelError):
                raise got
            assert isinstance(got, ReplyPiece)
            begun = True
            yield got
    finally:
        stop.set()
