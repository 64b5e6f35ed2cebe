"""MCP on standard input and output, where every line gets its answer.

The library's own reader passes over a line that is no message; whoever has sent it waits for ever.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any, NoReturn

import anyio
from mcp.server import MCPServer
from mcp.server.stdio import stdio_server
from mcp_types import jsonrpc_message_adapter

#: Codes of JSON-RPC.
_NO_JSON, _NO_MESSAGE = -32700, -32600
_SAID = {
    _NO_JSON: "这一行不是有效的 JSON（UTF-8，一行一个对象）",
    _NO_MESSAGE: "这一行不是 JSON-RPC 2.0 的消息：要有 jsonrpc、method，请求还要有 id",
}


def serve_stdio(server: MCPServer[Any]) -> None:
    """Answer until standard input ends."""
    anyio.run(_serve, server)


async def _serve(server: MCPServer[Any]) -> None:
    written = anyio.wrap_file(open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    sys.stdout = sys.stderr  # a stray word on the wire would be a broken message
    lines = _Lines(written)
    inside = server._lowlevel_server
    async with stdio_server(stdin=lines, stdout=written) as (read, write):  # type: ignore[arg-type]
        await inside.run(read, write, inside.create_initialization_options())


class _Lines:
    """The lines of standard input that are messages; the others are answered here.

    Args:
        out: where answers go.
    """

    def __init__(self, out: anyio.AsyncFile[str]) -> None:
        self._out = out

    async def __aiter__(self) -> AsyncIterator[str]:
        async for line in anyio.wrap_file(sys.stdin.buffer):
            if not line.strip():
                continue
            fault, id_ = _fault_of(line)
            if not fault:
                yield line.decode()
                continue
            error = {"code": fault, "message": _SAID[fault]}
            reply = {"jsonrpc": "2.0", "id": id_, "error": error}
            await self._out.write(json.dumps(reply, ensure_ascii=False) + "\n")
            await self._out.flush()


def _fault_of(line: bytes) -> tuple[int, int | str | None]:
    """What is wrong with a line, 0 for nothing, and the id that it may have."""
    try:
        message = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return _NO_JSON, None
    id_ = message.get("id") if isinstance(message, dict) else None
    known = id_ if _is_id(id_) else None
    if not isinstance(message, dict) or ("id" in message and known is None):
        return _NO_MESSAGE, None
    try:
        jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        return _NO_MESSAGE, known
    return 0, None


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return value.isprintable()
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse(written: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError(written)
