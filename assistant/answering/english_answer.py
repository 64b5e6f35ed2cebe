"""A Chinese answer in an English frame: the same provisions, the same quotes, English around them.

Nothing of the legal content is translated: names come from the data, numbers from the provisions'
addresses, everything else is quoted in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Quote, Refusal, Statement, Turn
from assistant.answering.drafts import refused
from assistant.answering.english_duties import EnglishDuties
from assistant.answering.english_names import EnglishNames, place, places
from assistant.answering.quoting import status_notice
from assistant.answering.sets import find_whole_set
from assistant.answering.sources import Sources
from assistant.understanding.english_reading import EnglishReading, read_english
from assistant.understanding.understood import understand
from corpus.language.english import English
from corpus.text.provision import Level, Regulation

#: A question and its answer.
_PROVIDES = re.compile(r"规定：「(?P<words>.*)」。$", re.DOTALL)
_ABSENT = "The regulation does not state this, so no answer can be given."
_SORRY = {
    "chitchat": (
        "I answer questions about this regulation only, for example "
        "“Who is responsible for fire lanes?” or “What must a nursing home do at night?”"
    ),
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
_TELLING = ("not_stated", "other_instrument", "false_premise", "no_such_provision")


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
            question: cleaned.
            in_chinese: answers a Chinese question after earlier turns.
            history: the earlier turns.
        """
        reading = read_english(question, self._english, follows=bool(history))
        if reading is None:
            return None
        if not reading.chinese:
            return self._unclear(question, reading)
        return _with_reading(
            self._framed(in_chinese(reading.chinese, () if reading.alone else history)), question
        )

    def _unclear(self, question: str, reading: EnglishReading) -> Answer:
        """Too little was understood: which words were, and an invitation to ask in Chinese."""
        told = "; ".join(f"{words} = {chinese}" for words, chinese in _plain(reading))
        known = f"These words were understood: {told}." if told else "No word was understood."
        message = (
            f"The question was not understood well enough to answer it. {known} "
            "Please put it in other words, or ask in Chinese (请用中文提问)."
        )
        answer = refused(self._sources.index, question, "question", "unclear")
        return self._whole(answer, (Statement(message),), message)

    def _framed(self, answer: Answer) -> Answer:
        if answer.refusal is not None:
            message = self._sorry(answer.refusal)
            return self._whole(answer, (Statement(message, answer.refusal.nearest),), message)
        return self._whole(answer, self._statements(answer))

    def _statements(self, answer: Answer) -> tuple[Statement, ...]:
        if answer.intent == "meta":
            return self._about(answer)
        if answer.intent == "citation":
            words = f"The words of {places(answer.cited)} follow (in Chinese)."
            return (Statement(words, answer.cited),)
        if answer.complete:
            return self._listed(answer)
        count = len(answer.cited)
        said = _said(answer)
        lead = f"{place(answer.cited[0])} provides (in Chinese): 「{said}」."
        if count == 1:
            return (Statement(lead, answer.cited),)
        head = f"{count} provisions deal with this. "
        return (Statement(head, answer.cited), Statement(lead, answer.cited[:1]))

    def _listed(self, answer: Answer) -> tuple[Statement, ...]:
        """A complete list, from the register where it is one actor's or one matter's."""
        index = self._sources.index
        whole = find_whole_set(index, understand(index, answer.standalone_question))
        if whole is not None and (whole.actors or whole.matter):
            duties = EnglishDuties(self._sources.lookups, self._names)
            if whole.compared:
                return duties.comparison(*whole.actors)
            if whole.actors:
                return duties.actors(whole.actors)
            return duties.matter(whole.matter, answer.cited)
        head = f"{len(answer.cited)} provisions apply: {places(answer.cited)}."
        return (Statement(head, answer.cited),)

    def _about(self, answer: Answer) -> tuple[Statement, ...]:
        """Facts of the regulation itself, and the Chinese sentence that answers."""
        nodes = tuple(self._regulation.body.walk())
        count = {level: sum(n.level is level for n in nodes) for level in Level}
        facts = (
            f"About the regulation itself: {count[Level.CHAPTER]} chapters, "
            f"{len(self._regulation.articles())} articles, {count[Level.ITEM]} items; "
            f"status: {self._status()} "
        )
        said = "".join(s.text for s in answer.statements).strip()
        return (Statement(facts), Statement(f"In Chinese: {said}", answer.cited))

    def _sorry(self, refusal: Refusal) -> str:
        if refusal.reason == "no_such_provision":
            english = self._no_such(refusal)
        else:
            english = _SORRY.get(refusal.reason, _ABSENT)
        return f"{english} In Chinese: {refusal.message}" if refusal.reason in _TELLING else english

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
        return self._english.status.get(
            self._regulation.status,
            "The status of this text is not stated; check the official one.",
        )

    def _whole(self, answer: Answer, statements: Sequence[Statement], message: str = "") -> Answer:
        notice = f"{self._status()}\n{status_notice(self._regulation)}"
        refusal = replace(answer.refusal, message=message) if answer.refusal and message else None
        parts = ["".join(s.text for s in statements)]
        if answer.quotes and refusal:
            parts.append("The nearest provisions, for reference and not as an answer:")
        parts += [_shown(quote) for quote in answer.quotes]
        return replace(
            answer,
            text="\n\n".join([*parts, notice]),
            statements=tuple(statements),
            refusal=refusal,
            status_notice=notice,
        )


def _with_reading(answer: Answer, question: str) -> Answer:
    """The answer with its text headed by the Chinese reading."""
    read = answer.standalone_question
    head = f"(Read as: {read})\n\n" if read and read != question else ""
    return replace(answer, text=f"{head}{answer.text}")


def _plain(reading: EnglishReading) -> list[tuple[str, str]]:
    """What was understood, patterns without their places."""
    return [(w, re.sub(r"\{.?\}", "…", c)) for w, c in reading.understood]


def _said(answer: Answer) -> str:
    """The words of the first provision that answer, verbatim; all of it where none were chosen."""
    whole = answer.quotes[0].text
    match = next((m for s in answer.statements if (m := _PROVIDES.search(s.text))), None)
    return match["words"] if match and match["words"] in whole else whole


def _shown(quote: Quote) -> str:
    head = f"{place(quote.id)}: {quote.citation}（{quote.path}）"
    return "\n".join(filter(None, (head, quote.lead_in, quote.text)))
