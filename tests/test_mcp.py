"""The tools, called by a real client of the Model Context Protocol in another process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import chain
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.assistant import Assistant
from corpus.citing.citations import parse_id
from tests.support.threads import in_thread
from ui.web.api import asking
from ui.web.api.operations import OPERATIONS
from ui.web.services import Services

slow = pytest.mark.slow
QUESTION = "消防车道被堵了物业要干嘛"
Use = Callable[[ClientSession], Awaitable[Any]]


@pytest.fixture(scope="module")
def session(home: Path) -> Callable[[Use], Any]:
    """Runs something with a session of its own."""
    environment = {**os.environ, "FIREDUTY_HOME": str(home)}
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "ui.cli", "mcp", "--in", "细则"], env=environment
    )

    async def run(use: Use) -> Any:
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await use(session)

    return lambda use: in_thread(anyio.run, run, use)


def calling(*calls: tuple[str, dict[str, Any]]) -> Use:
    async def use(session: ClientSession) -> list[Any]:
        return [await session.call_tool(name, arguments) for name, arguments in calls]

    return use


@slow
def test_tools_only_read_and_are_described_in_chinese(session: Callable[[Use], Any]) -> None:
    async def use(session: ClientSession) -> Any:
        return (await session.list_tools()).tools

    tools = session(use)
    assert [tool.name for tool in tools] == [o.tool for o in OPERATIONS if o.tool]
    assert len(tools) == 14
    for tool in tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.idempotent_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
        assert re.search("[\u4e00-\u9fff]", tool.title)
        assert re.search("[\u4e00-\u9fff]", tool.description)


@slow
def test_every_tool_gives_what_the_interface_gives(
    session: Callable[[Use], Any], assistant: Assistant
) -> None:
    services = Services(assistant)
    results = session(
        calling(
            ("ask", {"question": "居委会呢", "history": [QUESTION]}),
            ("search", {"query": "房东", "k": 3}),
            ("verify", {"text": "第十条第（一）项规定了劝阻。"}),
            ("suggest", {"typed": "消防车"}),
            ("duties", {"actor": "街道办"}),
            ("checklist_questions", {}),
            ("checklist", {"units": ["养老院"]}),
            ("provision", {"id": "第十九条第五项"}),
            ("status", {}),
            ("training_choices", {}),
            ("training", {"scope": ["消防车通道"], "questions": 5}),
        )
    )
    assert [r.is_error for r in results] == [False] * 11
    given = [r.structured_content for r in results]
    assert all(record["notice"].startswith("征求意见稿") for record in given)
    asked = asking.ask(services, "居委会呢", [QUESTION])
    assert given[0]["answer"] == asked["answer"]
    assert given[0]["standalone_question"] == "消防车道被堵了居委会要干嘛"
    assert [r["id"] for r in given[1]["results"]] == [
        r["id"] for r in asking.search(services, "房东", 3)["results"]
    ]
    assert given[3]["questions"] == asking.suggest(services, "消防车")["questions"]
    assert given[7]["text"].endswith(assistant.index.leaf(parse_id("19.5")).text)


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("provision", {"id": "19.13"}, "没有这一条款：19.13"),
    ("duties", {}, "请给出要查什么"),
    ("duties", {"actor": "不存在的部门"}, "不存在的部门"),
    ("ask", {"question": "\u200b"}, "问题是空的"),
    ("ask", {"question": ""}, "question"),
    ("ask", {"question": "很" * 4001}, "question"),
    ("search", {"query": "房东", "k": 0}, "k"),
    ("nothing", {}, "nothing"),
]


@slow
def test_what_cannot_be_done_is_an_error_and_the_server_goes_on(
    session: Callable[[Use], Any],
) -> None:
    each = [((tool, arguments), ("status", {})) for tool, arguments, _ in REFUSALS]
    results = session(calling(*chain.from_iterable(each)))
    for (tool, _, said), refused, after in zip(REFUSALS, results[::2], results[1::2], strict=True):
        assert refused.is_error, (tool, said)
        assert said in refused.content[0].text
        assert not after.is_error, (tool, said)


def started(home: Path, *messages: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", "mcp"],
        env={**os.environ, "FIREDUTY_HOME": str(home)},
        input="".join(f"{json.dumps(message)}\n" for message in messages),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@slow
def test_only_the_protocol_is_written_to_standard_output(home: Path) -> None:
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    ended = started(home, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
    assert ended.returncode == 0
    replies = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(reply["jsonrpc"], reply["id"]) for reply in replies] == [("2.0", 1)]
    assert "征求意见稿" in replies[0]["result"]["instructions"]


@slow
def test_missing_index_is_told_on_standard_error(tmp_path: Path) -> None:
    ended = started(tmp_path)
    assert ended.returncode != 0
    assert ended.stdout == ""
    assert "fireduty index build" in ended.stderr
    assert "Traceback" not in ended.stderr
