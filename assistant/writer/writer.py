"""The optional last step of an answer: a language model says it in plain words, sentence by sentence.

The model rewrites an answer that exists already. It sees the question and the provisions that the
answer cites, nothing else; every sentence is checked against them before it is shown, and the
quotes below stay the program's own. Whatever goes wrong, the reader gets the answer that was there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from assistant.answering.answer import Answer
from assistant.answering.quoting import document_mark
from assistant.answering.statement import Statement
from assistant.settings import Style
from assistant.writer.breaker import Breaker
from assistant.writer.checking import check_across
from assistant.writer.failure import FailureKind, ModelError
from assistant.writer.lazy import Lazy
from assistant.writer.model import ReplySource
from assistant.writer.prompt import load_prompt
from assistant.writer.reply import ReplyReader
from assistant.writer.session import WritingSession
from assistant.writer.vet import Check, Vetting
from assistant.writer.waiting import pieces_until
from corpus.text.provision import Regulation

#: Characters of provisions up to which a model is asked: more is a list, and lists stay as they are.
_MOST_GIVEN = 6_000
#: Characters of a reply; eight sentences need two thousand.
_MOST_REPLY = 20_000
#: A failure of the model's text and not of its server: the breaker does not count it.
_NOT_THE_SERVER: frozenset[FailureKind] = frozenset({"unsupported", "internal"})
_log = logging.getLogger(__name__)
#: Key of a document in the ids of an answer → its verifier, being made.
_Checks = Mapping[str, Lazy[Check]]


@dataclass(frozen=True, slots=True)
class WriterOptions:
    """How the model is asked.

    Attributes:
        model: its name, for the record.
        timeout: seconds from the start of the writing to its end.
        style: everyday words or the statute's.
        secrets: words that may never be shown.
    """

    model: str
    timeout: float = 30.0
    style: Style = "plain"
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """A document whose answers may be rewritten.

    Attributes:
        regulation: the document.
        check: makes the verifier of its sentences; None where they cannot be checked.
    """

    regulation: Regulation
    check: Callable[[], Check] | None


class Writer:
    """Rewrites answers with a language model; safe for threads.

    Args:
        source: the model.
        documents: that the answers are of. Each verifier is made once, in a thread of its own; where
            one of an answer's documents has none, nothing is asked.
        options: see there.
        breaker: rests the model after failures; None for the usual one.
    """

    def __init__(
        self,
        source: ReplySource,
        documents: Sequence[WrittenDocument],
        options: WriterOptions,
        breaker: Breaker | None = None,
    ) -> None:
        self._source = source
        self._documents = {d.regulation.key: d.regulation for d in documents}
        self._checks = {d.regulation.key: Lazy(d.check) for d in documents if d.check}
        self._options = options
        self._breaker = breaker or Breaker()
        self._prompt = load_prompt()

    def write(
        self, answer: Answer, style: Style | None = None, document: str = ""
    ) -> Iterator[Statement | Answer]:
        """Statements as soon as they are checked, then the whole answer.

        Args:
            answer: the one that is rewritten, and given where that fails.
            style: None for that of the options.
            document: key of the one document that is answered from, where ids name none; empty for
                the first.

        The statements that were given out begin the answer's text, unless the model fails after
        them: then the answer is the extractive one, with a note.
        """
        if not may_rewrite(answer):
            yield answer
            return
        style = style or self._options.style
        spoken = self._spoken(answer, document)
        marks = {key: document_mark(d) for key, d in spoken.items() if key}
        messages = self._prompt.messages(answer.standalone_question, answer.quotes, style, marks)
        options = self._options
        session = WritingSession(
            answer, messages, options.model, self._prompt.version, options.secrets
        )
        checks = {key: self._checks.get(d.key) for key, d in spoken.items()}
        ready = {key: check for key, check in checks.items() if check is not None}
        if len(ready) < len(spoken):
            yield session.failed("uncheckable")
        elif not self._breaker.allows():
            yield session.failed("resting")
        else:
            yield from self._try(session, spoken, ready)

    def _spoken(self, answer: Answer, document: str) -> dict[str, Regulation]:
        """The documents of an answer by the keys in its ids; an empty key for the only one."""
        keys = dict.fromkeys(q.id.document for q in answer.quotes)
        own = document or next(iter(self._documents))
        return {key: self._documents[key or own] for key in keys}

    def _try(
        self, session: WritingSession, spoken: Mapping[str, Regulation], checks: _Checks
    ) -> Iterator[Statement | Answer]:
        try:
            yield from self._attempt(session, spoken, checks)
        except ModelError as error:
            if error.kind not in _NOT_THE_SERVER:
                self._breaker.failed()
            yield session.failed(error.kind)
        except Exception:
            _log.exception("writing failed")  # a fault of ours: the answer is there all the same
            yield session.failed("internal")
        else:
            self._breaker.succeeded()
            yield session.finished()

    def _attempt(
        self, session: WritingSession, spoken: Mapping[str, Regulation], checks: _Checks
    ) -> Iterator[Statement]:
        for check in checks.values():
            check.prepare()
        deadline = session.started + self._options.timeout
        reader = ReplyReader()
        vetting: Vetting | None = None
        with closing(
            pieces_until(self._source, session.messages, deadline, most=_MOST_REPLY)
        ) as pieces:
            for draft in session.drafts(pieces, reader):
                vetting = vetting or self._vetting(session, spoken, checks, deadline)
                yield from session.vetted(vetting, draft)
                if session.is_full:
                    break
        session.conclude(closed=reader.closed, retracted=reader.retracted)

    def _vetting(
        self,
        session: WritingSession,
        spoken: Mapping[str, Regulation],
        checks: _Checks,
        deadline: float,
    ) -> Vetting:
        """The checks for this reply; waits for the verifiers no longer than for the model."""
        ready: dict[str, Check] = {}
        for key, making in checks.items():
            made = making.get(max(deadline - time.perf_counter(), 0.0))
            if made is None:
                raise ModelError("slow")
            ready[key] = made
        one = ready.get("")
        return Vetting(
            session.answer.quotes,
            spoken,
            one if one is not None else check_across(ready, tuple(spoken.values())),
            session.messages[0][1],
            self._options.secrets,
        )


def may_rewrite(answer: Answer) -> bool:
    """Whether there is anything to say in other words.

    Refusals, look-ups by number, facts about the document, small talk and complete lists are
    better as they are; a list could only lose a member.
    """
    given = sum(len(q.text) + len(q.lead_in) for q in answer.quotes)
    return (
        answer.refusal is None
        and answer.intent not in ("citation", "meta", "chitchat")
        and not answer.complete
        and 0 < given <= _MOST_GIVEN
    )
