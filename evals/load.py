"""Many askers at once: how long an answer takes, and whether any fails.

``python -m evals.load --url http://127.0.0.1:7860 --users 50 --seconds 60`` asks questions of the
question bank through the JSON interface, every asker the next one as soon as it has an answer,
or after ``--pause`` seconds;
``--through page`` asks as the page in a browser does, through Gradio's queue. Prints how many were
answered and failed, and the median, p95 and longest time in milliseconds. The server is started
apart, with ``fireduty serve --rate 0``; askers and server share the machine's cores.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np

from corpus import data_folder
from corpus.language import load_language

_WAIT = 120.0
#: Questions of one conversation on the page.
_CONVERSATION = 5
Ask = Callable[[httpx.AsyncClient, str, str], Awaitable[str]]


@dataclass
class Run:
    """What happened. ``seconds``: of every answer; ``failures``: why others failed."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)


async def through_api(client: httpx.AsyncClient, question: str, _: str) -> str:
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
        values = {c["id"]: c["props"].get("value") for c in config["components"]}
        self._fn_index = event["id"]
        self._trigger = box
        self._data = [None if i == box else values.get(i) for i in event["inputs"]]
        self._place = event["inputs"].index(box)

    async def __call__(self, client: httpx.AsyncClient, question: str, session: str) -> str:
        """Ask in the conversation of a session; why it failed, empty if not."""
        data = [question if n == self._place else value for n, value in enumerate(self._data)]
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
        async with client.stream(
            "GET", "gradio_api/queue/data", params={"session_hash": session}
        ) as events:
            async for line in events.aiter_lines():
                if line.startswith("data:"):
                    message = json.loads(line.removeprefix("data:"))
                    if message["msg"] == "process_completed":
                        return "" if message["success"] else "event failed"
                    if message["msg"] in ("unexpected_error", "server_stopped"):
                        return str(message["msg"])
        return "no answer"


def _targets(dependency: dict[str, Any]) -> list[list[Any]]:
    return [list(target) for target in dependency["targets"]]


async def run(url: str, users: int, seconds: float, through: str, pause: float = 0) -> Run:
    """Let users ask for some seconds, each pausing after an answer."""
    done = Run()
    bank = load_language(data_folder()).bank
    questions = itertools.cycle(question.text for question in bank)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=_WAIT, limits=limits) as client:
        ask: Ask = through_api
        if through == "page":
            ask = ThroughPage((await client.get("config")).json())
        until = time.perf_counter() + seconds
        async with asyncio.TaskGroup() as group:
            for _ in range(users):
                group.create_task(_asker(client, ask, questions, until, pause, done))
    return done


async def _asker(
    client: httpx.AsyncClient,
    ask: Ask,
    questions: Iterator[str],
    until: float,
    pause: float,
    done: Run,
) -> None:
    await asyncio.sleep(random.uniform(0, pause))  # not all at the same moment
    for asked in itertools.count():
        if asked % _CONVERSATION == 0:
            session = secrets.token_hex(8)
        started = time.perf_counter()
        if started > until:
            return
        try:
            failure = await ask(client, next(questions), session)
        except httpx.HTTPError as error:
            failure = type(error).__name__
        if failure:
            done.failures[failure] += 1
        else:
            done.seconds.append(time.perf_counter() - started)
        await asyncio.sleep(pause)


def report(done: Run, users: int, seconds: float, through: str) -> str:
    """The figures as lines."""
    failed = sum(done.failures.values())
    lines = [
        f"{users} askers, {seconds:.0f} s, through {through}",
        f"answered {len(done.seconds)} ({len(done.seconds) / seconds:.1f}/s), failed {failed}",
        *(f"  {reason}: {count}" for reason, count in done.failures.most_common()),
    ]
    if done.seconds:
        p50, p95, longest = np.percentile(done.seconds, (50, 95, 100)) * 1000
        lines.append(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms")
    return "\n".join(lines)


def main() -> int:
    """The command; exit status 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", default="http://127.0.0.1:7860")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--through", choices=("api", "page"), default="api")
    parser.add_argument("--pause", type=float, default=0, help="seconds of reading")
    given = parser.parse_args()
    url = given.url.rstrip("/") + "/"
    done = asyncio.run(run(url, given.users, given.seconds, given.through, given.pause))
    print(report(done, given.users, given.seconds, given.through))
    return 1 if done.failures or not done.seconds else 0


if __name__ == "__main__":
    sys.exit(main())
