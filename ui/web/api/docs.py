"""The list of endpoints as a page, made from the OpenAPI document. Loads nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response

from ui.web.api.routes import PREFIX
from ui.web.plain_page import render_plain_page


def router(app: FastAPI) -> APIRouter:
    """The page at /api/v1/docs."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{PREFIX}/docs")
    def docs() -> Response:
        return render_plain_page("接口", render_docs(app.openapi()))

    return routes


def render_docs(document: Mapping[str, Any]) -> str:
    """Every endpoint with its parameters, an example and what may go wrong, as HTML."""
    info = document["info"]
    parts = [
        f"<h1>{escape(info['title'])}</h1>",
        f'<p class="soft">{escape(info["description"])}</p>',
        '<p>机器可读的说明：<a href="openapi.json">openapi.json</a></p>',
    ]
    for path, methods in document["paths"].items():
        parts += [_endpoint(method, path, of, document) for method, of in methods.items()]
    parts += ["<h2>出错时</h2>", _table(("状态", "何时"), _failures(document))]
    return "".join(parts)


def _endpoint(method: str, path: str, of: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    rows = list(_inputs(of, document))
    table = _table(("名称", "类型", "说明"), rows) if rows else ""
    return (
        f"<h2>{escape(of['summary'])}</h2>"
        f"<p><code>{method.upper()} {escape(path)}</code></p>"
        f'<p class="soft">{escape(of.get("description", ""))}</p>{table}{_examples(of, document)}'
    )


def _inputs(of: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for parameter in of.get("parameters", ()):
        yield parameter["name"], _type(parameter["schema"]), parameter.get("description", "")
    for name, schema in _body(of, document).get("properties", {}).items():
        yield name, _type(schema), schema.get("description", "")


def _body(of: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        reference = of["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    except KeyError:
        return {}
    found: Mapping[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _type(schema: Mapping[str, Any]) -> str:
    """文字，最多 60 字 and the like."""
    kinds = [s for s in schema.get("anyOf", [schema]) if s.get("type") != "null"]
    if len(kinds) > 1:
        return "、".join(dict.fromkeys(_type(k) for k in kinds))
    kind = kinds[0]
    if "enum" in kind:
        return "、".join(map(str, kind["enum"]))
    names = {
        "string": "文字",
        "integer": "整数",
        "boolean": "true 或 false",
        "array": "列表",
        "object": "对象",
    }
    said = names.get(kind.get("type", ""), "对象")
    if "maxLength" in kind:
        said += f"，最多 {kind['maxLength']} 字"
    return said + (f"，最多 {kind['maxItems']} 个" if "maxItems" in kind else "")


def _examples(of: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    examples = _body(of, document).get("examples", ())
    return "".join(
        f"<pre>{escape(json.dumps(example, ensure_ascii=False))}</pre>" for example in examples
    )


def _failures(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    of = next(iter(next(iter(document["paths"].values())).values()))
    return [(s, r["description"]) for s, r in of["responses"].items() if s != "200"]


def _table(columns: tuple[str, ...], rows: list[Any]) -> str:
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
