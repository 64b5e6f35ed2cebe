"""Databases that are damaged, locked, read-only or taken away: told, put aside, nothing lost.

The whole server with such files is tried by ``evals.faults``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path

import pytest

from corpus.errors import FiredutyError
from ui.records.feedback import Feedback, FeedbackStore
from ui.web.groups.session import GroupError
from ui.web.groups.store import GroupStore

_PAPER = {"questions": [{"id": "一题", "number": 1}]}
_NOBODY = 65534
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


@pytest.mark.parametrize("damage", _DAMAGES)
def test_damaged_groups_are_put_aside_and_begun_anew(damage: str, tmp_path: Path) -> None:
    assert _groups_damaged(_DAMAGES[damage], tmp_path) is None


@pytest.mark.parametrize("damage", _DAMAGES)
def test_damaged_feedback_is_put_aside_and_begun_anew(damage: str, tmp_path: Path) -> None:
    assert _feedback_damaged(_DAMAGES[damage], tmp_path) is None


@pytest.mark.parametrize("ending", ["", "-*"])
def test_file_that_is_removed_while_in_use_loses_no_answer(ending: str, tmp_path: Path) -> None:
    assert _taken(ending, tmp_path) is None


def test_file_that_is_replaced_while_in_use_is_kept_beside_the_new(tmp_path: Path) -> None:
    assert _replaced(tmp_path) is None


def test_file_that_is_overwritten_while_in_use_is_put_aside(tmp_path: Path) -> None:
    assert _garbled(tmp_path) is None


@pytest.mark.slow
def test_locked_feedback_is_not_said_to_be_kept(tmp_path: Path) -> None:
    assert _feedback_locked(tmp_path) is None


def test_read_only_files_are_named_and_nothing_is_said_to_be_kept(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    assert _readonly(tmp_path) is None


def test_groups_may_be_kept_away_from_a_library_that_is_only_read(tmp_path: Path) -> None:
    named = {"FIREDUTY_GROUPS": str(tmp_path / "data" / "groups.sqlite3")}
    assert GroupStore.of(tmp_path, named).path == tmp_path / "data" / "groups.sqlite3"
    assert GroupStore.of(tmp_path, {}).path == tmp_path / "groups.sqlite3"
