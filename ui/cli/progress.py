"""Progress on a terminal; silence where stderr is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from tqdm import tqdm

T = TypeVar("T")


@contextmanager
def steps(title: str) -> Iterator[Callable[[str], None]]:
    """A spinner that names the current step."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Console(stderr=True).status(title) as status:
        yield lambda step: status.update(f"{title}：{step}")


def bar(items: Iterable[T], total: int) -> Iterable[T]:
    """A progress bar over items."""
    tracked: Iterable[T] = tqdm(
        items, total=total, unit="题", file=sys.stderr, disable=not sys.stderr.isatty()
    )
    return tracked
