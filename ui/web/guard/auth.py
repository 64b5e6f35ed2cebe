"""Who is asking: a session cookie, a key for programs, or a name and password.

Sessions are signed, not stored: they end after ``SESSION`` seconds, at logout (a copied cookie too),
with the user's password and with the user.
"""

from __future__ import annotations

import base64
import hmac
import logging
import secrets
import time
from collections.abc import Callable

from anyio import Lock, to_thread
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import FiredutyError
from ui.records.brand import BRAND
from ui.web.errors import error_response
from ui.web.guard.asgi import USER, network_of, path_of
from ui.web.guard.limits import Rate
from ui.web.guard.sessions import EndedSessions
from ui.web.guard.users import User, Users
from ui.web.plain_page import render_plain_page
from ui.web.templating import render

SESSION = 12 * 3600
_FORM = 3600
_COOKIE, _FORM_COOKIE = "fireduty_session", "fireduty_form"
#: Everybody may see these.
_OPEN = ("/login", "/healthz", "/readyz", "/favicon.ico", "/robots.txt")
_TRIES = 10
_TOO_OFTEN = "登录失败次数太多，请过几分钟再试"
#: Nobody can be told from anybody; which file it is stands in the log, for those who run it.
_NO_USERS = "现在谁也不能登录：用户文件读不出来，请告诉维护人员（日志里写着是哪个文件）"
#: Checked passwords of programs that send one with every request.
_MOST_REMEMBERED = 256
_log = logging.getLogger(__name__)
#: The address may name a provision after ``#``; only the browser knows it.
_SCRIPT = "document.forms[0].action+=location.hash"


class Auth:
    """Tells who a request is from.

    Args:
        users: who may come in.
        ended: the sessions that were logged out.
    """

    def __init__(self, users: Users, ended: EndedSessions) -> None:
        secret = users.secret()
        self.users = users
        self._ended = ended
        self._sessions = URLSafeTimedSerializer(secret, salt="session")
        self._forms = URLSafeTimedSerializer(secret, salt="form")
        self._fails = Rate(_TRIES)
        self._remembering = secrets.token_bytes(32)
        self._remembered: dict[bytes, str] = {}
        self._lock: Lock | None = None

    # --- requests -------------------------------------------------------------------------------

    async def user(self, scope: Scope) -> User | None:
        """The user; None for nobody known.

        Raises:
            FiredutyError: the users file cannot be read.
        """
        headers = Headers(scope=scope)
        kind, _, given = headers.get("authorization", "").partition(" ")
        match kind.lower():
            case "bearer":
                return self._tried(scope, self.users.of_key(given.strip()))
            case "basic":
                return await self._basic(scope, given)
        return self._of_session(cookie_parser(headers.get("cookie", "")).get(_COOKIE, ""))

    def _tried(self, scope: Scope, user: User | None) -> User | None:
        if user is None:
            self._fails.allows(network_of(scope))
        return user

    async def _basic(self, scope: Scope, given: str) -> User | None:
        try:
            name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:  # neither Base64 nor ASCII, or no UTF-8 inside
            return None
        digest = hmac.digest(self._remembering, f"{name}:{password}".encode(), "sha256")
        known = self.users.all().get(name)
        if known and self._remembered.get(digest) == known.stamp:
            return known
        user = await self.check(scope, name, password)
        if user is not None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[digest] = user.stamp
        return user

    async def check(self, scope: Scope, name: str, password: str) -> User | None:
        """The user, if the password is right and there were not too many wrong ones.

        Hashing takes memory and time on purpose: one at a time.
        """
        if self.blocked(scope):
            return None
        if self._lock is None:
            self._lock = Lock()
        async with self._lock:
            if self.blocked(scope):  # by those that were sent at the same time
                return None
            return self._tried(scope, await to_thread.run_sync(self.users.check, name, password))

    def blocked(self, scope: Scope) -> bool:
        """Whether too many wrong passwords or keys came from there."""
        return self._fails.exceeded(network_of(scope))

    # --- sessions -------------------------------------------------------------------------------

    def _of_session(self, cookie: str) -> User | None:
        try:
            name, stamp, number = self._sessions.loads(cookie, max_age=SESSION)
        except (BadSignature, ValueError, TypeError):
            return None
        user = self.users.all().get(name)
        known = user is not None and user.stamp == stamp and not self._ended.holds(number)
        return user if known else None

    def open_session(self, response: Response, user: User, request: Request) -> None:
        """Give the browser the session of a user."""
        value = self._sessions.dumps([user.name, user.stamp, secrets.token_urlsafe(12)])
        _set_cookie(response, request, _COOKIE, str(value), SESSION)

    def end_session(self, cookie: str) -> None:
        """Make a session nobody's, in whichever browser its cookie is.

        Raises:
            FiredutyError: a restart would bring it back.
        """
        try:
            _, _, number = self._sessions.loads(cookie, max_age=SESSION)
        except (BadSignature, ValueError, TypeError):
            return
        self._ended.end(number, time.time() + SESSION)

    def form_token(self, nonce: str) -> str:
        """What the form sends back with the cookie of the same nonce."""
        return str(self._forms.dumps(nonce))

    def is_form(self, token: str, nonce: str) -> bool:
        """Whether a form that this program gave to this browser was sent."""
        try:
            sent = self._forms.loads(token, max_age=_FORM)
        except BadSignature:
            return False
        return bool(nonce) and hmac.compare_digest(str(sent).encode(), nonce.encode())


class RequireUser:
    """Lets in those who are known; shows others the way to log in."""

    def __init__(self, app: ASGIApp, auth: Auth, also: Callable[[Scope], bool]) -> None:
        self._app = app
        self._auth = auth
        self._also = also

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            user, fault = await self._auth.user(scope), ""
        except FiredutyError as error:
            _log.error("%s", error)
            user, fault = None, _NO_USERS
        if user is not None:
            scope[USER] = user.name  # in place: the log, further out, names the user too
            await self._app(scope, receive, send)
        elif path_of(scope) in _OPEN or self._also(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._turned_away(scope, fault)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _turned_away(self, scope: Scope, fault: str) -> Response:
        headers = Headers(scope=scope)
        if self._auth.blocked(scope) and "authorization" in headers:
            return error_response(429, _TOO_OFTEN, {"Retry-After": "60"})
        looks = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        if looks and not path_of(scope).startswith("/api/"):
            return RedirectResponse(f"{scope.get('root_path', '')}/login", 303)
        said = (
            fault or "请先登录；程序用 Authorization: Bearer 加密钥，密钥由 fireduty user key 生成"
        )
        return error_response(401, said, {"WWW-Authenticate": 'Bearer realm="fireduty"'})


def router(auth: Auth, notice: str) -> APIRouter:
    """Logging in and out.

    Args:
        notice: the sentence on the regulation's status.
    """
    routes = APIRouter(include_in_schema=False)
    _add_login(routes, auth, notice)
    _add_logout(routes, auth)
    return routes


def _add_login(routes: APIRouter, auth: Auth, notice: str) -> None:
    @routes.get("/login")
    def form(request: Request) -> Response:
        return _form(auth, request, notice)

    @routes.post("/login")
    async def login(
        request: Request,
        name: str = Form("", max_length=200),
        password: str = Form("", max_length=1_000),
        token: str = Form("", max_length=500),
    ) -> Response:
        if not auth.is_form(token, request.cookies.get(_FORM_COOKIE, "")):
            return _form(auth, request, notice, "登录页面过期了，请再登录一次", 403)
        if auth.blocked(request.scope):
            return _form(auth, request, notice, _TOO_OFTEN, 429)
        try:
            user = await auth.check(request.scope, name.strip(), password)
        except FiredutyError as error:
            _log.error("%s", error)
            return _form(auth, request, notice, f"{_NO_USERS}。", 403)
        if user is None:
            return _form(auth, request, notice, "用户名或密码不对", 401)
        response = RedirectResponse(f"{_root(request)}/", 303)
        auth.open_session(response, user, request)
        return response


def _add_logout(routes: APIRouter, auth: Auth) -> None:
    @routes.get("/logout")
    def leave(request: Request) -> Response:
        body = render("plain/logout", root=_root(request))
        return render_plain_page("退出登录", body, width="420px")

    @routes.post("/logout")
    def logout(request: Request) -> Response:
        auth.end_session(request.cookies.get(_COOKIE, ""))
        response = RedirectResponse(f"{_root(request)}/login", 303)
        response.delete_cookie(_COOKIE, path=_root(request) or "/")
        return response


def _form(
    auth: Auth, request: Request, notice: str, error: str = "", status: int = 200
) -> Response:
    nonce = secrets.token_urlsafe(16)
    token = auth.form_token(nonce)
    body = render(
        "plain/login", error=error, root=_root(request), token=token, notice=notice, brand=BRAND
    )
    response = render_plain_page("登录", body, script=_SCRIPT, status=status, width="420px")
    _set_cookie(response, request, _FORM_COOKIE, nonce, _FORM)
    return response


def _set_cookie(response: Response, request: Request, name: str, value: str, age: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=age,
        path=_root(request) or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
