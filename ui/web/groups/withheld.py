"""Where nobody logs in, whoever answers in a group could ask the program for the same questions with
their key. While a group answers, what holds the key of one of its questions is not given to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from assistant.answering.answer import Answer, Turn
from assistant.answering.statement import Statement
from assistant.assistant import Assistant
from assistant.training.pack import Pack
from corpus.errors import FiredutyError
from ui.web.groups.session import GroupError, GroupSession
from ui.web.groups.store import MOST_SESSIONS, GroupStore

_PACK = (
    "这套题里有正在现场作答的题，答案要等那一场结束作答以后才给："
    "请换一个范围，或请主持人先结束那一场；设了登录的服务没有这个限制"
)
_SESSION = "另一场先开的现场答题里有同样的题，那一场结束作答以前，这里看不到答案"


@dataclass(frozen=True, slots=True)
class _Answering:
    """A group that answers: when it was opened, and what."""

    created: float
    questions: frozenset[str]


class Withheld:
    """The questions that groups answer just now.

    Args:
        store: keeps the groups.
    """

    def __init__(self, store: GroupStore) -> None:
        self._store = store
        self._known: dict[str, _Answering] = {}
        self._openers: dict[str, str] = {}
        self._lock = Lock()

    def opened(self, code: str, opener: str) -> None:
        """Remember from which address a session was opened: its host may lead others as well."""
        self._openers[code] = opener  # also of one that is over: its host looks at it afterwards
        while len(self._openers) > MOST_SESSIONS:
            self._openers.pop(next(iter(self._openers)))

    def check(self, pack: Pack) -> Pack:
        """The pack, unless a group answers a question of it.

        Raises:
            FiredutyError: one does.
        """
        asked = {question.id for paper in pack.papers for question in paper.questions}
        if any(asked & group.questions for group in self._answering().values()):
            raise FiredutyError(_PACK)
        return pack

    def check_key(self, session: GroupSession, paper: Any) -> None:
        """Nothing, unless an earlier group of somebody else answers a question of a session.

        Raises:
            GroupError: 409, one does.
        """
        asked, opener = _ids(paper), self._openers.get(session.code)
        for code, group in self._answering().items():
            others = opener is None or self._openers.get(code) != opener
            if others and group.created < session.created and asked & group.questions:
                raise GroupError(409, _SESSION)

    def _answering(self) -> dict[str, _Answering]:
        """The groups that answer; those that were known last where the file cannot be read now."""
        with self._lock, suppress(GroupError):
            codes = self._store.answering()
            self._known = {
                code: self._known.get(code) or _Answering(created, _ids(self._store.paper(code)))
                for code, created in codes.items()
            }
        return self._known


def _ids(paper: Any) -> frozenset[str]:
    questions = paper.get("questions", ()) if isinstance(paper, dict) else ()
    return frozenset(str(question.get("id")) for question in questions)


class DiscreetAssistant:
    """An assistant that tells no key which is withheld; otherwise it is the one inside.

    Args:
        inside: what answers.
        check: raises where a pack is withheld.
    """

    def __init__(self, inside: Assistant, check: Callable[[Pack], Pack]) -> None:
        self._inside = inside
        self._check = check

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)

    def only(self, keys: Sequence[str]) -> DiscreetAssistant:
        """As of ``Assistant``."""
        return self._about(self._inside.only(keys))

    def for_question(self, question: str, history: Sequence[Turn] = ()) -> DiscreetAssistant:
        """As of ``Assistant``."""
        return self._about(self._inside.for_question(question, history))

    def _about(self, inside: Assistant) -> DiscreetAssistant:
        return self if inside is self._inside else DiscreetAssistant(inside, self._check)

    def answer(self, *args: Any, **named: Any) -> Answer:
        """As of ``Assistant``."""
        answer = self._inside.answer(*args, **named)
        self._look_at(answer)
        return answer

    def stream(self, *args: Any, **named: Any) -> Iterator[Statement | Answer]:
        """As of ``Assistant``."""
        for part in self._inside.stream(*args, **named):
            if isinstance(part, Answer):
                self._look_at(part)
            yield part

    def _look_at(self, answer: Answer) -> None:
        asked = answer.training
        if asked is not None and (asked.keys or asked.reply):
            self._check(self._inside.trainer.pack(asked.choice, date.today().isoformat()))
