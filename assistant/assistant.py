"""A question in a conversation → an answer.

A language model, where one is set, may then rephrase what was found; see ``assistant.writer``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, Turn
from assistant.answering.conversation import answer_in_turn
from assistant.answering.next_questions import NextQuestions
from assistant.answering.parts import ReadAs
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.settings import Settings, Style
from assistant.training.wanted import may_ask
from assistant.understanding.english import may_be_english
from assistant.understanding.question import clean
from corpus.errors import FiredutyError
from corpus.language.data import has_register
from corpus.language.examples import Examples, examples_of, for_example
from corpus.language.places import without_own_districts
from corpus.language.plain import Plain, load_plain
from corpus.text.provision import Regulation
from index.opened import Index
from index.opening import open_library
from index.rerank import Reranker, load_reranker

if TYPE_CHECKING:
    from assistant.answering.english_answer import EnglishFrame
    from assistant.training.trainer import Trainer
    from assistant.verify.verifier import Verifier
    from assistant.writer.model import ReplySource
    from assistant.writer.writer import Writer
    from corpus.citing.references import Reference
    from corpus.premises.applicability import Guide
    from corpus.register.lookups import Lookups


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What is said to a question, before it takes its last form.

    Attributes:
        answer: what is said.
        is_open: whether it may be said in other words and told how it was understood; not so where
            it does both itself.
    """

    answer: Answer
    is_open: bool = True


class Assistant:
    """Answers questions about one regulation.

    Attributes:
        writer: rephrases answers with a language model; None for none.
        style: how answers speak where a question does not say; None as in ``Settings``.

    Args:
        index: an open index.
        reranker: takes a second look at the best hits; None for none.
    """

    def __init__(self, index: Index, reranker: Reranker | None = None) -> None:
        self.index = index
        self.sources = Sources(index, reranker)
        self.writer: Writer | None = None
        self.style: Style | None = None

    @classmethod
    def open(cls, settings: Settings, source: ReplySource | None = None) -> Assistant:
        """Open the index that the settings name.

        Args:
            settings: see there.
            source: stands for the language model that they name; None for the model itself.

        Raises:
            FiredutyError: the regulation or its index cannot be used; says what to do.
        """
        library = open_library(
            settings.home,
            settings.embedder,
            regulation=settings.regulation,
            chroma=settings.chroma,
        )
        index = library.indexes[0]
        reranker = load_reranker(settings.reranker) if settings.reranker else None
        assistant = cls(index, reranker)
        assistant.style = settings.style
        if settings.model:
            from assistant.writer.opening import open_writer

            assistant.writer = open_writer(settings, index, lambda: assistant.verifier, source)
        return assistant

    @property
    def lookups(self) -> Lookups:
        """The responsibility register, read when first asked for.

        Raises:
            FiredutyError: its data files are broken.
        """
        return self.sources.lookups

    @property
    def guide(self) -> Guide:
        """What applies to which place; made when first asked for.

        Raises:
            FiredutyError: as ``lookups``.
        """
        return self.sources.guide

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What the provisions cite, with what reviewed data adds."""
        from corpus.citing.references import references_of

        if self.index.language.folder is not None:
            return self.lookups.register.references
        return references_of(self.regulation, None)

    @cached_property
    def plain(self) -> Plain:
        """Short id of a provision → sentences in plain words; none for a regulation without them."""
        return load_plain(self.index.language.folder)

    @cached_property
    def suggestions(self) -> NextQuestions:
        """What one may ask next, and questions that begin as one types."""
        return NextQuestions(self.index)

    @cached_property
    def examples(self) -> Examples:
        """What the regulation is introduced with."""
        return examples_of(self.regulation, self.index.language)

    @cached_property
    def _english(self) -> EnglishFrame:
        from assistant.answering.english_answer import EnglishFrame
        from corpus.language.english import load_english

        return EnglishFrame(self.sources, load_english(self.index.language.folder))

    @property
    def verifier(self) -> Verifier:
        """Checks sentences against the provisions; made when first asked for.

        Raises:
            FiredutyError: as ``lookups``.
        """
        return self.sources.verifier

    @cached_property
    def trainer(self) -> Trainer:
        """Makes training packs; made when first asked for.

        Raises:
            FiredutyError: as ``lookups``, or the regulation has no reviewed register.
        """
        from assistant.training.trainer import Trainer
        from corpus.teaching.data import load_training

        if not has_register(self.index.language.folder):
            raise FiredutyError(f"《{self.regulation.title}》还没有责任登记，不能出题")
        data = load_training(self.index.language.folder)
        return Trainer(self.lookups, self.verifier, data, self.guide, self.plain)

    @property
    def regulation(self) -> Regulation:
        """The regulation that is answered from."""
        return self.index.regulation

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        style: Style | None = None,
        *,
        rewrite: bool = True,
    ) -> Answer:
        """Answer one question.

        Args:
            question: in plain words.
            history: earlier turns, oldest first.
            style: how the answer speaks; None for ``self.style``.
            rewrite: whether a language model may rephrase it.

        Raises:
            FiredutyError: the question is empty or too long.
        """
        *_, answer = self.stream(question, history, style, rewrite=rewrite)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        style: Style | None = None,
        *,
        rewrite: bool = True,
    ) -> Iterator[Statement | Answer]:
        """Answer one question: what a language model says as it is checked, then the answer.

        Without a model there is only the answer. The statements together begin the answer's text,
        unless the model fails after the first of them.

        Args, Raises: as of ``answer``.
        """
        started = time.perf_counter()
        cleaned = clean(question, for_example(self.examples.greeting[:1]))
        cleaned = without_own_districts(cleaned, self.regulation.title)
        draft = self._draft(cleaned, history)
        answer = draft.answer
        read_as = "" if answer.standalone_question == cleaned else answer.standalone_question
        style = style or self.style
        if draft.is_open and style == "plain":
            from assistant.answering.plain_words import in_plain_words

            answer = in_plain_words(answer, self.plain, self.regulation)
        timings = {}
        if draft.is_open and self.writer is not None and rewrite:
            timings["extract"] = (time.perf_counter() - started) * 1000
            preface = (Statement(StatementKind.NOTE, ReadAs(read_as)),) if read_as else ()
            for part in self.writer.write(answer, style):
                if isinstance(part, Answer):
                    answer = part
                else:
                    yield from (*preface, part)
                    preface = ()
        timings["total"] = (time.perf_counter() - started) * 1000
        yield replace(answer, question=question, read_as=read_as, timings=timings)

    def _draft(self, cleaned: str, history: Sequence[Turn]) -> AnswerDraft:
        """What is said to a question, by the first way that takes it."""
        ways = (self._in_english, self._in_training, self._on_the_regulation)
        return next(draft for way in ways if (draft := way(cleaned, history)))

    def _in_english(self, cleaned: str, history: Sequence[Turn]) -> AnswerDraft | None:
        """The answer in an English frame; None where the question is not English."""
        if not may_be_english(cleaned):
            return None
        answer = self._english.answer(cleaned, partial(answer_in_turn, self.sources), history)
        return AnswerDraft(answer, is_open=False) if answer else None

    def _in_training(self, cleaned: str, history: Sequence[Turn]) -> AnswerDraft | None:
        """Questions or a pack, where those are asked for; None for a question on the regulation."""
        wanted = may_ask(cleaned)
        before = history[-1][1] if history else None
        if not wanted and (before is None or before.training is None):
            return None
        if not has_register(self.index.language.folder):
            return None
        from assistant.training.answers import answer_in_training

        answer = answer_in_training(cleaned, wanted, before, self.trainer)
        return AnswerDraft(answer, is_open=False) if answer else None

    def _on_the_regulation(self, cleaned: str, history: Sequence[Turn]) -> AnswerDraft:
        """The answer in the provisions' own words."""
        return AnswerDraft(answer_in_turn(self.sources, cleaned, history))
