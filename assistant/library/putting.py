"""A question that stands alone → what every document says by itself that it is put to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answer import Answer, Turn
from assistant.answering.figures import figure_asked, is_stated, near
from assistant.answering.inquiry import Inquiry
from assistant.answering.more import answer_more
from assistant.answering.parts import Unstated
from assistant.answering.sources import Sources
from assistant.answering.steps import answer_alone
from assistant.library.named import Naming, find_namings, text_for
from assistant.library.panel import Panel, verdict_of
from assistant.understanding.about import read_meta
from assistant.understanding.intent import asks_for_more
from assistant.understanding.understood import Understood, understand
from corpus.language.places import without_own_districts
from index.across import rank_across
from index.focus import Focus
from index.library import Library
from index.retrieve import Ranking

#: Provisions that a refusal shows.
_NEAREST = 3
#: Probability from which a provision of another document may be cited beside an answer; the fitted rule of
#: ``assistant.library.citing`` takes none below one half.
_BESIDE = 0.4
#: Provisions of thousands of documents that are ranked beside each other: what comes later says nothing.
_OF_MANY = 300
#: Documents of thousands that are held against an assertion, where none of them decides it.
_JUDGED = 2


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """A question as it is put to the documents.

    Attributes:
        text: one that stands alone.
        focus: what was shown, within which it is asked; None for nothing.
        documents: keys of those that alone are asked; empty for those that the text names, or all.
    """

    text: str
    focus: Focus | None = None
    documents: tuple[str, ...] = ()


def panel_of(
    library: Library, documents: Sequence[Sources], put: PutQuestion, history: Sequence[Turn] = ()
) -> Panel:
    """What every document says by itself that a question is put to.

    Args:
        library: the documents, opened.
        documents: the sources of each, in the same order.
        put: the question.
        history: earlier turns, oldest first.
    """
    if len(documents) == 1:
        (only,) = documents
        part = _ask(only, put.text, put, history)
        parts = {only.regulation.key: part}
        ranking = _rank(library, parts, put) if part.ranking else Ranking(())
        return Panel((only,), parts, ranking, focus=put.focus)
    by_key = {d.regulation.key: d for d in documents}
    meant = last_spoken(history) or documents[0].regulation.key
    regulations = [d.regulation for d in documents]
    namings = find_namings(put.text, regulations, meant, by_name=library.is_part)
    whom = put.documents or _whom(put.text, namings, history)
    asked = [by_key[key] for key in whom if key in by_key]
    asked = [d for d in documents if d in asked] or list(documents)
    every = None
    if library.is_part and not whom and not read_meta(put.text):
        every = rank_across(library, put.text, _OF_MANY, focus=put.focus)
        parts = _ask_in_turn(asked, every, put, history)
        asked = [d for d in asked if d.regulation.key in parts]
    else:
        parts = {
            d.regulation.key: _ask(d, text_for(put.text, d.regulation.key, namings), put, history)
            for d in asked
        }
    named = bool(namings or put.documents)
    among = 0 if named else library.among
    ranking = _rank(library, parts, put, every)
    return Panel(tuple(asked), parts, ranking, named, put.focus, among)


def _ask_in_turn(
    documents: Sequence[Sources], every: Ranking, put: PutQuestion, history: Sequence[Turn]
) -> dict[str, Answer]:
    """What the likeliest of thousands of documents say: the likeliest first, until one has answered and the
    next is too unlikely to be cited beside it."""
    best: dict[str, float] = {}
    for hit in every.hits:
        best.setdefault(hit.id.document, hit.score)
    found: dict[str, Answer] = {}
    for document in sorted(documents, key=lambda d: -best.get(d.regulation.key, 0.0)):
        key = document.regulation.key
        if best.get(key, 0.0) < _BESIDE and not all(part.refused for part in found.values()):
            break
        decided = any(map(verdict_of, found.values()))
        judged = len(found) < _JUDGED and not decided
        found[key] = _ask(document, put.text, put, history, judged=judged)
    return {
        d.regulation.key: found[d.regulation.key] for d in documents if d.regulation.key in found
    }


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


def _ask(
    document: Sources,
    question: str,
    put: PutQuestion,
    history: Sequence[Turn],
    *,
    judged: bool = True,
) -> Answer:
    """What one document says, addressed inside it; without 是 or 不是 where it is not to be judged."""
    regulation = document.regulation
    own = without_own_districts(question, regulation.title)
    asked = understand(document.index, own, put.focus)
    if not judged:
        asked = replace(asked, assertion=None)
    if history and asked.asks_for_more:
        before = history[-1][1]
        answer = answer_more(document.index, asked, before.part(regulation.key))
    else:
        answer = _with_figure(document, asked, answer_alone(document, asked))
    read_as = "" if answer.standalone_question == own else answer.standalone_question
    return replace(answer, read_as=read_as)


def _with_figure(document: Sources, asked: Understood, answer: Answer) -> Answer:
    """An answer to a fragment; where that asks for a figure, one that states it, or that none does.

    It would only talk round it with what the earlier question found.
    """
    quantity = figure_asked(asked.asking) if asked.focus else None
    index = document.index
    leaves = [index.leaf(i) for i in answer.cited]
    if quantity is None or not leaves or not len(index.question_leaf):
        return answer
    if is_stated(quantity, index, [*leaves, *near(index, answer.ranking)]):
        return answer
    inquiry = Inquiry(document, asked)
    nearest = tuple(leaf.id for leaf in leaves[:_NEAREST])
    detail = Unstated(quantity.name, figure=True)
    return inquiry.refuse("not_stated", nearest, detail, ranking=inquiry.grounds.ranking)


def _rank(
    library: Library, parts: Mapping[str, Answer], put: PutQuestion, every: Ranking | None = None
) -> Ranking:
    """The provisions of the documents that were asked, ranked beside each other.

    Args:
        every: the ranking of the question as it is put, where it is known.
    """
    if next(iter(parts.values())).intent == "chitchat":
        return Ranking(())
    text = next(iter(parts.values())).standalone_question
    if every is None or text != put.text:
        most = _OF_MANY if library.is_part else len(library.leaves)
        every = rank_across(library, text, most, focus=put.focus)
    several = len(library.indexes) > 1
    hits = [hit for hit in every.hits if not several or hit.id.document in parts]
    return replace(every, hits=tuple(hits))
