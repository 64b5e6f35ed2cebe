"""The list of endpoints as a page, made from the OpenAPI document. Loads nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from markupsafe import Markup

from ui.web.api.routes import PREFIX
from ui.web.plain_page import render_plain_page
from ui.web.templating import render

_NAMES = {
    "string": "文字",
    "integer": "整数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "对象",
}


def router(app: FastAPI) -> APIRouter:
    """The page at /api/v1/docs."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{PREFIX}/docs")
    def docs() -> Response:
        return render_plain_page("接口", render_docs(app.openapi()))

    return routes


def render_docs(document: Mapping[str, Any]) -> Markup:
    """Every endpoint with its parameters, an example and what may go wrong, as HTML."""
    every = [
        {
            "summary": of["summary"],
            "place": f"{method.upper()} {path}",
            "description": of.get("description", ""),
            "inputs": list(_inputs(of, document)),
            "examples": [
                json.dumps(example, ensure_ascii=False)
                for example in _body(of, document).get("examples", ())
            ],
        }
        for path, methods in document["paths"].items()
        for method, of in methods.items()
    ]
    anyone = next(iter(next(iter(document["paths"].values())).values()))["responses"]
    failures = [(status, of["description"]) for status, of in anyone.items() if status != "200"]
    return render("api_docs", info=document["info"], endpoints=every, failures=failures)


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
    said = _NAMES.get(kind.get("type", ""), "对象")
    if "maxLength" in kind:
        said += f"，最多 {kind['maxLength']} 字"
    return said + (f"，最多 {kind['maxItems']} 个" if "maxItems" in kind else "")
