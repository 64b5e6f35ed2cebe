"""Starting the web page. Importing this module is cheap: Gradio is imported when it starts."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator
from typing import Any

import uvicorn

from corpus.errors import USAGE, FiredutyError
from ui.web.gradio_import import import_gradio
from ui.web.guard.connection import connection_options
from ui.web.guard.hosts import host_names
from ui.web.guard.logs import configure
from ui.web.memory import use_few_heaps
from ui.web.options import DEFAULT, ServerOptions
from ui.web.ports import address, check_port
from ui.web.services import Services

#: Seconds that running requests get to finish when the program is told to stop.
_LAST_REQUESTS = 10


class Running:
    """A server that runs in a thread of its own."""

    def __init__(self, server: uvicorn.Server) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.run, daemon=True)
        self._thread.start()

    def wait_until_ready(self) -> None:
        """Return when requests are answered."""
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.02)

    def close(self) -> None:
        """Finish what is being answered and stop."""
        self._server.should_exit = True
        self._thread.join()


def serve(
    services: Services,
    host: str,
    port: int,
    *,
    options: ServerOptions = DEFAULT,
    open_browser: bool = False,
    prevent_thread_lock: bool = False,
) -> Running | None:
    """Serve the page until it is told to stop.

    Args:
        services: what answers.
        host: address to listen on.
        port: port to listen on.
        options: users, limits, proxies.
        open_browser: open the page in the user's browser.
        prevent_thread_lock: return at once; the caller closes what is returned.

    Raises:
        FiredutyError: the port, the address or the users file cannot be used; says what to do.
    """
    names = host_names(host, options.further_hosts)
    check_port(host, port)
    _check_temporary()
    _keep_to_this_machine()
    use_few_heaps()
    import_gradio()
    from ui.web.app import build_app  # imports Gradio

    server = _server(build_app(services, options, names), host, port)
    if prevent_thread_lock:
        running = Running(server)
        running.wait_until_ready()
        return running
    print(f"已启动：{address(host, port)}", file=sys.stderr, flush=True)
    if open_browser:
        webbrowser.open(address(host, port))
    server.run()
    print("已停止", file=sys.stderr, flush=True)
    return None


def _server(app: Any, host: str, port: int) -> uvicorn.Server:
    class Server(uvicorn.Server):
        """A server that a signal stops in order: open pages let go, running requests finish."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.end_streams()
            await super().shutdown(sockets)

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            # Uvicorn would raise the signal again after stopping: no message, no exit status 0.
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.handle_exit)
            yield

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # ``ui.web.guard.asgi.Proxies`` does, and takes the rest away
        server_header=False,
        timeout_graceful_shutdown=_LAST_REQUESTS,
        **connection_options(),
    )
    return Server(config)


def configure_logs(options: ServerOptions, *, access: bool | None, text: bool = False) -> None:
    """Logs of the program.

    Args:
        access: whether every request is a line; None for unless somebody looks at a terminal.
        text: for people, instead of JSON.
    """
    wanted = not sys.stderr.isatty() if access is None else access
    configure(questions=options.log_questions, access=wanted, text=text)


def _check_temporary() -> None:
    """Gradio cannot be imported where nothing temporary can be written.

    Raises:
        FiredutyError: it cannot.
    """
    try:
        tempfile.gettempdir()
    except OSError as error:
        raise FiredutyError(
            "没有能写的临时文件夹：请设环境变量 TMPDIR，用 Docker 时加 --tmpfs /tmp",
            exit_code=USAGE,
        ) from error


def _keep_to_this_machine() -> None:
    """No telemetry, and no detour of Gradio's own start-up check through a system proxy."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    for name in ("NO_PROXY", "no_proxy"):
        known = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, [known, "127.0.0.1,localhost"]))
