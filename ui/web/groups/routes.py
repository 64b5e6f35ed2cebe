"""Groups that answer a paper together: opening, joining, answering, looking, closing, deleting."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Scope

from ui.web.errors import error_response
from ui.web.groups.limits import GroupLimits
from ui.web.groups.live import to_live_record
from ui.web.groups.page import render_join_page
from ui.web.groups.schema import OpenGroup, SentReply
from ui.web.groups.session import GroupError, GroupSession
from ui.web.groups.store import ALPHABET, CODE_LENGTH, MOST_SESSIONS, GroupStore
from ui.web.guard.asgi import path_of
from ui.web.services import Services
from ui.web.views.training_json import find_reply_fault, put_in_order, read_question, remove_answers
from ui.web.views.training_routes import Packs

#: Header of who leads a session. Not in the address: those of a proxy's log hold addresses.
SECRET = "X-Fireduty-Host"
_Secret = Annotated[str, Header(alias=SECRET, max_length=200)]
MOST_QUESTIONS = 100
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
#: What participants need, who have a code and no login: exactly these.
_PARTICIPANTS = {
    "GET": re.compile(r"/join(/[^/]*)?|/group/[^/]+(/result)?"),
    "POST": re.compile(r"/group/[^/]+/answers"),
}
_UNKNOWN = "答题码不对：应是 6 个字母或数字，没有 0、O、1、I、L"


def for_participants(scope: Scope) -> bool:
    """Whether a request is one that a participant makes."""
    pattern = _PARTICIPANTS.get(scope["method"]) if scope["type"] == "http" else None
    return pattern is not None and pattern.fullmatch(path_of(scope)) is not None


class _Route(APIRoute):
    """Says why a group cannot go on."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except GroupError as error:
                wait = {"Retry-After": "10"} if error.status in (429, 503) else None
                return error_response(error.status, str(error), wait)

        return handled


class _Groups:
    """What the routes do.

    Args:
        store: keeps the sessions.
        packs: make the papers.
    """

    def __init__(self, store: GroupStore, packs: Packs) -> None:
        self._store = store
        self._packs = packs
        self._limits = GroupLimits()
        self._papers: OrderedDict[tuple[str, float], Any] = OrderedDict()
        self._lock = Lock()

    def create(self, asked: OpenGroup, scope: Scope) -> dict[str, Any]:
        self._limits.opens(scope)
        query = self._packs.read(f"{asked.choice}&paper={asked.paper}")
        paper = self._packs.paper(query)
        if len(paper["questions"]) > MOST_QUESTIONS:
            raise GroupError(422, f"现场答题一场最多 {MOST_QUESTIONS} 题，请减少题数")
        title = f"{paper['title']}（{asked.paper} 卷）"
        session, secret = self._store.create(title, paper, asked.hours)
        return {
            "code": session.code,
            "secret": secret,
            "title": session.title,
            "expires": session.expires,
            "questions": len(paper["questions"]),
        }

    def shown(self, code: str, scope: Scope) -> dict[str, Any]:
        """The paper without its key."""
        session = self._session(code, scope)
        paper = remove_answers(self._paper(session))
        return {**paper, **_state(session)}

    def result(self, code: str, scope: Scope) -> dict[str, Any]:
        """The paper with its key, once the session is closed."""
        session = self._session(code, scope)
        if session.open:
            return _state(session)
        return {**self._paper(session), **_state(session)}

    def answer(self, code: str, sent: SentReply, scope: Scope) -> dict[str, Any]:
        """Keep a reply."""
        code = _clean(code)
        known = self._store.knows(code, sent.participant)
        session = self._session(code, scope, known=known)
        self._limits.replies(code, sent.participant)
        questions = self._paper(session)["questions"]
        if sent.number > len(questions):
            raise GroupError(422, f"这张卷子只有 {len(questions)} 题")
        question = read_question(questions[sent.number - 1])
        if fault := find_reply_fault(question, sent.answer):
            raise GroupError(422, fault)
        reply = put_in_order(question, sent.answer)
        self._store.reply(code, sent.participant, sent.number, reply)
        return {"kept": sent.number}

    def live(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """What was answered, for who leads."""
        session = self._host(code, secret, scope)
        return to_live_record(session, self._paper(session), self._store.tally(session.code))

    def close(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """Take no more replies."""
        session = self._host(code, secret, scope)
        self._store.close(session.code)
        return {"open": False}

    def delete(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """Delete everything."""
        session = self._host(code, secret, scope)
        self._store.delete(session.code)
        return {"deleted": session.code}

    def _session(self, code: str, scope: Scope, *, known: bool = False) -> GroupSession:
        def find() -> GroupSession:
            return self._store.session(_well_formed(code))

        return self._limits.looked_up(scope, find, known=known)

    def _host(self, code: str, secret: str, scope: Scope) -> GroupSession:
        def find() -> GroupSession:
            return self._store.check_host(_well_formed(code), secret)

        return self._limits.looked_up(scope, find)

    def _paper(self, session: GroupSession) -> Any:
        """The paper of a session: read once, as every reply needs it."""
        name = (session.code, session.created)
        with self._lock:
            if name not in self._papers:
                self._papers[name] = self._store.paper(session.code)
                while len(self._papers) > MOST_SESSIONS:
                    self._papers.popitem(last=False)
            return self._papers[name]


def _clean(code: str) -> str:
    return code.strip().upper()


def _well_formed(code: str) -> str:
    """The code, if it can be one.

    Raises:
        GroupError: 404, it cannot.
    """
    cleaned = _clean(code)
    if not _CODE.fullmatch(cleaned):
        raise GroupError(404, _UNKNOWN)
    return cleaned


def _state(session: GroupSession) -> dict[str, Any]:
    return {"code": session.code, "open": session.open, "expires": session.expires}


def router(services: Services) -> APIRouter:
    """The routes; none where no group can meet."""
    routes = APIRouter(include_in_schema=False, route_class=_Route)
    if services.groups is None:
        return routes
    services.groups.purge()
    groups = _Groups(services.groups, Packs(services))
    _add_pages(routes, services)
    _add_participants(routes, groups)
    _add_host(routes, groups)
    return routes


def _add_pages(routes: APIRouter, services: Services) -> None:
    @routes.get("/join")
    @routes.get("/join/{code}")
    def join(request: Request, code: str = "") -> Response:
        return render_join_page(
            services.regulation, request.scope.get("root_path", ""), _clean(code)
        )


def _add_participants(routes: APIRouter, groups: _Groups) -> None:
    @routes.get("/group/{code}")
    def shown(code: str, request: Request) -> Any:
        return groups.shown(code, request.scope)

    @routes.get("/group/{code}/result")
    def result(code: str, request: Request) -> Any:
        return groups.result(code, request.scope)

    @routes.post("/group/{code}/answers")
    def answer(code: str, sent: SentReply, request: Request) -> Any:
        return groups.answer(code, sent, request.scope)


def _add_host(routes: APIRouter, groups: _Groups) -> None:
    @routes.post("/group")
    def create(asked: OpenGroup, request: Request) -> Any:
        return groups.create(asked, request.scope)

    @routes.get("/group/{code}/live")
    def live(code: str, request: Request, secret: _Secret = "") -> Any:
        return groups.live(code, secret, request.scope)

    @routes.post("/group/{code}/close")
    def close(code: str, request: Request, secret: _Secret = "") -> Any:
        return groups.close(code, secret, request.scope)

    @routes.delete("/group/{code}")
    def delete(code: str, request: Request, secret: _Secret = "") -> Any:
        return groups.delete(code, secret, request.scope)
