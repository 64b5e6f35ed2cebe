"""The JSON interface under /api/v1, made from the table of operations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from inspect import Parameter, Signature
from typing import Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.routing import Match

from ui.web.api.documents import pin_documents
from ui.web.api.library import LibraryEditor
from ui.web.api.operations import OPERATIONS, Operation, as_parameters
from ui.web.api.responses import ErrorResponse
from ui.web.errors import error_response
from ui.web.guard.asgi import USER
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
_NOT_HERE = (
    "这个服务不能改资料库：要设了登录（fireduty user add），由登录的用户改；"
    "用 --read-only 启动的不改；也可以在服务器上运行 fireduty library"
)


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
    # One change after the other, in a line of its own: a new index takes seconds.
    changing = Gate(1, 8)

    async def read(of: Operation, keys: Sequence[str] = (), **values: Any) -> dict[str, Any]:
        about = pin_documents(services, keys)
        if of.line == "packs":
            return await packs.run(
                of.function, about, maker=lambda key: packs.of(key).pack, **values
            )
        return await gate.run(of.function, about, **values)

    def add(of: Operation) -> None:
        # A response as it is: what the schema promises is held by the tests, not per request.
        async def endpoint(
            request: Request, body: BaseModel | None = None, **values: Any
        ) -> Response:
            values |= dict(body or ())
            if of.line != "changes":
                keys = values.pop("documents", ())
                return JSONResponse(await read(of, keys, **values))
            if editor is None or not request.scope.get(USER):
                return error_response(403, _NOT_HERE)
            return JSONResponse(await changing.run(partial(of.function, editor, **values)))

        endpoint.__name__, endpoint.__doc__ = of.name, of.description
        endpoint.__signature__ = _signature(of)  # type: ignore[attr-defined]
        routes.add_api_route(
            of.path,
            endpoint,
            methods=[of.method],
            response_model=of.output,
            summary=of.summary,
        )

    for operation in OPERATIONS:
        add(operation)
    return routes


def _signature(operation: Operation) -> Signature:
    """What FastAPI is to read, check and document of a request."""

    def describe(name: str, field: FieldInfo) -> Any:
        kind = Path if f"{{{name}" in operation.path else Query
        return kind(alias=field.alias, description=field.description, examples=field.examples)

    parameters = [Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request)]
    parameters += as_parameters(operation.address, describe)
    if operation.body is not None:
        parameters += [Parameter("body", Parameter.KEYWORD_ONLY, annotation=operation.body)]
    return Signature(parameters, return_annotation=Response)


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
