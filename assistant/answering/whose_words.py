"""The source of words that are quoted, or that they stand nowhere."""

from __future__ import annotations

import re

from assistant.answering.answer import Answer
from assistant.answering.inquiry import Inquiry
from assistant.answering.parts import SaidWords
from assistant.answering.statement import Statement, StatementKind
from corpus.citing.citations import cite_own_text
from corpus.text.printed import PrintedWords

#: Share of a passage that a provision must hold to be shown as the nearest.
_LIKE = 0.45
#: So much of a passage is said back.
_ECHO = 40
_YES_OR_NO = re.compile(r"有没有|是不是|是否|有无|[吗么][？?]?$")


def whose_words(inquiry: Inquiry) -> Answer | None:
    """The provisions that print the words; that none does, and which comes nearest."""
    passage, regulation = inquiry.asked.passage, inquiry.index.regulation
    if not passage:
        return None
    found = PrintedWords.of(regulation).find(passage)
    if found:
        names = "、".join(cite_own_text(id_, regulation, title=False) for id_ in found)
        yes = "是。" if _YES_OR_NO.search(inquiry.asked.typed) else ""
        told = SaidWords(f"{yes}{names}，{'都' if len(found) > 1 else ''}是原文。")
        return inquiry.give((Statement(StatementKind.CONCLUSION, told, found),), found)
    nearest = inquiry.sources.verifier.nearest(passage, (), _LIKE)
    shown = passage if len(passage) <= _ECHO else f"{passage[:_ECHO]}…"
    near = (
        f"字面最接近的是{cite_own_text(nearest[0], regulation, title=False)}，字句不同。"
        if nearest
        else ""
    )
    told = SaidWords(f"《{regulation.title}》没有这句话（「{shown}」），不是原文。{near}")
    return inquiry.refuse("not_stated", nearest[:1], told)
