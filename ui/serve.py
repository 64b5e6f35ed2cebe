"""Starting the web page. Importing this module is cheap: Gradio is imported when it starts."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from typing import TYPE_CHECKING

from corpus import USAGE, FiredutyError

if TYPE_CHECKING:
    import gradio as gr

    from assistant import Assistant

_LAST_PORT = 65535
_ANY_HOST = ("0.0.0.0", "::", "")


def serve(
    assistant: Assistant,
    host: str,
    port: int,
    *,
    open_browser: bool = False,
    prevent_thread_lock: bool = False,
) -> gr.Blocks:
    """Serve the page until Ctrl-C.

    Args:
        assistant: answers the questions.
        host: address to listen on.
        port: port to listen on.
        open_browser: open the page in the user's browser.
        prevent_thread_lock: return at once; the caller closes what is returned.

    Raises:
        FiredutyError: the port or the address cannot be used; says what to do.
    """
    check_port(host, port)
    _keep_to_this_machine()
    from ui.page import build_page
    from ui.theme import launch_options

    page = build_page(assistant)
    page.launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        prevent_thread_lock=True,
        share=False,
        quiet=True,
        **launch_options(),
    )
    print(f"已启动：{address(host, port)}", file=sys.stderr, flush=True)
    if not prevent_thread_lock:
        _wait_for_interrupt(page)
    return page


def address(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = "127.0.0.1" if host in _ANY_HOST else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def check_port(host: str, port: int) -> None:
    """Try the address before the slow start.

    Raises:
        FiredutyError: it cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise FiredutyError(_remedy(error, host, port), exit_code=USAGE) from error


def _remedy(error: OSError, host: str, port: int) -> str:
    other = port + 1 if port < _LAST_PORT else port - 1
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请关闭占用它的程序，或加 --port {other}"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}：请换一个 1024 以上的端口，例如 --port 7860"
    return f"不能在地址 {host} 上监听：请检查 --host，只在本机使用时写 127.0.0.1"


def _keep_to_this_machine() -> None:
    """No telemetry, and no detour of Gradio's own start-up check through a system proxy."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    for name in ("NO_PROXY", "no_proxy"):
        known = os.environ.get(name, "")
        os.environ[name] = ",".join(filter(None, [known, "127.0.0.1,localhost"]))


def _wait_for_interrupt(page: gr.Blocks) -> None:
    try:
        while True:
            time.sleep(1)  # an Event().wait() would not see Ctrl-C on Windows
    except KeyboardInterrupt:
        print("已停止", file=sys.stderr)
    finally:
        page.close(verbose=False)
