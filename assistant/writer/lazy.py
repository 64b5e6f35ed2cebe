"""A value that is made once, in the background, when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value and the thread that makes it; safe for threads.

    Args:
        make: makes the value.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._value: T | None = None
        self._error: Exception | None = None

    def prepare(self) -> None:
        """Begin making the value, if nobody has."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def get(self, timeout: float) -> T | None:
        """The value; None where it is not made within ``timeout`` seconds.

        Raises:
            Exception: what making it raised.
        """
        self.prepare()
        assert self._thread is not None
        self._thread.join(timeout)
        if self._error is not None:
            raise self._error
        return self._value

    def _run(self) -> None:
        try:
            self._value = self._make()
        except Exception as error:
            self._error = error
