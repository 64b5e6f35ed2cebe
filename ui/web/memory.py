"""Giving memory back to the system that the program does not use any more.

The C library of Linux keeps what was freed among what is not, a heap for each few threads; it does with
two heaps, and lets go of what is free, when it is told to. Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes
import gc
from functools import cache

_ARENA_MAX = -8


def use_few_heaps() -> None:
    """For a program of many threads that hand large texts to each other; once, at its start."""
    if (library := _library()) is not None:
        library.mallopt(_ARENA_MAX, 2)


def trim() -> None:
    """Let go of what is free."""
    if (library := _library()) is not None:
        library.malloc_trim(0)


def give_back() -> None:
    """The same after looking for what nobody uses, which takes a tenth of a second."""
    gc.collect()
    trim()


@cache
def _library() -> ctypes.CDLL | None:
    """The C library, where it is the one that has these functions."""
    try:
        library = ctypes.CDLL(None)
        _ = library.malloc_trim, library.mallopt
    except (OSError, AttributeError, TypeError):
        return None
    return library
