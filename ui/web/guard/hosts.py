"""Which names of hosts are this server's own.

A page of another site can have its own name lead to this machine (DNS rebinding); for the browser it
is then the site itself, and may read every answer. The ``Host`` of its requests is still its name, so
a server that knows its own names turns it away.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import USAGE, FiredutyError
from ui.web.errors import error_response
from ui.web.guard.asgi import PROXIED
from ui.web.options import is_loopback

#: Written for further names: every name is taken.
_EVERY = "*"
_MOST_SHOWN = 60
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::\d*)?")


@dataclass(frozen=True, slots=True)
class HostNames:
    """The names under which a server is meant to be reached.

    Attributes:
        names: in lower case, as browsers send them.
        every_address: whether any IP address is one, as where it listens for other machines; else
            only those of this machine itself. An address cannot be made to lead elsewhere.
        believes_proxies: whether a name that a trusted proxy forwards counts as well.
        every_name: whether nothing is turned away.
    """

    names: frozenset[str]
    every_address: bool = False
    believes_proxies: bool = True
    every_name: bool = False

    def holds(self, written: str, *, proxied: bool = False) -> bool:
        """Whether a ``Host`` header names this server.

        Args:
            written: the header, with or without port.
            proxied: whether a trusted proxy has forwarded it.
        """
        if self.every_name or (proxied and self.believes_proxies):
            return True
        name = _without_port(written).lower().removesuffix(".")
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self.names
        return self.every_address or address.is_loopback or name in self.names


def host_names(host: str, further: Iterable[str] = ()) -> HostNames:
    """The names of a server that listens on an address.

    Args:
        host: the address, as ``fireduty serve --host`` takes it.
        further: names that lead to it; with any, proxies too may forward only names that are known.

    Raises:
        FiredutyError: one cannot be a name.
    """
    given = tuple(further)
    names = {"localhost", _without_port(host).lower(), *map(_clean, given)}
    if not is_loopback(host):
        machine = socket.gethostname().lower()
        names |= {machine, machine.partition(".")[0], f"{machine.partition('.')[0]}.local"}
    return HostNames(
        frozenset(names - {""}),
        every_address=not is_loopback(host),
        believes_proxies=not given,
        every_name=_EVERY in given,
    )


def _clean(written: str) -> str:
    """A name as browsers send it.

    Raises:
        FiredutyError: it cannot be one.
    """
    name = _without_port(written.strip()).lower().removesuffix(".")
    try:
        known = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        known = ""
    if not known or not all(c.isalnum() or c in "-._:*" for c in known):
        raise FiredutyError(
            f"--allow-host 应是浏览器地址栏里的主机名，例如 fire.example.cn，* 表示任何名称；"
            f"现在是「{written[:_MOST_SHOWN]}」",
            exit_code=USAGE,
        )
    return known


def _without_port(written: str) -> str:
    """``fire.example`` of ``fire.example:7860``, ``::1`` of ``[::1]:7860`` and of ``::1``."""
    if match := _BRACKETED.fullmatch(written):
        return match[1]
    name, _, port = written.partition(":")
    return name if port.isdecimal() or not port else written


class Hosts:
    """Turns away requests that are addressed to a name that is not this server's."""

    def __init__(self, app: ASGIApp, names: HostNames) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        written = headers.getlist("host")
        proxied = bool(scope.get(PROXIED))
        if proxied and (forwarded := headers.get("x-forwarded-host")):
            written = [forwarded.partition(",")[0].strip()]
        if len(written) == 1 and self._names.holds(written[0], proxied=proxied):
            await self._app(scope, receive, send)
            return
        name = _without_port(written[0])[:_MOST_SHOWN] if written else ""
        shown = f"「{name}」" if name.isascii() and name.isprintable() and name else "所写的名称"
        said = (
            f"{shown}不是这个服务的主机名：请用启动时显示的地址打开，或启动时加 --allow-host 主机名"
        )
        await error_response(421, said)(scope, receive, send)
