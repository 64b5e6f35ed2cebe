"""Groups that answer a paper together: opening, joining, answering, looking, closing, deleting."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Scope

from assistant.answering.quoting import source_of, status_notice
from ui.documents.document import Document
from ui.web.errors import error_response
from ui.web.groups.kept import count_to_keep, make_kept_document
from ui.web.groups.limits import GroupLimits
from ui.web.groups.live import to_live_record
from ui.web.groups.page import render_join_page
from ui.web.groups.results import make_results
from ui.web.groups.schema import OpenGroup, SentReply, SetTime
from ui.web.groups.session import GroupError, GroupSession, KeptCount
from ui.web.groups.store import ALPHABET, CODE_LENGTH, GroupStore
from ui.web.groups.way import ways_to_join
from ui.web.groups.withheld import Withheld
from ui.web.guard.asgi import USER, client_of, path_of
from ui.web.guard.gate import Gate
from ui.web.options import is_loopback
from ui.web.services import Services
from ui.web.views.downloads import download, download_bytes
from ui.web.views.packs import Packs
from ui.web.views.responses import file, fragment
from ui.web.views.training import render_kept
from ui.web.views.training_json import find_reply_fault, put_in_order, read_question, remove_answers

#: Header of who leads a session. Not in the address: those of a proxy's log hold addresses.
SECRET = "X-Fireduty-Host"
_Secret = Annotated[str, Header(alias=SECRET, max_length=200)]
MOST_QUESTIONS = 100
#: Papers that are kept read.
_PAPERS = 30
#: Requests of groups that are worked on at a time, and that may wait.
_THREADS, _WAITING = 4, 2_000
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
        withheld: keeps keys from those who answer; None where only users see papers.
    """

    def __init__(self, store: GroupStore, packs: Packs, withheld: Withheld | None) -> None:
        self._store = store
        self._packs = packs
        self._withheld = withheld
        self._limits = GroupLimits()
        self._papers: OrderedDict[tuple[str, float], Any] = OrderedDict()
        self._lock = Lock()
        self._counted: set[tuple[str, float]] = set()

    def create(self, asked: OpenGroup, scope: Scope) -> dict[str, Any]:
        self._limits.opens(scope)
        query = self._packs.read(f"{asked.choice}&paper={asked.paper}")
        paper = self._packs.paper_of_group(query)
        if len(paper["questions"]) > MOST_QUESTIONS:
            raise GroupError(422, f"现场答题一场最多 {MOST_QUESTIONS} 题，请减少题数")
        title = f"{paper['title']}（{asked.paper} 卷）"
        session, secret = self._store.create(
            title,
            paper,
            asked.hours,
            choice=asked.choice,
            teams=asked.teams,
            keeps=asked.keeps,
        )
        if self._withheld is not None:
            self._withheld.opened(session.code, client_of(scope))
        return {
            "code": session.code,
            "secret": secret,
            "title": session.title,
            "expires": session.expires,
            "questions": len(paper["questions"]),
        }

    def shown(self, code: str, scope: Scope) -> dict[str, Any]:
        """The paper without its key, and a seat for who answers it."""
        session = self._session(code, scope)
        paper = remove_answers(self._paper(session))
        given = session.open and self._limits.seats(session.code, scope)
        seat = self._store.seat(session.code) if given else ""
        return {**paper, **_state(session), "seat": seat}

    def result(self, code: str, scope: Scope) -> dict[str, Any]:
        """The paper with its key, once the session is closed."""
        session = self._session(code, scope)
        if session.open:
            return _state(session)
        return {**self._with_key(session), **_state(session)}

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
        if not known and session.open:
            seated = self._store.is_seat(code, sent.participant)
            self._limits.joins(code, scope, seated=seated)
        reply = put_in_order(question, sent.answer)
        self._store.reply(code, sent.participant, sent.number, reply, sent.team)
        return {"kept": sent.number}

    def live(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """What was answered, for who leads."""
        session = self._host(code, secret, scope)
        sheets = self._store.sheets(session.code) if session.teams else ()
        tally = self._store.tally(session.code)
        self._keep(session)
        return to_live_record(session, self._with_key(session), tally, sheets)

    def results(self, code: str, secret: str, scope: Scope) -> Response:
        """Questions and results as an Excel file, for who leads."""
        session = self._host(code, secret, scope)
        sheets = self._store.sheets(session.code)
        book = make_results(session, self._with_key(session), sheets, date.today().isoformat())
        made = download_bytes(book, f"现场答题 {session.code}", "xlsx")
        return Response(made.content, media_type=made.media_type, headers=made.headers)

    def set_time(self, code: str, secret: str, asked: SetTime, scope: Scope) -> dict[str, Any]:
        """How long replies are taken from now on."""
        session = self._host(code, secret, scope)
        self._store.set_time(session.code, asked.minutes * 60 or None)
        return {"ends": self._store.session(session.code).ends}

    def close(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """Take no more replies."""
        session = self._host(code, secret, scope)
        self._store.close(session.code)
        self._keep(replace(session, open=False))
        return {"open": False}

    def _keep(self, session: GroupSession) -> None:
        """Keep the counts of a session that is over, once, where its host chose so."""
        name = (session.code, session.created)
        if session.open or not session.keeps or name in self._counted:
            return
        counts = count_to_keep(self._paper(session), self._store.sheets(session.code))
        if counts:
            self._store.counts.keep(session, counts)
        self._counted.add(name)

    def kept(self) -> tuple[KeptCount, ...]:
        """What was kept of all sessions."""
        return self._store.counts.all()

    def forget_kept(self, scope: Scope) -> dict[str, Any]:
        """Delete what was kept of all sessions.

        Raises:
            GroupError: 403, somebody who is not logged in asks from another machine.
        """
        if not (scope.get(USER) or is_loopback(client_of(scope))):
            raise GroupError(403, "没有设登录时，只能在运行程序的这台电脑上删除")
        return {"deleted": self._store.counts.forget()}

    def delete(self, code: str, secret: str, scope: Scope) -> dict[str, Any]:
        """Delete everything."""
        session = self._host(code, secret, scope)
        self._store.delete(session.code)
        return {"deleted": session.code}

    def _session(self, code: str, scope: Scope, *, known: bool = False) -> GroupSession:
        def find() -> GroupSession:
            return self._store.session(_well_formed(code))

        known = known or self._limits.has_opened(_clean(code), scope)
        return self._limits.looked_up(scope, find, known=known)

    def _host(self, code: str, secret: str, scope: Scope) -> GroupSession:
        return self._limits.leads(scope, lambda: self._store.check_host(_well_formed(code), secret))

    def _with_key(self, session: GroupSession) -> Any:
        paper = self._paper(session)
        if self._withheld is not None:
            self._withheld.check_key(session, paper)
        return paper

    def _paper(self, session: GroupSession) -> Any:
        """The paper of a session: read once, as every reply needs it."""
        name = (session.code, session.created)
        with self._lock:
            found = self._papers.get(name)
            if found is not None:
                self._papers.move_to_end(name)
                return found
        paper = self._store.paper(session.code)
        with self._lock:
            self._papers[name] = paper
            while len(self._papers) > _PAPERS:
                self._papers.popitem(last=False)
        return paper


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
    return {
        "code": session.code,
        "open": session.open,
        "expires": session.expires,
        "ends": session.ends,
        "teams": session.teams,
        "keeps": session.keeps,
    }


def router(
    services: Services, packs: Packs | None = None, withheld: Withheld | None = None
) -> APIRouter:
    """The routes; none where no group can meet.

    Args:
        packs: shared with whoever else makes packs; None for ones of its own.
        withheld: see ``_Groups``.
    """
    routes = APIRouter(include_in_schema=False, route_class=_Route)
    if services.groups is None:
        return routes
    packs = packs or Packs(services)
    groups = _Groups(services.groups, packs, withheld)
    # Threads of their own: a file that another program locks holds up groups, and nobody else.
    gate = Gate(_THREADS, _WAITING)
    _add_pages(routes, services)
    _add_participants(routes, groups, gate)
    _add_host(routes, groups, gate, packs)
    _add_kept(routes, groups, gate, services)
    return routes


def _add_pages(routes: APIRouter, services: Services) -> None:
    @routes.get("/join")
    @routes.get("/join/{code}")
    async def join(request: Request, code: str = "") -> Response:
        return render_join_page(
            services.regulation, request.scope.get("root_path", ""), _clean(code)
        )


def _add_participants(routes: APIRouter, groups: _Groups, gate: Gate) -> None:
    @routes.get("/group/{code}")
    async def shown(code: str, request: Request) -> Any:
        return await gate.run(groups.shown, code, request.scope)

    @routes.get("/group/{code}/result")
    async def result(code: str, request: Request) -> Any:
        return await gate.run(groups.result, code, request.scope)

    @routes.post("/group/{code}/answers")
    async def answer(code: str, sent: SentReply, request: Request) -> Any:
        return await gate.run(groups.answer, code, sent, request.scope)


def _add_host(routes: APIRouter, groups: _Groups, gate: Gate, packs: Packs) -> None:
    @routes.post("/group")
    async def create(asked: OpenGroup, request: Request) -> Any:
        return await packs.run(groups.create, asked, request.scope)

    @routes.get("/group/{code}/live")
    async def live(code: str, request: Request, secret: _Secret = "") -> Any:
        return await gate.run(groups.live, code, secret, request.scope)

    @routes.get("/group/{code}/results.xlsx")
    async def results(code: str, request: Request, secret: _Secret = "") -> Response:
        return await gate.run(groups.results, code, secret, request.scope)

    @routes.post("/group/{code}/time")
    async def set_time(
        code: str, asked: SetTime, request: Request, secret: _Secret = ""
    ) -> dict[str, Any]:
        return await gate.run(groups.set_time, code, secret, asked, request.scope)

    @routes.get("/group/{code}/way")
    async def way(code: str, request: Request, host: str = "") -> dict[str, Any]:
        return {**ways_to_join(request.base_url, _clean(code), host)}

    @routes.post("/group/{code}/close")
    async def close(code: str, request: Request, secret: _Secret = "") -> Any:
        return await gate.run(groups.close, code, secret, request.scope)

    @routes.delete("/group/{code}")
    async def delete(code: str, request: Request, secret: _Secret = "") -> Any:
        return await gate.run(groups.delete, code, secret, request.scope)


def _add_kept(routes: APIRouter, groups: _Groups, gate: Gate, services: Services) -> None:
    async def document() -> Document:
        kept = await gate.run(groups.kept)
        about = services.regulation
        return make_kept_document(
            kept, date.today().isoformat(), status_notice(about), source_of(about)
        )

    @routes.get("/view/answers")
    async def shown() -> Response:
        return fragment(render_kept(await document(), services.regulation))

    @routes.get("/download/answers.{format}")
    async def exported(format: str) -> Response:
        made = await document()
        return file(lambda: download(made, format))

    @routes.delete("/answers")
    async def forgotten(request: Request) -> Any:
        return await gate.run(groups.forget_kept, request.scope)
