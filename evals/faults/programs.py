"""Programs that serve side by side for fault trials: killed, and started again where they stood."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any

#: Seconds that a program gets to start, and a request to be answered, on a busy machine.
_START = 180.0
_WAIT = 60.0


class AwayError(Exception):
    """The program takes no connection, or ended in the midst of a reply."""


@dataclass
class Program:
    """A program at a port of its own.

    Attributes:
        url: where it is reached, without a slash at the end.
        ready: path that answers 200 when it can be used.
        command: that starts it, with its environment.
        log: file of what it says.
    """

    url: str
    ready: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is not waited for."""
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                self.command, stdout=said, stderr=said, env=self.environment, cwd=self.log.parent
            )

    def wait(self) -> None:
        """Return when it can be used."""
        until = time.monotonic() + _START
        while time.monotonic() < until and self._process and self._process.poll() is None:
            try:
                if self.get(self.ready)[0] == 200:
                    return
            except AwayError:
                time.sleep(0.2)
        raise RuntimeError(f"did not start: {' '.join(self.command)}: {self.said()[-500:]}")

    def kill(self) -> None:
        """End it at once, without a word to it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @contextmanager
    def hung(self) -> Iterator[None]:
        """It takes connections and answers nothing until the end of the block."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """End it, where it runs."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def get(self, path: str, sent: object = None) -> tuple[int, Any]:
        """Status and JSON of a reply: to a GET, or a POST where something is sent.

        Raises:
            AwayError: there is no whole one.
        """
        data = None if sent is None else json.dumps(sent).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        request = urllib.request.Request(f"{self.url}/{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=_WAIT) as reply:
                return reply.status, json.loads(reply.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")
        except (OSError, ValueError, EOFError) as error:
            raise AwayError(str(error)) from error
        except Exception as error:  # http.client's own, of half a reply
            if type(error).__module__ != "http.client":
                raise
            raise AwayError(str(error)) from error

    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""


@dataclass
class Programs:
    """Those that a trial has started."""

    every: list[Program] = field(default_factory=list)

    def chroma(self, folder: Path) -> Program:
        """A Chroma server over a folder, which can be used."""
        port = _free_port()
        chroma = str(Path(sys.executable).with_name("chroma"))
        command = [chroma, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", f"{port}"]
        started = self._add(port, "api/v2/heartbeat", command, os.environ, folder.parent)
        started.wait()
        return started

    def worker(self, folder: Path, settings: Mapping[str, str], *options: str) -> Program:
        """A web process; it is not waited for.

        Args:
            folder: for what it says.
            settings: values of ``FIREDUTY_…``, without that prefix.
            options: of ``fireduty serve``.
        """
        port = _free_port()
        command = [sys.executable, "-m", "ui.cli", "serve", "--port", f"{port}", "--no-log"]
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("FIREDUTY_")}
        root = str(Path(__file__).parents[2])
        own = {f"FIREDUTY_{name}": value for name, value in settings.items()}
        environment = {**inherited, **own, "PYTHONPATH": root}
        return self._add(port, "readyz", [*command, *options], environment, folder)

    def _add(
        self,
        port: int,
        ready: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
    ) -> Program:
        log = folder / f"said-{port}.txt"
        program = Program(f"http://127.0.0.1:{port}", ready, command, environment, log)
        self.every.append(program)
        program.start()
        return program


@contextmanager
def programs() -> Iterator[Programs]:
    """Starts programs, which end with the block."""
    started = Programs()
    try:
        yield started
    finally:
        for program in started.every:
            program.end()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
