"""A question in a conversation → an answer.

A language model, where one is set, may then rephrase what was found; see ``assistant.writer``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, Statement, Turn
from assistant.answering.citation_lookup import look_up
from assistant.answering.drafts import given, refused
from assistant.answering.extractor import Extractor, Grounds
from assistant.settings import Settings, Style
from assistant.training.wanted import may_ask
from assistant.understanding.english import may_be_english
from assistant.understanding.followup import Reading, asks_for_more, listed_item, readings
from assistant.understanding.intent import is_chitchat
from assistant.understanding.quantity import Quantity, asked_quantity, states
from assistant.understanding.question import clean
from corpus.language.data import LanguageData, load_language
from corpus.language.plain import Plain, load_plain
from corpus.text.load import data_folder, load_default, load_regulation
from corpus.text.provision import Regulation
from index.opened import Index, open_index
from index.rerank import Reranker, load_reranker

#: Provisions that 「还有呢」 adds.
_MORE = 3

if TYPE_CHECKING:
    from assistant.answering.english_answer import EnglishFrame
    from assistant.answering.next_questions import NextQuestions
    from assistant.training.trainer import Trainer
    from assistant.verify.verifier import Verifier
    from assistant.writer.model import ReplySource
    from assistant.writer.writer import Writer
    from corpus.citing.references import Reference
    from corpus.register.lookups import Lookups


def load_corpus(settings: Settings) -> tuple[Regulation, LanguageData]:
    """The regulation that the settings name, with its language data."""
    if settings.regulation is None:
        return load_default(), load_language(data_folder())
    folder = settings.regulation
    language = load_language(folder) if folder.is_dir() else LanguageData()
    return load_regulation(folder), language


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
        self.extractor = Extractor(index, reranker)
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
        regulation, language = load_corpus(settings)
        index = open_index(
            regulation,
            settings.home,
            settings.embedder,
            language=language,
            chroma=settings.chroma,
        )
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
            FiredutyError: the regulation has none, or its data files are broken.
        """
        return self.extractor.duties.lookups

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
        from assistant.answering.next_questions import NextQuestions

        return NextQuestions(self.index)

    @cached_property
    def _english(self) -> EnglishFrame:
        from assistant.answering.english_answer import EnglishFrame
        from corpus.language.english import load_english

        return EnglishFrame(self.extractor, load_english(self.index.language.folder))

    @property
    def verifier(self) -> Verifier:
        """Checks sentences against the provisions; made when first asked for.

        Raises:
            FiredutyError: as ``lookups``.
        """
        return self.extractor.duties.verifier

    @cached_property
    def trainer(self) -> Trainer:
        """Makes training packs; made when first asked for.

        Raises:
            FiredutyError: as ``lookups``.
        """
        from assistant.training.trainer import Trainer
        from corpus.teaching.data import load_training

        data = load_training(self.index.language.folder)
        guide = self.extractor.duties.guide
        return Trainer(self.lookups, self.verifier, data, guide, self.plain)

    def choose(self, question: str) -> Grounds:
        """What an answer to a question would rest on, whether or not it should be given."""
        return self.extractor.choose(question)

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
        cleaned = clean(question)
        if may_be_english(cleaned) and (
            framed := self._english.answer(cleaned, self._extract, history)
        ):
            timings = {"total": (time.perf_counter() - started) * 1000}
            yield replace(framed, question=question, timings=timings)
            return
        if framed := self._train(cleaned, history):
            timings = {"total": (time.perf_counter() - started) * 1000}
            yield replace(framed, question=question, timings=timings)
            return
        history = [turn for turn in history if turn[1].intent != "training"]
        answer = self._extract(cleaned, history)
        style = style or self.style
        if style == "plain":
            from assistant.answering.plain_words import in_plain_words

            answer = in_plain_words(answer, self.plain, self.regulation)
        asked = answer.standalone_question
        understood = f"（理解为：{asked}）\n\n" if asked != cleaned else ""
        timings = {}
        if self.writer is not None and rewrite:
            timings["extract"] = (time.perf_counter() - started) * 1000
            preface = [Statement(understood)] if understood else []
            for part in self.writer.write(answer, style):
                if isinstance(part, Answer):
                    answer = part
                else:
                    yield from (*preface, part)
                    preface = []
        timings["total"] = (time.perf_counter() - started) * 1000
        yield replace(answer, question=question, text=f"{understood}{answer.text}", timings=timings)

    def _train(self, cleaned: str, history: Sequence[Turn]) -> Answer | None:
        """Questions or a pack, where those are asked for; None for a question about the regulation."""
        before = history[-1][1] if history else None
        if before is None or before.training is None:
            if not may_ask(cleaned):
                return None
            before = None
        if self.index.language.folder is None:
            return None
        from assistant.training import answers

        request = answers.asked(cleaned, before, self.trainer)
        return answers.answer(request, self.trainer) if request else None

    def _extract(self, cleaned: str, history: Sequence[Turn]) -> Answer:
        """The answer in the provisions' own words."""
        said = [a for _, a in history if a.intent != "chitchat"]
        if said and asks_for_more(cleaned):
            return _more(self.index, cleaned, said[-1])
        return self._best(cleaned, self._readings(cleaned, history))

    def _best(self, question: str, readings: Sequence[Reading]) -> Answer:
        """The answer to the reading with the strongest evidence, less its handicap.

        An answer without the figure that a follow-up asks for is weaker than a refusal: it would
        only talk round it with what the earlier question found.
        """
        correct = self.index.speller.correct
        answers = [self.extractor.answer(correct(reading.text)[0]) for reading in readings]
        asked = asked_quantity(question) if len(readings) > 1 else None
        if strength(answers[0]) == _KNOWN_ABSENT:
            return answers[0]  # 「罚多少」: another reading would only talk round it
        scored = [
            (self._evidence(answer, asked) - reading.handicap + _on_topic(answer, reading), -place)
            for place, (answer, reading) in enumerate(zip(answers, readings, strict=True))
        ]
        return answers[-max(scored)[1]]

    def _evidence(self, answer: Answer, asked: Quantity | None) -> float:
        texts = (self.index.leaf(i).text for i in answer.cited)
        if asked and answer.cited and not any(states(asked, text) for text in texts):
            return _BESIDE_THE_FIGURE
        return strength(answer)

    def _readings(self, question: str, history: Sequence[Turn]) -> tuple[Reading, ...]:
        """The question with what earlier turns supply; small talk among them supplies nothing."""
        answers = [answer for _, answer in history if answer.intent != "chitchat"]
        if not answers or is_chitchat(question) or look_up(question, self.regulation):
            return (Reading(question),)
        last = answers[-1]
        cited = last.cited or tuple(q.id for q in last.quotes)
        if item := listed_item(question, cited, self._items):
            return (Reading(item),)
        return readings(
            question,
            last.standalone_question,
            self.index.lexicon,
            earlier=answers[-2].standalone_question if len(answers) > 1 else "",
            answered=self._acting_body(last) if last.intent == "responsible" else "",
        )

    def _items(self, article: str) -> int:
        """How many 项 the first 款 of a 条 has."""
        ids = (leaf.id for leaf in self.index.leaves)
        return sum(i.article == article and bool(i.item) and not i.paragraph for i in ids)

    def _acting_body(self, answer: Answer) -> str:
        """The body that the first cited provision begins with, empty where it is none."""
        if not answer.cited:
            return ""
        text = self.index.leaf(answer.cited[0]).text
        names = (name for body in self.index.language.bodies for name in body.printed)
        return max((name for name in names if text.startswith(name)), key=len, default="")


#: Evidence of an answer that was looked up, of a refusal that says what is not stated, and of one
#: that found nothing.
_LOOKED_UP, _KNOWN_ABSENT, _NOTHING = 0.95, -0.3, -1.0
#: Evidence of an answer that does not hold the figure that was asked for.
_BESIDE_THE_FIGURE = -0.6
_ON_TOPIC = 0.5


def _on_topic(answer: Answer, reading: Reading) -> float:
    """What it counts that the first provision speaks of what the question newly names."""
    first = str(answer.cited[0]) if answer.cited else ""
    return _ON_TOPIC if first in reading.about else 0.0


def strength(answer: Answer) -> float:
    """How well a question was answered: the probability of its first provision, below 0 for a refusal."""
    if answer.refusal is not None:
        nothing = answer.refusal.reason in ("off_topic", "not_found", "unclear")
        return _NOTHING if nothing else _KNOWN_ABSENT
    if answer.complete or not answer.ranking:
        return _LOOKED_UP
    return answer.ranking[0].score


def _more(index: Index, question: str, before: Answer) -> Answer:
    """「还有呢」: that all was listed, or what comes nearest to the earlier question."""
    if before.complete:
        said = f"没有别的了：上面的 {len(before.cited)} 处规定已经列全。"
        statements = (Statement(said, before.cited),)
        return given(index, question, before.intent, statements, before.quotes, complete=True)
    shown = {q.id for q in before.quotes}
    nearest = tuple(h.id for h in before.ranking if h.id not in shown)[:_MORE]
    message = "直接回答上一个问题的规定已经列出；相近的还有以下几处。"
    return refused(index, question, before.intent, "not_found", nearest, message)
