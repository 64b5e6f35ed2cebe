"""Progress on a terminal; where stderr is none, only that another program is waited for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tqdm import tqdm

from index.build import WAITING

T = TypeVar("T")


@contextmanager
def steps(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that names the current step and, where it is known, how much of it is done."""
    if not sys.stderr.isatty():
        yield _tell_waiting()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as shown:
        task = shown.add_task(title, total=None)

        def show(what: str, done: int, total: int) -> None:
            shown.update(task, description=f"{title}：{what}", completed=done, total=total or None)

        yield show


def _tell_waiting() -> Callable[[str, int, int], None]:
    """Tells once that another program is waited for."""
    told: set[str] = set()

    def show(what: str, done: int, total: int) -> None:
        if what == WAITING and what not in told:
            told.add(what)
            click.echo(f"{what}……", err=True)

    return show


def bar(items: Iterable[T], total: int) -> Iterable[T]:
    """A progress bar over items."""
    tracked: Iterable[T] = tqdm(
        items, total=total, unit="题", file=sys.stderr, disable=not sys.stderr.isatty()
    )
    return tracked
