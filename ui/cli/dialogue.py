"""What the commands that ask one question after another share."""

from __future__ import annotations

from collections.abc import Callable

Read = Callable[[str], str]
Say = Callable[[str], None]
_QUIT = ("q", "退出", "quit")


class DialogueStopped(Exception):
    """The user has had enough."""


def read_line(read: Read, prompt: str) -> str:
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
