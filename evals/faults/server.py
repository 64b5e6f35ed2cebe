"""Fault trials: the server's databases while it starts and runs."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path

from corpus.errors import FiredutyError
from evals.faults.office import Office, serving
from evals.faults.trial import Trial
from ui.records.feedback import Feedback, FeedbackStore
from ui.web.groups.session import GroupError
from ui.web.groups.store import GroupStore

_PAPER = {"questions": [{"id": "一题", "number": 1}]}
_NOBODY = 65534
_PUT_ASIDE = "什么也不删：不是数据库的移到旁边，另建新的接着用，日志写明移到哪里"
_WORDS = "这是别的文件，不是数据库。" * 300
Damage = Callable[[Path], None]


# --- what may stand in the place of a database ----------------------------------------------------


def _words(path: Path) -> None:
    path.write_text(_WORDS, "utf-8")


def _json(path: Path) -> None:
    path.write_text(json.dumps({"session": []}))


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 - 7])


def _torn(path: Path) -> None:
    """A page of the middle overwritten, the header sound."""
    data = bytearray(path.read_bytes())
    data[4096 : 3 * 4096] = b"\xff" * (2 * 4096)
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    """A sound database with tables of the same names and other columns."""
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        for table in ("session", "reply", "feedback"):
            database.execute(f"CREATE TABLE {table} (wert INTEGER)")
        database.commit()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "别的.txt").write_text(_WORDS, "utf-8")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


_DAMAGES: dict[str, Damage] = {
    "别的文件": _words,
    "半个文件": _half,
    "中间被改写": _torn,
    "别的数据库": _foreign,
    "JSON": _json,
    "文件夹": _folder,
    "管道": _pipe,
}


def _aside(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if ".bad-" in path.name]


def _record(comment: str) -> Feedback:
    values = {field.name: "" for field in fields(Feedback)}
    return Feedback(**{**values, "verdict": "有用", "comment": comment})  # type: ignore[arg-type]


def _groups_damaged(damage: Damage, folder: Path) -> str | None:
    path = folder / "groups.sqlite3"
    store = GroupStore(path)
    store.create("旧的一场", _PAPER)
    store.shut()
    damage(path)
    kind = stat.S_IFMT(os.lstat(path).st_mode)
    started = GroupStore(path)
    started.check()
    code, _ = started.create("新的一场", _PAPER)
    started.reply(code.code, "p" * 32, 1, [0])
    kept = started.tally(code.code).participants
    started.shut()
    aside = _aside(folder)
    if kept != 1:
        return "新记的答案没有留下"
    if not aside or stat.S_IFMT(os.lstat(aside[0]).st_mode) != kind:
        return f"原来的不在旁边：{[p.name for p in folder.iterdir()]}"
    return None


def _feedback_damaged(damage: Damage, folder: Path) -> str | None:
    path = folder / "feedback.sqlite3"
    store = FeedbackStore(path)
    store.add(_record("旧的"))
    damage(path)
    try:
        store.records()
        return "读坏了的文件没有说坏"
    except FiredutyError as error:
        if str(path) not in str(error):
            return f"没有写明文件：{error}"
    if _aside(folder):
        return "只是读，不该移动"
    store.add(_record("新的"))
    if [r.comment for r in store.records()] != ["新的"]:
        return "新的反馈没有留下"
    return None if _aside(folder) else "原来的不在旁边"


# --- files that are taken away, locked or closed while they are used ------------------------------


def _taken(ending: str, folder: Path) -> str | None:
    """The file removed, with or without what SQLite keeps beside it; then go on."""
    path = folder / "groups.sqlite3"
    store = GroupStore(path)
    session, secret = store.create("一场", _PAPER)
    for who in range(20):
        store.reply(session.code, f"{who:032}", 1, [0])
    path.unlink()
    for beside in folder.glob(f"groups.sqlite3{ending}" if ending else "nothing"):
        beside.unlink()
    store.reply(session.code, "z" * 32, 1, [1])
    store.shut()
    again = GroupStore(path)
    kept = again.tally(again.check_host(session.code, secret).code).participants
    again.shut()
    return None if kept == 21 else f"记下 21 人的答案，重新启动后只有 {kept} 人的"


def _replaced(folder: Path) -> str | None:
    """Another database put in the file's place: both are kept."""
    path, other = folder / "groups.sqlite3", folder / "other.sqlite3"
    second = GroupStore(other)
    there, _ = second.create("另一场", _PAPER)
    second.shut()
    store = GroupStore(path)
    session, _ = store.create("一场", _PAPER)
    store.reply(session.code, "z" * 32, 1, [1])
    os.replace(other, path)
    found = store.session(there.code).title
    store.shut()
    kept = [p for p in folder.iterdir() if ".back-" in p.name]
    with closing(sqlite3.connect(kept[0])) as database:
        replies = database.execute("SELECT count(*) FROM reply").fetchone()[0]
    return None if (found, replies) == ("另一场", 1) else "换掉以前的答案没有留下"


def _garbled(folder: Path) -> str | None:
    """The open file overwritten: told, moved aside, and the next goes on."""
    path = folder / "groups.sqlite3"
    store = GroupStore(path)
    store.create("一场", _PAPER)
    store.shut()
    store.create("又一场", _PAPER)
    with path.open("r+b") as file:
        file.write(b"\xee" * path.stat().st_size)
    for _ in range(3):
        try:
            session, _ = store.create("新的一场", _PAPER)
            store.reply(session.code, "z" * 32, 1, [0])
            kept = store.tally(session.code).participants
            break
        except GroupError as error:
            if error.status != 503 or "groups.sqlite3" not in str(error):
                return f"说的是：{error}"
    else:
        return "换了新文件还是不能用"
    store.shut()
    return None if kept == 1 and _aside(folder) else "没有移到旁边，或新的没有记下"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Another program that has a database for itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        other.execute("BEGIN EXCLUSIVE")
        yield


def _feedback_locked(folder: Path) -> str | None:
    store = FeedbackStore(folder / "feedback.sqlite3")
    store.add(_record("先"))
    with _locked(store.path):
        try:
            store.add(_record("锁着"))
            return "锁着也说存下了"
        except FiredutyError as error:
            if "feedback.sqlite3" not in str(error) or "占用" not in str(error):
                return f"说的是：{error}"
    store.add(_record("后"))
    kept = [r.comment for r in store.records()]
    return None if kept == ["先", "后"] else f"留下的是 {kept}"


def _as_nobody(folder: Path, run: Callable[[], str | None]) -> str | None:
    """Run without the rights of an administrator, for whom no file is read-only."""
    if os.geteuid() != 0:
        return run()
    folder.chmod(0o755)
    os.seteuid(_NOBODY)
    try:
        return run()
    finally:
        os.seteuid(0)


def _readonly(folder: Path) -> str | None:
    home = folder / "home"
    home.mkdir()
    for store in (GroupStore(home / "groups.sqlite3"), FeedbackStore(home / "feedback.sqlite3")):
        if isinstance(store, GroupStore):
            store.create("一场", _PAPER)
            store.shut()
        else:
            store.add(_record("先"))
    for path in (*home.iterdir(), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return _as_nobody(folder, lambda: _refused(home))


def _refused(home: Path) -> str | None:
    groups, feedback = GroupStore(home / "groups.sqlite3"), FeedbackStore(home / "feedback.sqlite3")
    for name, change in (
        ("groups.sqlite3", lambda: groups.create("一场", _PAPER)),
        ("feedback.sqlite3", lambda: feedback.add(_record("后"))),
    ):
        try:
            change()
            return f"{name} 只读也说存下了"
        except FiredutyError as error:
            if name not in str(error) or "权限" not in str(error):
                return f"{name}：{error}"
    return None


# --- the whole server ------------------------------------------------------------------------------


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
    return None if len(_aside(folder)) == 2 else "没有都移到旁边"


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


@contextmanager
def _held(office: Office) -> Iterator[None]:
    with closing(sqlite3.connect(office.home / "groups.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def _trial(
    name: str, promise: str, run: Callable[[Path], str | None], *, slow: bool = False
) -> Trial:
    return Trial("server", name, promise, run, slow)


TRIALS: tuple[Trial, ...] = (
    *(
        _trial(f"现场答题的文件是{name}", _PUT_ASIDE, partial(_groups_damaged, damage))
        for name, damage in _DAMAGES.items()
    ),
    *(
        _trial(f"反馈的文件是{name}", _PUT_ASIDE, partial(_feedback_damaged, damage))
        for name, damage in _DAMAGES.items()
    ),
    _trial("运行中删掉现场答题的文件", "记下的一个不丢", partial(_taken, "")),
    _trial("运行中连同日志一起删掉", "记下的一个不丢", partial(_taken, "-*")),
    _trial("运行中换成另一个数据库", "两边的都留着", _replaced),
    _trial("运行中文件被改写", _PUT_ASIDE, _garbled),
    _trial("反馈的文件被锁住", "没有存就说没有存，松开以后照常", _feedback_locked, slow=True),
    _trial("文件和文件夹只读", "写明是哪个文件，没有存就不说存了", _readonly),
    _trial("启动时两个数据库都坏", "其余照常启动，写明文件，移到旁边", _starts, slow=True),
    _trial("运行中锁住、删掉", "别的页面不等，记下的一个不丢", _runs, slow=True),
)
