"""Real servers on ports of their own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import uvicorn

from ui.web.options import DEFAULT, ServerOptions
from ui.web.serve import address, serve
from ui.web.services import Services

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def serving(
    services: Services, options: ServerOptions = DEFAULT, port: int | None = None
) -> Iterator[str]:
    """The address of the whole program, served until the end of the block."""
    port = port or free_port()
    running = serve(services, HOST, port, options=options, prevent_thread_lock=True)
    assert running is not None
    try:
        yield address(HOST, port)
    finally:
        running.close()


@contextmanager
def in_background(config: uvicorn.Config) -> Iterator[None]:
    """Another application, served in a thread until the end of the block."""
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.01)
    try:
        yield
    finally:
        server.force_exit = server.should_exit = True
        thread.join()
