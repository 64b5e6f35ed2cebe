"""A conversation on the page: what each thing that a reader does makes of it.

Keeps nothing: the exchanges are the browser session's. Every method takes them and gives the new
ones; the page renders what it is given.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from assistant.answering.answer import Answer
from assistant.answering.statement import Statement
from assistant.assistant import Assistant
from assistant.library.suggesting import suggest_after
from assistant.settings import Style
from corpus.errors import FiredutyError
from ui.records.feedback import VERDICTS, FeedbackStore, feedback_on
from ui.web.chat.chat_html import MOST_TURNS, Exchange
from ui.web.chat.ways_on import ways_on

Exchanges = list[Exchange]
INTERNAL_ERROR = (
    "程序内部出错，没有得到回答。问题已放回输入框，请再试一次；"
    "如果仍不行，请把启动程序的窗口里的错误信息发给维护人员。"
)
_log = logging.getLogger(__name__)


class Talk:
    """What a reader can do in a conversation.

    Args:
        assistant: answers the questions.
        store: keeps what readers say of answers; None where nothing is kept.
        now: the time, ISO with offset.
    """

    def __init__(
        self,
        assistant: Assistant,
        store: FeedbackStore | None = None,
        now: Callable[[], str] = lambda: datetime.now().astimezone().isoformat(timespec="seconds"),
    ) -> None:
        self._assistant = assistant
        self._store = store
        self._now = now

    @property
    def keeps_feedback(self) -> bool:
        """Whether what readers say of answers is kept."""
        return self._store is not None

    def ask(
        self, question: str, exchanges: Exchanges, style: Style, documents: Sequence[str] = ()
    ) -> Iterator[Exchanges]:
        """The question at once, what a language model says as it says it, then the answer.

        Args:
            documents: keys of those that alone are asked; none for all.
        """
        # An empty question leaves its hint only until the next one.
        earlier = [
            e for e in exchanges if e.question.strip() and (e.answer or e.error or e.stopped)
        ]
        earlier = earlier[1 - MOST_TURNS :]
        pending = Exchange(question, style=style, documents=tuple(documents))
        yield [*earlier, pending]
        for latest in self._answers(pending, earlier):
            yield [*earlier, latest]

    def retry(
        self, exchanges: Exchanges, style: Style, documents: Sequence[str] = ()
    ) -> Iterator[Exchanges]:
        """The last question anew, of the documents that are chosen now."""
        if exchanges:
            yield from self.ask(exchanges[-1].question, exchanges[:-1], style, documents)

    def switch(self, exchanges: Exchanges, style: Style) -> Iterator[Exchanges]:
        """The last answer in another style of speech."""
        if exchanges and exchanges[-1].answer is not None:
            yield from self.retry(exchanges, style, exchanges[-1].documents)
        else:
            yield exchanges

    def stop(self, exchanges: Exchanges) -> Exchanges:
        """The answer that is on its way is given up."""
        if not exchanges or exchanges[-1].answer or exchanges[-1].error:
            return exchanges
        return [*exchanges[:-1], replace(exchanges[-1], stopped=True)]

    def restore(self, asked: Sequence[object], style: Style) -> Exchanges:
        """An earlier conversation from its questions, answered anew without a language model.

        Args:
            asked: what the browser kept (``kept_of``); anything that is no question is left out.
        """
        exchanges: Exchanges = []
        read = [one for one in map(_kept, asked) if one is not None]
        for question, documents in read[-MOST_TURNS:]:
            try:
                asking = self._about(documents)
                answer = asking.answer(question, _history(exchanges), style, rewrite=False)
            except FiredutyError:
                continue
            exchange = Exchange(question, style=style, documents=documents)
            exchanges.append(self._finished(exchange, answer))
        return exchanges

    def judge(self, turn: int, verdict: str, comment: str, exchanges: Exchanges) -> Exchanges:
        """Keep what the reader says of an answer.

        Raises:
            FiredutyError: it cannot be written.
        """
        if self._store is None or verdict not in VERDICTS or not 0 <= turn < len(exchanges):
            return exchanges
        exchange = exchanges[turn]
        if exchange.answer is None:
            return exchanges
        versions = self._versions(exchange)
        self._store.add(
            feedback_on(
                exchange.answer,
                verdict=verdict,
                comment=comment,
                at=self._now(),
                style=exchange.style,
                versions=versions,
            )
        )
        judged = replace(exchange, verdict=verdict)
        return [*exchanges[:turn], judged, *exchanges[turn + 1 :]]

    def _answers(self, pending: Exchange, earlier: Exchanges) -> Iterator[Exchange]:
        try:
            asking = self._about(pending.documents)
            for part in asking.stream(pending.question, _history(earlier), pending.style):
                if isinstance(part, Statement):
                    pending = replace(pending, said=(*pending.said, part))
                    yield pending
                else:
                    yield self._finished(pending, part)
        except FiredutyError as error:
            yield replace(pending, said=(), error=f"{error}。")
        except Exception:
            _log.exception("question failed")
            yield replace(pending, said=(), error=INTERNAL_ERROR)

    def _finished(self, exchange: Exchange, answer: Answer) -> Exchange:
        asking = self._about(exchange.documents)
        following = suggest_after(asking.documents, answer)
        ways = ways_on(asking, answer, exchange.documents)
        return replace(exchange, answer=answer, said=(), next=following, ways=ways)

    def _about(self, documents: Sequence[str]) -> Assistant:
        """What answers about some of the documents; about all where none is chosen.

        Raises:
            FiredutyError: there is no such document.
        """
        return self._assistant.only(documents) if documents else self._assistant

    def _identity(self) -> str:
        """Of the index: what was read when an answer was found."""
        index, manifest = self._assistant.index, self._assistant.library.manifest
        if len(self._assistant.documents) == 1 or manifest is None:
            return index.manifest.identity
        return manifest.identity

    def _versions(self, exchange: Exchange) -> dict[str, str]:
        asked = self._about(exchange.documents).documents
        writing = exchange.answer.writing if exchange.answer else None
        return {
            "fireduty": version("fireduty"),
            "regulation": "、".join(d.regulation.id for d in asked),
            "index": self._identity(),
            **({"model": writing.model, "prompt": writing.prompt} if writing else {}),
        }


def kept_of(exchange: Exchange) -> str | dict[str, object]:
    """What the browser keeps of a question: its words, with the documents that alone were asked."""
    if not exchange.documents:
        return exchange.question
    return {"question": exchange.question, "in": list(exchange.documents)}


def _kept(stored: object) -> tuple[str, tuple[str, ...]] | None:
    """A question and its documents as the browser kept them; None for anything else."""
    if isinstance(stored, str):
        return stored, ()
    if not isinstance(stored, dict):
        return None
    question, documents = stored.get("question"), stored.get("in")
    if not isinstance(question, str) or not isinstance(documents, list):
        return None
    return question, tuple(key for key in documents if isinstance(key, str))


def _history(exchanges: Sequence[Exchange]) -> list[tuple[str, Answer]]:
    return [(e.question, e.answer) for e in exchanges if e.answer is not None]
