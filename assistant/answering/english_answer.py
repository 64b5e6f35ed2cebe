"""A Chinese answer in an English frame: the same provisions, the same quotes, English around them.

Nothing of the legal content is translated: names come from the data, numbers from the provisions'
addresses, everything else is quoted in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Refusal, Turn
from assistant.answering.parts import (
    NearestHead,
    OfDocument,
    Parts,
    Quotation,
    RefusalReason,
    RefusalSaid,
    SaidWords,
    quoted,
)
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.english import ENGLISH, in_english
from assistant.rendering.english_names import EnglishNames, document_name, place, places
from assistant.rendering.text import said_text
from assistant.understanding.english_reading import EnglishReading, read_english
from corpus.language.english import English
from corpus.language.examples import examples_of
from corpus.text.provision import Level, ProvisionId, Regulation
from corpus.text.status import status_of

_ABSENT = "This is not stated in what is held here, so no answer can be given."
_NOT_FOUND = "No provision was found that answers this directly; the nearest ones are shown below."
_SORRY: Mapping[RefusalReason, str] = {
    "off_topic": "This question is outside what is held here, so it cannot be answered.",
    "other_instrument": (
        "Another law or another place is asked about, which is not held here, "
        "so no answer can be given."
    ),
    "false_premise": (
        "The provisions do not say what the question takes for granted; see their words below."
    ),
    "not_found": _NOT_FOUND,
}
#: Refusals that come of how a question was read.
_BY_WORDS: tuple[RefusalReason, ...] = ("off_topic", "not_found", "unclear")
_BY_LIKENESS: tuple[RefusalReason, ...] = (*_BY_WORDS, "not_stated")
#: Refusals whose Chinese sentence says more than the English one.
_TELLING: tuple[RefusalReason, ...] = (
    "not_stated",
    "other_instrument",
    "false_premise",
    "no_such_provision",
)


class EnglishFrame:
    """Answers English questions about some documents.

    Args:
        documents: in the order of the library; the first is meant where none is named.
        english: the words for them.
        ask: answers a question after earlier turns.
    """

    def __init__(
        self,
        documents: Sequence[Sources],
        english: English,
        ask: Callable[[str, Sequence[Turn]], Answer],
    ) -> None:
        self._documents = {d.regulation.key: d for d in documents}
        self._english = english
        self._names = EnglishNames(english)
        self._ask = ask

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer | None:
        """The answer in an English frame; None where the question is not English.

        What is looked up is found by the Chinese words; what is found by likeness, by both languages.

        Args:
            question: cleaned; one that ``may_be_english``.
            history: the earlier turns.
        """
        reading = read_english(question, self._english, follows=bool(history))
        if reading is None:
            return None
        turns = () if reading.alone else history
        answer = self._ask(reading.chinese, turns) if reading.is_whole else None
        read_as = answer.standalone_question if answer and turns else reading.chinese
        if answer is None or (reading.alone and _is_by_likeness(answer)):
            answer = self._ask(reading.both, ())
        said = (self._sorry(answer, reading),) if answer.refusal else self._statements(answer)
        return self._whole(replace(answer, read_as=read_as), said)

    def _document(self, answer: Answer) -> Regulation:
        """The document that an answer rests on."""
        first = next(iter(self._documents))
        return self._documents[answer.document or first].regulation

    def _statements(self, answer: Answer) -> tuple[Statement, ...]:
        if answer.intent == "meta":
            return self._about(answer)
        if answer.intent == "citation":
            return (
                _said(f"The words of {places(answer.cited)} follow (in Chinese).", answer.cited),
            )
        if len(self._documents) == 1:
            return self._of_one(answer, answer.cited)
        keys = answer.speaking or (answer.document,)
        return tuple(s for key in keys for s in self._of_several(answer, key))

    def _of_several(self, answer: Answer, key: str) -> tuple[Statement, ...]:
        """What one of several documents says, with its name and status."""
        cited = tuple(i for i in answer.cited if i.document == key)
        if not cited:
            return ()
        title = document_name(self._documents[key].regulation)
        part = answer.part(key)
        if part.complete:
            told = tuple(_of(s, key) for s in self._of_one(part, part.cited))
            return (_said(f"{title}:"), *told)
        return self._of_one(replace(answer, complete=False), cited, f"{title}, ")

    def _of_one(
        self, answer: Answer, cited: Sequence[ProvisionId], mark: str = ""
    ) -> tuple[Statement, ...]:
        if answer.complete:
            head = f"{len(cited)} provisions apply: {places(cited)}."
            return in_english(answer.statements, self._names) or (_said(head, cited),)
        lead = _quotation(answer, cited[0], mark)
        if (count := len(cited)) == 1:
            return (lead,)
        unsure = any(isinstance(s.parts, NearestHead) for s in answer.statements)
        told = "may be meant, the nearest first" if unsure else "deal with this"
        return (_said(f"{mark}{count} provisions {told}.", cited), lead)

    def _about(self, answer: Answer) -> tuple[Statement, ...]:
        """Facts of the regulation itself, and the Chinese sentence that answers."""
        regulation = self._document(answer)
        nodes = tuple(regulation.body.walk())
        count = {level: sum(n.level is level for n in nodes) for level in Level}
        facts = (
            f"About the regulation itself: {count[Level.CHAPTER]} chapters, "
            f"{len(regulation.articles())} articles, {count[Level.ITEM]} items; "
            f"status: {status_of(regulation).english}"
        )
        return (
            _said(facts),
            Statement(StatementKind.CONCLUSION, _in_chinese(answer), answer.cited),
        )

    def _sorry(self, answer: Answer, reading: EnglishReading) -> Statement:
        """A refusal, with the Chinese one where that says more."""
        refusal = answer.refusal
        assert refusal is not None
        if refusal.reason == "no_such_provision":
            english = self._no_such(refusal, self._document(answer))
        elif refusal.reason == "chitchat":
            english = self._greeting()
        elif refusal.reason == "not_stated":
            english = _ABSENT if _is_known_absent(answer) else _NOT_FOUND
        else:
            english = _SORRY.get(refusal.reason, _ABSENT)
        said = Statement(StatementKind.CONCLUSION, SaidWords(english), refusal.nearest)
        if refusal.reason in _TELLING:
            chinese = _in_chinese(answer)
            return replace(said, parts=SaidWords(f"{english} {chinese.text}", chinese.quoted))
        if refusal.reason in _BY_WORDS:
            return replace(said, parts=SaidWords(f"{english} {_understood(reading)}"))
        return said

    def _greeting(self) -> str:
        first = next(iter(self._documents.values()))
        asked = examples_of(first.regulation, first.index.language).english
        like = f", for example {' or '.join(f'“{q}”' for q in asked)}" if asked else "."
        subject = "this regulation" if len(self._documents) == 1 else "these documents"
        return f"I answer questions about {subject} only{like}"

    def _no_such(self, refusal: Refusal, regulation: Regulation) -> str:
        """What there is in place of a provision that does not exist."""
        articles = regulation.articles()
        if not refusal.nearest:
            return (
                f"There is no such article: the regulation has {len(articles)} articles, "
                f"{articles[0].number} to {articles[-1].number}."
            )
        nearest = refusal.nearest[0].parent_article()
        ids = (leaf.id for leaf in regulation.leaves())
        items = sum(bool(i.item) for i in ids if i.parent_article() == nearest.of(""))
        has = f"{items} items" if items else "no items"
        return f"There is no such provision: {place(nearest)} has {has}."

    def _whole(self, answer: Answer, statements: Sequence[Statement]) -> Answer:
        """The answer in its frame, with the status of every document that speaks in both languages."""
        shown = dict.fromkeys(i.document for i in (*answer.cited, *(q.id for q in answer.quotes)))
        keys = answer.speaking or tuple(shown) or tuple(self._documents)
        told = [self._documents[k].regulation for k in keys if k] or [self._document(answer)]
        several = len(self._documents) > 1
        status = (
            Statement(
                StatementKind.STATUS,
                SaidWords(f"《{r.title}》: {words}" if several else words),
            )
            for r in told
            if (words := status_of(r).english)
        )
        return replace(
            answer,
            statements=tuple(statements),
            notices=(*status, *answer.notices),
            frame=ENGLISH,
        )


def _is_by_likeness(answer: Answer) -> bool:
    """Whether an answer is what retrieval found, or that it found nothing: no look-up, no denial."""
    if answer.refusal is not None:
        return answer.refusal.reason in _BY_LIKENESS
    parts = [answer.part(key) for key in answer.speaking] or [answer]
    return bool(answer.ranking) and not any(part.complete for part in parts)


def _is_known_absent(answer: Answer) -> bool:
    """Whether it is known that something is not stated, and not only not found."""
    said = (s.parts for s in answer.statements)
    return any(isinstance(p, RefusalSaid) and p.detail is not None for p in said)


def _understood(reading: EnglishReading) -> str:
    """Which words were understood, and an invitation to ask in Chinese."""
    plain = ((w, re.sub(r"\{.?\}", "…", c)) for w, c in reading.understood)
    told = "; ".join(f"{words} = {chinese}" for words, chinese in plain)
    known = f"These words were understood: {told}." if told else "No word was understood."
    return f"{known} Please put it in other words, or ask in Chinese (请用中文提问)."


def _of(statement: Statement, key: str) -> Statement:
    return replace(statement, ids=tuple(i.of(key) for i in statement.ids))


def _said(words: str, ids: Sequence[ProvisionId] = ()) -> Statement:
    return Statement(StatementKind.CONCLUSION, SaidWords(words), tuple(ids))


def _quotation(answer: Answer, address: ProvisionId, mark: str) -> Statement:
    """The words of a provision that answer, verbatim; all of it where none were chosen."""
    found = next(q for q in answer.quotes if q.id == address)
    said = (p for s in answer.statements for p in _parts(s.parts))
    chosen = (p for p in said if isinstance(p, Quotation) and p.words in found.text)
    own = Quotation(found.text, lead=(found.lead_in,) if found.lead_in else ())
    source = f"{mark}{place(address.of(''))} provides (in Chinese)"
    quotation = replace(next(chosen, own), source=source, before=": ", after=".")
    return Statement(StatementKind.QUOTATION, quotation, (address,))


def _parts(parts: Parts | None) -> tuple[Parts, ...]:
    """The parts of what one of several documents says, or a part by itself."""
    if parts is None:
        return ()
    return parts.said if isinstance(parts, OfDocument) else (parts,)


def _in_chinese(answer: Answer) -> SaidWords:
    """The statements of a Chinese answer, as they are."""
    passages = quoted([s.parts for s in answer.statements if s.parts])
    return SaidWords(f"In Chinese: {said_text(answer.statements).strip()}", passages)
