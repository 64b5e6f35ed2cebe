"""Denial needs proof: what none of the documents states, and what one states although it kept silent.

A figure that is asked for (so many days, so much money) is denied where no provision near the question
states one of that kind, with its lead-in and what it refers to; and only there. Where every document keeps
silent, one whose provision is near enough speaks all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.by_retrieval import by_retrieval
from assistant.answering.inquiry import Inquiry
from assistant.library.speaking import Panel, Speaker
from assistant.understanding.assertion import find_assertion
from assistant.understanding.understood import understand
from corpus.language.quantity import ANY_FIGURE, TERM, Quantity, asked_quantity, states
from corpus.text.provision import ProvisionId

#: Whether something is so or allowed is asked, whatever else is counted in it.
_YES_OR_NO = re.compile(
    r"(?:行|成|中|可以|能|对)不(?:行|成)?[？?。]*$|真的假的|能不能|可不可以|行不行|[吗么][？?。]*$"
)
#: Probability from which a provision answers although its document took the question for another.
_ANSWERS = 0.3


def figure_asked(question: str) -> Quantity | None:
    """The kind of figure that a question asks for; None for none, and where yes or no is asked."""
    if find_assertion(question) is not None or _YES_OR_NO.search(question):
        return None
    kinds = (q for q in (TERM, ANY_FIGURE) if q.asked.search(question))
    term, *_ = (*kinds, None)
    return TERM if term is TERM else asked_quantity(question) or term


def lacks_figure(panel: Panel, speakers: Sequence[Speaker], quantity: Quantity | None) -> bool:
    """Whether a kind of figure is asked for that nothing states that is cited, or would be."""
    if quantity is None or not panel.scores:
        return False
    cited = (i.of(s.key) for s in speakers for i in s.cited)
    least = panel.least(max(panel.scores.values()))
    near = (i for i, score in panel.scores.items() if score >= least)
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


def let_speak(panel: Panel, quantity: Quantity | None) -> Panel:
    """Where no document speaks, the one with the nearest provision that may answer does, if any is near."""
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
        return replace(panel, parts=parts)
    return panel


def _answered(panel: Panel, key: str, part: Answer) -> Answer:
    """The best provisions of a document, whatever it took the question for."""
    document = panel.document(key)
    asked = understand(document.index, part.standalone_question)
    return replace(by_retrieval(Inquiry(document, asked)), read_as=part.read_as)
