"""The table of operations: it fits its functions, and the terminal's records are the operations' records."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.assistant import Assistant
from ui.cli.main import main
from ui.web.api.operations import OPERATIONS, Operation
from ui.web.services import Services

OF = {operation.place: operation for operation in OPERATIONS}
Record = dict[str, Any]


def fields(operation: Operation) -> dict[str, Any]:
    models = [model for model in (operation.address, operation.body) if model]
    return {name: f for model in models for name, f in model.model_fields.items()}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.place)
def test_a_function_takes_what_its_requests_hold(operation: Operation) -> None:
    _, *parameters = inspect.signature(operation.function).parameters.values()
    taken = {p.name for p in parameters if p.kind is not p.VAR_KEYWORD}
    asked = set(fields(operation)) - {"documents"}
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return  # what is chosen of a pack is checked by the choice itself
    needed = {p.name for p in parameters if p.default is p.empty}
    assert needed <= asked <= taken


def test_places_and_tools_are_told_apart_and_only_what_reads_is_a_tool() -> None:
    tools = [operation.tool for operation in OPERATIONS if operation.tool]
    assert len(OF) == len(OPERATIONS)
    assert len(set(tools)) == len(tools) > 10
    assert {o.method for o in OPERATIONS if o.line == "changes"} == {"POST", "PUT", "DELETE"}
    assert not [o.place for o in OPERATIONS if o.tool and o.line == "changes"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.place)
def test_what_is_said_names_endpoints_that_there_are(operation: Operation) -> None:
    said = [operation.description, *(f.description or "" for f in fields(operation).values())]
    for words in said:
        for method in ("GET", "POST"):
            for rest in words.split(f"{method} ")[1:]:
                named = rest.split()[0].rstrip("。；）")
                assert OF[f"{method} /{named}"].tool, words


def parts(record: Record, *names: str) -> Record:
    return {name: record[name] for name in names}


def hits(records: list[Record]) -> list[Record]:
    return [parts(r, "id", "document", "status", "status_shown", "score") for r in records]


def shown(record: Record) -> Record:
    """A document: what is not known is empty in a terminal and null for programs."""
    kept = ("key", "title", "rank", "status", "status_shown", "as_of", "effective", "articles")
    return {name: record[name] or None for name in kept}


SAME: list[tuple[list[str], str, Record, Callable[[Any], Any], Callable[[Any], Any]]] = [
    (
        ["duties", "--in", "细则", "--actor", "街道办", "--format", "json"],
        "GET /duties",
        {"actor": "街道办"},
        lambda cli: cli,
        lambda record: record,
    ),
    (
        ["checklist", "--in", "细则", "--unit", "养老院", "--why-not", "--format", "json"],
        "POST /checklist",
        {"units": ["养老院"], "why_not": True},
        lambda cli: cli["data"],
        lambda record: record["data"],
    ),
    (
        ["search", "--in", "细则", "房东", "-k", "3", "--json"],
        "GET /search",
        {"query": "房东", "k": 3},
        hits,
        lambda record: hits(record["results"]),
    ),
    (
        ["ask", "--in", "细则", "养老院夜里要做什么", "--json"],
        "POST /ask",
        {"question": "养老院夜里要做什么"},
        lambda cli: parts(cli, "question", "answer", "ranking", "error"),
        lambda record: parts(record, "question", "answer", "ranking", "error"),
    ),
    (
        ["library", "diff", "细则", "消防法", "--json"],
        "GET /diff",
        {"a": "细则", "b": "消防法"},
        lambda cli: cli,
        lambda record: record,
    ),
    (
        ["library", "list", "--json"],
        "GET /library",
        {},
        lambda cli: list(map(shown, cli)),
        lambda record: list(map(shown, record["documents"])),
    ),
    (
        ["library", "show", "消防法", "--json"],
        "GET /library/{key}",
        {"key": "消防法"},
        lambda cli: (shown(cli), cli["chapters"]),
        lambda record: (shown(record), record["chapters"]),
    ),
]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("command", "place", "asked", "of_terminal", "of_record"), SAME, ids=[row[1] for row in SAME]
)
def test_the_terminal_gives_the_record_of_the_operation(
    librarian: Assistant,
    command: list[str],
    place: str,
    asked: Record,
    of_terminal: Callable[[Any], Any],
    of_record: Callable[[Any], Any],
) -> None:
    printed = CliRunner().invoke(main, command)
    assert printed.exit_code == 0, printed.stderr
    services = Services(librarian).only(("细则",) if "--in" in command else ())
    given = json.loads(json.dumps(OF[place].function(services, **asked)))
    assert of_terminal(json.loads(printed.stdout)) == of_record(given)
