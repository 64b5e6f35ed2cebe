"""Sessions that have ended before their time: a logout, known to the program and not only to a browser.

Sessions are signed, not stored, so a copied cookie would outlive the logout of the browser that it was
copied from. What is stored is the number of each session that was logged out, until it would have
ended by itself.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from corpus.errors import FiredutyError
from corpus.files import locked, reason_of
from ui.web.guard.users import write_private

#: Bytes of a file that is read; a logout is a line of forty.
_MOST = 8_000_000


class EndedSessions:
    """The sessions that were logged out; safe for threads and for several processes.

    Args:
        path: the file that keeps them over a restart. It need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._ended: dict[str, float] = {}
        self._version: tuple[int, int, int] | None = None

    @classmethod
    def beside(cls, users: Path) -> EndedSessions:
        """Those of a users file."""
        return cls(users.with_suffix(".ended"))

    def holds(self, session: str) -> bool:
        """Whether it was logged out."""
        with self._lock:
            self._read()
            return session in self._ended

    def end(self, session: str, until: float) -> None:
        """Log a session out. It has ended here in any case, whether or not that can be kept.

        Args:
            until: when it would have ended by itself, ``time.time()``.

        Raises:
            FiredutyError: it cannot be written, so a restart would bring it back.
        """
        with self._lock:
            self._ended[session] = until
            try:
                with locked(self._path.with_suffix(".ended-lock")):
                    self._read()
                    now = time.time()
                    self._ended = {s: t for s, t in self._ended.items() if t > now}
                    lines = (f"{t:.0f} {s}\n" for s, t in self._ended.items())
                    write_private(self._path, "".join(lines))
            except OSError as error:
                raise FiredutyError(
                    f"已退出登录，但没有记到 {self._path}（{reason_of(error)}）："
                    "在磁盘恢复以前不要重新启动程序"
                ) from error

    def _read(self) -> None:
        """Take in what another process has written; a line that cannot be read ends nothing."""
        try:
            state = self._path.stat()
            version = (state.st_mtime_ns, state.st_size, state.st_ino)
            if version == self._version or state.st_size > _MOST:
                return
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return  # what this process has ended stays ended
        self._version = version
        for line in text.splitlines():
            until, _, session = line.partition(" ")
            if until.isdecimal() and len(until) < 16 and session:
                self._ended[session] = float(until)
