"""What an answer is. Frozen values, shared by the command line, the page and the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.training.choice import Request
from assistant.understanding.intent import Intent
from assistant.understanding.question import clean
from corpus.text.provision import ProvisionId
from index.expand import Expansion
from index.retrieve import Hit

#: Why an answer is a refusal.
RefusalReason = Literal[
    "not_stated",  # the regulation does not say it
    "not_found",  # in its field, but no provision answers directly
    "no_such_provision",  # 第三十三条
    "false_premise",  # it says otherwise than the question asserts
    "other_instrument",  # another law or another place
    "off_topic",
    "chitchat",
    "unclear",  # no words to go by
]


#: What a statement that is one line of a list begins with, after its line break.
LIST_MARK = "·"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one provision.

    Attributes:
        id: the provision.
        text: its own words, whole and unchanged.
        citation: legal form, 《名称》第N条第（N）项.
        path: breadcrumb, 第四章 › 第十九条 › （三）.
        lead_in: words of the 条 that name who must do what the 项 says; empty where they do not
            introduce it by a colon.
    """

    id: ProvisionId
    text: str
    citation: str
    path: str
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer and the provisions that support it.

    Attributes:
        text: as shown; of a language model's sentence with its citation and its state.
        ids: the provisions.
        state: of a sentence in a language model's answer: whether it was checked against the
            provisions, or gave way to their own words. Empty for the program's own sentences.
    """

    text: str
    ids: tuple[ProvisionId, ...] = ()
    state: Literal["", "已核对", "原文"] = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the regulation gives no answer.

    Attributes:
        reason: the class of refusal.
        message: Chinese, what is not stated and where to turn.
        nearest: provisions that come nearest, shown as related and not as an answer.
    """

    reason: RefusalReason
    message: str
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
        note: what the reader is told about it; empty where there is nothing to tell.
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
    problem: str = ""
    note: str = ""
    sentences: tuple[DraftSentence, ...] = ()
    tokens: tuple[int, int] | None = None
    attempts: int = 0
    timings: Mapping[str, float] = field(default_factory=dict)
    messages: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    reply: tuple[tuple[float, str], ...] = field(default=(), repr=False)
    finish: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything it rests on.

    Attributes:
        question: as asked.
        standalone_question: the question with what earlier turns supply.
        text: the whole answer as plain text.
        statements: the conclusion's sentences with their support.
        cited: provisions that the answer rests on, most important first; empty in a refusal.
        quotes: their verbatim words, in the order of ``cited``; in a refusal those of
            ``refusal.nearest``.
        intent: what the question was understood to want.
        refusal: None where the regulation answers.
        status_notice: the regulation's status in words.
        ranking: what retrieval found, best first, up to 20.
        expansions: lay words that were translated into the statute's.
        complete: whether the cited provisions are everything that the regulation says on one actor
            or matter.
        timings: stage → milliseconds: ``total``, and with a language model ``extract`` for what
            was done before it was asked.
        writing: what a language model did; None where none was asked.
        training: what was asked of the training part; None for a question about the regulation.
    """

    question: str
    standalone_question: str
    text: str
    statements: tuple[Statement, ...]
    cited: tuple[ProvisionId, ...]
    quotes: tuple[Quote, ...]
    intent: Intent
    refusal: Refusal | None
    status_notice: str
    ranking: tuple[Hit, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    complete: bool = False
    timings: Mapping[str, float] = field(default_factory=dict)
    writing: Writing | None = None
    training: Request | None = None

    @property
    def brief(self) -> str:
        """The answer without the provisions' words, which are one look-up away."""
        understood = f"（理解为：{self.understood_as}）\n\n" if self.understood_as else ""
        said = "".join(s.text for s in self.statements)
        return f"{understood}{said}\n\n{self.status_notice}"

    @property
    def understood_as(self) -> str:
        """The standalone question where earlier turns changed it, else empty."""
        unchanged = clean(self.question) == self.standalone_question
        return "" if unchanged else self.standalone_question


#: A question and the answer that it got: one exchange of a conversation.
Turn = tuple[str, Answer]
