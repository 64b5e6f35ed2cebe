"""The product as a person uses it: commands run to their end, with what they said."""

import io
import os
import runpy
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TextIO

#: Settings that a trial must not inherit.
_SETTINGS = "FIREDUTY_"
_PATIENCE = 60


@dataclass(frozen=True)
class CommandOutcome:
    """What a command printed, and how it ended: `code` is its exit status."""

    code: int
    out: str
    err: str

    @property
    def shown(self) -> str:
        """Both outputs in one short line, to tell what happened."""
        return f"{self.code} {' '.join((self.out + self.err).split())[:300]}"


def run_command(
    *arguments: str, settings: Mapping[str, str], stdin: TextIO | None = None
) -> CommandOutcome:
    """Run `fireduty` as `python -m ui.cli` does, but in this process, which has its libraries loaded.

    What it lets through is printed as a traceback, with exit status 1, as Python itself would; one
    that does not end within a minute is stopped and counts as such.

    `settings` are the values of `FIREDUTY_…`, without that prefix; `stdin` is empty unless given.
    """
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with _environment(settings), _alarm(), redirect_stdout(out), redirect_stderr(err):
        before, sys.argv = (sys.argv, sys.stdin), ["fireduty", *arguments]
        sys.stdin = stdin or io.StringIO()
        try:
            runpy.run_module("ui.cli", run_name="__main__")
        except SystemExit as end:
            code = end.code or 0
        except BaseException:  # anything at all that a command lets through is a fall
            code = 1
            traceback.print_exc()
        finally:
            sys.argv, sys.stdin = before
    return CommandOutcome(int(str(code)), out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Started:
    """A command that runs in a process of its own."""

    process: subprocess.Popen[str]

    def wait(self) -> CommandOutcome:
        """What it said, when it has ended."""
        out, err = self.process.communicate(timeout=2 * _PATIENCE)
        return CommandOutcome(self.process.returncode, out, err)


def start_command(
    *arguments: str, settings: Mapping[str, str], before: Callable[[], None] | None = None
) -> Started:
    """Start `fireduty` as a process; `before` is called in it first. Otherwise as `run_command`."""
    inherited = {n: v for n, v in os.environ.items() if not n.startswith(_SETTINGS)}
    return Started(
        subprocess.Popen(
            [sys.executable, "-m", "ui.cli", *arguments],
            env=inherited | {f"{_SETTINGS}{name}": value for name, value in settings.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )
    )


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in [n for n in os.environ if n.startswith(_SETTINGS)]:
        del os.environ[name]
    os.environ.update({f"{_SETTINGS}{name}": value for name, value in settings.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _alarm() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"the command did not end within {_PATIENCE} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def untold(said: CommandOutcome, *words: str) -> str | None:
    """What is wrong with how a fault was told; None for one Chinese line with all of the words."""
    lines = said.err.strip().splitlines()
    if "Traceback" in said.err or "Error" in said.err:
        return f"a traceback or an English error: {said.err.strip()[-300:]}"
    if said.code not in (1, 2):
        return f"exit status {said.shown}"
    told = [line for line in lines if line.startswith("错误：")]
    if len(told) != 1 or lines[-1] != told[0]:  # a build first says how the text was read
        return f"not one line: {said.shown}"
    if missing := [word for word in words if word not in told[0]]:
        return f"not named {'、'.join(missing)}: {told[0]}"
    return None


def failed(said: CommandOutcome, *words: str) -> str | None:
    """What is wrong with a command that should have gone well and printed the words."""
    if said.code != 0 or "Traceback" in said.err:
        return f"failed: {said.shown}"
    if missing := [word for word in words if word not in said.out + said.err]:
        return f"not said {'、'.join(missing)}: {said.shown}"
    return None


def first(*problems: str | None) -> str | None:
    """The first of several problems; None where there is none."""
    return next((problem for problem in problems if problem), None)
