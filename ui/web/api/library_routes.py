"""The endpoints about the library itself. Those that change it are for users that have logged in."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from ui.web.api import library
from ui.web.api.documents import pin_documents
from ui.web.api.library import LibraryEditor
from ui.web.api.library_responses import (
    DiffResponse,
    LibraryChangeResponse,
    LibraryDocumentResponse,
    LibraryResponse,
)
from ui.web.api.requests import MAX_NAME, DocumentRequest
from ui.web.errors import error_response
from ui.web.guard.asgi import USER
from ui.web.guard.gate import Gate
from ui.web.services import Services

_Key = Annotated[str, Path(max_length=MAX_NAME, description="法规的 key，/library 里列着")]
_NOT_HERE = (
    "这个服务不能改资料库：要设了登录（fireduty user add），由登录的用户改；"
    "用 --read-only 启动的不改；也可以在服务器上运行 fireduty library"
)


def add_library(
    routes: APIRouter, services: Services, gate: Gate, editor: LibraryEditor | None
) -> None:
    """Add the endpoints.

    Args:
        routes: to which they are added.
        services: what answers.
        gate: where requests wait.
        editor: changes the library; None where nobody may.
    """
    # One change after the other, in a line of its own: a new index takes seconds.
    changing = Gate(1, 8)

    @routes.get("/library", response_model=LibraryResponse, summary="资料库")
    async def every() -> Response:
        """收录的法规：名称、位阶、状态和出处、日期、版本；第一部是没有写明时所指的。"""
        return JSONResponse(await gate.run(library.list_library, pin_documents(services)))

    @routes.get("/library/{key}", response_model=LibraryDocumentResponse, summary="一部法规")
    async def one(key: _Key) -> Response:
        """一部法规的情况和章节。"""
        return JSONResponse(await gate.run(library.show_document, pin_documents(services), key))

    @routes.get("/diff", response_model=DiffResponse, summary="两份文本对照")
    async def diff(
        a: Annotated[
            str,
            Query(
                max_length=MAX_NAME,
                min_length=1,
                description="原来的一份：key 或 key@版本",
            ),
        ],
        b: Annotated[
            str,
            Query(
                max_length=MAX_NAME,
                description="新的一份；不写就是 a 的最新一版和前一版",
            ),
        ] = "",
        all: Annotated[bool, Query(description="没有变的条也列出来")] = False,
    ) -> Response:
        """逐条对照两份文本：每一条成了哪一条、改了哪些字、数字和应当不得可以有没有变。"""
        about = pin_documents(services)
        return JSONResponse(await gate.run(library.compare_two, about, a, b, whole=all))

    @routes.post("/library", response_model=LibraryChangeResponse, summary="收录一部法规")
    async def add(asked: DocumentRequest, request: Request) -> Response:
        """收录一份文本，随即可问；同一份文本再来一次，没有改动。读得有疑问的，看过再加 confirmed。要登录。"""
        if editor is None or not request.scope.get(USER):
            return error_response(403, _NOT_HERE)
        return JSONResponse(
            await changing.run(partial(editor.add, asked.text, asked.name, sure=asked.confirmed))
        )

    @routes.put("/library/{key}", response_model=LibraryChangeResponse, summary="更新一部法规")
    async def update(key: _Key, asked: DocumentRequest, request: Request) -> Response:
        """用新的文本代替；原来的留作 key@版本。要登录。"""
        if editor is None or not request.scope.get(USER):
            return error_response(403, _NOT_HERE)
        return JSONResponse(
            await changing.run(
                partial(editor.update, key, asked.text, asked.name, sure=asked.confirmed)
            )
        )

    @routes.delete("/library/{key}", response_model=LibraryChangeResponse, summary="去掉一部法规")
    async def remove(key: _Key, request: Request) -> Response:
        """从资料库去掉。要登录。"""
        if editor is None or not request.scope.get(USER):
            return error_response(403, _NOT_HERE)
        return JSONResponse(await changing.run(editor.remove, key))
