"""An office for fault trials: the program served in a process of its own, and what is asked of it."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from socket import socket
from typing import Any

HOST = "X-Fireduty-Host"
_START = 120.0
_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class OfficeReply:
    """A response: its status, its JSON, and the seconds until it came."""

    status: int
    value: Any
    seconds: float

    @property
    def message(self) -> str:
        """Why it failed, as the reader is told."""
        error = self.value.get("error") if isinstance(self.value, dict) else None
        return str(error["message"]) if isinstance(error, dict) else ""


@dataclass(frozen=True, slots=True)
class Office:
    """A program that is served: where, and from which folder."""

    url: str
    home: Path
    process: int

    def ask(
        self, path: str, sent: object = None, *, secret: str = "", method: str = ""
    ) -> OfficeReply:
        """One request: GET, or POST where something is sent."""
        data = None if sent is None else json.dumps(sent).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        headers |= {HOST: secret} if secret else {}
        request = urllib.request.Request(
            self.url + path, data, headers, method=method or ("POST" if data else "GET")
        )
        started = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=_WAIT) as response:
                status, body = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        seconds = time.monotonic() - started
        try:
            return OfficeReply(status, json.loads(body), seconds)
        except ValueError:
            return OfficeReply(status, body.decode("utf-8", "replace"), seconds)

    def group(self, choice: str = "seed=3&questions=5") -> tuple[str, str]:
        """A new session: its code and the secret of who leads it."""
        made = self.ask("group", {"choice": choice})
        assert made.status == 200, made.message
        return made.value["code"], made.value["secret"]

    def reply(self, code: str, participant: str, number: int = 1) -> OfficeReply:
        """A reply that fits any question of options."""
        sent = {"participant": participant, "number": number, "answer": [0]}
        return self.ask(f"group/{code}/answers", sent)

    def log(self) -> str:
        """What the program has said so far."""
        return (self.home / "stderr").read_text("utf-8", "replace")


@contextmanager
def serving(
    home: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Office]:
    """The program served from a folder until the end of the block."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shutil.copytree(built_home(), home, dirs_exist_ok=True)
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), "--no-log", *options]
    own = {"FIREDUTY_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})}
    with (home / "stderr").open("wb") as said:
        process = subprocess.Popen(command, stderr=said, env=os.environ | own)
    office = Office(f"http://127.0.0.1:{port}/", home, process.pid)
    try:
        _wait(office, process)
        yield office
    finally:
        process.terminate()
        process.wait()


def _wait(office: Office, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        try:
            if office.ask("readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {office.log()[-500:]}")


@cache
def built_home() -> Path:
    """A home with an index, built once."""
    home = Path(tempfile.mkdtemp(prefix="fireduty-office-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "ui.cli", "index", "build"],
        env=os.environ | {"FIREDUTY_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return home
