"""A conversation as a document: each question with its answer and the provisions' own words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer
from assistant.answering.quoting import source_of, status_notice
from assistant.rendering.text import CHINESE
from corpus.text.authority import authority
from corpus.text.provision import Regulation
from corpus.text.status import status_mark
from ui.documents.document import Document, DocumentSection
from ui.records.answers import answer_record

_COLUMNS = ("条款", "原文")
_WIDTHS = (1, 3)


def make_conversation_document(
    turns: Sequence[tuple[str, Answer]],
    regulations: Sequence[Regulation],
    date: str,
    name: str,
) -> Document:
    """Every turn that was answered, oldest first.

    Args:
        turns: questions as typed, with their answers.
        regulations: the documents that were asked, in the order of the library.
        date: ISO date that the document bears.
        name: what a conversation of several questions is called.
    """
    title = turns[0][0].strip() if len(turns) == 1 else f"{name}：{len(turns)} 个问题"
    sections = tuple(_turn(n, q, a, regulations) for n, (q, a) in enumerate(turns, 1))
    shown = _speaking([a for _, a in turns], regulations)
    return Document(
        title,
        _notice(shown),
        "、".join(map(source_of, shown)),
        date,
        ("回答只依据上述文本；引文逐字取自条文。",),
        sections,
        [_record(q, a, regulations) for q, a in turns],
    )


def _speaking(answers: Sequence[Answer], regulations: Sequence[Regulation]) -> Sequence[Regulation]:
    """The documents whose words are shown, what is in force first; all where none are."""
    keys = {q.id.document or a.document for a in answers for q in a.quotes}
    found = [r for r in regulations if r.key in keys] or regulations
    return sorted(found, key=authority)


def _notice(regulations: Sequence[Regulation]) -> str:
    if len(regulations) == 1:
        return status_notice(regulations[0])
    return "".join(f"《{r.title}》：{status_notice(r)}" for r in regulations)


def _turn(
    number: int, question: str, answer: Answer, regulations: Sequence[Regulation]
) -> DocumentSection:
    asked = question.strip()
    understood = f"{CHINESE.read_as.format(answer.read_as)}\n" if answer.read_as else ""
    said = answer.said.strip()
    related = "\n相近的规定，不是对问题的回答：" if answer.refused and answer.quotes else ""
    marks = {r.key: f"（{status_mark(r)}）" for r in regulations} if len(regulations) > 1 else {}
    rows = tuple(
        (
            f"{q.citation}{marks.get(q.id.document or answer.document, '')}",
            "\n".join(filter(None, (q.lead_in, q.text))),
        )
        for q in answer.quotes
    )
    return DocumentSection(
        f"{number}. {asked}", _COLUMNS, rows, f"{understood}{said}{related}", _WIDTHS
    )


def _record(question: str, answer: Answer, regulations: Sequence[Regulation]) -> dict[str, object]:
    # An answer of one document names it nowhere else.
    asked = [r for r in regulations if r.key == answer.document and not answer.parts]
    return {"question": question, **answer_record(answer, asked or regulations)}
