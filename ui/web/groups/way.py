"""How phones get to a session: addresses of this machine, and a QR code of one of them."""

from __future__ import annotations

import socket
from contextlib import suppress
from io import BytesIO
from typing import TypedDict

import segno
from starlette.datastructures import URL

from ui.web.options import is_loopback


class WayToJoin(TypedDict):
    """One address, with others that may be chosen instead.

    Attributes:
        address: that phones open; empty where none can reach this machine by what is known.
        qr: SVG of it; empty as well.
        hosts: under which this machine may be reached, the one of the address first.
    """

    address: str
    qr: str
    hosts: list[str]


def ways_to_join(base: URL, code: str, host: str = "") -> WayToJoin:
    """The way to a session.

    Args:
        base: address of the program as its reader sees it.
        code: of the session.
        host: one of the hosts that was chosen; empty for the first.
    """
    hosts = _hosts(base.hostname or "")
    chosen = host if host in hosts else next(iter(hosts), "")
    if not chosen:
        return {"address": "", "qr": "", "hosts": []}
    shown = f"[{chosen}]" if ":" in chosen else chosen
    address = str(base.replace(hostname=shown)).rstrip("/") + f"/join/{code}"
    return {
        "address": address,
        "qr": _qr(address),
        "hosts": [chosen, *(h for h in hosts if h != chosen)],
    }


def _qr(address: str) -> str:
    """A QR code as SVG that a page may hold; read from the back of a room."""
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(
        written, kind="svg", xmldecl=False, svgns=True, scale=8, border=4, dark="#000", light="#fff"
    )
    return written.getvalue().decode()


def _hosts(own: str) -> list[str]:
    """The host that the page was opened with, if phones can use it, then this machine's addresses."""
    found = [own] if own and not is_loopback(own) else []
    return list(dict.fromkeys([*found, *_own_addresses()]))


def _own_addresses() -> list[str]:
    """Addresses of this machine in its networks, the one that leads out first. Nothing is sent."""
    found = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        way_out.connect(("192.0.2.1", 9))  # an address of no network (RFC 5737)
        found.append(way_out.getsockname()[0])
    with suppress(OSError):
        named = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(address[4][0]) for address in named]
    return [address for address in found if not is_loopback(address)]
