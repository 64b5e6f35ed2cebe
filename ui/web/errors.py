"""Failed requests as one kind of record: {"error": {"code", "message"}}, the message in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from corpus.errors import FiredutyError
from ui.records.provisions import NotHereError
from ui.web.guard.gate import BusyError

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    413: "too_large",
    415: "unsupported_media_type",
    421: "misdirected",
    422: "unprocessable",
    429: "too_many_requests",
    500: "internal",
    503: "busy",
    504: "timeout",
}
_SAID = {
    400: "请求不对",
    401: "请先登录",
    403: "不允许的请求",
    404: "没有这个地址，接口列表见 /api/v1/docs",
    405: "这个地址不支持这种请求方法，接口列表见 /api/v1/docs",
    500: "程序内部出错，没有得到结果；请再试一次，仍不行请告诉维护人员",
}
#: What pydantic finds wrong, in Chinese; ``{…}`` are values of its own.
_WRONG = {
    "missing": "缺少字段 {field}",
    "extra_forbidden": "不认识的字段 {field}",
    "string_type": "{field} 应是文字",
    "string_unicode": "{field} 里有半个字符（残缺的 Unicode 代理对），请重新输入",
    "string_too_short": "{field} 太短，至少 {min_length} 字",
    "string_too_long": "{field} 太长，最多 {max_length} 字",
    "too_short": "{field} 至少要 {min_length} 个",
    "too_long": "{field} 太多，最多 {max_length} 个",
    "literal_error": "{field} 只能是 {expected}",
    "bool_parsing": "{field} 应是 true 或 false",
    "bool_type": "{field} 应是 true 或 false",
    "int_parsing": "{field} 应是整数",
    "list_type": "{field} 应是列表",
    "dict_type": "{field} 应是对象",
    "greater_than_equal": "{field} 不能小于 {ge}",
    "less_than_equal": "{field} 不能大于 {le}",
    "model_attributes_type": "请求内容应是一个 JSON 对象",
}


def error_response(
    status: int, message: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A failure as it is sent.

    Args:
        status: the HTTP status.
        message: Chinese; empty for what the status says.
    """
    code = CODES.get(status, "bad_request" if status < 500 else "internal")
    said = message or _SAID.get(status, _SAID[400 if status < 500 else 500])
    content = {"error": {"code": code, "message": said}}
    return JSONResponse(content, status, headers=headers)


def handle_errors(
    app: FastAPI, not_found: Callable[[Request], Response | None] = lambda _: None
) -> None:
    """Make every failure of an application such a record.

    Args:
        not_found: what a browser shows instead under an address that is none; None for a program.
    """

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, StarletteHTTPException)
        page = not_found(request) if error.status_code == 404 else None
        return page or _http(error)

    app.add_exception_handler(FiredutyError, _refused)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, http)
    app.add_exception_handler(Exception, _internal)


def _refused(_: Request, error: Exception) -> JSONResponse:
    return error_response(404 if isinstance(error, NotHereError) else 400, str(error))


def _busy(_: Request, error: Exception) -> JSONResponse:
    said = str(error) or "正在排队的请求太多，请稍后再试"
    return error_response(503, said, {"Retry-After": "2"})


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(p["loc"] == ("body",) for p in problems) and not _says_json(request):
        return error_response(415, "请求内容应是 JSON：请加请求头 Content-Type: application/json")
    if any(p["type"] == "json_invalid" for p in problems):
        return error_response(400, "请求内容不是有效的 JSON")
    return error_response(422, describe_problems(problems))


def describe_problems(problems: Sequence[Mapping[str, Any]]) -> str:
    """What pydantic finds wrong, in Chinese; the first part of each place says only where it came."""
    return "；".join(dict.fromkeys(map(_wrong, problems)))


def _says_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def _wrong(problem: Mapping[str, Any]) -> str:
    field = _field(problem["loc"])
    pattern = _WRONG.get(problem["type"], "{field} 不对")
    if not field and problem["type"] in ("missing", "model_attributes_type", "dict_type"):
        pattern = _WRONG["model_attributes_type"]
    values = {**problem.get("ctx", {}), "field": field}
    return pattern.format(**values).replace(" or ", " 或 ").replace("'", "")


def _field(location: Sequence[str | int]) -> str:
    """history[0].question of ("body", "history", 0, "EarlierTurn", "question")."""
    name = ""
    for part in location[1:]:
        if isinstance(part, int):
            name += f"[{part}]"
        elif part.isidentifier() and part.islower():  # the others name members of a union
            name += f".{part}" if name else part
    return name


def _http(error: StarletteHTTPException) -> JSONResponse:
    said = (
        str(error.detail) if isinstance(error, HTTPException) and error.status_code != 404 else ""
    )
    return error_response(error.status_code, said if _is_chinese(said) else "", error.headers)


def _is_chinese(words: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in words)


def _internal(_: Request, __: Exception) -> JSONResponse:
    return error_response(500)  # the server logs it
