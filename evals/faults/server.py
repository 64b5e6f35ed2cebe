"""Fault trials: the whole server, with files that are broken before it starts and while it runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from evals.faults.office import Office, serving
from evals.faults.trial import Trial

_WORDS = "这是别的文件，不是数据库。" * 300


def _starts(folder: Path) -> str | None:
    """Both databases broken before the start: everything else is served, both are used again."""
    for name in ("groups.sqlite3", "feedback.sqlite3"):
        (folder / name).write_text(_WORDS, "utf-8")
    with serving(folder) as office:
        asked = office.ask("api/v1/ask", {"question": "消防车通道谁负责"})
        code, secret = office.group()
        office.reply(code, "p" * 32)
        live = office.ask(f"group/{code}/live", secret=secret)
        said = office.log()
    if asked.status != 200 or live.value.get("participants") != 1:
        return f"问答 {asked.status}，现场答题 {live.status}"
    named = [n for n in ("groups.sqlite3", "feedback.sqlite3") if str(folder / n) in said]
    if len(named) < 2 or "Traceback" in said:
        return f"日志没有写明两个文件：{said[-300:]}"
    aside = [path for path in folder.iterdir() if ".bad-" in path.name]
    return None if len(aside) == 2 else "没有都移到旁边"


def _runs(folder: Path) -> str | None:
    """The file locked, then removed while the server runs: nothing acknowledged is lost."""
    with serving(folder) as office:
        code, secret = office.group()
        kept = sum(office.reply(code, f"{who:032}").status == 200 for who in range(10))
        with _held(office):
            slow = [office.ask("readyz").seconds, office.ask("view/duties").seconds]
            locked = office.reply(code, "x" * 32)
        for path in folder.glob("groups.sqlite3*"):
            path.unlink()
        kept += office.reply(code, "y" * 32).status == 200
        live = office.ask(f"group/{code}/live", secret=secret)
        said = office.log()
    if locked.status != 503 or "groups.sqlite3" not in locked.message:
        return f"锁着时说 {locked.status}：{locked.message}"
    if max(slow) > 1:
        return f"锁着时别的页面等了 {max(slow):.1f} 秒"
    if live.value.get("participants") != kept:
        return f"说记下了 {kept} 人的，看到 {live.value.get('participants')} 人的"
    return None if "已写回原处" in said and "Traceback" not in said else f"日志：{said[-300:]}"


def _users_broken(folder: Path) -> str | None:
    """With a login, and a users file that is none: nobody gets in, the rest is served."""
    users = folder / "users.json"
    users.write_text('{"users": [', "utf-8")
    users.chmod(0o600)
    before = users.read_bytes()
    with serving(folder, "--auth", "--users", str(users)) as office:
        ready, joined = office.ask("readyz"), office.ask("join")
        page = office.ask("api/v1/status")
        said = office.log()
    if (ready.status, joined.status, page.status) != (200, 200, 401):
        return f"readyz {ready.status}，join {joined.status}，接口 {page.status}"
    if users.read_bytes() != before:
        return "动了用户文件"
    return None if str(users) in said and "Traceback" not in said else f"日志：{said[-300:]}"


@contextmanager
def _held(office: Office) -> Iterator[None]:
    with closing(sqlite3.connect(office.home / "groups.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def _trial(name: str, promise: str, run: Callable[[Path], str | None]) -> Trial:
    return Trial("server", name, promise, run, slow=True)


TRIALS: tuple[Trial, ...] = (
    _trial("启动时两个数据库都坏", "其余照常启动，写明文件，移到旁边", _starts),
    _trial("启动时用户文件坏", "谁也不能登录，其余照常，写明文件", _users_broken),
    _trial("运行中锁住、删掉", "别的页面不等，记下的一个不丢", _runs),
)
