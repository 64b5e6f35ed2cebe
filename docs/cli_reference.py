"""Write docs/cli.md from the program's own help; ``--check`` fails where they differ."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ui.cli.main import main as program

TARGET = Path(__file__).parent / "cli.md"


def sections(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[str]:
    """Help of a command and of all below it."""
    context = command.context_class(
        command, parent, info_name=name, terminal_width=100, **command.context_settings
    )
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    for child_name in command.list_commands(context) if isinstance(command, click.Group) else ():
        child = command.get_command(context, child_name)
        assert child is not None
        yield from sections(child, child_name, context)


def render() -> str:
    """The whole page."""
    head = "# 命令行参考\n\n由 `python -m docs.cli_reference` 生成，`make docs` 检查是否最新。\n\n"
    return head + "\n".join(sections(program, "fireduty"))


def main() -> int:
    """Write the page, or compare it."""
    page = render()
    if "--check" not in sys.argv:
        TARGET.write_text(page, "utf-8")
        return 0
    if TARGET.read_text("utf-8") == page:
        return 0
    print("docs/cli.md 已过期：请运行 python -m docs.cli_reference", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
