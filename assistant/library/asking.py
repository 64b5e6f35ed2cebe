"""A question in a conversation → what the documents of a library say to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.conversation import answer_in_turn
from assistant.answering.figures import figure_asked, only_figure_asked
from assistant.answering.sources import Sources
from assistant.library.beside import duties_beside, duty_statement
from assistant.library.joining import duty_group, group_of, in_room, join, spoken
from assistant.library.named import Naming, find_namings, only_names, text_for
from assistant.library.panel import Panel
from assistant.library.proof import is_answered, lacks_figure, let_speak, that_state
from assistant.library.refusing import refusal_of_all
from assistant.library.speaking import find_speakers
from assistant.library.unasked import answered_beside
from assistant.settings import Style
from assistant.understanding.about import read_meta
from assistant.understanding.intent import asks_for_more
from corpus.language.places import without_own_districts
from index.across import rank_across
from index.library import Library
from index.retrieve import Ranking

_RANKED = 20


def ask_documents(
    library: Library,
    documents: Sequence[Sources],
    question: str,
    history: Sequence[Turn],
    style: Style | None = None,
) -> Answer:
    """The answer of all documents that have one; a document that the question names is asked alone.

    Args:
        library: the documents, opened.
        documents: the sources of each, in the same order.
        question: cleaned.
        history: earlier turns, oldest first.
        style: how the answer speaks; None for the provisions' own words.
    """
    if len(documents) == 1:
        answer = in_room(spoken(documents[0], _ask(documents[0], question, history), style))
    else:
        answer = _answer_of_all(panel_of(library, documents, question, history), question, style)
    return answered_beside(answer, question, library, [d.regulation for d in documents])


def panel_of(
    library: Library,
    documents: Sequence[Sources],
    question: str,
    history: Sequence[Turn],
) -> Panel:
    """What every document says by itself that the question is put to; Args as of ``ask_documents``."""
    by_key = {d.regulation.key: d for d in documents}
    spoken = last_spoken(history) or documents[0].regulation.key
    namings = find_namings(question, [d.regulation for d in documents], spoken)
    asked = [by_key[key] for key in _whom(question, namings, history) if key in by_key]
    asked = [d for d in documents if d in asked] or list(documents)
    again = bool(history) and only_names(question, namings)
    parts = {
        d.regulation.key: _ask_again(d, history)
        if again
        else _ask(d, text_for(question, d.regulation.key, namings), history)
        for d in asked
    }
    return Panel(tuple(asked), parts, _rank(library, parts, question), bool(namings))


def _answer_of_all(panel: Panel, question: str, style: Style | None) -> Answer:
    """What is answered by the documents that were asked, or that none of them states it."""
    quantity = figure_asked(panel.text)
    if not panel.named:
        panel = let_speak(panel, quantity)
    speakers = find_speakers(panel)
    if not speakers:
        return refusal_of_all(panel, question)
    if not (panel.named or is_answered(panel, speakers, question, quantity)):
        lacking = quantity if lacks_figure(panel, speakers, quantity) else None
        return refusal_of_all(panel, question, lacking)
    speakers = that_state(panel, speakers, only_figure_asked(panel.text))
    # Where one denies what was taken for granted, those that say neither yes nor no add nothing.
    assertion = panel.asked(speakers[0].key).assertion
    leading = assertion is not None and assertion.leading
    if leading and any(_verdict(panel.parts[s.key]) == "不是" for s in speakers):
        speakers = tuple(s for s in speakers if _verdict(panel.parts[s.key]))
    speaking = [speaker.key for speaker in speakers]
    duties = {} if panel.named else duties_beside(panel, speaking, question)
    groups = [group_of(panel, speaker, len(speakers) + len(duties), style) for speaker in speakers]
    beside = [
        duty_group(panel.document(key), duty_statement(panel, key, leaf, question), leaf)
        for key, leaf in duties.items()
    ]
    return join(panel, groups, beside, question)


def _verdict(part: Answer) -> str:
    """The word with which one document answers yes or no; empty for none."""
    if part.refusal is not None:
        return "不是" if part.refusal.reason == "false_premise" else ""
    return next((s.verdict for s in part.statements if s.verdict), "")


def last_spoken(history: Sequence[Turn]) -> str:
    """Key of the document that the last answer rests on; empty where there is none."""
    spoken = (a.document for _, a in reversed(history) if a.cited and a.document)
    return next(spoken, "")


def _whom(question: str, namings: Sequence[Naming], history: Sequence[Turn]) -> list[str]:
    """Keys of the documents that are meant; empty for all.

    Beside those that are named: of 「还有呢」 those that have just spoken, of small talk and a question on
    the text itself after an answer the one that it rests on.
    """
    if namings:
        return list(dict.fromkeys(n.key for n in namings))
    before = history[-1][1] if history else None
    if before is not None and asks_for_more(question):
        return list(dict.fromkeys(i.document for i in before.cited if i.document))
    if before is not None and before.cited and read_meta(question):
        return [last_spoken(history)]
    return []


def _ask(document: Sources, question: str, history: Sequence[Turn]) -> Answer:
    """What one document says, addressed inside it."""
    regulation = document.regulation
    own = without_own_districts(question, regulation.title)
    turns = [(said, _in_document(answer, regulation.key)) for said, answer in history]
    answer = answer_in_turn(document, own, turns)
    read_as = "" if answer.standalone_question == own else answer.standalone_question
    return replace(answer, read_as=read_as)


def _in_document(answer: Answer, key: str) -> Answer:
    """What one document said, to the question as it was read: a conversation is read in one way."""
    return replace(answer.part(key), standalone_question=answer.standalone_question)


def _ask_again(document: Sources, history: Sequence[Turn]) -> Answer:
    """What one document says to the question before, which others were asked."""
    before = history[-1][1].standalone_question
    return replace(_ask(document, before, history[:-1]), read_as=before)


def _rank(library: Library, parts: Mapping[str, Answer], question: str) -> Ranking:
    """The provisions of the documents that were asked, ranked beside each other."""
    first = next(iter(parts.values()))
    if first.intent == "chitchat":
        return Ranking(())
    text = first.standalone_question
    everything = rank_across(library, text, sum(len(i.leaves) for i in library.indexes))
    hits = [hit for hit in everything.hits if hit.id.document in parts]
    return replace(everything, hits=tuple(hits))
