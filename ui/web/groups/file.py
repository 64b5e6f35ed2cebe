"""The SQLite file of groups: one connection, transactions one after the other, nothing left of what
was deleted.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ui.web.groups.session import GroupError

_BUSY_SECONDS = 20.0
_TABLES = """
CREATE TABLE IF NOT EXISTS session (
    code TEXT PRIMARY KEY, created REAL NOT NULL, expires REAL NOT NULL, host TEXT NOT NULL,
    title TEXT NOT NULL, paper TEXT NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reply (
    code TEXT NOT NULL REFERENCES session(code) ON DELETE CASCADE, number INTEGER NOT NULL,
    participant TEXT NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (code, number, participant)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reply_of ON reply (code, participant);
"""


class GroupFile:
    """The file. Safe for threads, which share a connection, and for processes.

    Args:
        path: made with the first transaction.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction; no other process writes between its look and its change."""
        with self._lock, self._told():
            if self._connection is None:
                self._connection = self._connect()
            database = self._connection
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.commit()
            finally:
                if database.in_transaction:
                    database.rollback()

    def forget(self) -> None:
        """Empty the log of writes, in which what was deleted stands as well."""
        with self._lock, self._told():
            if self._connection is not None:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def shut(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Whoever may read the program's folder may not read what others answered. Only a new file is
        # opened here: closing one that SQLite has open as well would take its locks away.
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        database = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _switch_to_wal(database)
            for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
                database.execute(f"PRAGMA {pragma}")
            database.executescript(_TABLES)
        except sqlite3.Error:
            database.close()
            raise
        return database

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise GroupError(
                503, "现场答题的记录存不下来：请让维护人员检查程序文件夹的权限和磁盘空间"
            ) from error


def _switch_to_wal(database: sqlite3.Connection) -> None:
    """Let readers and a writer go on side by side.

    Whoever switches first needs the file alone, and SQLite does not make the others wait.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
