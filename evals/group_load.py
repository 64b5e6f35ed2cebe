"""A training room that answers at once: how long a reply takes, and whether any is lost.

``python -m evals.group_load --participants 200`` starts the program in a process of its own, with the
limit of requests that an office has, opens a session, and lets every participant open the page, read
the paper and answer its questions one after the other over HTTP, as their phones do, all from one
address and at the same time; one reply in eight is changed afterwards. Meanwhile the trainer looks on
every two seconds. Then what the trainer sees is compared with what was sent, option by option. Exit
status 1 where a reply failed or a count differs. ``--url`` asks a server that runs already.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
import numpy as np

from evals.cable import Cable
from evals.load import cpu_seconds, served

_WAIT = 120.0
_POLL = 2.0
_CHANGED = 8
#: Requests a minute of one address, as ``fireduty serve`` limits them for others than this machine.
_RATE = "120"
#: Different replies of one question: as many as the trainer sees of those that are words.
_DIFFERENT = 6
_SECRET = "X-Fireduty-Host"
#: Of a room that loses its network: seconds between two attempts of a phone and those that it goes on
#: after the loss, one phone in so many that is opened anew, and how many come late.
_AGAIN, _PATIENCE, _RELOADS, _LATE = 0.5, 60.0, 5, 2
LoadReply = tuple[int | str, ...]


@dataclass
class Room:
    """What happened.

    Attributes:
        seconds: of every kept reply; ``pages``: of page and paper together.
        failures: why others failed.
        again: how many requests broke off and were made again.
        reloads, late: how many phones opened the page anew, and how many came late.
        kept: the last kept reply of each participant to each question.
    """

    seconds: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    kept: dict[tuple[int, int], LoadReply] = field(default_factory=dict)
    again: int = 0
    reloads: int = 0
    late: int = 0


def replies(question: Mapping[str, Any], rng: random.Random) -> list[LoadReply]:
    """A few replies that a question takes, all different."""
    options, form = range(len(question["options"])), question["form"]
    found: dict[LoadReply, None] = {}
    for number in range(40):
        match form:
            case "填空":
                made: LoadReply = tuple(f"词{number % 4}" for _ in range(question["blank_count"]))
            case "排序":
                made = tuple(rng.sample(options, len(options)))
            case "连线":
                made = tuple(rng.sample(range(len(question["partners"])), len(options)))
            case "多选":
                made = tuple(sorted(rng.sample(options, rng.randint(1, len(options)))))
            case _:
                made = (rng.choice(options),)
        found[made] = None
    return list(found)[:_DIFFERENT]


# --- the room -----------------------------------------------------------------------------------


async def fill(
    url: str,
    code: str,
    *,
    participants: int,
    room: Room,
    loss: float = 0.0,
    cable: Cable | None = None,
) -> None:
    """Let everybody answer everything at once.

    Args:
        loss: seconds for which ``cable`` is pulled out, after as many seconds; each phone takes three
            times as long for its answers.
        cable: between ``url`` and the program.
    """
    limits = httpx2.Limits(max_connections=participants + 10, max_keepalive_connections=None)
    async with (
        httpx2.AsyncClient(base_url=url, timeout=_WAIT, limits=limits) as client,
        asyncio.TaskGroup() as group,
    ):
        for who in range(participants):
            group.create_task(_Phone(client, code, who, room, loss).answer())
        if cable is not None:
            await asyncio.sleep(loss)
            await cable.pull()
            await asyncio.sleep(loss)
            cable.plug()


@dataclass
class _Phone:
    """One participant's phone; without ``loss`` nothing is sent twice."""

    client: httpx2.AsyncClient
    code: str
    who: int
    room: Room
    loss: float

    async def answer(self) -> None:
        rng, loss = random.Random(self.who), self.loss
        if late := bool(loss) and self.who < _LATE:
            self.room.late += 1
            await asyncio.sleep(1.5 * loss)  # while the network is away
        started = time.perf_counter()
        await self._fetch(f"join/{self.code}")
        paper = await self._fetch(f"group/{self.code}")
        if paper is None:
            return
        shown = paper.json()
        self.room.pages.append(time.perf_counter() - started)
        questions, word = shown["questions"], shown["seat"] or secrets.token_hex(16)
        todo = [(q, rng.choice(replies(q, random.Random(q["number"])))) for q in questions]
        changed = [q for q in questions if rng.randrange(_CHANGED) == 0]
        todo += [(q, rng.choice(replies(q, random.Random(q["number"])))) for q in changed]
        reload_at = len(todo) // 2 if loss and not late and self.who % _RELOADS == 0 else -1
        for at, (question, reply) in enumerate(todo):
            if loss:
                await asyncio.sleep(rng.uniform(0.5, 1.5) * 3 * loss / len(todo))
            if at == reload_at:
                self.room.reloads += 1
                await self._fetch(f"group/{self.code}")
            await self._send(word, question["number"], reply)

    async def _send(self, word: str, number: int, reply: LoadReply) -> None:
        sent = {"participant": word, "number": number, "answer": list(reply)}
        started = time.perf_counter()
        if await self._fetch(f"group/{self.code}/answers", sent) is not None:
            self.room.seconds.append(time.perf_counter() - started)
            self.room.kept[self.who, number] = reply

    async def _fetch(self, path: str, sent: object = None) -> httpx2.Response | None:
        """The response; None for a failure, which is counted."""
        until = time.perf_counter() + (_PATIENCE if self.loss else 0.0)
        while True:
            try:
                way = self.client.get(path) if sent is None else self.client.post(path, json=sent)
                response = await way
                if response.status_code == 200:
                    return response
                failure = f"HTTP {response.status_code}"
            except httpx2.HTTPError as error:
                failure = type(error).__name__
                if time.perf_counter() < until:
                    self.room.again += 1
                    await asyncio.sleep(_AGAIN)
                    continue
            self.room.failures[failure] += 1
            return None


async def _look(url: str, code: str, secret: str, looks: list[float], *, patient: bool) -> None:
    """The projector: what it shows is asked for again and again, whatever becomes of the network."""
    async with httpx2.AsyncClient(base_url=url, timeout=_WAIT) as client:
        while True:
            started = time.perf_counter()
            try:
                response = await client.get(f"group/{code}/live", headers={_SECRET: secret})
                response.raise_for_status()
                looks.append(time.perf_counter() - started)
            except httpx2.TransportError:
                if not patient:
                    raise
            await asyncio.sleep(_POLL)


# --- comparing ----------------------------------------------------------------------------------


def differences(live: Mapping[str, Any], kept: Mapping[tuple[int, int], LoadReply]) -> list[str]:
    """Where what the trainer sees is not what was sent and kept."""
    found = []
    people = len({who for who, _ in kept})
    if live["participants"] != people:
        found.append(f"participants: {live['participants']} of {people}")
    for question in live["questions"]:
        number = question["number"]
        sent = [reply for (_, asked), reply in kept.items() if asked == number]
        if question["answered"] != len(sent):
            found.append(f"question {number}: answered {question['answered']} of {len(sent)}")
        seen, expected = _seen(question), _expected(question, sent)
        if seen != expected:
            found.append(f"question {number}: {seen} instead of {expected}")
    return found


def _seen(question: Mapping[str, Any]) -> list[int]:
    if question["form"] in ("填空", "排序"):
        return sorted(text["count"] for text in question["texts"])
    return list(question["counts"])


def _expected(question: Mapping[str, Any], sent: Sequence[LoadReply]) -> list[int]:
    if question["form"] in ("填空", "排序"):
        return sorted(Counter(sent).values())
    if question["form"] == "连线":
        return [
            sum(reply[left] == right for reply in sent)
            for left, right in enumerate(question["key"])
        ]
    return [sum(option in reply for reply in sent) for option in range(len(question["options"]))]


# --- the command --------------------------------------------------------------------------------


async def measure(
    url: str, participants: int, choice: str, loss: float = 0.0
) -> tuple[Room, list[str], list[float]]:
    """A session from opening to deleting: what happened, what differs, the trainer's looks."""
    room, looks = Room(), list[float]()
    async with Cable.to(url) as cable, httpx2.AsyncClient(base_url=url, timeout=_WAIT) as trainer:
        opened = await trainer.post("group", json={"choice": choice})
        made = opened.raise_for_status().json()
        code, host = made["code"], {_SECRET: made["secret"]}
        there = cable.url if loss else url
        looking = asyncio.create_task(_look(there, code, made["secret"], looks, patient=bool(loss)))
        await fill(
            there,
            code,
            participants=participants,
            room=room,
            loss=loss,
            cable=cable if loss else None,
        )
        if loss:
            await asyncio.sleep(_POLL)  # one look more
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        live = await trainer.get(f"group/{code}/live", headers=host)
        found = differences(live.raise_for_status().json(), room.kept)
        asked = participants * made["questions"]
        if loss and len(room.kept) != asked:
            found.append(f"answers lost: {asked - len(room.kept)} of {asked}")
        gone = await trainer.delete(f"group/{code}", headers=host)
        gone.raise_for_status()
    return room, found, looks


def report(
    room: Room, found: Sequence[str], looks: Sequence[float], participants: int, seconds: float
) -> str:
    """The figures as lines."""
    kept, failed = len(room.seconds), sum(room.failures.values())
    lines = [
        f"{participants} participants at once, {len(room.kept)} questions answered, "
        f"{kept} replies kept in {seconds:.1f} s ({kept / seconds:.0f}/s), failed {failed}",
        *(f"  {reason}: {count}" for reason, count in room.failures.most_common()),
        *_lost(room),
        f"page and paper: {_times(room.pages)}",
        f"a reply: {_times(room.seconds)}",
        f"the trainer's look: {_times(looks)}",
        "counts equal what was sent: " + ("no" if found else "yes"),
        *(f"  {difference}" for difference in found),
    ]
    return "\n".join(lines)


def _lost(room: Room) -> list[str]:
    """How the room went through the loss of its network; nothing where there was none."""
    if not room.again:
        return []
    return [
        f"network lost once: {room.again} requests broke off and were made again, "
        f"{room.reloads} phones opened anew, {room.late} came late"
    ]


def _times(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    p50, p95, longest = np.percentile(seconds, (50, 95, 100)) * 1000
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms"


def _run(url: str, process: int | None, given: argparse.Namespace) -> bool:
    """Measure and print; whether all went well."""
    participants: int = given.participants
    before, started = cpu_seconds(process), time.perf_counter()
    room, found, looks = asyncio.run(measure(url, participants, given.choice, given.loss))
    seconds, after = time.perf_counter() - started, cpu_seconds(process)
    print(report(room, found, looks, participants, seconds))
    if before is not None and after is not None and room.seconds:
        print(f"server CPU {(after - before) / len(room.seconds) * 1000:.1f} ms per reply")
    return bool(room.seconds) and not room.failures and not found


def main() -> int:
    """The command; exit status 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="a server that runs already; without it, one is started")
    parser.add_argument("--participants", type=int, default=200)
    parser.add_argument("--loss", type=float, default=0.0, help="seconds without a network")
    parser.add_argument("--choice", default="questions=10&seed=1", help="address query of 培训")
    given = parser.parse_args()
    if given.url:
        url = given.url.rstrip("/") + "/"
        return 0 if _run(url, None, given) else 1
    with served("--rate", _RATE) as (url, process):
        return 0 if _run(url, process, given) else 1


if __name__ == "__main__":
    sys.exit(main())
