"""That none of the documents states what is asked, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer, Refusal
from assistant.answering.compose import nearest_said
from assistant.answering.parts import (
    RefusalDetail,
    RefusalReason,
    RefusalSaid,
    SmallTalkSaid,
    Unstated,
)
from assistant.answering.quoting import document_mark, document_notice, quote
from assistant.answering.statement import Quote, Statement, StatementKind
from assistant.library.field import is_outside
from assistant.library.panel import Panel
from corpus.language.quantity import Quantity
from corpus.text.provision import ProvisionId
from corpus.text.status import status_shown

#: Provisions that are shown as the nearest.
_NEAREST = 3
#: Probability from which a provision is near enough to be shown.
_NEAR = 0.05
#: Of several reasons the first counts.
_ORDER: tuple[RefusalReason, ...] = (
    "no_such_provision",
    "not_stated",
    "not_found",
    "other_instrument",
    "off_topic",
    "unclear",
    "chitchat",
)
#: Those that depend on whether the question lies in the field of the documents.
_OF_THE_FIELD = ("not_stated", "not_found", "off_topic")


def refusal_of_all(panel: Panel, question: str, quantity: Quantity | None = None) -> Answer:
    """One refusal that names the documents that were asked and shows what they say nearby.

    Args:
        panel: what each says.
        question: as asked, cleaned.
        quantity: the kind of figure that is known to be stated by none; None where nothing is.
    """
    first = next(iter(panel.parts.values()))
    reason = _reason(panel, quantity)
    quantity = quantity if reason == "not_stated" else None
    titles = tuple(d.regulation.title for d in panel.documents)
    told = _said(first)
    detail = Unstated(quantity.name, figure=True) if quantity else _detail(panel, reason)
    examples = told.examples if told else ()
    said = RefusalSaid(reason, titles, detail, (), examples, panel.among)
    nearest = _nearest(panel) if reason in ("not_stated", "not_found") else ()
    quotes = tuple(_quote(panel, id_) for id_ in nearest)
    shown = dict.fromkeys(i.document for i in nearest) or [
        d.regulation.key for d in panel.documents
    ]
    return replace(
        first,
        question=question,
        statements=(Statement(StatementKind.CONCLUSION, said, nearest), *_what_is(panel, nearest)),
        cited=(),
        quotes=quotes,
        refusal=Refusal(reason, nearest),
        notices=tuple(document_notice(panel.document(key).regulation) for key in shown),
        ranking=tuple(panel.ranking.hits[:20]),
        complete=False,
        document="",
        parts=dict(panel.parts),
    )


def _quote(panel: Panel, address: ProvisionId) -> Quote:
    document = panel.document(address.document)
    leaf = document.index.leaf(address.of(""))
    return replace(quote(leaf, document.regulation), id=address)


def _what_is(panel: Panel, nearest: Sequence[ProvisionId]) -> tuple[Statement, ...]:
    """What the nearest provision does state, in a sentence that names it."""
    if not nearest:
        return ()
    address = nearest[0]
    document = panel.document(address.document)
    asked = panel.asked(address.document)
    leaf = document.index.leaf(address.of(""))
    said = nearest_said(document.index, asked, leaf, document_mark(document.regulation))
    return (replace(said, ids=(address,)),)


def _reason(panel: Panel, quantity: Quantity | None) -> RefusalReason:
    """The first of the documents' reasons, but for what lies outside the field of all of them."""
    reason = "not_stated" if quantity else _first_reason(panel)
    if reason not in _OF_THE_FIELD:
        return reason
    outside = is_outside(panel)
    if outside is None:
        return reason
    return "off_topic" if outside else "not_found" if reason == "off_topic" else reason


def _first_reason(panel: Panel) -> RefusalReason:
    reasons = {p.refusal.reason for p in panel.parts.values() if p.refusal}
    first = next(iter(panel.parts.values())).refusal
    if first is not None and first.reason in ("chitchat", "unclear"):
        return first.reason
    return next((r for r in _ORDER if r in reasons), "not_found")


def _said(part: Answer) -> RefusalSaid | None:
    return next((s.parts for s in part.statements if isinstance(s.parts, RefusalSaid)), None)


def _detail(panel: Panel, reason: RefusalReason) -> RefusalDetail | None:
    """What all of them do not state; what one alone says where it was asked alone."""
    details = [
        said.detail
        for part in panel.parts.values()
        if (said := _said(part)) is not None and said.reason == reason
    ]
    if details and isinstance(details[0], SmallTalkSaid):
        held = (d.regulation for d in panel.documents)
        documents = tuple((r.title, status_shown(r)) for r in held)
        return SmallTalkSaid(details[0].kind, documents, panel.among)
    if len(panel.parts) == 1 or reason in ("other_instrument", "no_such_provision"):
        return details[0] if details else None
    same = len(details) == len(panel.parts) and len(set(map(repr, details))) == 1
    return details[0] if same and isinstance(details[0], Unstated) else None


def _nearest(panel: Panel) -> tuple[ProvisionId, ...]:
    hits = [h for h in panel.ranking.hits if h.score >= _NEAR] or panel.ranking.hits[:1]
    return tuple(h.id for h in hits[:_NEAREST])
