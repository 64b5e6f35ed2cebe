"""The page's scripts as files, and the templates."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import UndefinedError
from markupsafe import Markup

from ui.web import scripts
from ui.web.scripts import SCRIPTS, script_address, script_tags
from ui.web.templating import TEMPLATES, part, render

ATTACK = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    app.include_router(scripts.router())
    return TestClient(app)


def test_every_script_is_served_for_ever_under_its_address(client: TestClient) -> None:
    names = [p.relative_to(SCRIPTS).with_suffix("").as_posix() for p in SCRIPTS.rglob("*.js")]
    assert {"main", "join", "lib/dom"} <= set(names)
    for name in names:
        response = client.get(f"/{script_address(name)}")
        assert response.headers["content-type"].startswith("text/javascript")
        assert "immutable" in response.headers["cache-control"]
        assert response.text == (SCRIPTS / f"{name}.js").read_text("utf-8")


def test_an_old_version_is_not_kept(client: TestClient) -> None:
    response = client.get("/scripts/0123456789abcdef/main.js")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["nothing.js", "main", "package.json", "../theme.js", "..%2f..%2fapp.py"]
)
def test_nothing_else_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/scripts/x/{name}").status_code == 404


def test_a_page_names_all_that_it_loads() -> None:
    loaded = set(re.findall(r"scripts/[0-9a-f]{16}/(\S+)\.js", script_tags("join", "/fire/")))
    assert {"join", "keys", "quiz", "lib/dom"} <= loaded
    assert "main" not in loaded
    assert script_tags("join", "/fire/").count('"/fire/scripts/') == len(loaded)


def test_values_are_escaped_and_markup_stands_as_it_is() -> None:
    shown = part("parts", "trouble", ATTACK, [ATTACK], more=Markup("<b>so</b>"))
    assert "<img" not in shown
    assert "<b>so</b>" in shown


def test_a_value_that_is_not_given_is_a_bug() -> None:
    with pytest.raises(UndefinedError):
        render("document_choice", view="duties")


def test_no_template_switches_escaping_off() -> None:
    for path in TEMPLATES.rglob("*.html"):
        words = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", words), path.name
