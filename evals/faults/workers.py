"""Fault trials: two web processes and a Chroma server over one library, each killed while it is asked."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from evals.faults.commands import Started, failed, first, run_command, start_command
from evals.faults.damage import LAW
from evals.faults.office import built_home
from evals.faults.programs import AwayError, Program, programs
from evals.faults.trial import Trial
from index.dense import RETRY

_DOGS = "小镇养犬办法\n第一条 养犬人应当为犬只登记。\n第二条 携犬出户应当束牵引带。\n"
#: Asked all the time; what is added in between takes no part in their answers.
_QUESTIONS = ("消防车通道被占用怎么办", "居民委员会有哪些消防职责", "第五条")
_OF_LANTERNS, _OF_DOGS = "灯会主办人开幕几日前报备", "携犬出户应当做什么"
_ASKERS = 3
#: Seconds until every process answers from a changed library, on a busy machine.
_SOON = 60.0
#: Seconds within which an answer comes while the server of vectors hangs, on a busy machine.
_PATIENT = 20.0
_KILLED = "没有错的、半截的回答，只有连不上；重新启动后两个进程答得一样"


def answer_of(program: Program, question: str, history: tuple[str, ...] = ()) -> str:
    """What a process answers, in one text: words, provisions, quotations, what stands beside them.

    Raises:
        AwayError: it is not there.
        AssertionError: it answered with an error.
    """
    status, value = program.get("api/v1/ask", {"question": question, "history": [*history]})
    assert status == 200, f"{status} {value}"
    told = {
        name: value[name] for name in ("answer", "statements", "complete", "standalone_question")
    }
    return json.dumps(told, ensure_ascii=False)


@dataclass
class Asking:
    """Askers that never rest, and what they saw that must not be.

    Attributes:
        right: question → the answers that are right; more are put in when the library changes.
        wrong: replies that are none of them.
        answered, away: how many replies were right, and how many requests found nobody.
    """

    workers: tuple[Program, ...]
    right: dict[str, set[str]]
    wrong: list[str] = field(default_factory=list)
    answered: int = 0
    away: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def ask(self, number: int) -> None:
        """One asker, until the load is over."""
        turn = number
        while not self._over.is_set():
            question = [*self.right][turn % len(self.right)]
            try:
                said = answer_of(self.workers[turn % len(self.workers)], question)
                if said in self.right[question]:
                    self.answered += 1
                else:
                    self.wrong.append(f"{question}: {said[:300]}")
            except AwayError:
                self.away += 1
                time.sleep(0.1)
            except AssertionError as error:
                self.wrong.append(str(error)[:300])
            turn += 1

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """The askers ask until the end of the block."""
        threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(_ASKERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()


@dataclass(frozen=True)
class SharedLibrary:
    """Two web processes over one library, and a Chroma server with its vectors."""

    folder: Path
    settings: dict[str, str]
    chroma: Program
    workers: tuple[Program, Program]

    def change(self, *command: str) -> Started:
        """A writer at work."""
        return start_command("library", *command, settings=self.settings)

    def text(self, name: str, words: str) -> str:
        """A file with a text."""
        path = self.folder / name
        path.write_text(words, "utf-8")
        return str(path)

    def all_say(self, question: str, words: str) -> str | None:
        """Whether both processes soon answer with some words."""
        for number, worker in enumerate(self.workers):
            problem = _soon(lambda worker=worker: words in answer_of(worker, question))  # type: ignore[misc]
            if problem:
                return f"worker {number}: {question}: {problem}"
        return None

    def differ(self) -> str | None:
        """What the two processes answer differently."""
        for question in (*_QUESTIONS, _OF_LANTERNS, _OF_DOGS):
            one, other = (answer_of(worker, question) for worker in self.workers)
            if one != other:
                return f"{question}: {one[:200]} ≠ {other[:200]}"
        return None

    def without_server(self) -> str | None:
        """Whether both processes answer the same, and soon, while the server of vectors hangs."""
        question = "占用消防车通道的怎么处罚"
        before = answer_of(self.workers[0], question)
        with self.chroma.hung():
            for worker in self.workers:
                started = time.monotonic()
                # another question first, as the vectors of one that was asked are known
                answer_of(worker, _QUESTIONS[1] + "呢")
                if time.monotonic() - started > _PATIENT:
                    return f"{time.monotonic() - started:.0f} s while the server hangs"
                if answer_of(worker, question) != before:
                    return f"another answer while the server hangs: {question}"
        return None

    def on_server(self) -> str | None:
        """Whether both processes soon ask the server of vectors again."""
        for worker in self.workers:
            asked = partial(_asks_server, worker)
            if problem := _soon(asked):
                return f"not on the server: {problem} {worker.said()[-300:]}"
        return None


def _asks_server(worker: Program) -> bool:
    answer_of(worker, _QUESTIONS[0] + "？" * (int(time.monotonic()) % 7))  # not one it remembers
    said = worker.said()
    return said.rfind("又连上了") >= said.rfind("连不上")


def _soon(holds: Callable[[], bool]) -> str | None:
    until, last = time.monotonic() + _SOON, ""
    while time.monotonic() < until:
        try:
            if holds():
                return None
        except (AwayError, AssertionError) as error:
            last = str(error)
        time.sleep(0.3)
    return f"not within {_SOON:.0f} s {last}"


@contextmanager
def _site(folder: Path) -> Iterator[SharedLibrary]:
    shutil.copytree(built_home(), folder / "home")
    (folder / "vectors").mkdir()
    with programs() as started:
        chroma = started.chroma(folder / "vectors")
        settings = {"HOME": str(folder / "home"), "CHROMA": chroma.url}
        filled = run_command("index", "build", "--if-stale", settings=settings)
        if problem := failed(filled):
            raise RuntimeError(problem)
        one, other = (started.worker(folder, settings, "--read-only") for _ in range(2))
        one.wait()
        other.wait()
        yield SharedLibrary(folder, settings, chroma, (one, other))


def _load(site: SharedLibrary) -> Asking:
    return Asking(site.workers, {q: {answer_of(site.workers[0], q)} for q in _QUESTIONS})


def _verdict(load: Asking) -> str | None:
    if load.wrong:
        return f"{len(load.wrong)} wrong of {load.answered}: {load.wrong[0]}"
    return None if load.answered > 20 else f"only {load.answered} answers, {load.away} found nobody"


def _together(folder: Path) -> str | None:
    """Answers of both, a conversation over both, an addition by two writers at once."""
    with _site(folder) as site:
        one, other = site.workers
        told = first(*(f"said: {w.said()}" if "注意" in w.said() else None for w in site.workers))
        turns = [answer_of(w, "那罚款多少", (_QUESTIONS[0],)) for w in site.workers]
        problem = first(told, site.differ(), None if turns[0] == turns[1] else f"{turns}")
        writers = [
            site.change("add", site.text("lantern.txt", LAW)),
            site.change("add", site.text("dogs.txt", _DOGS)),
        ]
        while any(writer.process.poll() is None for writer in writers):
            answer_of(one, _QUESTIONS[0])  # it answers while it is written beside it
            answer_of(other, _QUESTIONS[0])
        return first(
            problem,
            *(failed(writer.wait(), "已收录") for writer in writers),
            site.all_say(_OF_LANTERNS, "七日"),
            site.all_say(_OF_DOGS, "牵引带"),
            site.differ(),
            site.without_server(),
            site.on_server(),
            *(f"said: {w.said()}" if "Traceback" in w.said() else None for w in site.workers),
        )


def _killed(folder: Path) -> str | None:
    """Either worker and the Chroma server are killed and started again, under load."""
    with _site(folder) as site:
        load = _load(site)
        with load.going_on():
            for program in (*site.workers, site.chroma):
                time.sleep(1)
                program.kill()
                time.sleep(1)
                program.start()
                program.wait()
            time.sleep(RETRY)
            back = site.on_server()
        print(f"      {load.answered} answers, {load.away} found nobody")
        return first(_verdict(load), back, site.differ())


def _killed_in_writing(folder: Path) -> str | None:
    """A worker is killed while a writer writes; a writer is killed; Chroma is killed as it is filled."""
    with _site(folder) as site:
        lantern, dogs = site.text("lantern.txt", LAW), site.text("dogs.txt", _DOGS)
        load = _load(site)
        with load.going_on():
            writer = site.change("add", lantern)
            time.sleep(1)
            site.workers[0].kill()
            problem = failed(writer.wait(), "已收录")
            site.workers[0].start()
            site.workers[0].wait()
            problem = first(problem, site.all_say(_OF_LANTERNS, "七日"))
            for moment in (0.5, 2.0):
                killed = site.change("add", dogs)
                time.sleep(moment)
                killed.process.kill()
                killed.wait()
            writer = site.change("add", dogs)
            time.sleep(1.5)
            site.chroma.kill()
            problem = first(problem, failed(writer.wait()), site.all_say(_OF_DOGS, "牵引带"))
            site.chroma.start()
            site.chroma.wait()
            filled = run_command("index", "build", "--if-stale", settings=site.settings)
            problem = first(problem, failed(filled))
            time.sleep(RETRY)
            back = site.on_server()
        print(f"      {load.answered} answers, {load.away} found nobody")
        return first(problem, _verdict(load), back, site.differ())


def _trial(name: str, promise: str, run: Callable[[Path], str | None]) -> Trial:
    return Trial("workers", name, promise, run, slow=True)


TRIALS: tuple[Trial, ...] = (
    _trial("两个进程、两处同时添加", "答得一样，添加了都答得出", _together),
    _trial("进程、向量库逐个被杀掉", _KILLED, _killed),
    _trial("写的时候进程、写的、向量库被杀掉", _KILLED, _killed_in_writing),
)
