"""Many askers at once: how long an answer takes, and whether any fails.

``python -m evals.load --users 50 --seconds 60`` starts the program in a process of its own and asks
it the questions of the dev half of the gold sets, first through the JSON interface, then through the
page: its queue and stream of events, as the browser does. Every asker asks the next question as soon
as it has an answer, or after ``--pause`` seconds of reading, a few to a conversation. Prints how many
were answered and failed, and the median, p95, p99 and longest time. An answer counts when all of it
has arrived. Askers and server share the machine's cores; the server's own work is told as CPU time
per answer, which other load on the machine hardly changes.

``--url`` asks a server that runs already (``fireduty serve --rate 0``), ``--through`` only one way.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import secrets
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any

import httpx2
import numpy as np

from evals.gold import load_gold

WAYS = ("api", "page")
_WAIT = 120.0
#: Questions of one conversation.
_CONVERSATION = 5
#: Seconds that the program gets to start, an index build among them.
_START = 180
#: What the page shows in place of an answer that failed.
_FAILED_REPLY = "reply error"
AskFunction = Callable[[httpx2.AsyncClient, str, str], Awaitable[str]]


@dataclass
class LoadRun:
    """What happened. ``seconds``: of every answer; ``failures``: why others failed."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Load:
    """How it is asked: ``users`` at once for ``seconds``, each pausing ``pause`` seconds.

    ``answers``: it goes on until so many are given, however slow the machine.
    """

    users: int
    seconds: float
    pause: float = 0.0
    answers: int = 0


# --- asking -------------------------------------------------------------------------------------


async def through_api(client: httpx2.AsyncClient, question: str, _: str) -> str:
    """Ask the JSON interface; why it failed, empty if not."""
    response = await client.post("api/v1/ask", json={"question": question})
    if response.status_code != 200:
        return f"HTTP {response.status_code}"
    return "" if response.json()["answer"]["text"] else "empty answer"


class ThroughPage:
    """Asks as the page does: joins the queue and reads the events until the answer is there.

    Args:
        config: what Gradio tells the browser of the page.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
        event = next(d for d in config["dependencies"] if [box, "submit"] in _targets(d))
        self._fn_index = event["id"]
        self._trigger = box
        self._asked: dict[str, list[Any]] = {}

    async def __call__(self, client: httpx2.AsyncClient, question: str, session: str) -> str:
        """Ask in the conversation of a session; why it failed, empty if not."""
        asked = self._asked.get(session, [])
        data = [question, "条文", {"of": session, "asked": asked, "in": []}]
        joined = await client.post(
            "gradio_api/queue/join",
            json={
                "data": data,
                "fn_index": self._fn_index,
                "session_hash": session,
                "trigger_id": self._trigger,
                "event_data": None,
            },
        )
        if joined.status_code != 200:
            return f"HTTP {joined.status_code}"
        said = ""
        async with client.stream(
            "GET", "gradio_api/queue/data", params={"session_hash": session}
        ) as events:
            async for line in events.aiter_lines():
                said += line
                if line.startswith("data:") and (ended := _ended(line)) is not None:
                    if (
                        not ended
                    ):  # the browser keeps what was asked, and tells it with the next question
                        news = json.loads(line.removeprefix("data:"))["output"]["data"][0]
                        self._asked[session] = news["asked"]
                    return ended or ("error shown" if _FAILED_REPLY in said else "")
        return "no answer"


def _targets(dependency: dict[str, Any]) -> list[list[Any]]:
    return [list(target) for target in dependency["targets"]]


def _ended(line: str) -> str | None:
    """Why an event failed, empty if it did not; None while it goes on."""
    message = json.loads(line.removeprefix("data:"))
    if message["msg"] == "process_completed":
        return "" if message["success"] else "event failed"
    return str(message["msg"]) if message["msg"] in ("unexpected_error", "server_stopped") else None


def questions() -> Iterator[str]:
    """Questions of the dev half without end: the single ones, then those of the conversations."""
    gold = load_gold().half("dev")
    single = [question.text for question in gold.questions]
    talked = [turn.question for talk in gold.conversations for turn in talk.turns]
    return itertools.cycle([*single, *talked])


async def run(url: str, load: Load, through: str, done: LoadRun | None = None) -> LoadRun:
    """Let users ask for some seconds.

    Args:
        done: filled while they ask, for who wants to look on.
    """
    done, asked = done or LoadRun(), questions()
    # An idle connection is given up before the server does, which would look like a failure.
    limits = httpx2.Limits(max_keepalive_connections=None, keepalive_expiry=2)
    async with httpx2.AsyncClient(base_url=url, timeout=_WAIT, limits=limits) as client:
        ask: AskFunction = through_api
        if through == "page":
            ask = ThroughPage((await client.get("config")).json())
        until = time.perf_counter() + load.seconds
        async with asyncio.TaskGroup() as group:
            for _ in range(load.users):
                group.create_task(_asker(client, ask, asked, until=until, load=load, done=done))
    return done


async def _asker(
    client: httpx2.AsyncClient,
    ask: AskFunction,
    asked: Iterator[str],
    *,
    until: float,
    load: Load,
    done: LoadRun,
) -> None:
    await asyncio.sleep(random.uniform(0, load.pause))  # not all at the same moment
    for number in itertools.count():
        if number % _CONVERSATION == 0:
            session = secrets.token_hex(8)
        started = time.perf_counter()
        if started > until and len(done.seconds) + done.failures.total() >= load.answers:
            return
        try:
            failure = await ask(client, next(asked), session)
        except httpx2.HTTPError as error:
            failure = type(error).__name__
        if failure:
            done.failures[failure] += 1
        else:
            done.seconds.append(time.perf_counter() - started)
        await asyncio.sleep(load.pause)


# --- the server ---------------------------------------------------------------------------------


@contextlib.contextmanager
def served(*more: str) -> Iterator[tuple[str, int]]:
    """The program in a process of its own: its address and process id.

    Args:
        more: further options of ``fireduty serve``.
    """
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), "--rate", "0"]
    process = subprocess.Popen([*command, "--no-log", *more], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait(url, process)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when it answers.

    Raises:
        SystemExit: it ended, or did not answer in time.
    """
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}readyz", timeout=5):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start: try fireduty serve")


def cpu_seconds(process: int | None) -> float | None:
    """CPU time that a process has used; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- telling ------------------------------------------------------------------------------------


def report(done: LoadRun, load: Load, through: str, cpu: float | None = None) -> str:
    """The figures as lines. ``cpu``: seconds that the server worked."""
    failed, answered = sum(done.failures.values()), len(done.seconds)
    pause = f", pause {load.pause:g} s" if load.pause else ""
    lines = [
        f"{load.users} askers, {load.seconds:g} s{pause}, through {through}",
        f"answered {answered} ({answered / load.seconds:.1f}/s), failed {failed}",
        *(f"  {reason}: {count}" for reason, count in done.failures.most_common()),
    ]
    if done.seconds:
        p50, p95, p99, longest = np.percentile(done.seconds, (50, 95, 99, 100)) * 1000
        lines.append(
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {longest:.0f} ms"
        )
        if cpu is not None:
            lines.append(f"server CPU {cpu / answered * 1000:.1f} ms per answer")
    return "\n".join(lines)


def _measure(url: str, load: Load, ways: Sequence[str], process: int | None) -> bool:
    """Ask every way and print it; whether all went well."""
    well = True
    for through in ways:
        before = cpu_seconds(process)
        done = asyncio.run(run(url, load, through))
        after = cpu_seconds(process)
        cpu = after - before if before is not None and after is not None else None
        print(report(done, load, through, cpu), flush=True)
        well = well and bool(done.seconds) and not done.failures
    return well


def main() -> int:
    """The command; exit status 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="a server that runs already; without it, one is started")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--through", choices=WAYS, help="without it, both")
    parser.add_argument("--pause", type=float, default=0, help="seconds of reading")
    given = parser.parse_args()
    load = Load(given.users, given.seconds, given.pause)
    ways = (given.through,) if given.through else WAYS
    if given.url:
        return 0 if _measure(given.url.rstrip("/") + "/", load, ways, None) else 1
    with served() as (url, process):
        return 0 if _measure(url, load, ways, process) else 1


if __name__ == "__main__":
    sys.exit(main())
