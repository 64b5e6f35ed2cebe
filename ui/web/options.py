"""How the program is served. One frozen value, made by ``fireduty serve`` and by tests."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import USAGE, FiredutyError

#: A long text to verify does not hold up the others; more would only slow each other down.
WIDTH = 4
#: With a language model most of an answer's time is waiting for it.
WIDTH_WITH_MODEL = 16
#: How often a minute one client may ask where others than this machine's users may.
RATE = 120
#: Seconds until a response must have begun; a language model's are added.
TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Settings of the served program.

    Attributes:
        root_path: address under which a reverse proxy shows it, ``/fire``; empty for none.
        trusted_proxies: addresses or networks whose ``X-Forwarded-*`` headers are believed.
        users: the users file; None where nobody has to log in.
        rate: how often a minute one client may ask; 0 for as often as it likes.
        queue: how many may wait for an answer before others are turned away.
        width: how many requests of the API are worked on at a time.
        timeout: seconds until a response must have begun.
        log_questions: whether logs may hold what is asked.
        read_only: whether the library is not changed from here, even by users that have logged in.
        further_hosts: host names that lead here, besides those that the server knows of itself.
    """

    root_path: str = ""
    trusted_proxies: tuple[str, ...] = ()
    users: Path | None = None
    rate: int = 0
    queue: int = 200
    width: int = WIDTH
    timeout: float = TIMEOUT
    log_questions: bool = False
    read_only: bool = False
    further_hosts: tuple[str, ...] = ()


#: For this machine alone.
DEFAULT = ServerOptions()


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def clean_root_path(written: str) -> str:
    """``/fire`` from ``fire``, ``/fire/`` and the like; empty for the root.

    Raises:
        FiredutyError: it is no path.
    """
    path = "/" + written.strip().strip("/")
    if path == "/":
        return ""
    if "//" in path or any(c in path for c in "?#\\ ") or not path.isascii():
        raise FiredutyError(
            f"--root-path 应是反向代理里的路径，例如 /fire；现在是「{written[:40]}」",
            exit_code=USAGE,
        )
    return path


def check_proxies(written: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses or networks of trusted proxies, as given.

    Raises:
        FiredutyError: one is neither.
    """
    for address in written:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError as error:
            raise FiredutyError(
                f"--trusted-proxy 应是 IP 地址或网段，例如 127.0.0.1 或 10.0.0.0/8；"
                f"现在是「{address[:40]}」",
                exit_code=USAGE,
            ) from error
    return written
