"""Bodies and departments that are asked for and that the text does not name."""

from __future__ import annotations

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import UnnamedBody, Unstated
from assistant.answering.sets import find_units
from assistant.understanding.understood import Understood
from corpus.citing.citations import format_citation, parse_id
from index.opened import Index


def unnamed_body(inquiry: Inquiry) -> Answer | None:
    """A body that exists and that the text does not name: what applies to every department."""
    body, index = inquiry.asked.unnamed_body, inquiry.index
    if not body:
        return None
    nearest = tuple(parse_id(i) for i in index.duties.common)
    common = dict.fromkeys(
        format_citation(i.parent_article(), index.regulation, title=False) for i in nearest
    )
    unnamed = UnnamedBody(body, tuple(common))
    return inquiry.refuse("not_stated", nearest, unnamed, ranking=inquiry.grounds.ranking)


def unsupervised_unit(inquiry: Inquiry) -> Answer | None:
    """「谁管托儿所」: the department that supervises its trade is not stated."""
    unit = _find_unsupervised(inquiry.index, inquiry.asked)
    if not unit:
        return None
    grounds, what = inquiry.grounds, Unstated(f"{unit}由哪个部门主管")
    return inquiry.refuse("not_stated", grounds.nearest, what, ranking=grounds.ranking)


def _find_unsupervised(index: Index, asked: Understood) -> str:
    """A kind of unit whose supervising department is asked for and not stated, else empty."""
    spans = {e.span for e in asked.expansions}
    if asked.intent != "responsible" or len(spans) != 1 or asked.subjects.left:
        return ""
    units = find_units(index, asked)
    return units[0].name if units and not any(u.regulators for u in units) else ""
