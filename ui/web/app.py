"""The application: the page with what it fetches, in one process."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from ui.page import build_page
from ui.theme import launch_options
from ui.web import chat_routes
from ui.web.services import Services


def build_app(services: Services, root_path: str = "") -> FastAPI:
    """The application, ready for a server.

    Args:
        services: what answers.
        root_path: under which a reverse proxy shows it.
    """
    app = FastAPI(title="消防责任助手", docs_url=None, redoc_url=None, root_path=root_path)
    app.include_router(chat_routes.router(services))
    page = build_page(services.assistant, services.feedback)
    # Last: what is mounted at the root takes every address that is left.
    gr.mount_gradio_app(app, page, path="/", **launch_options())
    return app
