"""A conversation as a document: each question with its answer and the provisions' own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.quoting import source_of, status_notice
from assistant.rendering.text import CHINESE
from corpus.text.provision import Regulation
from ui.documents.document import Document, DocumentSection
from ui.records.answers import answer_record

_COLUMNS = ("条款", "原文")
_WIDTHS = (1, 3)


def make_conversation_document(
    turns: Sequence[tuple[str, Answer]], regulation: Regulation, date: str, name: str
) -> Document:
    """Every turn that was answered, oldest first.

    Args:
        turns: questions as typed, with their answers.
        date: ISO date that the document bears.
        name: what a conversation of several questions is called.
    """
    title = turns[0][0].strip() if len(turns) == 1 else f"{name}：{len(turns)} 个问题"
    sections = tuple(_turn(n, q, a) for n, (q, a) in enumerate(turns, 1))
    return Document(
        title,
        status_notice(regulation),
        source_of(regulation),
        date,
        ("回答只依据上述文本；引文逐字取自条文。",),
        sections,
        [_record(q, a, regulation) for q, a in turns],
    )


def _turn(number: int, question: str, answer: Answer) -> DocumentSection:
    asked = question.strip()
    understood = f"{CHINESE.read_as.format(answer.read_as)}\n" if answer.read_as else ""
    said = answer.said.strip()
    aside = answer.refusal is not None and answer.refusal.reason != "false_premise"
    related = "\n相近的规定，不是对问题的回答：" if aside and answer.quotes else ""
    rows = tuple((q.citation, "\n".join(filter(None, (q.lead_in, q.text)))) for q in answer.quotes)
    return DocumentSection(
        f"{number}. {asked}", _COLUMNS, rows, f"{understood}{said}{related}", _WIDTHS
    )


def _record(question: str, answer: Answer, regulation: Regulation) -> dict[str, object]:
    return {"question": question, **answer_record(answer, (regulation,))}
