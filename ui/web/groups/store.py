"""Groups that answer one paper together, kept in one SQLite file on this machine.

Kept are the paper, and for each participant and question the latest reply. No name and no address:
a participant is the hash of a random word that the browser made up. What has expired is deleted.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ui.web.groups.file import GroupFile
from ui.web.groups.kept_counts import KeptCounts, name_session
from ui.web.groups.session import (
    AnswerSheet,
    GroupError,
    GroupSession,
    ParticipantReply,
    ReplyTally,
)

#: Letters and digits that nobody takes for another: no 0, O, 1, I, L.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
MOST_SESSIONS = 200
MOST_PARTICIPANTS = 1_000
#: How long a session lives, hours.
HOURS, MOST_HOURS = 24, 7 * 24
_NONE = "没有这一场答题：请核对答题码，可能打错了，也可能已经结束"


class _ExpiredError(GroupError):
    """A session whose time is over."""


class GroupStore:
    """Sessions in a file.

    Args:
        path: of the SQLite file; made with the first session.
        clock: seconds since 1970.

    Attributes:
        counts: what outlives them.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = GroupFile(path)
        self._clock = clock
        self.counts = KeptCounts(self._file)

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._file.path

    @classmethod
    def of(cls, home: Path, environment: Mapping[str, str] = os.environ) -> GroupStore:
        """The store that ``FIREDUTY_GROUPS`` names; by default in home."""
        named = environment.get("FIREDUTY_GROUPS")
        return cls(Path(named).expanduser() if named else home / "groups.sqlite3")

    # --- the trainer ----------------------------------------------------------------------------

    def create(
        self,
        title: str,
        paper: object,
        hours: int = HOURS,
        *,
        choice: str = "",
        teams: int = 0,
        keeps: bool = False,
    ) -> tuple[GroupSession, str]:
        """A new session and the secret of who leads it, which is not kept.

        Args:
            paper: JSON values.
            hours: until it expires, 1 to ``MOST_HOURS``.
            choice, teams, keeps: as of ``GroupSession``.

        Raises:
            GroupError: there are too many, or the file cannot be written.
        """
        secret, now = secrets.token_urlsafe(24), self._clock()
        written = json.dumps(paper, ensure_ascii=False)
        with self._file.change() as database:
            self._purge(database)
            (count,) = database.execute("SELECT count(*) FROM session").fetchone()
            if count >= MOST_SESSIONS:
                raise GroupError(
                    409, f"现场答题已有 {MOST_SESSIONS} 场，请先删除结束了的，或等它们过期"
                )
            code = self._unused(database)
            session = GroupSession(code, now, now + hours * 3600, title, True, choice, teams)
            database.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, 1)",
                (code, now, session.expires, _hash(secret), title, written),
            )
            database.execute("INSERT INTO room VALUES (?, ?, ?, NULL)", (code, choice, teams))
            if keeps:
                database.execute("INSERT INTO keeping VALUES (?)", (code,))
                session = replace(session, keeps=True)
        return session, secret

    def check_host(self, code: str, secret: str) -> GroupSession:
        """The session, for who leads it.

        Raises:
            GroupError: 404, there is none; 403, the secret is another's.
        """
        with self._touching(self._file.look()) as database:
            session = self._found(database, code)
            (kept,) = database.execute(
                "SELECT host FROM session WHERE code = ?", (code,)
            ).fetchone()
        if not hmac.compare_digest(kept, _hash(secret)):
            raise GroupError(403, "只有开这一场的人能看和结束：请用开场时得到的主持链接")
        return session

    def tally(self, code: str) -> ReplyTally:
        """How many gave which reply."""
        with self._file.look() as database:
            (participants,) = database.execute(
                "SELECT count(DISTINCT participant) FROM reply WHERE code = ?", (code,)
            ).fetchone()
            rows = database.execute(
                "SELECT number, answer, count(*) AS n FROM reply WHERE code = ? "
                "GROUP BY number, answer ORDER BY number, n DESC, answer",
                (code,),
            ).fetchall()
        replies: dict[int, list[tuple[ParticipantReply, int]]] = {}
        for number, answer, count in rows:
            replies.setdefault(number, []).append((_value(answer), count))
        return ReplyTally(participants, {n: tuple(found) for n, found in replies.items()})

    def sheets(self, code: str) -> tuple[AnswerSheet, ...]:
        """What each participant has answered, in the order in which they began."""
        with self._file.look() as database:
            rows = database.execute(
                "SELECT reply.participant, number, answer, team FROM reply LEFT JOIN team "
                "USING (code, participant) WHERE code = ? ORDER BY at, number",
                (code,),
            ).fetchall()
        found: dict[str, dict[int, ParticipantReply]] = {}
        teams = {participant: team or 0 for participant, _, _, team in rows}
        for participant, number, answer, _ in rows:
            found.setdefault(participant, {})[number] = _value(answer)
        return tuple(AnswerSheet(teams[who], replies) for who, replies in found.items())

    def set_time(self, code: str, seconds: float | None) -> None:
        """Take replies for so long from now on; None for as long as the session lives."""
        ends = None if seconds is None else self._clock() + seconds
        with self._file.change() as database:
            kept = database.execute("UPDATE room SET ends = ? WHERE code = ?", (ends, code))
            if not kept.rowcount:  # opened before there were times
                database.execute("INSERT INTO room VALUES (?, '', 0, ?)", (code, ends))

    def close(self, code: str) -> None:
        """Take no more replies; the key may be shown."""
        with self._file.change() as database:
            database.execute("UPDATE session SET open = 0 WHERE code = ?", (code,))

    def delete(self, code: str) -> None:
        """Delete a session with every reply, and what was kept of it."""
        with self._file.change() as database:
            row = database.execute("SELECT created FROM session WHERE code = ?", (code,)).fetchone()
            if row is not None:
                name = name_session(code, row[0])
                database.execute("DELETE FROM kept WHERE session = ?", (name,))
            database.execute("DELETE FROM session WHERE code = ?", (code,))
        self._file.forget()

    # --- participants ---------------------------------------------------------------------------

    def session(self, code: str) -> GroupSession:
        """The session of a code.

        Raises:
            GroupError: 404, there is none, or it has expired.
        """
        with self._touching(self._file.look()) as database:
            return self._found(database, code)

    def paper(self, code: str) -> Any:
        """The paper as it was given.

        Raises:
            GroupError: as ``session``.
        """
        with self._touching(self._file.look()) as database:
            self._found(database, code)
            (paper,) = database.execute(
                "SELECT paper FROM session WHERE code = ?", (code,)
            ).fetchone()
        return _value(paper)

    def seat(self, code: str) -> str:
        """A word for one participant that is known as given out here.

        Raises:
            GroupError: as ``session``.
        """
        nonce = secrets.token_hex(8)
        return f"{nonce}{self._signed(code, nonce)}"

    def is_seat(self, code: str, participant: str) -> bool:
        """Whether a participant's word was given out as a seat of a session."""
        nonce, signed = participant[:16], participant[16:]
        return hmac.compare_digest(signed, self._signed(code, nonce))

    def _signed(self, code: str, nonce: str) -> str:
        """Signed with what is kept of the host's secret, which never leaves the file."""
        with self._touching(self._file.look()) as database:
            self._found(database, code)
            (key,) = database.execute("SELECT host FROM session WHERE code = ?", (code,)).fetchone()
        return hmac.digest(key.encode(), f"seat {nonce}".encode(), "sha256").hex()[:32]

    def knows(self, code: str, participant: str) -> bool:
        """Whether a participant has answered anything in a session."""
        with self._file.look() as database:
            return self._has(database, code, _member(code, participant))

    def reply(
        self, code: str, participant: str, number: int, answer: ParticipantReply, team: int = 0
    ) -> None:
        """Keep a reply in place of an earlier one of the same participant, and the participant's team.

        Raises:
            GroupError: 404, there is no such session; 409, it is closed or full.
        """
        member = _member(code, participant)
        with self._touching(self._file.change()) as database:
            session = self._found(database, code)
            if not session.open:
                raise GroupError(409, "作答已经结束，这道题没有再记")
            if not self._has(database, code, member):
                (count,) = database.execute(
                    "SELECT count(DISTINCT participant) FROM reply WHERE code = ?", (code,)
                ).fetchone()
                if count >= MOST_PARTICIPANTS:
                    raise GroupError(409, f"这一场已有 {MOST_PARTICIPANTS:,} 人，不能再加入")
            database.execute(
                "INSERT OR REPLACE INTO reply VALUES (?, ?, ?, ?, ?)",
                (code, number, member, json.dumps(list(answer), ensure_ascii=False), self._clock()),
            )
            if 0 < team <= session.teams:
                database.execute(
                    "INSERT OR REPLACE INTO team VALUES (?, ?, ?)", (code, member, team)
                )

    # --- keeping --------------------------------------------------------------------------------

    def answering(self) -> dict[str, float]:
        """Codes of the sessions that take replies, with when they were opened. Makes no file."""
        if not self.path.exists():
            return {}
        with self._file.look() as database:
            rows = database.execute(
                "SELECT code, created FROM session LEFT JOIN room USING (code) WHERE open = 1 "
                "AND expires > :now AND (ends IS NULL OR ends > :now)",
                {"now": self._clock()},
            ).fetchall()
        return dict(rows)

    def purge(self) -> int:
        """Delete what has expired; how many sessions. Makes no file."""
        if not os.path.lexists(self.path):
            return 0
        with self._file.change() as database:
            gone = self._purge(database)
        if gone:
            self._file.forget()
        return gone

    def check(self) -> None:
        """Move aside what is no store, and delete what has expired. Makes no file.

        Raises:
            GroupError: the file cannot be used.
        """
        if os.path.lexists(self.path):
            self.purge()

    def shut(self) -> None:
        """Let go of the file."""
        self._file.shut()

    @contextmanager
    def _touching(
        self, used: AbstractContextManager[sqlite3.Connection]
    ) -> Iterator[sqlite3.Connection]:
        """A transaction; a session that it finds expired is deleted after it."""
        try:
            with used as database:
                yield database
        except _ExpiredError:
            with suppress(GroupError):
                self.purge()
            raise

    def _found(self, database: sqlite3.Connection, code: str) -> GroupSession:
        row = database.execute(
            "SELECT code, created, expires, title, open, choice, teams, ends, "
            "code IN (SELECT code FROM keeping) FROM session "
            "LEFT JOIN room USING (code) WHERE code = ?",
            (code,),
        ).fetchone()
        if row is None:
            raise GroupError(404, _NONE)
        code, created, expires, title, taken, choice, teams, ends, keeps = row
        now = self._clock()
        if expires <= now:
            raise _ExpiredError(404, _NONE)
        is_open = bool(taken) and (ends is None or ends > now)
        return GroupSession(
            code, created, expires, title, is_open, choice or "", teams or 0, ends, bool(keeps)
        )

    def _purge(self, database: sqlite3.Connection) -> int:
        now = self._clock()
        return database.execute("DELETE FROM session WHERE expires <= ?", (now,)).rowcount

    def _unused(self, database: sqlite3.Connection) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
            if not database.execute("SELECT 1 FROM session WHERE code = ?", (code,)).fetchone():
                return code

    @staticmethod
    def _has(database: sqlite3.Connection, code: str, member: str) -> bool:
        row = database.execute(
            "SELECT 1 FROM reply WHERE code = ? AND participant = ? LIMIT 1", (code, member)
        )
        return row.fetchone() is not None


def _value(written: str) -> Any:
    """JSON as it was written.

    Raises:
        GroupError: the file was damaged where it stands.
    """
    try:
        return json.loads(written)
    except ValueError as error:
        raise GroupError(503, "这一场的记录坏了，读不出来：请告诉维护人员，另开一场") from error


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _member(code: str, participant: str) -> str:
    """The participant as kept: from it nobody can answer in the participant's place."""
    return sha256(f"{code}:{participant}".encode()).hexdigest()[:32]
