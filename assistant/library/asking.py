"""A question in a conversation → what the documents of a library say to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.figures import figure_asked, only_figure_asked
from assistant.answering.more import answer_more
from assistant.answering.sources import Sources
from assistant.answering.steps import answer_alone
from assistant.library.beside import duties_beside, duty_statement
from assistant.library.joining import duty_group, group_of, join, spoken
from assistant.library.named import Naming, find_namings, text_for
from assistant.library.panel import Panel
from assistant.library.proof import is_answered, lacks_figure, let_speak, that_state
from assistant.library.refusing import refusal_of_all
from assistant.library.speaking import find_speakers
from assistant.library.turns import TurnRead, last_spoken, read_turn
from assistant.library.unasked import answered_beside
from assistant.settings import Style
from assistant.understanding.about import read_meta
from assistant.understanding.intent import asks_for_more, is_chitchat
from assistant.understanding.understood import understand
from corpus.language.places import without_own_districts
from corpus.text.provision import ProvisionId
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
    turn = read_turn(library, documents, question, history)
    if turn.said is not None:
        return turn.said
    if len(documents) == 1:
        part = _ask(documents[0], turn.text, turn)
        answer = replace(spoken(documents[0], part, style), read_as=part.read_as)
    else:
        panel = panel_of(library, documents, turn.text, history, turn)
        answer = _answer_of_all(panel, turn.text, style)
    answer = answered_beside(answer, turn.text, library, [d.regulation for d in documents])
    return _told(answer, question, turn)


def _told(answer: Answer, question: str, turn: TurnRead) -> Answer:
    """An answer that says how the question was understood, where that is not as it was asked."""
    if turn.standalone == question == turn.text:
        return replace(answer, question=question)
    standalone = turn.standalone if turn.standalone != turn.text else answer.standalone_question
    return replace(
        answer, question=question, standalone_question=standalone, read_as=standalone
    )


def panel_of(
    library: Library,
    documents: Sequence[Sources],
    question: str,
    history: Sequence[Turn],
    turn: TurnRead | None = None,
) -> Panel:
    """What every document says by itself that the question is put to.

    Args:
        library, documents, history: as of ``ask_documents``.
        question: one that stands alone.
        turn: how it was read; None for as it stands.
    """
    turn = turn or TurnRead(question, question)
    by_key = {d.regulation.key: d for d in documents}
    meant = last_spoken(history) or documents[0].regulation.key
    namings = find_namings(question, [d.regulation for d in documents], meant)
    whom = turn.documents or _whom(question, namings, history)
    asked = [by_key[key] for key in whom if key in by_key]
    asked = [d for d in documents if d in asked] or list(documents)
    parts = {
        d.regulation.key: _ask(d, text_for(question, d.regulation.key, namings), turn)
        for d in asked
    }
    ranking = _rank(library, parts, question, turn.shown)
    return Panel(tuple(asked), parts, ranking, bool(namings or turn.documents), turn.shown)


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
    speaking = [speaker.key for speaker in speakers]
    duties = {} if panel.named else duties_beside(panel, speaking, question)
    groups = [group_of(panel, speaker, len(speakers) + len(duties), style) for speaker in speakers]
    beside = [
        duty_group(panel.document(key), duty_statement(panel, key, leaf, question), leaf)
        for key, leaf in duties.items()
    ]
    return join(panel, groups, beside, question)


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


def _ask(document: Sources, question: str, turn: TurnRead) -> Answer:
    """What one document says, addressed inside it."""
    regulation = document.regulation
    own = without_own_districts(question, regulation.title)
    asked = understand(document.index, own, turn.shown)
    if turn.history and asked.asks_for_more:
        before = turn.history[-1][1]
        part = replace(
            before.part(regulation.key), standalone_question=before.standalone_question
        )
        answer = answer_more(document.index, asked, part)
    else:
        answer = answer_alone(document, asked)
    read_as = "" if answer.standalone_question == own else answer.standalone_question
    return replace(answer, read_as=read_as)


def _rank(
    library: Library, parts: Mapping[str, Answer], question: str, shown: Iterable[ProvisionId]
) -> Ranking:
    """The provisions of the documents that were asked, ranked beside each other."""
    if is_chitchat(question):
        return Ranking(())
    text = next(iter(parts.values())).standalone_question
    every = rank_across(
        library, text, sum(len(i.leaves) for i in library.indexes), shown=tuple(shown)
    )
    hits = [hit for hit in every.hits if hit.id.document in parts]
    return replace(every, hits=tuple(hits))
