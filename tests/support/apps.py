"""Applications, made in half the time."""

from __future__ import annotations

from types import SimpleNamespace
from unittest import mock

from fastapi import FastAPI

from ui.web import app
from ui.web.options import DEFAULT, ServerOptions
from ui.web.services import Services

#: Gradio makes three applications of a page and throws the first two away.
_THROWN_AWAY = SimpleNamespace(create_app=lambda *_, **__: FastAPI())


def build_app(services: Services, options: ServerOptions = DEFAULT) -> FastAPI:
    """The application as ``ui.web.app`` builds it; the page's own is made once, when it is mounted."""
    with mock.patch("gradio.blocks.App", _THROWN_AWAY):
        return app.build_app(services, options)
