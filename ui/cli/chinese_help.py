"""click's help pages in Chinese: the few words that click itself adds."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

_WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示帮助并退出。",
    "Show the version and exit.": "显示版本并退出。",
}
_PATTERNS = (
    (re.compile(r"\[default: ([^\]]+)\]"), r"[默认 \1]"),
    (re.compile(r"\[OPTIONS\]"), "[选项]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "命令 [参数]…"),
    (re.compile(r"(\d+)<=x<=(\d+)\]"), r"\1 到 \2]"),
    (re.compile(r"x>=(\d+)\]"), r"至少 \1]"),
    (re.compile(r"; (?=(?:\d+ 到|至少))"), "；"),
    (re.compile(r"\bINTEGER RANGE\b|\bINTEGER\b"), "整数"),
    (re.compile(r"\bTEXT\b"), "文本"),
)


def translate(text: str) -> str:
    """A string of click's own in Chinese; anything else as it is."""
    text = _WORDS.get(text, text)
    for pattern, chinese in _PATTERNS:
        text = pattern.sub(chinese, text)
    return text


class ChineseFormatter(click.HelpFormatter):
    """A help formatter that translates headings, usage lines and option notes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Usage line with a Chinese prefix."""
        super().write_usage(prog, translate(args), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Section heading."""
        self.write(f"{'':>{self.current_indent}}{translate(heading)}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options or commands with their descriptions."""
        super().write_dl([(translate(a), translate(b)) for a, b in rows], col_max, col_spacing)


class ChineseContext(click.Context):
    """A context whose help pages are Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command with Chinese help."""

    context_class = ChineseContext


class ChineseGroup(click.Group):
    """A group with Chinese help; so have its commands and the groups in it."""

    context_class = ChineseContext
    command_class = ChineseCommand
    group_class = type
