"""What the commands that ask one question after another share."""

from __future__ import annotations

from collections.abc import Callable

import click

ReadLine = Callable[[str], str]
SayLine = Callable[[str], None]
_QUIT = ("q", "退出", "quit")


class DialogueStopped(Exception):
    """The user has had enough."""


def prompt_line(prompt: str, *, err: bool = False) -> str:
    """A line that the user types; empty for the return key alone.

    Args:
        err: whether the prompt goes to stderr, where stdout is for what the command gives.
    """
    line: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="> ", err=err)
    return line


def read_line(read: ReadLine, prompt: str) -> str:
    """A line without the blanks around it.

    Args:
        read: prints a prompt and gives back a line.

    Raises:
        DialogueStopped: the user quits.
    """
    line = read(prompt).strip()
    if line.lower() in _QUIT:
        raise DialogueStopped
    return line
