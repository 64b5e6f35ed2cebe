"""The JSON interface under /api/v1. Every endpoint is one function of ``asking``, ``look_ups`` or ``provisions``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.routing import Match

from assistant.understanding.question import MAX_CHARACTERS
from ui.web.api import asking, look_ups, provisions
from ui.web.api.documents import pin_documents
from ui.web.api.library import LibraryEditor
from ui.web.api.library_routes import add_library
from ui.web.api.requests import (
    MAX_KEYS,
    MAX_NAME,
    AskRequest,
    ChecklistRequest,
    EarlierTurn,
    Name,
    TrainingRequest,
    VerifyRequest,
)
from ui.web.api.responses import (
    AskResponse,
    ChecklistForm,
    DocumentResponse,
    ErrorResponse,
    ProvisionResponse,
    SearchResponse,
    StatusResponse,
    SuggestResponse,
    TrainingForm,
    TrainingResponse,
    VerifyResponse,
)
from ui.web.errors import error_response
from ui.web.guard.gate import Gate
from ui.web.services import Services
from ui.web.views.packs import Packs

PREFIX = "/api/v1"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_WHEN = {
    400: "请求的内容不对，或不是有效的 JSON",
    401: "没有登录",
    404: "没有这一条款，或这部法规没有这种数据",
    413: "请求太大",
    415: "请求头 Content-Type 不是 application/json",
    422: "字段缺少、多余或类型不对",
    429: "请求太频繁，Retry-After 秒后再试",
    503: "正在排队的请求太多，Retry-After 秒后再试",
    504: "用的时间太长，没有等到结果",
}
_FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse, "description": said} for status, said in _WHEN.items()
}
_Name = Query(max_length=MAX_NAME)
_In = Annotated[
    list[Name],
    Query(
        alias="in", max_length=MAX_KEYS, description="只问这些法规（GET library 的 key），可写几次"
    ),
]


def router(
    services: Services, gate: Gate, packs: Packs, editor: LibraryEditor | None = None
) -> APIRouter:
    """The endpoints.

    Args:
        services: what answers.
        gate: where requests wait.
        packs: where those wait that make packs, which take a hundred times as long.
        editor: changes the library; None where nobody may.
    """
    routes = APIRouter(prefix=PREFIX, responses=_FAILURES)

    # A response as it is: what the schema promises is held by the tests, not per request.
    async def run(
        function: Callable[..., dict[str, Any]], keys: Sequence[str], *args: Any, **named: Any
    ) -> Response:
        about = pin_documents(services, keys)
        return JSONResponse(await gate.run(function, about, *args, **named))

    _asking(routes, run)
    _searching(routes, run)
    _looking_up(routes, run)
    _reading(routes, run)
    _training(routes, run, services, packs)
    add_library(routes, services, gate, editor)
    return routes


def _asking(routes: APIRouter, run: Callable[..., Any]) -> None:
    @routes.post("/ask", response_model=AskResponse, summary="提问")
    async def ask(request: AskRequest) -> Response:
        """回答一个问题。引文逐字取自条文；条文没有规定的，`refused` 为 true，`reason` 说明原因。"""
        history = [
            (t.question, t.standalone_question) if isinstance(t, EarlierTurn) else (t, None)
            for t in request.history
        ]
        found: Response = await run(
            asking.ask,
            request.documents,
            request.question,
            history,
            request.style,
            brief=request.brief,
            rewrite=request.rewrite,
        )
        return found


def _searching(routes: APIRouter, run: Callable[..., Any]) -> None:
    @routes.get("/search", response_model=SearchResponse, summary="检索条款")
    async def search(
        q: Annotated[
            str,
            Query(min_length=1, max_length=MAX_CHARACTERS, description="查询"),
        ],
        k: Annotated[
            int, Query(ge=1, le=asking.MAX_HITS, description="最多几条", examples=[5])
        ] = 5,
        documents: _In = [],  # noqa: B006
    ) -> Response:
        """与查询最相关的条款，最相关的在前。"""
        found: Response = await run(asking.search, documents, q, k)
        return found

    @routes.get("/suggest", response_model=SuggestResponse, summary="提示问题")
    async def suggest(
        typed: Annotated[str, Query(max_length=MAX_NAME, description="已经输入的字")],
        documents: _In = [],  # noqa: B006
    ) -> Response:
        """问题库里含有已输入的字的问题，以它开头的在前，最多六个；少于两个字没有提示。"""
        found: Response = await run(asking.suggest, documents, typed)
        return found

    @routes.post("/verify", response_model=VerifyResponse, summary="核对引用")
    async def verify(request: VerifyRequest) -> Response:
        """逐处核对文字里的引用、引文和语句。「未核对」是无从核对，不等于正确。"""
        found: Response = await run(asking.verify, request.documents, request.text)
        return found


def _looking_up(routes: APIRouter, run: Callable[..., Any]) -> None:
    @routes.get("/duties", response_model=DocumentResponse, summary="查职责登记")
    async def duties(
        *,
        actor: Annotated[str, _Name] = "",
        matter: Annotated[str, _Name] = "",
        modality: Annotated[str, _Name] = "",
        times: Annotated[str, _Name] = "",
        compare: Annotated[list[Name], Query(max_length=2, description="两个主体，写两次")] = [],  # noqa: B006
        calendar: bool = False,
        all: bool = False,
        documents: _In = [],  # noqa: B006
    ) -> Response:
        """按主体 actor、事项 matter、情态 modality、时间 times 查，可以合用；compare 比较两个主体，
        calendar 列出有时间要求的，all 列出整个登记。
        """
        query = look_ups.make_duty_query(
            actor, matter, modality, times, compare, calendar=calendar, whole=all
        )
        found: Response = await run(look_ups.look_up_duties, documents, query)
        return found

    @routes.get("/checklist", response_model=ChecklistForm, summary="清单可以填什么")
    async def form(documents: _In = []) -> Response:  # noqa: B006
        """单位类型和全部问题，供填 POST checklist。"""
        found: Response = await run(look_ups.list_checklist_choices, documents)
        return found

    @routes.post("/checklist", response_model=DocumentResponse, summary="一个场所的清单")
    async def checklist(request: ChecklistRequest) -> Response:
        """一个场所的职责和每一条的理由。没说到的列为待核实，不当作“是”或“否”。"""
        answers = [(id_, choice) for id_, chosen in request.answers.items() for choice in chosen]
        found: Response = await run(
            look_ups.make_checklist,
            request.documents,
            request.describe,
            request.units,
            answers,
            why_not=request.why_not,
        )
        return found


def _reading(routes: APIRouter, run: Callable[..., Any]) -> None:
    @routes.get(
        "/provision/{id:path}", response_model=ProvisionResponse, summary="一条、一款或一项"
    )
    async def provision(
        id: Annotated[
            str,
            Path(
                max_length=MAX_NAME,
                description="art19.item5、KEY/art19.item5、19.5、第十九条第（五）项 等；KEY 是法规的 key",
                examples=["19.5"],
            ),
        ],
        documents: _In = [],  # noqa: B006
    ) -> Response:
        """原文、下属各项、前后条款，引用了什么、被什么引用。没有写明哪部法规的，是第一部的。"""
        found: Response = await run(provisions.show_provision, documents, id)
        return found

    @routes.get("/status", response_model=StatusResponse, summary="状态")
    async def status() -> Response:
        """回答依据的法规、版本和索引。"""
        found: Response = await run(provisions.show_status, ())
        return found


def _training(routes: APIRouter, run: Callable[..., Any], services: Services, packs: Packs) -> None:
    @routes.get("/training", response_model=TrainingForm, summary="培训可以选什么")
    async def form(documents: _In = []) -> Response:  # noqa: B006
        """对象、单位类型、章、事项、主体、题型，供填 POST training。"""
        found: Response = await run(look_ups.list_training_choices, documents)
        return found

    @routes.post("/training", response_model=TrainingResponse, summary="一套培训材料")
    async def training(request: TrainingRequest) -> Response:
        """目标、时间安排、讲解要点和 A、B 两份试卷，题题有答案、解析和逐字条文。答案由另写的程序核对过。"""
        about = pin_documents(services, request.documents)
        made = await packs.run(
            look_ups.make_training, about, request.choice(), lambda key: packs.of(key).pack
        )
        return JSONResponse(made)


def fallback(endpoints: APIRouter) -> APIRouter:
    """What none of the endpoints takes; else the page, which takes every address, would."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/api/{rest:path}", methods=list(_METHODS))
    def nothing(request: Request) -> Response:
        scope = {**request.scope, "path_params": {}}
        allowed = [
            method
            for route in endpoints.routes
            if isinstance(route, APIRoute)
            for method in sorted(route.methods or ())
            if route.matches({**scope, "method": method})[0] is Match.FULL
        ]
        if allowed:
            return error_response(405, headers={"Allow": ", ".join(allowed)})
        return error_response(404)

    return routes
