"""Examples of the loaded regulation in the OpenAPI document: what one can send as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from corpus.language.examples import Examples
from ui.web.api.routes import PREFIX

#: Key of ``Examples.api`` → the schema of the request, or the parameter of the endpoint.
_REQUESTS = {
    "ask": "AskRequest",
    "checklist": "ChecklistRequest",
    "verify": "VerifyRequest",
    "training": "TrainingRequest",
}
_PARAMETERS = {"search": "q", "suggest": "typed"}


def show_examples(app: FastAPI, examples: Examples) -> None:
    """Have the application's document hold the examples."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        made = app.openapi_schema is not None
        document = plain()
        if not made:
            _fill(document, examples)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _fill(document: Mapping[str, Any], examples: Examples) -> None:
    schemas = document["components"]["schemas"]
    for key, name in _REQUESTS.items():
        if given := examples.api.get(key):
            schemas[name]["examples"] = list(given)
    if examples.unit:
        units = schemas["ChecklistRequest"]["properties"]["units"]
        units["description"] += f"，例如 {examples.unit}"
    for key, name in _PARAMETERS.items():
        parameters = document["paths"][f"{PREFIX}/{key}"]["get"]["parameters"]
        if given := examples.api.get(key):
            schema = next(p["schema"] for p in parameters if p["name"] == name)
            schema["examples"] = list(given)
