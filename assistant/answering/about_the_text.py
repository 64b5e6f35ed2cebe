"""「什么时候施行」「一共几条」: what the regulation's text and metadata say of the regulation itself."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.meta import answer_meta
from assistant.answering.parts import SaidWords
from assistant.rendering.addresses import no_edition


def about_the_text(inquiry: Inquiry) -> Answer | None:
    """A fact on the regulation itself, or that it is not stated."""
    asked = inquiry.asked.meta
    meta = answer_meta(asked, inquiry.index.regulation) if asked else None
    if meta is None:
        return None
    ids = tuple(leaf.id for leaf in meta.leaves)
    if not meta.stated and isinstance(meta.parts, SaidWords):
        return inquiry.refuse("not_stated", ids, meta.parts, intent="meta")
    return inquiry.give((meta.statement,), ids, intent="meta")


def another_edition(inquiry: Inquiry) -> Answer | None:
    """That the text is not held as it was or will be, where that is asked for."""
    words = inquiry.asked.edition
    if not words:
        return None
    told = SaidWords(no_edition(words, inquiry.index.regulation))
    return inquiry.refuse("other_instrument", (), told)
