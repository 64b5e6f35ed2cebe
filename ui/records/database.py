"""A SQLite file of the program's own: opened with care, and told in Chinese when it cannot be used.

What stands in the file's place and is no such database is moved aside, never deleted, and a new file
is begun; whoever looks after the program reads in the log what was moved where. Everything else that
can go wrong (locked, read-only, full disk) is an error that names the file, before anything is
promised to anybody.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from corpus.errors import USAGE, FiredutyError
from corpus.files import reason_of

_log = logging.getLogger("fireduty.records")
#: What SQLite keeps beside a file; it goes wherever the file goes.
_BESIDE = ("", "-wal", "-shm", "-journal")
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_OTHERS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SAID = {
    **dict.fromkeys(_OTHERS, "正被别的程序占用，没有存：请过一会儿再试"),
    sqlite3.SQLITE_READONLY: "只能读，不能写：请检查文件和所在文件夹的权限",
    sqlite3.SQLITE_PERM: "不许打开：请检查文件和所在文件夹的权限",
    sqlite3.SQLITE_CANTOPEN: "打不开：请检查文件和所在文件夹的权限",
    sqlite3.SQLITE_FULL: "写不下，磁盘满了：请腾出空间",
    sqlite3.SQLITE_IOERR: "读写出错：请检查磁盘",
}


class RecordsError(FiredutyError):
    """Why records cannot be kept or read: one Chinese sentence that names the file, not its place.

    Attributes:
        busy: whether another program has the file just now, and nothing is wrong with it.
    """

    def __init__(self, message: str, *, busy: bool = False) -> None:
        super().__init__(message, exit_code=USAGE)
        self.busy = busy


class BrokenRecordsError(RecordsError):
    """What stands in the file's place is no database of this kind.

    Attributes:
        file: the inode of what was looked at.
    """

    def __init__(self, message: str, file: int) -> None:
        super().__init__(message)
        self.file = file


class RecordsFile:
    """Where records are kept. Holds no connection itself.

    Args:
        path: of the file; made with the first connection.
        what: what is kept in it, Chinese.
        tables: the SQL that makes its tables where there are none.
        wal: whether readers and a writer go on side by side, at the price of files beside it.
        wait: seconds to wait for another program that writes.
    """

    def __init__(
        self, path: Path, what: str, tables: str, *, wal: bool = False, wait: float = 5.0
    ) -> None:
        self.path = path
        self._what = what
        self._tables = tables
        self._wal = wal
        self._wait = wait
        self._columns = _columns_of(tables)
        self._sound: int | None = None

    def connect(self) -> sqlite3.Connection:
        """A connection in autocommit mode; what is no database has been moved aside before.

        Raises:
            RecordsError: the file cannot be opened.
        """
        with self.told():
            try:
                return self._open()
            except BrokenRecordsError as error:
                self.put_aside(error.file)
                return self._open()

    def inspect(self) -> sqlite3.Connection:
        """A connection, leaving alone what is no database.

        Raises:
            RecordsError: the file cannot be opened; ``BrokenRecordsError``: it is none.
        """
        with self.told():
            return self._open()

    def put_aside(self, file: int) -> None:
        """Move what stands in the file's place, unless another did so already. Told in the log.

        Args:
            file: the inode of what is broken.
        """
        if self.inode() != file:
            return
        aside = self._unused(f"{self.path.name}.bad-{time.strftime('%Y%m%d-%H%M%S')}")
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                os.rename(f"{self.path}{ending}", f"{aside}{ending}")
        _log.error("%s %s 不是可用的数据库，已移到 %s，另建新的", self._what, self.path, aside)

    def inode(self) -> int | None:
        """Which file is in the place; None for none."""
        return _inode(self.path)

    def inodes(self) -> frozenset[int | None]:
        """The same of the file with those beside it."""
        return frozenset(_inode(Path(f"{self.path}{ending}")) for ending in _BESIDE)

    def write_back(self, database: sqlite3.Connection, known: frozenset[int | None]) -> None:
        """Keep what an open connection holds of a file that is not in its place any more.

        It goes back to its place; where another file stands there by now, beside it.

        Args:
            known: the inodes while the file was in its place. What it leaves beside the place would
                be taken for the log of the next file there; all of it is in the connection.
        """
        made = self._unused(f"{self.path.name}.back-{time.strftime('%Y%m%d-%H%M%S')}")
        self._make_private(made)
        with closing(sqlite3.connect(made)) as copy:
            database.backup(copy)
        database.close()
        for beside in (Path(f"{self.path}{ending}") for ending in _BESIDE[1:]):
            if (inode := _inode(beside)) is not None and inode in known:
                beside.unlink()
        try:
            os.link(made, self.path)
        except FileExistsError:
            _log.error("%s %s 在运行中被换掉，原来的存在 %s", self._what, self.path, made)
        else:
            made.unlink()
            _log.error("%s %s 在运行中被移走或删除，已写回原处", self._what, self.path)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Failures of the file inside the block, as sentences.

        Raises:
            RecordsError: one of them.
        """
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

    def _error(self, error: OSError | sqlite3.Error) -> RecordsError:
        named = f"{self._what}（{self.path.name}）"
        if isinstance(error, OSError):
            return RecordsError(
                f"{named}用不了（{reason_of(error)}）：请检查文件、所在文件夹的权限和磁盘空间"
            )
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _BROKEN:
            return self._broken()
        said = _SAID.get(code, "用不了：请检查文件、权限和磁盘空间")
        return RecordsError(f"{named}{said}", busy=code in _OTHERS)

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            said = f"{self._what}（{self.path.name}）用不了：它所在的文件夹其实是一个文件"
            raise RecordsError(said) from error
        self._make_private(self.path)
        if not stat.S_ISREG(os.stat(self.path).st_mode):  # a pipe would be waited for without end
            raise self._broken()
        database = sqlite3.connect(
            self.path, timeout=self._wait, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(database)
        except sqlite3.Error as error:
            database.close()
            raise self._error(error) from error
        except RecordsError:
            database.close()
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        if self._wal:
            _switch_to_wal(database, self._wait)
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            database.execute(f"PRAGMA {pragma}").fetchall()
        try:
            database.executescript(self._tables)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise self._broken() from error  # tables of the same names, and others
        if any(_names(database, table) != names for table, names in self._columns.items()):
            raise self._broken()
        if self._sound != (file := self.inode()):
            if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise self._broken()
            self._sound = file

    def _broken(self) -> BrokenRecordsError:
        said = f"{self._what}（{self.path.name}）坏了，不是可用的数据库"
        return BrokenRecordsError(said, self.inode() or 0)

    def _make_private(self, path: Path) -> None:
        """Whoever may read the program's folder may not read what others wrote.

        Only a new file is opened here: closing one that SQLite has open too would take its locks.
        """
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def _unused(self, name: str) -> Path:
        path, number = self.path.with_name(name), 1
        while os.path.lexists(path):
            number += 1
            path = self.path.with_name(f"{name}-{number}")
        return path


def _inode(path: Path) -> int | None:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None


def _columns_of(tables: str) -> dict[str, list[str]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(tables)
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: _names(database, name) for (name,) in rows}


def _names(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def _switch_to_wal(database: sqlite3.Connection, wait: float) -> None:
    """Let readers and a writer go on side by side.

    Whoever switches first needs the file alone, and SQLite does not make the others wait.
    """
    until = time.monotonic() + wait
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
