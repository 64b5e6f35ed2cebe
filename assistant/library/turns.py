"""A question after earlier turns → what is put to the documents.

A complete question is put as it stands; that it is one is learned (``assistant.understanding.alone``). A
fragment is read within the topic (``assistant.understanding.followup``) and within what was shown
(``index.focus``). What is said of the conversation itself is answered here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.drafts import given, refused
from assistant.answering.parts import SaidWords
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.library.counting import find_counted
from assistant.library.named import Naming, find_namings, only_names, text_for
from assistant.library.putting import PutQuestion, last_spoken
from assistant.understanding.about import read_meta
from assistant.understanding.alone import begins_pointing, likely_alone
from assistant.understanding.followup import LONGEST, Topic, core_of, read_fragment, topic_of
from assistant.understanding.intent import asks_for_more
from assistant.understanding.of_talk import (
    ListedItem,
    alone_in,
    asks_of_now,
    asks_what_was_asked,
    find_listed,
    wants_as_it_stands,
)
from assistant.understanding.small_talk import known_small_talk, read_small_talk
from assistant.understanding.whereabouts import find_passage
from corpus.citing.editions import without_edition
from corpus.citing.written import find_citations
from corpus.text.provision import ProvisionId
from index.across import rank_across
from index.focus import Focus
from index.library import Library

#: Turns that say nothing on the documents: a question takes nothing from them.
_IDLE = ("chitchat", "training")
#: A question is put as it stands from these log odds of standing alone on, those of its best provision added
#: with their weight; one that names its documents, or begins with a pronoun, from even odds on. Chosen on the tuning halves.
_ALONE_FROM, _OF_EVIDENCE = -0.5, 0.8
#: Probabilities are held within these: nothing is certain, and a complete question may find nothing.
_LEAST, _MOST = 0.005, 0.995
_FOUND_LEAST, _FOUND_MOST = 0.12, 0.97
#: Characters of what was shown that a fragment is read beside.
TOLD = 60
_NO_LIST = "前面没有列出可以这样数的几项。请说明是哪一条的第几项，或者先问一个有几项的问题。"
_NOTHING_ASKED = "这是我们对话里的第一个问题，前面没有问过别的。"


@dataclass(frozen=True, slots=True)
class TurnRead:
    """How a question is read.

    Attributes:
        put: what is put to the documents.
        standalone: what is told that was understood.
        history: the turns on the documents that the question goes on from.
        said: the whole answer, where the conversation itself is asked about; else None.
    """

    put: PutQuestion
    standalone: str
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
        return replace(_plain(question), said=_recall(documents[0], question, history, when))
    said = tuple(turn for turn in history if turn[1].intent not in _IDLE)
    if (listed := find_listed(question)) and (counted := _counted(listed, documents, said)):
        return counted
    if listed and listed.counted != "article":
        return replace(_plain(question), said=_ask_back(documents[0], question))
    if said and said[-1][1].refusal is not None and asks_of_now(question):
        before = said[-1][1].standalone_question
        held = without_edition(before, documents[0].regulation)
        if held != before:
            return _plain(held)
    if not said or is_settled(question) or read_small_talk(library.indexes[0], question):
        return replace(_plain(question), history=said)
    return _after(library, documents, question, said)


def _counted(
    listed: ListedItem, documents: Sequence[Sources], said: Sequence[Turn]
) -> TurnRead | None:
    """The provision that is counted to; None where nothing was shown to count in."""
    last = said[-1][1] if said else None
    citation = find_counted(listed, last, [d.index for d in documents]) if last else ""
    if last is None or not citation:
        return None
    topic = topic_of(last.standalone_question).question
    beside = citation if find_citations(topic) else f"{topic}（{citation}）"
    return TurnRead(PutQuestion(citation), beside)


def _after(
    library: Library, documents: Sequence[Sources], question: str, said: Sequence[Turn]
) -> TurnRead:
    """How what may be a fragment is read after turns on the documents."""
    last = said[-1][1]
    regulations = [d.regulation for d in documents]
    meant = last_spoken(said) or regulations[0].key
    part, several = library.is_part, len(documents) > 1
    namings = (
        find_namings(question, regulations, meant, in_turn=True, by_name=part) if several else ()
    )
    topic = _topic(said)
    before = find_namings(topic.question, regulations, meant, by_name=part) if several else ()
    if namings:
        topic = replace(topic, question=_without_names(topic.question, before))
    if only_names(question, namings):
        keys = tuple(dict.fromkeys(n.key for n in namings))
        standalone = f"{'、'.join(keys)}：{topic.question}"
        return TurnRead(PutQuestion(topic.question, documents=keys), standalone)
    if len(question) > LONGEST or stands_alone(library, question, topic, named=bool(namings)):
        return replace(_plain(question), history=tuple(said))
    lexicons = [i.lexicon for i in library.indexes if i.language.bodies]
    segmenter = library.indexes[0].segmenter
    spelled, _ = library.indexes[0].speller.correct(question)
    read = read_fragment(spelled, topic, segmenter, library.embedder, lexicons)
    quoted = last.cited or tuple(q.id for q in last.quotes)
    shown = frozenset(_placed(i, library, last) for i in quoted)
    keys = () if namings else tuple(dict.fromkeys(n.key for n in before))
    focus = None if read.is_whole else Focus(read.readings, shown, read.kind)
    put = PutQuestion(read.text, focus, keys)
    return TurnRead(put, read.shown, tuple(said))


def _topic(said: Sequence[Turn]) -> Topic:
    """What the conversation is about after turns on the documents."""
    last = said[-1][1]
    told = last.quotes[0].text[:TOLD] if last.quotes else ""
    topic, earlier = topic_of(last.standalone_question), list[str]()
    for asked, answer in reversed(said[:-1] if topic.last else ()):
        if not topic_of(answer.standalone_question).last:
            break
        earlier.append(core_of(asked))
    return replace(topic, told=told, earlier=tuple(earlier))


def _without_names(question: str, namings: Sequence[Naming]) -> str:
    """A question without the documents that it names."""
    return text_for(question, "", namings)


def _plain(question: str) -> TurnRead:
    return TurnRead(PutQuestion(question), question)


def is_settled(question: str) -> bool:
    """Whether a question is no fragment, whatever went before it."""
    return bool(
        known_small_talk(question)
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


def stands_alone(library: Library, question: str, topic: Topic, *, named: bool = False) -> bool:
    """Whether a question needs nothing of what the conversation is about.

    Args:
        library: that is asked: what it holds to the question by itself counts.
        question: cleaned.
        topic: what the conversation is about.
        named: whether the question names its documents.
    """
    encoded = library.indexes[0].manifest.has_shipped_encoder
    embed = library.embedder.embed_query
    vectors = (embed(question), embed(topic.question)) if encoded else (None, None)
    odds = _odds(likely_alone(question, *vectors), _LEAST, _MOST)
    if named or begins_pointing(question):
        return odds >= 0
    hits = rank_across(library, question, 1).hits
    found = _odds(hits[0].score if hits else 0.0, _FOUND_LEAST, _FOUND_MOST)
    return odds + _OF_EVIDENCE * found >= _ALONE_FROM


def _odds(probability: float, least: float, most: float) -> float:
    held = min(max(probability, least), most)
    return math.log(held / (1 - held))
