"""docs/api.md cannot go stale: its commands, its program and its lists are those of the program."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from tests.support.apps import build_app
from ui.web import errors
from ui.web.api.mcp_tools import build_server
from ui.web.services import Services

MANUAL = (Path(__file__).parent.parent / "docs" / "api.md").read_text("utf-8")
BASE = "/api/v1"
COMMANDS = [
    command
    for block in re.findall(r"```bash\n(.*?)```", MANUAL, re.DOTALL)
    for command in block.replace("\\\n", " ").splitlines()
]
PROGRAMS = re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL)


@pytest.fixture(scope="module")
def client(librarian: Assistant) -> Iterator[TestClient]:
    with TestClient(build_app(Services(librarian))) as client:
        yield client


def sent(client: TestClient, command: str) -> Any:
    """What curl would send, sent; the few options that the manual uses."""
    words = shlex.split(command.replace("$A", BASE))
    assert words[:2] == ["curl", "-s"]
    url, body, headers = "", None, {}
    query: list[tuple[str, str | int | float | bool | None]] = []
    rest = iter(words[2:])
    in_address = "-G" in words
    for word in rest:
        match word:
            case "-G":
                pass
            case "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            case "-u":
                next(rest)
            case "-d" | "--data-urlencode" if in_address:
                name, _, value = next(rest).partition("=")
                query.append((name, value))
            case "-d":
                body = next(rest)
            case _:
                url = word
    method = "GET" if body is None else "POST"
    content = body.encode() if body is not None else None
    return client.request(method, url, params=query or None, content=content, headers=headers)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_works(client: TestClient, command: str) -> None:
    response = sent(client, command)
    assert response.status_code == 200, response.text
    assert response.json()["notice"]


def test_every_endpoint_has_a_line_and_a_command(client: TestClient) -> None:
    paths = client.get(f"{BASE}/openapi.json").json()["paths"]
    assert f"{BASE}/ask" in paths
    for path in paths:
        name = path.removeprefix(f"{BASE}/").partition("/")[0]
        assert f"{BASE}/{name}" in MANUAL
        assert any(f"$A/{name}" in command for command in COMMANDS), name


def test_shown_answer_has_the_fields_of_an_answer(client: TestClient) -> None:
    shown = next(b for b in re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL) if "ranking" in b)
    record = json.loads(shown.replace(", …]", "]"))
    given = sent(client, COMMANDS[0]).json()
    assert set(record) == set(given)
    assert set(record["answer"]) == set(given["answer"])
    assert record["answer"]["cited"] == given["answer"]["cited"][:1]
    (statement,), first = record["statements"], given["statements"][0]
    assert first["text"].startswith(statement["text"].removesuffix("…"))
    assert {**statement, "text": ""} == {**first, "text": ""}
    assert record["next"] == given["next"][:1]


def test_kinds_of_failure_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d{3}(?:、\d{3})*) \| (`[^|]+`) \|", MANUAL, re.MULTILINE)
    listed = {}
    for statuses, codes in rows:
        names, numbers = codes.replace("`", "").split("、"), statuses.split("、")
        names = names * len(numbers) if len(names) == 1 else names
        listed |= {int(n): name for n, name in zip(numbers, names, strict=True)}
    assert listed == errors.CODES


@pytest.mark.usefixtures("environment")
def test_program_works(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for program in PROGRAMS:
        exec(program, names)
    assert "消防车道被堵了居委会要干嘛" in capsys.readouterr().out
    assert len(PROGRAMS) == 2


def test_tools_are_those_of_the_server(assistant: Assistant) -> None:
    tools = anyio.run(build_server(Services(assistant)).list_tools)
    line = next(line for line in MANUAL.splitlines() if line.startswith("工具有"))
    assert re.findall(r"`([a-z_]+)`", line.partition("都标明")[0]) == [t.name for t in tools]
