"""「什么时候施行」「一共几条」: what the regulation's text and metadata say of the regulation itself."""

from __future__ import annotations

from assistant.answering.answer import Answer, Statement
from assistant.answering.inquiry import Inquiry
from assistant.answering.meta import answer_meta


def about_the_text(inquiry: Inquiry) -> Answer | None:
    """A fact on the regulation itself, or that it is not stated."""
    meta = answer_meta(inquiry.asked.text, inquiry.index.regulation)
    if meta is None:
        return None
    ids = tuple(leaf.id for leaf in meta.leaves)
    if not meta.stated:
        return inquiry.refuse("not_stated", ids, meta.text, intent="meta")
    return inquiry.give((Statement(meta.text, ids),), ids, intent="meta")
