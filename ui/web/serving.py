"""Options of ``fireduty serve`` → how it is served, or a word why not."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from ui.web.guard.hosts import host_names
from ui.web.guard.users import Users
from ui.web.options import (
    RATE,
    TIMEOUT,
    WIDTH,
    WIDTH_WITH_MODEL,
    ServerOptions,
    check_proxies,
    clean_root_path,
    is_loopback,
)


def options_for(
    host: str,
    *,
    auth: bool | None = None,
    users: Path | None = None,
    root_path: str = "",
    proxies: tuple[str, ...] = (),
    further_hosts: tuple[str, ...] = (),
    rate: int | None = None,
    queue: int = 200,
    model_seconds: float | None = None,
    read_only: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> ServerOptions:
    """The settings that the options of the command come to.

    Args:
        auth: whether one must log in; None for where others than this machine's users come in.
        rate: requests a minute; None for ``RATE`` there, and no limit otherwise.
        model_seconds: what a language model is waited for at most; None for no model.

    Raises:
        FiredutyError: one must log in and nobody can, or an option cannot be used.
    """
    trusted, root = check_proxies(proxies), clean_root_path(root_path)
    host_names(host, further_hosts)  # a name that cannot be one is told before the slow start
    for_others = not is_loopback(host) or bool(trusted)
    needs_users = for_others if auth is None else auth
    return ServerOptions(
        root_path=root,
        trusted_proxies=trusted,
        users=_users_file(users, host, for_others) if needs_users else None,
        rate=(RATE if for_others else 0) if rate is None else rate,
        queue=queue,
        width=WIDTH if model_seconds is None else WIDTH_WITH_MODEL,
        timeout=TIMEOUT + (model_seconds or 0),
        log_questions=environment.get("FIREDUTY_LOG_QUESTIONS") == "1",
        read_only=read_only,
        further_hosts=further_hosts,
    )


def _users_file(path: Path | None, host: str, for_others: bool) -> Path:
    users = Users.of(path)
    try:
        known = users.all()
    except FiredutyError as error:
        # Those who have the code of a group need no login, and are not let down.
        print(f"{error}。修好以前谁也不能登录，其余照常。", file=sys.stderr)
        return users.path
    if not known:
        why = f"在 {host} 上别人也能连，要先有用户" if for_others else "要登录，先要有用户"
        raise FiredutyError(
            f"{why}（{users.path} 里还没有）：运行 fireduty user add 用户名，"
            "或加 --no-auth（不设登录）",
            exit_code=USAGE,
        )
    return users.path
