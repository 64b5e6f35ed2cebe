"""What an answer is. Frozen values, shared by the command line, the page and the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from assistant.answering.parts import (
    HeldUnasked,
    ModelFailed,
    ModelLeftOut,
    RefusalReason,
    RefusalSaid,
)
from assistant.answering.statement import Quote, Statement
from assistant.rendering.chinese import said
from assistant.rendering.text import CHINESE, TextFrame, quotes_text, said_text, sentence
from assistant.training.choice import Request
from assistant.understanding.intent import Intent
from assistant.writer.failure import FailureKind
from corpus.text.provision import ProvisionId
from index.expand import Expansion
from index.retrieve import Hit


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the regulation gives no answer.

    Attributes:
        reason: the class of refusal; what is not answered is the answer's statement.
        nearest: provisions that come nearest, shown as related and not as an answer.
    """

    reason: RefusalReason
    nearest: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a language model and what became of it.

    Attributes:
        text: as the model wrote it, cleaned of control characters and marks of emphasis.
        ids: the provisions that the model gave, as it wrote them.
        state: whether it is shown, gave way to the provisions' own words, or was left out.
        reason: Chinese, why.
    """

    text: str
    ids: tuple[str, ...]
    state: Literal["已核对", "原文", "删去"]
    reason: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What a language model did for an answer.

    Attributes:
        model: its name, without a path.
        prompt: version of the prompt.
        used: whether its sentences are in the answer.
        problem: kind of failure where they are not, see ``assistant.writer.failure``; else empty.
        sentences: everything that it wrote, in order.
        tokens: (of the request, of the reply) where the server counts them.
        attempts: calls that were made.
        timings: stage → milliseconds from the start of the writing (``first_token``,
            ``first_sentence``, ``reply``); ``check`` is what checking took in all.
        messages: (role, text) pairs that were sent.
        reply: (milliseconds, text) of every piece that arrived.
        finish: why the reply ended, in the server's word; empty where it did not say.
    """

    model: str
    prompt: str
    used: bool = False
    problem: FailureKind | Literal[""] = ""
    sentences: tuple[DraftSentence, ...] = ()
    tokens: tuple[int, int] | None = None
    attempts: int = 0
    timings: Mapping[str, float] = field(default_factory=dict)
    messages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    reply: tuple[tuple[float, str], ...] = field(default=(), repr=False)
    finish: str = ""

    @property
    def told(self) -> ModelFailed | ModelLeftOut | None:
        """What the reader is told about it; None where there is nothing to tell."""
        if self.problem:
            return ModelFailed(self.problem)
        states = [s.state for s in self.sentences]
        left_out = ModelLeftOut(states.count("原文"), states.count("删去"))
        return left_out if self.used and left_out != ModelLeftOut(0, 0) else None

    @property
    def note(self) -> str:
        """The same in words; empty for nothing."""
        return said(self.told) if self.told else ""


@dataclass(frozen=True)
class Answer:
    """An answer with everything it rests on; its words are made of these when they are asked for.

    Attributes:
        question: as asked.
        standalone_question: the question with what earlier turns supply.
        statements: what is answered, with its support; of a refusal what is not, and why.
        cited: provisions that the answer rests on, most important first; empty in a refusal.
        quotes: their verbatim words, in the order of ``cited``; in a refusal those of
            ``refusal.nearest``.
        intent: what the question was understood to want.
        refusal: None where the regulation answers.
        notices: what the regulation's status obliges to say.
        hint: what may be done next, where the plain text must tell; None for nothing.
        read_as: the standalone question where it is not what was asked, else empty.
        frame: the words around the statements.
        ranking: what retrieval found, best first, up to 20.
        expansions: lay words that were translated into the statute's.
        complete: whether the cited provisions are everything that the regulation says on one actor
            or matter.
        named: whether that is certain without retrieval: the question names it and asks for nothing else.
        timings: stage → milliseconds: ``total``, and with a language model ``extract`` for what
            was done before it was asked.
        writing: what a language model did; None where none was asked.
        training: what was asked of the training part; None for a question about the regulation.
        document: key of the document that answers; of several the one that answers best.
        speaking: keys of the documents that speak, where several were asked; what is in force first.
        parts: key of a document → its own answer, addressed inside it, where several were asked; also
            of those that have nothing to say to it.
    """

    question: str
    standalone_question: str
    statements: tuple[Statement, ...]
    cited: tuple[ProvisionId, ...]
    quotes: tuple[Quote, ...]
    intent: Intent
    refusal: Refusal | None
    notices: tuple[Statement, ...]
    hint: Statement | None = None
    read_as: str = ""
    frame: TextFrame = CHINESE
    ranking: tuple[Hit, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    complete: bool = False
    named: bool = False
    timings: Mapping[str, float] = field(default_factory=dict)
    writing: Writing | None = None
    training: Request | None = None
    document: str = ""
    speaking: tuple[str, ...] = ()
    parts: Mapping[str, Answer] = field(default_factory=dict, repr=False)

    def without_channels(self) -> Answer:
        """The answer as later turns need it: what was found and how likely, not the score of each channel."""
        return replace(
            self,
            ranking=tuple(replace(hit, channels={}) for hit in self.ranking),
            parts={key: part.without_channels() for key, part in self.parts.items()},
        )

    def part(self, document: str) -> Answer:
        """What one document says to the question: the answer itself where it is of that document.

        Nothing is known of a document that was not asked: the part then says nothing.
        """
        if document in self.parts:
            return self.parts[document]
        if not self.parts and self.document in ("", document):
            return self
        return replace(
            self,
            statements=(),
            cited=(),
            quotes=(),
            ranking=(),
            expansions=(),
            refusal=Refusal("not_found"),
            complete=False,
            parts={},
            document=document,
        )

    @property
    def refused(self) -> bool:
        """Whether what is asked is stated nowhere; that a premise is false is an answer."""
        return self.refusal is not None and self.refusal.reason != "false_premise"

    @property
    def basis(self) -> tuple[ProvisionId, ...]:
        """The provisions that answer; of a false premise those that correct it."""
        if self.refusal is None or self.refused:
            return self.cited
        return self.cited or self.refusal.nearest

    @cached_property
    def text(self) -> str:
        """The whole answer as plain text."""
        return "\n\n".join([*self._preface, self.said, *self.paragraphs_after()])

    @cached_property
    def said(self) -> str:
        """The statements as plain text."""
        return said_text(self.statements, self.frame)

    @property
    def brief(self) -> str:
        """The answer without the provisions' words, which are one look-up away."""
        return "\n\n".join([*self._preface, self.said, *self.paragraphs_after(brief=True)])

    def paragraphs_after(self, *, brief: bool = False) -> tuple[str, ...]:
        """What follows the statements: the provisions' words unless brief, and the notice."""
        if brief:
            return (self.status_notice,)
        refused = self.refusal.reason if self.refusal else None
        hint = (sentence(self.hint),) if self.hint else ()
        return (*quotes_text(self.quotes, refused, self.frame), *hint, self.status_notice)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Keys of the documents that it says are held and were not asked."""
        said = (s.parts for s in self.statements)
        details = (parts.detail for parts in said if isinstance(parts, RefusalSaid))
        held = (d.documents for d in details if isinstance(d, HeldUnasked))
        return tuple(dict.fromkeys(key for documents in held for _, key in documents))

    @property
    def _preface(self) -> list[str]:
        """How the question was read, where it was read otherwise and the frame tells it."""
        frame, read = self.frame, self.read_as
        return [frame.read_as.format(read)] if read and frame.read_as else []

    @property
    def status_notice(self) -> str:
        """The regulation's status in words."""
        return "\n".join(map(sentence, self.notices))


#: A question and the answer that it got: one exchange of a conversation.
Turn = tuple[str, Answer]
