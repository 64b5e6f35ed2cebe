"""One answer being rewritten: what has arrived, what was said, how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, DraftSentence, Writing
from assistant.answering.statement import Statement, StatementKind, note
from assistant.writer.failure import FailureKind, ModelError
from assistant.writer.model import ReplyPiece
from assistant.writer.prompt import Messages
from assistant.writer.reply import Draft, ReplyReader
from assistant.writer.vet import Vetted, Vetting

_MOST_SENTENCES = 16
_HEAD = "语言模型根据下列条文改写，逐句核对："


class WritingSession:
    """The rewriting of one answer.

    Args:
        answer: the extractive one.
        messages: what is sent.
        model: its name; a path is left out of the record.
        prompt: version of the prompt.
        secrets: words that a reply may repeat and that no record may hold.
    """

    def __init__(
        self,
        answer: Answer,
        messages: Messages,
        model: str,
        prompt: str,
        secrets: Sequence[str] = (),
    ) -> None:
        self._secrets = secrets
        self.started = time.perf_counter()
        self.answer = answer
        self.messages = messages
        name = model.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        self._base = Writing(name, prompt, messages=messages)
        self._reply: list[tuple[float, str]] = []
        self._finish = ""
        self._tokens: tuple[int, int] | None = None
        self._attempts = 0
        self._timings: dict[str, float] = {}
        self._sentences: list[DraftSentence] = []
        self._said: list[Statement] = []
        self._held: list[Statement] = []

    @property
    def is_full(self) -> bool:
        """Whether more sentences would only make the answer long."""
        return len(self._sentences) >= _MOST_SENTENCES

    def mark(self, stage: str) -> None:
        """Note when a stage was first reached."""
        self._timings.setdefault(stage, self._now())

    def _now(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 2)

    def drafts(self, pieces: Iterable[ReplyPiece], reader: ReplyReader) -> Iterator[Draft]:
        """Statements as they are complete; every piece is recorded."""
        for piece in pieces:
            if piece.text:
                self.mark("first_token")
                self._reply.append((self._now(), piece.text))
            self._finish = piece.finish or self._finish
            self._tokens = piece.tokens or self._tokens
            self._attempts = piece.attempt
            yield from reader.feed(piece.text)
        self.mark("reply")
        yield from reader.end()

    def vetted(self, vetting: Vetting, draft: Draft) -> Iterator[Statement]:
        """What a draft allows to be shown now.

        Provisions that stand for a sentence are held back until a sentence has passed: where none
        does, the extractive answer says it better.
        """
        started = time.perf_counter()
        done = list(vetting.vet(draft))
        spent = (time.perf_counter() - started) * 1000
        self._timings["check"] = round(self._timings.get("check", 0.0) + spent, 2)
        for sentence in done:
            yield from self._show(sentence)

    def _show(self, sentence: Vetted) -> Iterator[Statement]:
        if self.is_full:
            return
        self._sentences.append(sentence.record)
        self._held += sentence.statements
        if self._said or sentence.record.state == "已核对":
            self.mark("first_sentence")
            now = [*([] if self._said else [note(_HEAD)]), *self._held]
            self._said += now
            self._held = []
            yield from now

    def conclude(self, *, closed: bool, retracted: bool) -> None:
        """Judge the reply as a whole.

        Args:
            closed: whether its JSON was.
            retracted: whether something was said that was no part of the answer.

        Raises:
            ModelError: it is cut off, holds no statement, or none that passed.
        """
        if self._finish == "length":
            raise ModelError("too_long")
        if not (self._finish or closed or self.is_full):
            raise ModelError("dropped" if self._reply else "unreadable")
        if retracted or not self._sentences:
            raise ModelError("unreadable")
        if not self._said:
            raise ModelError("unsupported")

    def finished(self) -> Answer:
        """The answer in the model's checked sentences.

        Of several documents, what the program says of those that the model passed over goes on.
        """
        writing = replace(self._writing(), used=True)
        spoken = {i.document for s in self._said for i in s.ids}
        rest = (
            s
            for s in self.answer.statements
            if s.ids and not any(i.document in spoken for i in s.ids)
        )
        statements = (*self._said, *rest, *_told(writing))
        return replace(self.answer, statements=statements, writing=writing)

    def failed(self, kind: FailureKind) -> Answer:
        """The extractive answer, with a note."""
        writing = replace(self._writing(), problem=kind)
        statements = (*_told(writing), *self.answer.statements)
        return replace(self.answer, statements=statements, writing=writing)

    def _writing(self) -> Writing:
        timings: Mapping[str, float] = self._timings | {"writing": self._now()}
        return replace(
            self._base,
            sentences=tuple(replace(s, text=self._redacted(s.text)) for s in self._sentences),
            tokens=self._tokens,
            attempts=self._attempts,
            timings=timings,
            reply=self._recorded(),
            finish=self._finish,
        )

    def _recorded(self) -> tuple[tuple[float, str], ...]:
        """The pieces that arrived; in one where a secret runs through them."""
        whole = "".join(text for _, text in self._reply)
        redacted = self._redacted(whole)
        return tuple(self._reply) if redacted == whole else ((self._reply[-1][0], redacted),)

    def _redacted(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "〔密钥〕")
        return text


def _told(writing: Writing) -> tuple[Statement, ...]:
    """What the reader is told about the model; nothing where all went well."""
    return (Statement(StatementKind.NOTE, writing.told),) if writing.told else ()
