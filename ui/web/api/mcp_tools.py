"""The operations that only read as tools of the Model Context Protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.metadata import version
from inspect import Signature
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field, ValidationError
from pydantic.fields import FieldInfo

from assistant.answering.quoting import status_notices
from corpus.errors import FiredutyError
from ui.records.brand import BRAND
from ui.web.api.documents import pin_documents
from ui.web.api.operations import OPERATIONS, Operation, as_parameters
from ui.web.errors import describe_problems
from ui.web.services import Services

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_INTERNAL = "程序内部出错，没有得到结果；请再试一次，仍不行请告诉维护人员"
_ENDPOINT = re.compile(r"\b(GET|POST) ([a-z]+)")
#: How often a field may stand in an address.
_REPEATED = re.compile("，(?:可写几次|写两次)$")
_TOOLS = {operation.place: operation.tool for operation in OPERATIONS if operation.tool}


class _ChineseServer(MCPServer[Any]):
    """A server whose refusals are ours, without the library's English around them."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """As of ``MCPServer``."""
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(_INTERNAL) from error
        except ToolError as error:
            raise ToolError(_tell_wrong(name, error.__cause__)) from error.__cause__


def _tell_wrong(name: str, cause: BaseException | None) -> str:
    match cause:
        case ValidationError():
            problems = cause.errors(include_url=False)
            return describe_problems([{**p, "loc": ("arguments", *p["loc"])} for p in problems])
        case ToolError():
            return str(cause)
        case _:
            return f"没有这个工具：{name[:40]}"


def build_server(services: Services) -> MCPServer[Any]:
    """The server with its tools."""
    regulations = services.assistant.regulations
    names = "、".join(f"《{r.title}》（{r.status}）" for r in regulations)
    server: MCPServer[Any] = _ChineseServer(
        "fireduty",
        title=BRAND,
        instructions=(
            f"回答关于{names}的问题。引文逐字取自条文，"
            f"转述时请保留条款号和 notice：{status_notices(regulations)}"
        ),
        version=version("fireduty"),
        log_level="ERROR",
    )
    for operation in OPERATIONS:
        if operation.tool:
            server.add_tool(_tool(operation, services), title=operation.summary, annotations=_READS)
    return server


def _tool(operation: Operation, services: Services) -> Callable[..., BaseModel]:
    """An operation as a function whose signature says what the tool takes and gives."""

    def tool(documents: Sequence[str] = (), **given: Any) -> BaseModel:
        try:
            found = operation.function(pin_documents(services, documents), **given)
        except FiredutyError as error:
            raise ToolError(str(error)) from error
        return operation.output.model_validate(found)

    models = (operation.address, operation.body)
    fields = [field for model in models for field in as_parameters(model, _describe)]
    tool.__name__ = operation.tool
    tool.__doc__ = _for_tools(f"{operation.summary}：{operation.description}")
    tool.__signature__ = Signature(fields, return_annotation=operation.output)  # type: ignore[attr-defined]
    return tool


def _describe(_: str, field: FieldInfo) -> object:
    told = field.description
    return Field(description=_for_tools(told) if told else None, examples=field.examples)


def _for_tools(text: str) -> str:
    """What is said of endpoints, said of the tools that do the same."""
    named = _ENDPOINT.sub(lambda found: f"工具 {_TOOLS[f'{found[1]} /{found[2]}']}", text)
    return _REPEATED.sub("", named)
