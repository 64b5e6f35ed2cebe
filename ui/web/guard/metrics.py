"""What is counted, for Prometheus. No text that anybody typed is a label or a value."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.types import Scope

from assistant.answering.answer import Answer
from ui.web.errors import error_response
from ui.web.guard.asgi import USER, is_local
from ui.web.guard.gate import Gate

_ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_REQUEST_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "fireduty_answers",
            "Questions answered or refused, by outcome and reason of refusal",
            ("outcome", "reason"),
            registry=self.registry,
        )
        self._answer_seconds = Histogram(
            "fireduty_answer_seconds",
            "Time from question to answer",
            registry=self.registry,
            buckets=_ANSWER_SECONDS,
        )
        self._model = Counter(
            "fireduty_model",
            "Questions given to the language model, by the kind of problem; empty for none",
            ("problem",),
            registry=self.registry,
        )
        self._requests = Counter(
            "fireduty_http_requests",
            "Requests by kind of address and status",
            ("kind", "status"),
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "fireduty_http_request_seconds",
            "Time from request to the end of the response",
            ("kind",),
            registry=self.registry,
            buckets=_REQUEST_SECONDS,
        )

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer or a refusal."""
        reason = answer.refusal.reason if answer.refusal else ""
        outcome = "refused" if answer.refused else "answered"
        self._answers.labels(outcome, reason).inc()
        self._answer_seconds.observe(seconds)
        if answer.writing is not None:
            self._model.labels(answer.writing.problem).inc()

    def failed(self, outcome: str) -> None:
        """Count a question that was not answered: ``rejected`` (empty, too long) or ``error``."""
        self._answers.labels(outcome, "").inc()

    def responded(self, kind: str, status: int, seconds: float) -> None:
        """Count a response."""
        self._requests.labels(kind, str(status)).inc()
        self._request_seconds.labels(kind).observe(seconds)

    def watch(self, gate: Gate) -> None:
        """Show how many requests are worked on or wait."""
        gauge = Gauge(
            "fireduty_requests_inside",
            "Requests of the API that are worked on or wait",
            registry=self.registry,
        )
        gauge.set_function(lambda: gate.inside)


def may_see_metrics(scope: Scope) -> bool:
    """Whether it comes from this machine or from a user."""
    return is_local(scope) or bool(scope.get(USER))


def router(metrics: Metrics) -> APIRouter:
    """The page that Prometheus reads."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics")
    def show(request: Request) -> Response:
        if not may_see_metrics(request.scope):
            return error_response(403, "指标只给本机或登录的用户看")
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
