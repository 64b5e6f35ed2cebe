"""The address that a server listens on, tried before the slow start."""

from __future__ import annotations

import errno
import socket

from corpus.errors import USAGE, FiredutyError

_LAST_PORT = 65535
_ANY_HOST = ("0.0.0.0", "::", "")


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
    except (UnicodeError, TypeError) as error:  # no name at all
        raise FiredutyError(_remedy(OSError(), host, port), exit_code=USAGE) from error
    except OSError as error:
        raise FiredutyError(_remedy(error, host, port), exit_code=USAGE) from error


def _remedy(error: OSError, host: str, port: int) -> str:
    other = port + 1 if port < _LAST_PORT else port - 1
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请关闭占用它的程序，或加 --port {other}"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}：请换一个 1024 以上的端口，例如 --port 7860"
    return f"不能在地址 {host} 上监听：请检查 --host，只在本机使用时写 127.0.0.1"
