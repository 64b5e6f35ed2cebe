"""培训 as a fragment, a paper as JSON for the self-test, and a pack's files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from assistant.training.pack import Pack
from assistant.training.plan import StudyDay
from corpus.errors import FiredutyError
from ui.documents.archive import zip_parts
from ui.documents.training.study_plan import make_plan_calendar, make_plan_document
from ui.web.api.documents import pin_documents
from ui.web.errors import error_response
from ui.web.services import Services
from ui.web.templating import part
from ui.web.views.document_choice import choose_document
from ui.web.views.downloads import Download, download, download_bytes, file_name
from ui.web.views.packs import Packs
from ui.web.views.training import render_training
from ui.web.views.training_form import TrainingQuery

_PRIVATE = {"Cache-Control": "no-store"}


def router(services: Services, packs: Packs | None = None) -> APIRouter:
    """The routes; they are the page's own and no part of the API.

    Args:
        packs: shared with whoever else makes packs; None for ones of its own.
    """
    routes = APIRouter(include_in_schema=False)
    packs = packs or Packs(services)

    def shown(query: TrainingQuery) -> str:
        choice = choose_document(pin_documents(services), query.document, "train", "training")
        chosen = choice.services.regulation.key
        if chosen != services.regulation.key:
            query = replace(query, document=chosen)
        made = packs.of(chosen)
        return render_training(
            query,
            made.trainer,
            choice.services.regulation,
            made.outline,
            groups=services.groups is not None,
            examples=choice.services.examples,
            withheld=made.withholds,
            choice=choice,
            plan=made.plan,
        )

    def read(query: str) -> tuple[Packs, TrainingQuery]:
        """What an address asks, and what makes the packs of the document that it is of."""
        asked = packs.read(query)
        chosen = choose_document(pin_documents(services), asked.document, "train", "training")
        asked = replace(asked, document=chosen.services.regulation.key)
        return packs.of(asked.document), asked

    @routes.get("/view/train")
    async def view(request: Request) -> Response:
        try:
            query = await run_in_threadpool(packs.read, request.url.query)
        except FiredutyError as error:
            fault = part("parts", "trouble", "没有这部文件", [f"{error}。"])
            return HTMLResponse(fault, headers=_PRIVATE)
        makes_none = query.group or not query.asks  # no reason to wait behind those who do
        html = await (run_in_threadpool if makes_none else packs.run)(shown, query)
        return HTMLResponse(html, headers=_PRIVATE)

    @routes.get("/view/train.json")
    async def paper(request: Request) -> Any:
        try:
            return await packs.run(lambda: packs.paper(read(request.url.query)[1]))
        except FiredutyError as error:
            return error_response(422, str(error))

    @routes.get("/download/train.zip")
    async def whole(request: Request) -> Response:
        return await packs.run(_sent, lambda: _zip(*read(request.url.query)))

    @routes.get("/download/train/{number}")
    async def single(number: int, request: Request) -> Response:
        return await packs.run(_sent, lambda: _single(*read(request.url.query), number))

    @routes.get("/download/plan.{format}")
    async def plan(format: str, request: Request) -> Response:
        page = f"{request.base_url}#"
        return await packs.run(_sent, lambda: _plan(*read(request.url.query), format, page))

    return routes


def _sent(make: Callable[[], Download]) -> Response:
    try:
        made = make()
    except FiredutyError as error:
        return Response(str(error), 422, media_type="text/plain; charset=utf-8")
    return Response(made.content, media_type=made.media_type, headers=made.headers)


def _zip(packs: Packs, query: TrainingQuery) -> Download:
    choice = query.choice
    pack = packs.pack(choice)
    content = zip_parts(((f.name, f.content) for f in packs.files(choice)), pack.date)
    return Download(content, "application/zip", file_name(_name(pack), "zip"))


def _single(packs: Packs, query: TrainingQuery, number: int) -> Download:
    choice = query.choice
    made = packs.files(choice)
    if not 1 <= number <= len(made):
        raise FiredutyError(f"没有第 {number} 个文件，共 {len(made)} 个")
    file = made[number - 1]
    what, _, ending = file.name.rpartition(".")
    name = file_name(f"{_name(packs.pack(choice))}-{what}", ending)
    return Download(file.content, file.media_type, name)


def _name(pack: Pack) -> str:
    """A pack's title for the names of its files."""
    return pack.title.replace("：", "-")


def _plan(packs: Packs, query: TrainingQuery, format: str, page: str) -> Download:
    plan = packs.plan(query)
    if format != "ics":
        return download(make_plan_document(plan), format)

    def address(day: StudyDay) -> str:
        asked = replace(query, choice=day.test or query.choice, plan=None, paper="A")
        return f"{page}{asked.address(test=True)}"

    return download_bytes(make_plan_calendar(plan, address), plan.title, "ics")
