"""A question after earlier turns → what is put to the documents.

A complete question is put as it stands. A fragment has several readings
(``assistant.understanding.followup``): the one counts that a fitted rule finds likeliest, by how it was
made and by how sure the documents are of it. What is said of the conversation itself is answered here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answer import Answer, Turn
from assistant.answering.drafts import given, refused
from assistant.answering.parts import SaidWords
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.library.counting import find_counted
from assistant.library.named import Naming, find_namings, only_names, text_for
from assistant.library.readings import find_likeliest
from assistant.understanding.about import read_meta
from assistant.understanding.alone import likely_alone
from assistant.understanding.followup import LONGEST, Topic, topic_of
from assistant.understanding.intent import asks_for_more, is_chitchat
from assistant.understanding.of_talk import (
    alone_in,
    asks_what_was_asked,
    find_listed,
    wants_as_it_stands,
)
from assistant.understanding.whereabouts import find_passage
from corpus.citing.written import find_citations
from corpus.text.provision import ProvisionId
from index.embed import BUILTIN
from index.library import Library

#: Turns that say nothing on the documents: a question takes nothing from them.
_IDLE = ("chitchat", "training")
#: Probability of standing alone from which a question is put as it stands, and nothing else is tried.
_CERTAIN = 0.9
_NO_LIST = "前面没有列出可以这样数的几项。请说明是哪一条的第几项，或者先问一个有几项的问题。"
_NOTHING_ASKED = "这是我们对话里的第一个问题，前面没有问过别的。"


@dataclass(frozen=True, slots=True)
class TurnRead:
    """What is put to the documents.

    Attributes:
        text: a question that stands alone.
        standalone: what is told that was understood.
        shown: provisions within which it is asked.
        documents: keys of those that alone are asked; empty for those that the text names, or all.
        history: the turns that it still goes on from: none but for 「还有呢」.
        said: the whole answer, where the conversation itself is asked about; else None.
    """

    text: str
    standalone: str
    shown: frozenset[ProvisionId] = frozenset()
    documents: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    said: Answer | None = None


def read_turn(
    library: Library, documents: Sequence[Sources], question: str, history: Sequence[Turn]
) -> TurnRead:
    """How a question is read after earlier turns.

    Args:
        library, documents: that are asked.
        question: cleaned.
        history: earlier turns, oldest first.
    """
    if own := alone_in(question):
        return _plain(own)
    if wants_as_it_stands(question) and history:
        return _plain(_last_asked(history))
    if when := asks_what_was_asked(question):
        return TurnRead(question, question, said=_recall(documents[0], question, history, when))
    said = [(asked, answer) for asked, answer in history if answer.intent not in _IDLE]
    listed = find_listed(question)
    if listed is not None and (said or listed.counted != "article"):
        indexes = [d.index for d in documents]
        if said and (citation := find_counted(listed, said[-1][1], indexes)):
            return TurnRead(citation, citation)
        if listed.counted != "article":
            return TurnRead(question, question, said=_ask_back(documents[0], question))
    if not said or _is_settled(question):
        return TurnRead(question, question, history=tuple(said))
    return _after(library, documents, question, said)


def _after(
    library: Library, documents: Sequence[Sources], question: str, said: Sequence[Turn]
) -> TurnRead:
    """How what may be a fragment is read after turns on the documents."""
    last = said[-1][1]
    regulations = [d.regulation for d in documents]
    meant = last_spoken(said) or regulations[0].key
    namings = find_namings(question, regulations, meant, in_turn=True) if documents[1:] else ()
    topic = topic_of(last.standalone_question)
    before = find_namings(topic.question, regulations, meant) if documents[1:] else ()
    if namings:
        topic = Topic(_without_names(topic.question, before))
    if only_names(question, namings):
        keys = tuple(dict.fromkeys(n.key for n in namings))
        standalone = f"{'、'.join(keys)}：{topic.question}"
        return TurnRead(topic.question, standalone, documents=keys)
    alone = _likely_alone(library, question, topic)
    if alone >= _CERTAIN or len(question) > LONGEST:
        return _plain(question)
    asked = library.only([n.key for n in namings or before]) if namings or before else library
    quoted = last.cited or tuple(q.id for q in last.quotes)
    shown = frozenset(_placed(i, asked, last) for i in quoted)
    reading = find_likeliest(asked, question, topic, shown, alone)
    return TurnRead(reading.text, reading.shown, frozenset() if reading.way == "alone" else shown)


def _without_names(question: str, namings: Sequence[Naming]) -> str:
    """A question without the documents that it names."""
    return text_for(question, "", namings)


def last_spoken(history: Sequence[Turn]) -> str:
    """Key of the document that the last answer rests on; empty where there is none."""
    spoken = (a.document for _, a in reversed(history) if a.cited and a.document)
    return next(spoken, "")


def _plain(question: str) -> TurnRead:
    return TurnRead(question, question)


def _is_settled(question: str) -> bool:
    """Whether a question is no fragment, whatever went before it."""
    return bool(
        is_chitchat(question)
        or asks_for_more(question)
        or find_citations(question)
        or find_passage(question)
        or read_meta(question)
    )


def _last_asked(history: Sequence[Turn]) -> str:
    """The last question that was read with an earlier one; else the last."""
    read = (asked for asked, answer in reversed(history) if answer.read_as)
    return next(read, history[-1][0])


def _recall(document: Sources, question: str, history: Sequence[Turn], when: str) -> Answer:
    """What was asked before; nothing is cited for it."""
    asked = [q for q, answer in history if answer.intent not in _IDLE]
    if not asked:
        return _tell(document, question, _NOTHING_ASKED)
    one = asked[0] if when == "first" else asked[-1]
    word = "最先" if when == "first" else "刚才"
    return _tell(document, question, f"您{word}问的是「{one}」。")


def _tell(document: Sources, question: str, words: str) -> Answer:
    said = Statement(StatementKind.NOTE, SaidWords(words))
    return given(document.index, question, "chitchat", statements=(said,), quotes=())


def _ask_back(document: Sources, question: str) -> Answer:
    detail = SaidWords(_NO_LIST)
    return refused(document.index, question, "question", reason="unclear", detail=detail)


def _placed(address: ProvisionId, library: Library, last: Answer) -> ProvisionId:
    """An address as the library prints it: with its document where there are several."""
    if len(library.indexes) == 1:
        return address.of("")
    return address if address.document else address.of(last.document or library.keys[0])


def _likely_alone(library: Library, question: str, topic: Topic) -> float:
    if not library.indexes[0].manifest.embedder.startswith(f"{BUILTIN}:"):
        return likely_alone(question, None, None)
    embedder = library.embedder
    return likely_alone(
        question, embedder.embed_query(question), embedder.embed_query(topic.question)
    )
