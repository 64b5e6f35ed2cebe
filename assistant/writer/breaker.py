"""A circuit breaker: after repeated failures the model is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row; safe for threads.

    Args:
        failures: how many in a row open it.
        rest: seconds that it then stays open. After that one call is let through; if it fails
            too, the breaker opens again.
        clock: seconds, monotonic.
    """

    def __init__(
        self, failures: int = 3, rest: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rest = rest
        self._most = failures
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Whether a call may be made now; a trial call closes the door behind it."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._until:
                return False
            self._until = now + self.rest
            return True

    def succeeded(self) -> None:
        """A call has worked: closed again."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """A call has failed."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._until = self._clock() + self.rest
