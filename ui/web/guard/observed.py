"""Layers that see requests and answers pass: they are counted and logged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answering.answer import Answer, Turn
from assistant.answering.statement import Statement
from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from ui.web.guard import logs
from ui.web.guard.asgi import USER, host_of, path_of
from ui.web.guard.metrics import Metrics

_API = (
    "ask",
    "search",
    "suggest",
    "duties",
    "checklist",
    "verify",
    "provision",
    "status",
    "library",
)
_OWN = ("login", "logout", "whoami", "healthz", "readyz", "metrics")
#: The page's files and what keeps its connection: too many to log, nothing to learn.
_QUIET = (
    "/scripts/",
    "/assets/",
    "/static/",
    "/svelte/",
    "/favicon.ico",
    "/theme.css",
    "/gradio_api/heartbeat",
)


def kind_of(path: str) -> str:
    """The kind of an address, one of a few: never the address itself, which anybody may invent."""
    parts = path.strip("/").split("/")
    match parts:
        case ["api", "v1", name, *_] if name in _API:
            return f"api/{name}"
        case ["view" | "download" | "group" | "join" as name, *_]:
            return name
        case [name] if name in _OWN:
            return name
        case ["gradio_api", "queue", *_]:
            return "chat"
    return "page"


class ObserveRequests:
    """Counts and logs every request. The log has the path, but no query and no body."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            logs.ACCESS.error("request failed", exc_info=error)
            raise
        finally:
            path = path_of(scope)
            self._metrics.responded(kind_of(path), status, time.perf_counter() - started)
            if not path.startswith(_QUIET):
                logs.event(
                    logs.ACCESS,
                    method=scope["method"],
                    path=_shown(path),
                    status=status,
                    ms=logs.since(started),
                    client=host_of(scope),
                    user=scope.get(USER, ""),
                )


def _shown(path: str) -> str:
    """The path; not the code of a group, nor what is asked for by ``/provision/…``: typed words."""
    kind = kind_of(path)
    if kind in ("group", "join"):
        return f"/{kind}"
    return f"/api/v1/{kind.removeprefix('api/')}" if kind.startswith("api/") else path[:80]


class ObservedAssistant:
    """An assistant whose answers are counted and logged; otherwise it is the one inside.

    Args:
        log_questions: whether the log may hold the question.
    """

    def __init__(self, inside: Assistant, metrics: Metrics, *, log_questions: bool) -> None:
        self._inside = inside
        self._metrics = metrics
        self._log_questions = log_questions
        # Several threads in Python and numpy take the interpreter from each other at every step:
        # 50 askers got 140 answers a second from four threads, 200 from one.
        self._one = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def only(self, keys: Sequence[str]) -> ObservedAssistant:
        """As of ``Assistant``; what is asked of it is counted and logged here."""
        return self._about(self._inside.only(keys))

    def for_question(self, question: str, history: Sequence[Turn] = ()) -> ObservedAssistant:
        """As of ``Assistant``."""
        return self._about(self._inside.for_question(question, history))

    def _about(self, inside: Assistant) -> ObservedAssistant:
        if inside is self._inside:
            return self
        other = ObservedAssistant(inside, self._metrics, log_questions=self._log_questions)
        other._one = self._one
        return other

    def stream(self, question: str, *args: Any, **named: Any) -> Iterator[Statement | Answer]:
        """As of ``Assistant``.

        ``answer`` is that of the one inside: earlier questions answered anew are no questions.
        """
        started = time.perf_counter()
        asked = question if self._log_questions else ""
        try:
            for part in self._parts(question, *args, **named):
                if isinstance(part, Answer):
                    self._answered(part, started, asked)
                yield part
        except FiredutyError:
            self._failed("rejected", started, asked)
            raise
        except Exception:
            self._failed("error", started, asked)
            raise

    def _parts(self, question: str, *args: Any, **named: Any) -> Iterator[Statement | Answer]:
        """Without a language model there is nothing to wait for: one answer after the other."""
        if self._inside.writer is not None:
            yield from self._inside.stream(question, *args, **named)
            return
        with self._one:
            parts = list(self._inside.stream(question, *args, **named))
        yield from parts

    def _answered(self, answer: Answer, started: float, asked: str) -> None:
        self._metrics.answered(answer, time.perf_counter() - started)
        logs.event(
            logs.ANSWERS,
            outcome="refused" if answer.refused else "answered",
            reason=answer.refusal.reason if answer.refusal else "",
            ms=logs.since(started),
            question=asked,
        )

    def _failed(self, outcome: str, started: float, asked: str) -> None:
        self._metrics.failed(outcome)
        logs.event(logs.ANSWERS, outcome=outcome, ms=logs.since(started), question=asked)
