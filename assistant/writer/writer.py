"""The optional last step of an answer: a language model says it in plain words, sentence by sentence.

The model rewrites an answer that exists already. It sees the question and the provisions that the
answer cites, nothing else; every sentence is checked against them before it is shown, and the
quotes below stay the program's own. Whatever goes wrong, the reader gets the answer that was there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from assistant.answering.answer import Answer
from assistant.answering.statement import Statement
from assistant.settings import Style
from assistant.writer.breaker import Breaker
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


class Writer:
    """Rewrites answers with a language model; safe for threads.

    Args:
        source: the model.
        check: makes the verifier; called once, in a thread of its own. None where sentences cannot
            be checked: then nothing is asked.
        regulation: that the answers are of.
        options: see there.
        breaker: rests the model after failures; None for the usual one.
    """

    def __init__(
        self,
        source: ReplySource,
        check: Callable[[], Check] | None,
        regulation: Regulation,
        options: WriterOptions,
        breaker: Breaker | None = None,
    ) -> None:
        self._source = source
        self._check = Lazy(check) if check else None
        self._regulation = regulation
        self._options = options
        self._breaker = breaker or Breaker()
        self._prompt = load_prompt()

    def write(self, answer: Answer, style: Style | None = None) -> Iterator[Statement | Answer]:
        """Statements as soon as they are checked, then the whole answer.

        Args:
            answer: the one that is rewritten, and given where that fails.
            style: None for that of the options.

        The statements that were given out begin the answer's text, unless the model fails after
        them: then the answer is the extractive one, with a note.
        """
        if not may_rewrite(answer):
            yield answer
            return
        style = style or self._options.style
        messages = self._prompt.messages(answer.standalone_question, answer.quotes, style)
        options = self._options
        session = WritingSession(
            answer, messages, options.model, self._prompt.version, options.secrets
        )
        if self._check is None:
            yield session.failed("uncheckable")
        elif not self._breaker.allows():
            yield session.failed("resting")
        else:
            yield from self._try(session, self._check)

    def _try(self, session: WritingSession, check: Lazy[Check]) -> Iterator[Statement | Answer]:
        try:
            yield from self._attempt(session, check)
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

    def _attempt(self, session: WritingSession, check: Lazy[Check]) -> Iterator[Statement]:
        check.prepare()
        deadline = session.started + self._options.timeout
        reader = ReplyReader()
        vetting: Vetting | None = None
        with closing(
            pieces_until(self._source, session.messages, deadline, most=_MOST_REPLY)
        ) as pieces:
            for draft in session.drafts(pieces, reader):
                vetting = vetting or self._vetting(session, check, deadline)
                yield from session.vetted(vetting, draft)
                if session.is_full:
                    break
        session.conclude(closed=reader.closed, retracted=reader.retracted)

    def _vetting(self, session: WritingSession, check: Lazy[Check], deadline: float) -> Vetting:
        """The checks for this reply; waits for the verifier no longer than for the model."""
        ready = check.get(max(deadline - time.perf_counter(), 0.0))
        if ready is None:
            raise ModelError("slow")
        return Vetting(
            session.answer.quotes,
            self._regulation,
            ready,
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
