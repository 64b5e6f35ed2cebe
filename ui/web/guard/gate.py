"""A few answers at a time; the rest wait in line, and a line that is too long is closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(Exception):
    """The line is full, or what somebody else does takes too long: Chinese words say that."""


class Gate:
    """Runs functions in threads, so many at a time.

    Answering is Python on one core: more threads at once would only make every one of them slower.

    Args:
        width: how many run at a time.
        queue: how many may wait.
    """

    def __init__(self, width: int, queue: int) -> None:
        self._width = width
        self._most = width + queue
        self._limiter: CapacityLimiter | None = None
        self.inside = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns.

        Raises:
            BusyError: too many wait already.
        """
        if self.inside >= self._most:
            raise BusyError
        if self._limiter is None:  # needs a running event loop
            self._limiter = CapacityLimiter(self._width)
        self.inside += 1
        try:
            return await to_thread.run_sync(
                partial(function, *args, **kwargs), limiter=self._limiter
            )
        finally:
            self.inside -= 1
