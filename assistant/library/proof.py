"""Denial needs proof: what none of the documents states, and what one states although it kept silent.

A figure that is asked for (so many days, so much money) is denied where no provision near the question
states one of that kind, with its lead-in and what it refers to; and only there. Where every document keeps
silent, one whose provision is near enough speaks all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.by_retrieval import by_retrieval
from assistant.answering.inquiry import Inquiry
from assistant.library.speaking import Panel
from assistant.understanding.understood import understand
from corpus.language.quantity import Quantity, states
from corpus.text.provision import ProvisionId

#: Probability from which a provision may hold what is asked for.
_NEAR = 0.15
#: Probability from which a provision answers although its document took the question for another.
_ANSWERS = 0.3


def lacks_figure(panel: Panel, speakers: Sequence[str], quantity: Quantity | None) -> bool:
    """Whether a kind of figure is asked for that nothing cited and nothing near states."""
    if quantity is None or not panel.scores:
        return False
    cited = (i.of(key) for key in speakers for i in panel.parts[key].cited)
    near = (i for i, score in panel.scores.items() if score >= _NEAR)
    return not any(states(quantity, words) for i in (*cited, *near) for words in _words(panel, i))


def _words(panel: Panel, address: ProvisionId) -> Iterator[str]:
    """The words of a provision with its lead-in, then those that it refers to in its document."""
    index = panel.document(address.document).index
    row = index.rows.get(str(address.of("")))
    if row is None:
        return
    leaf = index.leaves[row]
    yield leaf.lead_in + leaf.text
    for source, target in index.references.tolist():
        if source == row:
            yield index.leaves[target].lead_in + index.leaves[target].text


def let_speak(panel: Panel, quantity: Quantity | None) -> tuple[Panel, tuple[str, ...]]:
    """Where no document speaks, the one with the nearest provision that may answer, if any is near."""
    for address, score in panel.scores.items():
        if score < _ANSWERS:
            break
        part = panel.parts[address.document]
        if part.refusal is None or part.refusal.reason not in (
            "not_found",
            "not_stated",
            "off_topic",
        ):
            continue
        if quantity and not any(states(quantity, words) for words in _words(panel, address)):
            continue
        answer = _answered(panel, address.document, part)
        parts = {**panel.parts, address.document: answer}
        return replace(panel, parts=parts), (address.document,)
    return panel, ()


def _answered(panel: Panel, key: str, part: Answer) -> Answer:
    """The best provisions of a document, whatever it took the question for."""
    document = panel.document(key)
    asked = understand(document.index, part.standalone_question)
    return replace(by_retrieval(Inquiry(document, asked)), read_as=part.read_as)
