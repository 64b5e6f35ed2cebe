"""A cable between clients and a server on this machine, which can be pulled out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Cable:
    """Passes bytes on in both directions, or breaks everything off.

    Attributes:
        url: where clients connect instead.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = host, port
        self._open: set[asyncio.StreamWriter] = set()
        self._is_out = False
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator[Cable]:
        """A cable to a server, until the end of the block."""
        parts = urlsplit(url)
        cable = cls(parts.hostname or "", parts.port or 80)
        server = await asyncio.start_server(cable._pass, "127.0.0.1", 0)
        cable.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        try:
            yield cable
        finally:
            await cable.pull()
            server.close()

    async def pull(self) -> None:
        """Break off every connection, and take none until it is plugged in."""
        self._is_out = True
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    def plug(self) -> None:
        """Take connections again."""
        self._is_out = False

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_out:
            writer.transport.abort()
            return
        with suppress(OSError):
            there, out = await asyncio.open_connection(*self._there)
            self._open |= {writer, out}
            await asyncio.gather(_copy(reader, out), _copy(there, writer))
            self._open -= {writer, out}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
