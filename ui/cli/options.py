"""Options and kinds of values that several commands share. Light: ``ask`` starts with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

T = TypeVar("T")
#: A path of any bytes; whether something is there is told by whoever opens it.
PATH = click.Path(path_type=Path)
choose_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


def choose_port(default: int, help: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """``--port``."""
    ports = click.IntRange(1, 65535)
    return click.option("--port", default=default, show_default=True, type=ports, help=help)


def ask_first(command: Callable[..., T]) -> Callable[..., T]:
    """``--yes``, of a command that deletes."""
    return click.option("--yes", is_flag=True, help="不再询问。")(command)
