"""A question in a conversation → what the documents of a library say to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.figures import figure_asked, only_figure_asked
from assistant.answering.sources import Sources
from assistant.library.beside import duties_beside, duty_statement
from assistant.library.joining import duty_group, group_of, in_room, join, spoken
from assistant.library.panel import Panel, verdict_of
from assistant.library.proof import is_answered, lacks_figure, let_speak, that_state
from assistant.library.putting import panel_of
from assistant.library.refusing import refusal_of_all
from assistant.library.speaking import find_speakers
from assistant.library.turns import TurnRead, read_turn
from assistant.library.unasked import answered_beside
from assistant.settings import Style
from index.library import Library


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
    turn = read_turn(library, documents, question, history)
    if turn.said is not None:
        return turn.said
    panel = panel_of(library, documents, turn.put, turn.history)
    answer = answer_of(panel, turn.put.text, style, alone=len(documents) == 1)
    regulations = [d.regulation for d in documents]
    return _told(answered_beside(answer, turn.put.text, library, regulations), question, turn)


def answer_of(panel: Panel, text: str, style: Style | None = None, *, alone: bool) -> Answer:
    """What the documents say together.

    Args:
        panel: what each says by itself.
        text: the question that was put.
        style: as of ``ask_documents``.
        alone: whether there is but one document.
    """
    if not alone:
        return _answer_of_all(panel, text, style)
    part = next(iter(panel.parts.values()))
    return replace(in_room(spoken(panel.documents[0], part, style)), read_as=part.read_as)


def _told(answer: Answer, question: str, turn: TurnRead) -> Answer:
    """An answer that says how the question was understood, where that is not as it was asked."""
    if turn.standalone == question == turn.put.text:
        return replace(answer, question=question)
    as_put = turn.standalone == turn.put.text
    standalone = answer.standalone_question if as_put else turn.standalone
    return replace(answer, question=question, standalone_question=standalone, read_as=standalone)


def _answer_of_all(panel: Panel, question: str, style: Style | None) -> Answer:
    """What is answered by the documents that were asked, or that none of them states it."""
    quantity = figure_asked(panel.asking)
    if not panel.named:
        panel = let_speak(panel, quantity)
    speakers = find_speakers(panel)
    if not speakers:
        return refusal_of_all(panel, question)
    if not (panel.named or is_answered(panel, speakers, question, quantity)):
        lacking = quantity if lacks_figure(panel, speakers, quantity) else None
        return refusal_of_all(panel, question, lacking)
    speakers = that_state(panel, speakers, only_figure_asked(panel.asking))
    # Where one denies what was taken for granted, those that say neither yes nor no add nothing.
    assertion = panel.asked(speakers[0].key).assertion
    leading = assertion is not None and assertion.leading
    if leading and any(verdict_of(panel.parts[s.key]) == "不是" for s in speakers):
        speakers = tuple(s for s in speakers if verdict_of(panel.parts[s.key]))
    speaking = [speaker.key for speaker in speakers]
    duties = {} if panel.named else duties_beside(panel, speaking, question)
    groups = [group_of(panel, speaker, len(speakers) + len(duties), style) for speaker in speakers]
    beside = [
        duty_group(panel.document(key), duty_statement(panel, key, leaf, question), leaf)
        for key, leaf in duties.items()
    ]
    return join(panel, groups, beside, question)
