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
from assistant.answering.next_questions import NextQuestions
from assistant.answering.parts import ReadAs
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.library.asking import ask_documents
from assistant.library.each import answer_of_each
from assistant.library.joining import qualified
from assistant.library.looking_back import look_back
from assistant.library.ordered import orders_refused, with_orders_refused
from assistant.library.unasked import list_unasked
from assistant.settings import Settings, Style
from assistant.training.wanted import may_ask
from assistant.understanding.english import may_be_english, mixes_english
from assistant.understanding.hearing import hear
from assistant.understanding.orders import without_orders
from assistant.understanding.question import clean, clean_lines, may_be_shown
from assistant.understanding.wrappings import unwrap
from corpus.language.data import has_register
from corpus.language.examples import Examples, for_example
from corpus.language.places import without_own_districts
from corpus.language.plain import Plain
from corpus.text.provision import ProvisionId, Regulation
from index.across import rank_across
from index.library import Library
from index.opened import Index
from index.opening import open_library
from index.pinyin import PinyinReader
from index.rerank import Reranker, load_reranker
from index.wide_part import choose_documents

if TYPE_CHECKING:
    from assistant.answering.english_answer import EnglishFrame
    from assistant.training.trainer import Trainer
    from assistant.verify.several import LibraryVerifier
    from assistant.verify.verifier import Verifier
    from assistant.writer.model import ReplySource
    from assistant.writer.writer import Writer
    from corpus.citing.references import Reference
    from corpus.language.english import English
    from corpus.premises.applicability import Guide
    from corpus.register.lookups import Lookups


#: Assistants about some documents of a large library that are kept.
_MOST_OTHERS = 32
#: A longer question is asked for its own words alone.
_SHORT = 40


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
    """Answers questions about the documents of a library.

    What belongs to one document (its register, checklists, training) is that of the first: the one that
    is meant where none is named. ``only`` gives an assistant about others.

    Attributes:
        library: what is asked.
        documents: the sources of each document, in the order of the library.
        writer: rephrases answers with a language model; None for none.
        style: how answers speak where a question does not say; None as in ``Settings``.

    Args:
        library: opened documents, at least one.
        reranker: takes a second look at the best hits; None for none.
        documents: their sources where those have been made already.
    """

    def __init__(
        self,
        library: Library,
        reranker: Reranker | None = None,
        *,
        documents: Sequence[Sources] = (),
    ) -> None:
        self.library = library
        self.documents = tuple(documents) or tuple(Sources(i, reranker) for i in library.indexes)
        self.writer: Writer | None = None
        self.style: Style | None = None
        self._reranker = reranker
        self._others: dict[tuple[str, ...], Assistant] = {}

    @classmethod
    def open(cls, settings: Settings, source: ReplySource | None = None) -> Assistant:
        """Open the library that the settings name.

        Args:
            settings: see there.
            source: stands for the language model that they name; None for the model itself.

        Raises:
            FiredutyError: a document or its index cannot be used; says what to do.
        """
        library = open_library(
            settings.home,
            settings.embedder,
            regulation=settings.regulation,
            keys=settings.documents,
            chroma=settings.chroma,
        )
        reranker = load_reranker(settings.reranker) if settings.reranker else None
        assistant = cls(library, reranker)
        assistant.style = settings.style
        if settings.model:
            from assistant.writer.opening import open_writer

            assistant.writer = open_writer(settings, assistant.documents, source)
        return assistant

    def only(self, keys: Sequence[str]) -> Assistant:
        """An assistant about some of the documents, strictly; this one for all of them, or for none.

        Raises:
            FiredutyError: there is no document with such a key; says which there are.
        """
        if not keys:
            return self
        chosen = self.library.only(keys)
        return self if chosen.keys == self.library.keys else self._about(chosen)

    def _about(self, chosen: Library) -> Assistant:
        """An assistant about a library of some of the documents; the last ones are kept."""
        name = (*chosen.keys, "") if chosen.is_part else chosen.keys
        if name not in self._others:
            if len(self._others) >= _MOST_OTHERS and self.library.is_large:
                self._others.clear()
            held = {id(d.index): d for d in self.documents}
            documents = [held.get(id(i)) or self._sources_of(i) for i in chosen.indexes]
            other = Assistant(chosen, documents=documents)
            other.writer, other.style = self.writer, self.style
            self._others[name] = other
        return self._others[name]

    def _sources_of(self, index: Index) -> Sources:
        """The sources of a document that is opened when it is asked."""
        return Sources(index, self._reranker, of_many=True)

    def for_question(self, question: str, history: Sequence[Turn] = ()) -> Assistant:
        """The assistant that a question is put to: of a large library one about the likeliest documents.

        Those that the last answer rests on are asked as well, and those of what the conversation is about.
        """
        if not self.library.is_large:
            return self
        held = self.library.catalogue
        assert held is not None
        before = history[-1][1] if history else None
        spoken = [i.document for i in before.cited] if before else []
        further = [key for key in dict.fromkeys(spoken) if key and held.holds(key)]
        if before is not None and len(question) <= _SHORT:
            topic = f"{before.standalone_question} {question}"
            further += choose_documents(self.library, topic)
        return self._about(
            self.library.part(choose_documents(self.library, question, further=further))
        )

    def document_of(self, address: ProvisionId) -> Sources:
        """The document that a provision lies in: the first for an address that names none.

        Raises:
            KeyError: there is no such document.
        """
        if not address.document:
            return self.documents[0]
        found = (d for d in self.documents if d.regulation.key == address.document)
        document = next(found, None)
        if document is None and self.library.is_large:
            return self.only((address.document,)).documents[0]
        if document is None:
            raise KeyError(address.document)
        return document

    @property
    def regulations(self) -> tuple[Regulation, ...]:
        """The documents themselves, in the order of the library."""
        return tuple(d.regulation for d in self.documents)

    # --- of the first document ----------------------------------------------------------------------

    @property
    def index(self) -> Index:
        """The index of the first document."""
        return self.documents[0].index

    @property
    def regulation(self) -> Regulation:
        """The first document."""
        return self.documents[0].regulation

    @property
    def lookups(self) -> Lookups:
        """Its responsibility register, see ``Sources.lookups``."""
        return self.documents[0].lookups

    @property
    def guide(self) -> Guide:
        """What of it applies to which place, see ``Sources.guide``."""
        return self.documents[0].guide

    @property
    def references(self) -> tuple[Reference, ...]:
        """What its provisions cite."""
        return self.documents[0].references

    @property
    def plain(self) -> Plain:
        """Its provisions in plain words."""
        return self.documents[0].plain

    @property
    def suggestions(self) -> NextQuestions:
        """What one may ask it next."""
        return self.documents[0].suggestions

    @property
    def examples(self) -> Examples:
        """What it is introduced with."""
        return self.documents[0].examples

    @property
    def verifier(self) -> Verifier:
        """Checks sentences against its provisions, see ``Sources.verifier``."""
        return self.documents[0].verifier

    @cached_property
    def verifiers(self) -> LibraryVerifier:
        """Checks texts against all documents; each verifier is made when it is first needed."""
        from assistant.verify.several import LibraryVerifier
        from assistant.verify.unasked import Unasked

        documents = {d.regulation.key: d for d in self.documents}
        regulations = [d.regulation for d in self.documents]
        return LibraryVerifier(
            regulations,
            lambda key: documents[key].verifier,
            Unasked(tuple((d.title, d.key) for d in list_unasked(self.library))),
            self.library.among,
        )

    def verifiers_for(self, text: str) -> LibraryVerifier:
        """What a text is checked with: of a large library the documents that it names or comes near."""
        if not self.library.is_large:
            return self.verifiers
        from assistant.verify.choosing import choose_for_text

        return self._about(self.library.part(choose_for_text(self.library, text))).verifiers

    @property
    def trainer(self) -> Trainer:
        """Makes training packs of it, see ``Sources.trainer``."""
        return self.documents[0].trainer

    @cached_property
    def _english(self) -> EnglishFrame:
        from assistant.answering.english_answer import EnglishFrame

        ask = partial(ask_documents, self.library, self.documents)
        return EnglishFrame(self.documents, self._english_words, ask)

    @cached_property
    def _english_words(self) -> English:
        from corpus.language.english import load_english

        return load_english([d.index.language.folder for d in self.documents])

    # --- answering ----------------------------------------------------------------------------------

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
        if self.library.is_large:
            about = self.for_question(clean_lines(question), history)
            yield from about.stream(question, history, style, rewrite=rewrite)
            return
        started = time.perf_counter()
        cleaned = clean(question, for_example(self.examples.greeting[:1]))
        style = style or self.style
        draft = self._hear(question, cleaned, history, style)
        shown = may_be_shown(draft.answer.read_as)
        answer = draft.answer if shown else replace(draft.answer, read_as="")
        timings = {}
        if draft.is_open and self.writer is not None and rewrite:
            timings["extract"] = (time.perf_counter() - started) * 1000
            read = answer.read_as
            preface = (Statement(StatementKind.NOTE, ReadAs(read)),) if read else ()
            for part in self.writer.write(answer, style, self.regulation.key):
                if isinstance(part, Answer):
                    answer = part
                else:
                    yield from (*preface, part)
                    preface = ()
        timings["total"] = (time.perf_counter() - started) * 1000
        yield replace(answer, question=question, timings=timings)

    def _hear(
        self, typed: str, cleaned: str, history: Sequence[Turn], style: Style | None
    ) -> AnswerDraft:
        """What is said to the question, or to each of the questions, in what was typed.

        English is read as it stands: wrappings and stories are told from questions in Chinese only.
        """
        lines = self._pinyin.read(clean_lines(typed))
        plain = unwrap(lines)
        if not plain or may_be_english(clean(lines)):
            return self._draft(cleaned, history, style)
        unordered = without_orders(self.index, plain)
        if not unordered.ordered:
            return self._heard(plain, cleaned, history, style)
        answer = self._heard(unordered.text or plain, cleaned, history, style).answer
        if answer.refusal and not unordered.text:
            return AnswerDraft(orders_refused(self.documents, cleaned), is_open=False)
        return AnswerDraft(with_orders_refused(answer), is_open=False)

    def _heard(
        self, plain: str, cleaned: str, history: Sequence[Turn], style: Style | None
    ) -> AnswerDraft:
        """The same of its words alone, with nothing around them that orders or wraps."""
        heard = hear(plain, self._nearest)
        if len(heard.questions) > 1 and (each := self._each(heard.questions, history, style)):
            return AnswerDraft(each, is_open=False)
        question = clean("".join(heard.questions))
        draft = self._draft(question, history, style)
        if question == cleaned or draft.answer.read_as:
            return draft
        return replace(draft, answer=replace(draft.answer, read_as=question))

    def _each(
        self, questions: Sequence[str], history: Sequence[Turn], style: Style | None
    ) -> Answer | None:
        """What is said to several questions, each a turn after those before it.

        None where one asks nothing by itself: 「在第几条？开头怎么讲？」 is one question.
        """
        turns = list(history)
        for question in questions:
            asked = self._all_chinese(clean(question))
            answer = ask_documents(self.library, self.documents, asked, turns, style)
            turns.append((asked, answer))
        asked_here = turns[len(history) :]
        if any(answer.intent == "chitchat" for _, answer in asked_here):
            return None
        return answer_of_each([q for q, _ in asked_here], [a for _, a in asked_here])

    @cached_property
    def _pinyin(self) -> PinyinReader:
        return PinyinReader(self.library.indexes)

    def _nearest(self, words: str) -> tuple[float, ProvisionId | None]:
        """How likely the best provision is for some words, and which it is."""
        hits = rank_across(self.library, words, 1).hits
        return (hits[0].score, hits[0].id) if hits else (0.0, None)

    def _draft(self, cleaned: str, history: Sequence[Turn], style: Style | None) -> AnswerDraft:
        """What is said to a question, by the first way that takes it."""
        own = without_own_districts(cleaned, self.regulation.title)
        if may_be_english(own) and (answer := self._english.answer(own, history)):
            return AnswerDraft(answer, is_open=False)
        if (draft := self._looking_back(own, history)) is not None:
            return draft
        found = self._in_training(own, history)
        if found is None:
            asked = self._all_chinese(cleaned)
            said = ask_documents(self.library, self.documents, asked, history, style)
            read_as = said.read_as or (asked if asked != cleaned else "")
            return AnswerDraft(replace(said, read_as=read_as))
        standalone = found.answer.standalone_question
        read_as = "" if standalone == own else standalone
        answer = replace(found.answer, read_as=read_as)
        several = len(self.documents) > 1
        return replace(found, answer=qualified(answer, self.regulation.key) if several else answer)

    def _all_chinese(self, question: str) -> str:
        """A Chinese question with the English words in it put into Chinese: fire lane 被堵了找谁."""
        if not mixes_english(question):
            return question
        from assistant.understanding.english_reading import in_chinese

        return in_chinese(question, self._english_words)

    def _looking_back(self, cleaned: str, history: Sequence[Turn]) -> AnswerDraft | None:
        """The answer to a question on the conversation itself; None where it is none."""

        def again(question: str, style: Style | None) -> Answer:
            return ask_documents(self.library, self.documents, question, (), style)

        answer = look_back(self.index, cleaned, history, again)
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
