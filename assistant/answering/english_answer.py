"""A Chinese answer in an English frame: the same provisions, the same quotes, English around them.

Nothing of the legal content is translated: names come from the data, numbers from the provisions'
addresses, everything else is quoted in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Refusal, Turn
from assistant.answering.drafts import refused
from assistant.answering.parts import Quotation, RefusalReason, SaidWords, quoted
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.english import ENGLISH, in_english
from assistant.rendering.english_names import EnglishNames, place, places
from assistant.rendering.text import said_text
from assistant.understanding.english_reading import EnglishReading, read_english
from corpus.language.english import English
from corpus.language.examples import examples_of
from corpus.text.provision import Level, Regulation
from corpus.text.status import status_of

_ABSENT = "The regulation does not state this, so no answer can be given."
_SORRY: Mapping[RefusalReason, str] = {
    "off_topic": "This question is outside the regulation, so it cannot be answered.",
    "other_instrument": (
        "Another law or another place is asked about; only this regulation is held here, "
        "so no answer can be given."
    ),
    "false_premise": (
        "The regulation does not say what the question takes for granted; "
        "see the words of the provisions below."
    ),
    "not_stated": _ABSENT,
    "not_found": (
        "No provision was found that answers this directly; the nearest ones are shown below."
    ),
}
#: Refusals whose Chinese sentence says more than the English one.
_TELLING: tuple[RefusalReason, ...] = (
    "not_stated",
    "other_instrument",
    "false_premise",
    "no_such_provision",
)


class EnglishFrame:
    """Answers English questions about one regulation.

    Args:
        sources: the index, and the register.
        english: the reviewed words.
    """

    def __init__(self, sources: Sources, english: English) -> None:
        self._sources = sources
        self._english = english
        self._names = EnglishNames(english)

    @property
    def _regulation(self) -> Regulation:
        return self._sources.index.regulation

    def answer(
        self,
        question: str,
        in_chinese: Callable[[str, Sequence[Turn]], Answer],
        history: Sequence[Turn] = (),
    ) -> Answer | None:
        """The answer in an English frame; None where the question is not English.

        Args:
            question: cleaned; one that ``may_be_english``.
            in_chinese: answers a Chinese question after earlier turns.
            history: the earlier turns.
        """
        reading = read_english(question, self._english, follows=bool(history))
        if reading is None:
            return None if self._english.terms else self._without_words(question, in_chinese)
        if not reading.chinese:
            return self._unclear(question, reading)
        answer = in_chinese(reading.chinese, () if reading.alone else history)
        said = (self._sorry(answer),) if answer.refusal else self._statements(answer)
        return self._whole(answer, said)

    def _without_words(
        self, question: str, in_chinese: Callable[[str, Sequence[Turn]], Answer]
    ) -> Answer | None:
        """The document has no English words: that it has none, and an invitation to ask in Chinese.

        None where it is answered all the same: a greeting, a provision that is named.
        """
        answer = in_chinese(question, ())
        if answer.refusal is None or answer.refusal.reason not in ("off_topic", "not_found"):
            return None
        title = self._regulation.title
        message = (
            f"《{title}》 can be asked in Chinese only: it has no reviewed English terms. "
            f"《{title}》还没有英文用语对照，请用中文提问。"
        )
        answer = refused(self._sources.index, question, "question", reason="unclear")
        return self._whole(answer, (_said(message),))

    def _unclear(self, question: str, reading: EnglishReading) -> Answer:
        """Too little was understood: which words were, and an invitation to ask in Chinese."""
        told = "; ".join(f"{words} = {chinese}" for words, chinese in _plain(reading))
        known = f"These words were understood: {told}." if told else "No word was understood."
        message = (
            f"The question was not understood well enough to answer it. {known} "
            "Please put it in other words, or ask in Chinese (请用中文提问)."
        )
        answer = refused(self._sources.index, question, "question", reason="unclear")
        return self._whole(answer, (_said(message),))

    def _statements(self, answer: Answer) -> tuple[Statement, ...]:
        if answer.intent == "meta":
            return self._about(answer)
        if answer.intent == "citation":
            return (_said(f"The words of {places(answer.cited)} follow (in Chinese).", answer),)
        if answer.complete:
            head = f"{len(answer.cited)} provisions apply: {places(answer.cited)}."
            return in_english(answer.statements, self._names) or (_said(head, answer),)
        lead = _quotation(answer)
        if (count := len(answer.cited)) == 1:
            return (lead,)
        return (_said(f"{count} provisions deal with this.", answer), lead)

    def _about(self, answer: Answer) -> tuple[Statement, ...]:
        """Facts of the regulation itself, and the Chinese sentence that answers."""
        nodes = tuple(self._regulation.body.walk())
        count = {level: sum(n.level is level for n in nodes) for level in Level}
        facts = (
            f"About the regulation itself: {count[Level.CHAPTER]} chapters, "
            f"{len(self._regulation.articles())} articles, {count[Level.ITEM]} items; "
            f"status: {self._status()}"
        )
        return (
            _said(facts),
            Statement(StatementKind.CONCLUSION, _in_chinese(answer), answer.cited),
        )

    def _sorry(self, answer: Answer) -> Statement:
        """A refusal, with the Chinese one where that says more."""
        refusal = answer.refusal
        assert refusal is not None
        if refusal.reason == "no_such_provision":
            english = self._no_such(refusal)
        elif refusal.reason == "chitchat":
            english = self._greeting()
        else:
            english = _SORRY.get(refusal.reason, _ABSENT)
        said = Statement(StatementKind.CONCLUSION, SaidWords(english), refusal.nearest)
        if refusal.reason not in _TELLING:
            return said
        chinese = _in_chinese(answer)
        return replace(said, parts=SaidWords(f"{english} {chinese.text}", chinese.quoted))

    def _greeting(self) -> str:
        asked = examples_of(self._regulation, self._sources.index.language).english
        like = f", for example {' or '.join(f'“{q}”' for q in asked)}" if asked else "."
        return f"I answer questions about this regulation only{like}"

    def _no_such(self, refusal: Refusal) -> str:
        """What there is in place of a provision that does not exist."""
        articles = self._regulation.articles()
        if not refusal.nearest:
            return (
                f"There is no such article: the regulation has {len(articles)} articles, "
                f"{articles[0].number} to {articles[-1].number}."
            )
        nearest = refusal.nearest[0].parent_article()
        ids = (leaf.id for leaf in self._regulation.leaves())
        items = sum(bool(i.item) for i in ids if i.parent_article() == nearest)
        has = f"{items} items" if items else "no items"
        return f"There is no such provision: {place(nearest)} has {has}."

    def _status(self) -> str:
        return status_of(self._regulation).english

    def _whole(self, answer: Answer, statements: Sequence[Statement]) -> Answer:
        status = Statement(StatementKind.STATUS, SaidWords(self._status()))
        return replace(
            answer,
            statements=tuple(statements),
            notices=(status, *answer.notices),
            frame=ENGLISH,
        )


def _plain(reading: EnglishReading) -> list[tuple[str, str]]:
    """What was understood, patterns without their places."""
    return [(w, re.sub(r"\{.?\}", "…", c)) for w, c in reading.understood]


def _said(words: str, answer: Answer | None = None) -> Statement:
    ids = answer.cited if answer else ()
    return Statement(StatementKind.CONCLUSION, SaidWords(words), ids)


def _quotation(answer: Answer) -> Statement:
    """The words of the first provision that answer, verbatim; all of it where none were chosen."""
    whole = answer.quotes[0].text
    chosen = (s.parts.words for s in answer.statements if isinstance(s.parts, Quotation))
    words = next(chosen, whole)
    source = f"{place(answer.cited[0])} provides (in Chinese)"
    quotation = Quotation(words if words in whole else whole, source, ": ", ".")
    return Statement(StatementKind.QUOTATION, quotation, answer.cited[:1])


def _in_chinese(answer: Answer) -> SaidWords:
    """The statements of a Chinese answer, as they are."""
    passages = quoted([s.parts for s in answer.statements if s.parts])
    return SaidWords(f"In Chinese: {said_text(answer.statements).strip()}", passages)
