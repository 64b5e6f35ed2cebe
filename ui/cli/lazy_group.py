"""A group of commands, each loaded from its module when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from ui.cli.chinese_help import ChineseGroup


class LazyCommand(NamedTuple):
    """A command that has not been loaded.

    Attributes:
        place: ``module:attribute``.
        summary: the first sentences of its help, for that of the group, which would otherwise
            have to load every command and with them the servers.
    """

    place: str
    summary: str


class LazyGroup(ChineseGroup):
    """A group that imports the module of a command only to run it or to show its help."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded; None where there is none."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help, of which none is loaded."""
        limit = formatter.width - 6 - max(map(len, self._lazy))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=command.summary).get_short_help_str(limit))
                    for name, command in sorted(self._lazy.items())
                ]
            )
