"""Counts of right answers that outlive the sessions in which they were given, in the same file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from assistant.training.difficulty import AnswerCount
from ui.web.groups.file import GroupFile
from ui.web.groups.session import GroupSession, KeptCount


class KeptCounts:
    """What hosts chose to keep.

    Args:
        file: that of the sessions.
    """

    def __init__(self, file: GroupFile) -> None:
        self._file = file

    def keep(self, session: GroupSession, counts: Mapping[AnswerCount, tuple[str, str]]) -> None:
        """Keep how often the questions of a session were right; in place of what was kept of it.

        Args:
            counts: each named by the id of its question → form and stem.
        """
        name, day = name_session(session.code, session.created), _day(session.created)
        rows = [
            (
                name,
                c.id,
                day,
                form,
                stem,
                c.declared,
                c.strong,
                c.strong_right,
                c.weak,
                c.weak_right,
            )
            for c, (form, stem) in counts.items()
        ]
        with self._file.change() as database:
            database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def all(self) -> tuple[KeptCount, ...]:
        """What was kept of all sessions, the earliest first. Makes no file."""
        if not self._file.path.exists():
            return ()
        with self._file.look() as database:
            rows = database.execute("SELECT * FROM kept ORDER BY day, session, question").fetchall()
        return tuple(
            KeptCount(session, day, form, stem, AnswerCount(question, *numbers))
            for session, question, day, form, stem, *numbers in rows
        )

    def forget(self) -> int:
        """Delete what was kept of all sessions; of how many. Makes no file."""
        if not self._file.path.exists():
            return 0
        with self._file.change() as database:
            (count,) = database.execute("SELECT count(DISTINCT session) FROM kept").fetchone()
            database.execute("DELETE FROM kept")
        self._file.forget()
        return int(count)


def name_session(code: str, created: float) -> str:
    """Tells a session apart for good; nobody reads its code from it."""
    return sha256(f"kept:{code}:{created}".encode()).hexdigest()[:16]


def _day(seconds: float) -> str:
    return date.fromtimestamp(seconds).isoformat()
