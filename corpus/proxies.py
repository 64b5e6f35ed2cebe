"""The proxies that the environment names, put aside for clients that must not go through them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_PROXIES = ("all_proxy", "http_proxy", "https_proxy", "ftp_proxy")


@contextmanager
def without_proxies() -> Iterator[None]:
    """No proxy variables: a library makes a client that goes to this machine or to nobody.

    It would need a package of its own for a SOCKS proxy, and fail on a proxy that it does not know.
    """
    names = [name for name in os.environ if name.lower() in _PROXIES]
    kept = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(kept)
