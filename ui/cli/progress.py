"""Progress on a terminal; silence where stderr is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tqdm import tqdm

T = TypeVar("T")


@contextmanager
def steps(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that names the current step and, where it is known, how much of it is done."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as shown:
        task = shown.add_task(title, total=None)

        def show(what: str, done: int, total: int) -> None:
            shown.update(task, description=f"{title}：{what}", completed=done, total=total or None)

        yield show


def bar(items: Iterable[T], total: int) -> Iterable[T]:
    """A progress bar over items."""
    tracked: Iterable[T] = tqdm(
        items, total=total, unit="题", file=sys.stderr, disable=not sys.stderr.isatty()
    )
    return tracked
