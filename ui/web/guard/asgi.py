"""What the layers around the application share: who asks, where, and a reply without it."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.web.errors import error_response

#: Keys of the scope that the layers set for those inside them.
USER, FORWARDED, PROXIED = "fireduty.user", "fireduty.forwarded", "fireduty.proxied"
_FORWARDING = (b"forwarded", b"x-real-ip")
#: Gradio would take itself to be at the address that anybody writes there.
_GRADIOS = b"x-gradio-"


def path_of(scope: Scope) -> str:
    """The path below the root path, which a proxy may or may not have left in it."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return (path.removeprefix(root) or "/") if root and path.startswith(f"{root}/") else path


def host_of(scope: Scope) -> str:
    """Address of the client; that which a trusted proxy names."""
    client = scope.get("client")
    return client[0] if client else ""


def network_of(scope: Scope) -> str:
    """The address; of an IPv6 one its first half, as a client has all that begin with it."""
    try:
        address = ipaddress.ip_address(host_of(scope))
    except ValueError:
        return host_of(scope)
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address), 64), strict=False))


def client_of(scope: Scope) -> str:
    """Who is counted: the user, or else the address."""
    return f"user {scope[USER]}" if scope.get(USER) else network_of(scope)


def is_local(scope: Scope) -> bool:
    """Whether it comes from this machine itself, and not through a proxy on it."""
    if scope.get(FORWARDED):
        return False
    try:
        return ipaddress.ip_address(host_of(scope)).is_loopback
    except ValueError:
        return False


class Proxies:
    """Believes ``X-Forwarded-*`` from trusted proxies and takes it away from all others.

    Gradio reads these headers by itself, from anybody.

    Args:
        trusted: addresses or networks.
        root_path: under which a proxy shows the application.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str], root_path: str = "") -> None:
        self._app = app
        self._root_path = root_path
        self._trusted = tuple(ipaddress.ip_network(t, strict=False) for t in trusted)
        self._believing = ProxyHeadersMiddleware(app, trusted_hosts=list(trusted))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        given = [(k, v) for k, v in scope["headers"] if not k.startswith(_GRADIOS)]
        kept = [(k, v) for k, v in given if not _forwards(k)]
        forwarded = len(kept) < len(given)
        trusted = self._is_trusted(host_of(scope))
        scope = {
            **scope,
            "headers": given,
            FORWARDED: forwarded,
            PROXIED: forwarded and trusted,
            "root_path": self._root_path,
        }
        if trusted:
            await self._believing(scope, receive, send)  # type: ignore[arg-type]
        else:
            await self._app({**scope, "headers": kept}, receive, send)

    def _is_trusted(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


def _forwards(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in _FORWARDING


class Origins:
    """Turns away requests that change something and come from a page of another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = Headers(scope=scope)
            if not _own(headers):
                said = "请求来自别的网站，没有执行"
                await error_response(403, said)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _own(headers: Headers) -> bool:
    """Whether a page of this site, or no page at all, sends it.

    Browsers name the site over https and on this machine; over plain http, only the origin.
    """
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    hosts = (headers.get("host"), headers.get("x-forwarded-host"))
    return origin.partition("://")[2] in [h for h in hosts if h]


class OnlyPage:
    """Shows nothing of Gradio but what the page uses: no upload, no proxy, no monitoring."""

    _FIRST = ("gradio_api", "monitoring", "proxy", "pwa_icon", "token", "svelte")
    _USED = (
        "/gradio_api/queue/",
        "/gradio_api/heartbeat/",
        "/gradio_api/startup-events",
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/reset",
        "/gradio_api/info",
        "/gradio_api/theme.css",
        "/svelte/",
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http":
            path = path_of(scope)
            first = path.removeprefix("/").partition("/")[0].partition("=")[0]
            if not path.startswith("/"):  # "OPTIONS *" asks about the server and no address
                await error_response(400)(scope, receive, send)
                return
            if first in self._FIRST and not path.startswith(self._USED):
                await error_response(404)(scope, receive, send)
                return
        await self._app(scope, receive, send)
