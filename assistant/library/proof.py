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
#: Probability below which a question of so many characters is not answered, and by how much less for
#: each further one. Chosen on ``evals/library/tuning.jsonl``.
_FLOOR, _SHORT, _FALLS = 0.64, 26, 0.04
#: Probability from which a provision answers although its document took the question for another.
_ANSWERS = 0.3
#: The same where other documents speak.
_CERTAIN = 0.75


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


def is_too_far(panel: Panel, speakers: Sequence[Speaker], question: str) -> bool:
    """Whether what would be cited is too unlikely to be what is asked for.

    Of a long story much speaks of other things; a short question matches what answers it. Documents
    without a question bank know fewer words, and nothing can be told from how little matches.
    """
    banked = all(len(d.index.question_leaf) for d in panel.documents)
    retrieved = all(panel.parts[s.key].ranking for s in speakers)
    if not (banked and retrieved and panel.scores):
        return False
    best = max((panel.scores.get(i.of(s.key), 0.0) for s in speakers for i in s.cited), default=1.0)
    excess = max(len(question) - _SHORT, 0)
    return best < _FLOOR - _FALLS * excess


def let_speak(panel: Panel, quantity: Quantity | None) -> Panel:
    """The same where documents speak that took the question for another, although they hold what is asked.

    One does whose provision is certain enough, or, where all keep silent, the nearest that may answer.
    """
    silent = {key for key, part in panel.parts.items() if _kept_silent(part)}
    all_silent = len(silent) == len(panel.parts)
    parts = dict(panel.parts)
    for address, score in panel.scores.items():
        if score < (_ANSWERS if all_silent else _CERTAIN):
            break
        key = address.document
        if key not in silent:
            continue
        if quantity and not any(states(quantity, words) for words in _words(panel, address)):
            continue
        silent.remove(key)
        parts[key] = _answered(panel, key, parts[key])
        if all_silent:
            break
    return replace(panel, parts=parts)


def _kept_silent(part: Answer) -> bool:
    reasons = ("not_found", "not_stated", "off_topic")
    return part.refusal is not None and part.refusal.reason in reasons


def _answered(panel: Panel, key: str, part: Answer) -> Answer:
    """The best provisions of a document, whatever it took the question for."""
    document = panel.document(key)
    asked = understand(document.index, part.standalone_question)
    return replace(by_retrieval(Inquiry(document, asked)), read_as=part.read_as)
