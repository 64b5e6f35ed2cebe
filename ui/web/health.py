"""Whether the program runs, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from corpus.errors import FiredutyError
from corpus.language.data import has_register
from ui.web.guard.gate import Gate
from ui.web.services import Services

_WAITING = 200


def router(services: Services) -> APIRouter:
    """``/healthz``: it runs. ``/readyz``: the index is open and the register can be read."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    # A thread of its own: whoever watches the program must not wait for those who use it.
    looking = Gate(1, _WAITING)

    @routes.get("/readyz")
    async def readyz() -> Response:
        problems = await looking.run(not_ready, services)
        status = "not ready" if problems else "ready"
        return JSONResponse({"status": status, "problems": problems}, 503 if problems else 200)

    return routes


def not_ready(services: Services) -> list[str]:
    """What keeps the program from answering, in Chinese; nothing where it can."""
    problems = [] if services.assistant.index.leaves else ["索引是空的"]
    if has_register(services.assistant.index.language.folder):
        try:
            _ = services.assistant.lookups
        except FiredutyError as error:
            problems.append(str(error))
    return problems
