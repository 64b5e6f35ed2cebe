"""Documents that were not cleanly read: shown on a terminal, and added when a person says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from corpus.errors import FiredutyError
from index.reading import AddedPath, Confirm, UnconfirmedError
from ui.cli.reading_report import report_reading


def confirm_with(*, yes: bool) -> Confirm:
    """What asks whether doubtful documents are added.

    Args:
        yes: whether they are without a question; else a person is asked where there is a terminal.
    """

    def confirm(doubtful: Sequence[AddedPath]) -> bool:
        if yes or not on_terminal():
            return yes
        for one in doubtful:
            assert one.document is not None
            report = report_reading(str(one.path), one.document.regulation, summary=one.reading)
            click.echo(report[0], err=True)
        names = "这一份" if len(doubtful) == 1 else f"这 {len(doubtful)} 份"
        return click.confirm(f"请对照原件看过以上报告。收录{names}吗？", default=False, err=True)

    return confirm


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def with_remedy(fault: FiredutyError, path: Path) -> FiredutyError:
    """The fault; of a document that was not confirmed also how it is."""
    if not isinstance(fault, UnconfirmedError):
        return fault
    remedy = f"全部见 fireduty corpus check {path}；看过没有问题，加 --yes 收录"
    return FiredutyError(f"{fault}。{remedy}", exit_code=fault.exit_code)
