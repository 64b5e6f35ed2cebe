"""The SQLite file of groups: one connection, transactions one after the other, nothing left of what
was deleted.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ui.records.database import BrokenRecordsError, RecordsError, RecordsFile
from ui.web.groups.session import GroupError

#: Seconds to wait for another program that writes, and for the other requests that wait for it.
_WAIT = 4.0
#: Seconds for which nobody waits again after somebody waited in vain.
_REST = 2.0
_TABLES = """
CREATE TABLE IF NOT EXISTS session (
    code TEXT PRIMARY KEY, created REAL NOT NULL, expires REAL NOT NULL, host TEXT NOT NULL,
    title TEXT NOT NULL, paper TEXT NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reply (
    code TEXT NOT NULL REFERENCES session(code) ON DELETE CASCADE, number INTEGER NOT NULL,
    participant TEXT NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (code, number, participant)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS room (
    code TEXT PRIMARY KEY REFERENCES session(code) ON DELETE CASCADE, choice TEXT NOT NULL,
    teams INTEGER NOT NULL, ends REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS team (
    code TEXT NOT NULL REFERENCES session(code) ON DELETE CASCADE, participant TEXT NOT NULL,
    team INTEGER NOT NULL, PRIMARY KEY (code, participant)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keeping (
    code TEXT PRIMARY KEY REFERENCES session(code) ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
    session TEXT NOT NULL, question TEXT NOT NULL, day TEXT NOT NULL, form TEXT NOT NULL,
    stem TEXT NOT NULL, declared TEXT NOT NULL, strong INTEGER NOT NULL,
    strong_right INTEGER NOT NULL, weak INTEGER NOT NULL, weak_right INTEGER NOT NULL,
    PRIMARY KEY (session, question)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reply_of ON reply (code, participant);
"""
_BUSY = "现场答题的记录正忙，这次没有记：请过一会儿再试"
_ASK = "；请告诉维护人员"


class GroupFile:
    """The file. Safe for threads, which share a connection, and for processes.

    Args:
        path: made with the first transaction.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = RecordsFile(path, "现场答题的记录", _TABLES, wal=True, wait=_WAIT)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._inode: int | None = None
        self._known: frozenset[int | None] = frozenset()
        self._rests_until = 0.0

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction; no other process writes between its look and its change."""
        with self._used("BEGIN IMMEDIATE") as database:
            yield database

    @contextmanager
    def look(self) -> Iterator[sqlite3.Connection]:
        """A transaction that only reads: it waits for no process that writes."""
        with self._used("BEGIN") as database:
            yield database

    def forget(self) -> None:
        """Empty the log of writes, in which what was deleted stands as well."""
        with self._alone():
            if self._connection is not None:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def shut(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    @contextmanager
    def _used(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._alone():
            database = self._current()
            database.execute(begin)
            try:
                yield database
                database.commit()
                self._known = self._file.inodes()
            finally:
                if database.in_transaction:
                    database.rollback()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread at a time; what went wrong is told, and what is broken moved aside."""
        if not self._lock.acquire(timeout=self._patience()):
            raise GroupError(503, _BUSY)
        try:
            with self._file.told():
                yield
        except RecordsError as error:
            self._recover(error)
            raise GroupError(503, f"{error}{_ASK}") from error
        finally:
            self._lock.release()

    def _patience(self) -> float:
        return 0.2 if time.monotonic() < self._rests_until else _WAIT

    def _current(self) -> sqlite3.Connection:
        """The connection to what is in the file's place, which somebody may have taken away."""
        if self._connection is not None and self._file.inode() != self._inode:
            lost, self._connection = self._connection, None
            self._file.write_back(lost, self._known)
        if self._connection is None:
            self._connection = self._file.connect()
            self._inode = self._file.inode()
        self._connection.execute(f"PRAGMA busy_timeout = {round(self._patience() * 1000)}")
        return self._connection

    def _recover(self, error: RecordsError) -> None:
        """Make the next request begin anew; what is broken is moved before it is let go of."""
        self._rests_until = time.monotonic() + _REST
        with suppress(RecordsError), self._file.told():
            if isinstance(error, BrokenRecordsError):
                self._file.put_aside(error.file)
            if not error.busy:
                self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
