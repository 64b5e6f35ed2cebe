"""Inner products of a question's vector with those of provisions, for one document or for several.

One store holds the vectors of all documents of a library, and is asked once for each question: a
document's scores are a slice of its answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FiredutyError

#: Seconds after which a server of vectors that failed is tried again.
RETRY = 15.0
#: Query vector → inner products, one a row.
DenseScores = Callable[[NDArray[np.float32]], NDArray[np.float32]]


class MatrixScores:
    """Inner products from a matrix in memory: exact, and needs no import of Chroma.

    Args:
        vectors: ``(n, dim)`` unit rows.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """``(n,)`` inner products."""
        # einsum and not @: one small product is over before a BLAS has woken its threads.
        scores: NDArray[np.float32] = np.einsum("ij,j->i", self._vectors, vector)
        return scores


class SharedScores:
    """The scores of one store for all who ask it the same question.

    Args:
        store: is asked once for each vector in a row of equal ones.
    """

    def __init__(self, store: DenseScores) -> None:
        self._store = store
        self._last: tuple[bytes, NDArray[np.float32]] | None = None

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the store says; the caller must not change it."""
        asked, last = vector.tobytes(), self._last
        if last is not None and last[0] == asked:
            return last[1]
        scores = self._store(vector)
        scores.flags.writeable = False
        self._last = (asked, scores)
        return scores

    def rows(self, start: int, stop: int) -> DenseScores:
        """The scores of the rows of one document."""
        return lambda vector: self(vector)[start:stop]


class FallbackScores:
    """The scores of a server, and those of the memory while it fails.

    Args:
        connect: reaches the server; it and what it gives may raise ``FiredutyError``.
        memory: gives the same scores.
        tell: is told, in Chinese, when the server fails and when it is back.
        clock: in seconds.
    """

    def __init__(
        self,
        connect: Callable[[], DenseScores],
        memory: DenseScores,
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._memory = memory
        self._tell = tell
        self._clock = clock
        self._connecting = threading.Lock()
        self._failed = False
        self._again_at = clock()
        self._server: DenseScores | None = None
        self._reach()

    def __call__(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Inner products, of whichever works."""
        server = self._server or self._reach()
        if server is not None:
            try:
                return server(vector)
            except FiredutyError as error:
                self._fail(error)
        return self._memory(vector)

    def _reach(self) -> DenseScores | None:
        """The server, where it is there; one asker tries, now and then, and the others do not wait."""
        if self._clock() < self._again_at or not self._connecting.acquire(blocking=False):
            return self._server
        try:
            self._server = self._connect()
            if self._failed:
                self._tell("向量库又连上了")
            self._failed = False
        except FiredutyError as error:
            self._fail(error)
        finally:
            self._connecting.release()
        return self._server

    def _fail(self, error: FiredutyError) -> None:
        failed, self._failed = self._failed, True
        self._server, self._again_at = None, self._clock() + RETRY
        if not failed:
            self._tell(without_server(error))


def without_server(error: FiredutyError) -> str:
    """What is said where answers go on without the server of vectors."""
    return f"{error}；这次不用它，改在内存里算，回答不受影响"
