"""The application: the page with what it fetches, the API and what guards them, in one process."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import Any, cast

import gradio as gr
from fastapi import FastAPI, Request
from starlette.types import Scope

from assistant.answering.quoting import status_notice
from assistant.assistant import Assistant
from corpus.errors import FiredutyError
from ui.records.brand import BRAND
from ui.web import document, health, reading, scripts
from ui.web.api import docs as api_docs
from ui.web.api import routes as api
from ui.web.api.examples import show_examples
from ui.web.api.library import LibraryEditor
from ui.web.chat import routes as chat_routes
from ui.web.chat.errors import ChatErrors
from ui.web.chat.forgetting import Forgetting, IdleSessions
from ui.web.chat.page import build_page
from ui.web.chat.requests import PageRequests
from ui.web.errors import handle_errors
from ui.web.groups import routes as group_routes
from ui.web.groups.withheld import DiscreetAssistant, Withheld
from ui.web.guard import auth, metrics
from ui.web.guard.asgi import USER, OnlyPage, Origins, Proxies, path_of
from ui.web.guard.deadline import Deadline
from ui.web.guard.gate import Gate
from ui.web.guard.headers import SecurityHeaders
from ui.web.guard.hosts import HostNames, Hosts
from ui.web.guard.limits import FILES, TEXTS, BodyLimit, RateLimit
from ui.web.guard.metrics import Metrics
from ui.web.guard.observed import ObservedAssistant, ObserveRequests
from ui.web.guard.sessions import EndedSessions
from ui.web.guard.users import Users
from ui.web.live import LiveAssistant
from ui.web.options import DEFAULT, ServerOptions
from ui.web.plain_page import not_found
from ui.web.services import Services
from ui.web.theme import launch_options
from ui.web.views import routes as views
from ui.web.views import training_routes as training
from ui.web.views.packs import Packs

_ABOUT = (
    "问答、检索、查职责、列清单、核对引用、看条文。引文逐字取自条文；每个结果都带 notice，"
    "展示时请一并展示。"
)
_log = logging.getLogger("fireduty.records")
#: How often those who wait are told their place, which the page does not show. Gradio's default is
#: whenever an event starts, to everybody: with 50 askers a fourth of all work.
_STATUS_SECONDS = 30
#: Where there are users, the page has a way out; the page itself does not know of users.
_LOGOUT = """<script>
new MutationObserver(() => {
  const bar = document.querySelector('#header nav');  // Gradio draws it more than once
  if (!bar || bar.querySelector('#logout')) return;
  const form = document.createElement('form');
  form.method = 'post';
  form.action = 'logout';
  form.innerHTML = '<button type="submit" id="logout">退出登录</button>';
  bar.append(form);
}).observe(document.documentElement, { childList: true, subtree: true });
</script><style>
#header nav form { display: flex; flex: none; margin: 0; }
#logout { min-height: 44px; padding: 0 14px; font: inherit; color: var(--ink-soft); background: none;
  border: 0; cursor: pointer; white-space: nowrap; }
#logout:hover { color: var(--ink); }
</style>"""


def build_app(
    services: Services, options: ServerOptions = DEFAULT, names: HostNames | None = None
) -> FastAPI:
    """The application, ready for a server.

    Args:
        services: what answers.
        options: how it is served.
        names: the host names under which it answers; None for any, where what is around it knows.

    Raises:
        FiredutyError: the users file cannot be used.
    """
    app = FastAPI(
        title=f"{BRAND} 接口",
        description=_ABOUT,
        version=version("fireduty"),
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{api.PREFIX}/openapi.json",
    )
    counted, gate = Metrics(), Gate(options.width, options.queue)
    counted.watch(gate)
    _look_at_records(services)
    withheld = None
    assistant = services.assistant
    editor = _editor(assistant, options)
    if services.groups is not None and options.users is None:
        withheld = Withheld(services.groups)
        assistant = cast(Assistant, DiscreetAssistant(assistant, withheld.check))
    watched = ObservedAssistant(assistant, counted, log_questions=options.log_questions)
    services = replace(services, assistant=cast(Assistant, watched))
    packs = Packs(services, withheld.check) if withheld else Packs(services)
    app.include_router(health.router(services))
    app.include_router(scripts.router())
    app.include_router(reading.router(services))
    app.include_router(metrics.router(counted))
    app.get("/whoami", include_in_schema=False)(_whoami)
    endpoints = api.router(services, gate, packs, editor)
    app.include_router(endpoints)
    show_examples(app, services.examples)
    app.include_router(api_docs.router(app))
    app.include_router(api.fallback(endpoints))
    app.include_router(chat_routes.router(services))
    app.include_router(views.router(services, editor))
    app.include_router(training.router(services, packs))
    app.include_router(group_routes.router(services, packs, withheld))
    handle_errors(app, not_found)
    page = _page(services, options)
    app.add_middleware(Forgetting, forget=IdleSessions(page._queue))
    app.add_middleware(PageRequests, page=page)  # inside the rest: what it reads has been measured
    _guard(app, services, options, counted, names)
    _mount_page(app, page, options)
    return app


def _editor(assistant: object, options: ServerOptions) -> LibraryEditor | None:
    """What changes the library: where users log in, the library can change and is not only read."""
    if options.read_only or options.users is None or not isinstance(assistant, LiveAssistant):
        return None
    return LibraryEditor(assistant) if assistant.settings.regulation is None else None


def _look_at_records(services: Services) -> None:
    """Say at the start, not to the first who needs it, what of the records cannot be used."""
    for store in (services.feedback, services.groups):
        try:
            if store is not None:
                store.check()
        except FiredutyError as error:
            _log.error("%s（%s）；其余照常", error, store and store.path)


def _guard(
    app: FastAPI,
    services: Services,
    options: ServerOptions,
    counted: Metrics,
    names: HostNames | None,
) -> None:
    """The layers around the application, the innermost first."""
    app.add_middleware(BodyLimit, larger=TEXTS if options.users is not None else FILES)
    if options.rate:
        app.add_middleware(RateLimit, per_minute=options.rate)
    if options.users is not None:
        known = auth.Auth(Users(options.users), EndedSessions.beside(options.users))
        app.add_middleware(auth.RequireUser, auth=known, also=_needs_no_login)
        app.include_router(auth.router(known, status_notice(services.regulation)))
    app.add_middleware(Origins)
    app.add_middleware(OnlyPage)
    app.add_middleware(Deadline, seconds=options.timeout)
    if names is not None:
        app.add_middleware(Hosts, names=names)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(ObserveRequests, metrics=counted)
    app.add_middleware(ChatErrors)
    app.add_middleware(Proxies, trusted=options.trusted_proxies, root_path=options.root_path)


async def _whoami(request: Request) -> dict[str, str | None]:
    """Who is logged in; null where nobody has to be."""
    return {"user": request.scope.get(USER)}


def _needs_no_login(scope: Scope) -> bool:
    """Whether it is let in without a login: scripts, whoever has a group's code, the office's own."""
    asks_for_metrics = path_of(scope) == "/metrics" and metrics.may_see_metrics(scope)
    is_script = path_of(scope).startswith(scripts.PREFIX)  # the participants' page needs some
    return asks_for_metrics or is_script or group_routes.for_participants(scope)


def _page(services: Services, options: ServerOptions) -> gr.Blocks:
    # Gradio would sum up all its past events with pandas after each one: 1 ms, later 6.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))
    page = build_page(services.assistant, services.feedback)
    page.queue(max_size=options.queue, status_update_rate=_STATUS_SECONDS)
    return page


def _mount_page(app: FastAPI, page: gr.Blocks, options: ServerOptions) -> None:
    """The page; last, as what is mounted at the root takes every address that is left."""
    document.make_ours()
    look: dict[str, Any] = launch_options(scripts.script_tags("main"))
    if options.users is not None:
        look["head"] += _LOGOUT
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        root_path=options.root_path or None,
        show_error=False,
        run_history=False,
        max_file_size=1,
        **look,
    )
    mounted: Any = app.routes[-1]
    handle_errors(mounted.app, not_found)  # whatever Gradio refuses is one of our records as well
    app.state.end_streams = _ending(mounted)


def _ending(mounted: Any) -> Callable[[], None]:
    """Ends the connections that open pages keep, which would never end by themselves."""

    def end() -> None:
        mounted.app.stop_event.set()

    return end
