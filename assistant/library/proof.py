"""Denial needs proof: what none of the documents states, and what one states although it kept silent.

A figure that is asked for (so many days, so much money) is denied where no provision near the question
states one of that kind, with its lead-in and what it refers to; and only there. Where every document keeps
silent, one whose provision is near enough speaks all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.by_retrieval import told_by
from assistant.answering.calibration import load_calibration
from assistant.answering.figures import is_stated, least_near
from assistant.answering.inquiry import Inquiry
from assistant.answering.sources import Sources
from assistant.library.panel import Panel
from assistant.library.speaking import Speaker
from corpus.language.quantity import Quantity
from corpus.text.provision import ProvisionId
from index.english import holds_english

#: Hits that count as near.
_NEAR = 5
#: Probability from which a provision answers although its document took the question for another.
_ANSWERS = 0.3
#: The same where other documents speak.
_CERTAIN = 0.75
#: Share of the best provision's probability that what is told must have where nothing else is known: of several
#: documents one that speaks of something like it is no answer where the likeliest keeps silent.
_COMPARABLE = 0.5
#: Probability from which a provision that states such a figure answers, whatever the question resembles.
_SURE = 0.9


def lacks_figure(panel: Panel, speakers: Sequence[Speaker], quantity: Quantity | None) -> bool:
    """Whether a kind of figure is asked for that nothing states that is cited, or would be."""
    if quantity is None or not panel.scores:
        return False
    cited = (i.of(s.key) for s in speakers for i in s.cited)
    least = least_near(max(panel.scores.values()))
    near = (i for i, score in panel.scores.items() if score >= least)
    return not any(_states(panel, quantity, i) for i in (*cited, *near))


def _is_banked(document: Sources) -> bool:
    return len(document.index.question_leaf) > 0


def _document(panel: Panel, address: ProvisionId) -> Sources:
    """The document of a provision; addresses name none where one alone was asked."""
    return panel.document(address.document) if address.document else panel.documents[0]


def that_state(
    panel: Panel, speakers: Sequence[Speaker], quantity: Quantity | None
) -> tuple[Speaker, ...]:
    """Where nothing but a figure is asked, the documents that state one; all of them where none does."""
    if quantity is None:
        return tuple(speakers)
    stating = [
        s
        for s in speakers
        if not panel.retrieved(s.key) or any(_states(panel, quantity, i.of(s.key)) for i in s.cited)
    ]
    return tuple(stating or speakers)


def _states(panel: Panel, quantity: Quantity, address: ProvisionId) -> bool:
    index = panel.document(address.document).index
    row = index.rows.get(str(address.of("")))
    return row is not None and is_stated(quantity, index, (index.leaves[row],))


def is_answered(
    panel: Panel, speakers: Sequence[Speaker], question: str, quantity: Quantity | None
) -> bool:
    """Whether what the speakers would say answers the question.

    Where the best provision is of a document with a question bank, a fitted rule weighs what those documents know;
    else it is the best's own document that says so, and that nothing states a figure that is asked for.
    """
    lacks = lacks_figure(panel, speakers, quantity)
    parts = [panel.parts[s.key] for s in speakers]
    if not panel.scores or any(p.named or not p.ranking for p in parts):
        # Looked up, and not found by its words.
        return all(map(_is_banked, panel.documents)) or not lacks
    best = panel.ranking.hits[0]
    if not _is_banked(_document(panel, best.id)):
        told = max((panel.evidence(s.key) for s in speakers), default=0.0)
        return not lacks and told >= _COMPARABLE * best.score
    if quantity and best.score >= _SURE and _states(panel, quantity, best.id):
        return True
    rules = load_calibration()
    rule = rules.library_english if holds_english(question) else rules.library
    return rule.probability(answer_features(panel, lacks=lacks)) >= rule.threshold


def answer_features(panel: Panel, *, lacks: bool) -> dict[str, float]:
    """What speaks for or against an answer of the documents with question banks.

    Args:
        panel: what each says by itself; the best hit is of a document with a question bank.
        lacks: whether a figure is asked for that nothing states.
    """
    banked = {
        d.regulation.key: panel.parts[d.regulation.key] for d in panel.documents if _is_banked(d)
    }
    absence = panel.ranking.absence
    hits = [h for h in panel.ranking.hits if not h.id.document or h.id.document in banked]
    score = hits[0].score
    if len(banked) < len(panel.documents):
        # Beside others it is measured without its bank, see ``index.across``.
        score = max(part.ranking[0].score for part in banked.values() if part.ranking)
    best = min(max(score, 0.02), 0.98)
    given = {key: part.refusal is None for key, part in banked.items()}
    # What one document does not state another may: that of the best provision counts.
    absent, lead = absence.by_document[hits[0].id.document or next(iter(given))]
    return {
        "certain": math.log(best / (1 - best)),
        "given": sum(given.values()) / len(given),
        "best_given": float(given[hits[0].id.document or next(iter(given))]),
        "absent": absent,
        "absent_lead": lead,
        "dense": max(hit.channels["dense"] for hit in hits[:_NEAR]),
        "bank": max(hit.channels["bank"] for hit in hits[:_NEAR]),
        "lacks": float(lacks),
    }


def let_speak(panel: Panel, quantity: Quantity | None) -> Panel:
    """The same where documents speak that took the question for another, although they hold what is asked.

    One does whose provision is certain enough, or, where all keep silent, the nearest that may answer.
    """
    silent = {d.regulation.key for d in panel.documents if _kept_silent(panel, d)}
    others = max((panel.evidence(key) for key in panel.parts if key not in silent), default=0.0)
    all_silent = len(silent) == len(panel.parts)
    parts = dict(panel.parts)
    for address, score in panel.scores.items():
        if score < (_ANSWERS if score > others else _CERTAIN):
            break
        key = address.document
        if key not in silent:
            continue
        if quantity and not _states(panel, quantity, address):
            continue
        silent.remove(key)
        parts[key] = _answered(panel, key, parts[key])
        if all_silent:
            break
    return replace(panel, parts=parts)


def _kept_silent(panel: Panel, document: Sources) -> bool:
    """Whether a document took the question for another; that a figure is not stated one without a bank says
    only where it has looked for it."""
    part = panel.parts[document.regulation.key]
    reasons = ("not_found", "off_topic", *(["not_stated"] if _is_banked(document) else ()))
    return part.refusal is not None and part.refusal.reason in reasons


def _answered(panel: Panel, key: str, part: Answer) -> Answer:
    """The best provisions of a document, whatever it took the question for."""
    document = panel.document(key)
    asked = panel.asked(key)
    return replace(told_by(Inquiry(document, asked), certain=True), read_as=part.read_as)
