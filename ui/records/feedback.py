"""What users say of answers, kept in one SQLite file on this machine. Optional, and said so.

A record holds the question, how it was understood, the ranking, the answer and the versions that
made it, so that a fault can be found again. Nothing is kept unless somebody presses a button.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from assistant.answering.answer import Answer
from corpus.errors import USAGE, FiredutyError
from ui.records.database import BrokenRecordsError, RecordsFile

Rating = Literal["有用", "没用", "报告问题"]
VERDICTS: tuple[Rating, ...] = ("有用", "没用", "报告问题")
#: Longest comment that is kept.
LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """One press of a button.

    Attributes:
        at: local time, ISO with offset.
        verdict: which button.
        comment: what was typed, may be empty.
        question, standalone, answer: as shown.
        refusal: reason of a refusal, else empty.
        cited, ranking: short ids, with the key of the document where several were asked; of the
            ranking with scores, best first, as JSON.
        style: how the answer spoke.
        versions: of program, regulation, index and prompt, as JSON; where several documents were
            asked with the keys of those that answer.
    """

    at: str
    verdict: Rating
    comment: str
    question: str
    standalone: str
    answer: str
    refusal: str
    cited: str
    ranking: str
    style: str
    versions: str


_FIELDS = tuple(field.name for field in fields(Feedback))
_TABLES = f"CREATE TABLE IF NOT EXISTS feedback ({', '.join(f'{name} TEXT NOT NULL' for name in _FIELDS)})"


def feedback_on(
    answer: Answer,
    *,
    verdict: Rating,
    comment: str,
    at: str,
    style: str,
    versions: Mapping[str, str],
) -> Feedback:
    """A record of an answer.

    Args:
        at: local time, ISO with offset.
        versions: what made the answer.
    """
    ranking = [[str(hit.id), round(hit.score, 4)] for hit in answer.ranking]
    spoken = {"documents": list(_documents_of(answer))} if answer.parts else {}
    return Feedback(
        at,
        verdict,
        comment.strip()[:LONGEST_COMMENT],
        answer.question,
        answer.standalone_question,
        answer.text,
        answer.refusal.reason if answer.refusal and answer.refused else "",
        " ".join(map(str, answer.basis)),
        json.dumps(ranking, ensure_ascii=False),
        style,
        json.dumps({**versions, **spoken}, ensure_ascii=False),
    )


def _documents_of(answer: Answer) -> tuple[str, ...]:
    """Keys of the documents that an answer over several rests on; in a refusal of those that were asked."""
    keys = dict.fromkeys(i.document for i in answer.basis if i.document)
    return tuple(keys or answer.parts)


class FeedbackStore:
    """Records in a file. Safe for threads and processes: each call opens it anew.

    Args:
        path: of the SQLite file; made with the first record.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = RecordsFile(path, "反馈", _TABLES)

    @classmethod
    def of(cls, home: Path, environment: Mapping[str, str] = os.environ) -> FeedbackStore | None:
        """The store that ``FIREDUTY_FEEDBACK`` names: a file, ``off`` for none; by default in home."""
        named = environment.get("FIREDUTY_FEEDBACK") or ""
        if named.lower() in ("off", "no", "0", "不存"):
            return None
        return cls(Path(named).expanduser() if named else home / "feedback.sqlite3")

    def check(self) -> None:
        """Move aside what is no store. Makes no file.

        Raises:
            FiredutyError: the file cannot be used.
        """
        if os.path.lexists(self.path):
            self._file.connect().close()

    def add(self, record: Feedback) -> None:
        """Keep a record; what is no store has been moved aside before.

        Raises:
            FiredutyError: the file cannot be written.
        """
        try:
            self._insert(record)
        except BrokenRecordsError as error:  # in a part of it that opening did not touch
            with self._file.told():
                self._file.put_aside(error.file)
            self._insert(record)

    def _insert(self, record: Feedback) -> None:
        marks = ", ".join("?" for _ in _FIELDS)
        with self._file.told(), closing(self._file.connect()) as database:
            database.execute(
                f"INSERT INTO feedback ({', '.join(_FIELDS)}) VALUES ({marks})",
                tuple(asdict(record).values()),
            )

    def records(self) -> tuple[Feedback, ...]:
        """Everything that is kept, oldest first; nothing where there is no file yet.

        Raises:
            FiredutyError: the file is no store; it stays where it is.
        """
        if not self.path.exists():
            return ()
        with self._reading() as database:
            rows = database.execute(f"SELECT {', '.join(_FIELDS)} FROM feedback ORDER BY rowid")
            return tuple(Feedback(*row) for row in rows)

    def clear(self) -> int:
        """Delete every record; how many there were."""
        if not self.path.exists():
            return 0
        with self._reading() as database:
            return database.execute("DELETE FROM feedback").rowcount

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._file.told(), closing(self._file.inspect()) as database:
                yield database
        except FiredutyError as error:
            said = f"反馈文件 {self.path} 不能用：{error}；也可以用 FIREDUTY_FEEDBACK 另指一个"
            raise FiredutyError(said, exit_code=USAGE) from error
