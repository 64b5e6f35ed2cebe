"""What several documents say → one answer: what is in force first, the higher rank first, then drafts.

The first paragraph holds the first sentences of every document that speaks, each with its status; longer
lists go on below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.parts import GoesOn, OfDocument, ProvisionCount, Quotation, SaidWords
from assistant.answering.quoting import document_mark, quote, status_notice
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind
from assistant.library.beside import duty_statement
from assistant.library.refusing import refusal_of_all
from assistant.library.speaking import Panel
from assistant.rendering.text import line
from corpus.text.authority import authority
from corpus.text.provision import Leaf, ProvisionId

#: Characters of the first paragraph.
_FIRST = 560


def join(
    panel: Panel, speakers: Sequence[str], question: str, beside: Mapping[str, Leaf]
) -> Answer:
    """One answer of the documents that speak; what none states where none does.

    Args:
        panel: what each says.
        speakers: keys of those that speak, the most likely first.
        question: as asked, cleaned.
        beside: of documents that state no penalty, the duty.
    """
    if not speakers:
        return refusal_of_all(panel, question)
    order = {d.regulation.key: authority(d.regulation) for d in panel.documents}
    by_authority = sorted(speakers, key=lambda key: order[key])
    documents = {d.regulation.key: d for d in panel.documents}
    first = panel.parts[speakers[0]]
    room = _FIRST // (len(speakers) + len(beside))
    told = [_told(documents[key], panel.parts[key], room) for key in by_authority]
    duties = [
        (
            _lead(
                [duty_statement(panel, key, leaf, question)],
                document_mark(documents[key].regulation),
            ),
            key,
        )
        for key, leaf in sorted(beside.items(), key=lambda entry: order[entry[0]])
    ]
    told += [((lead,), ()) for lead, _ in duties if lead]
    return replace(
        first,
        question=question,
        statements=tuple(s for lead, _ in told for s in lead)
        + tuple(s for _, rest in told for s in rest),
        cited=(
            *(i.of(key) for key in speakers for i in _cited(panel.parts[key])),
            *(leaf.id.of(key) for key, leaf in beside.items()),
        ),
        quotes=(
            *(replace(q, id=q.id.of(key)) for key in by_authority for q in panel.parts[key].quotes),
            *(
                replace(quote(leaf, documents[key].regulation), id=leaf.id.of(key))
                for key, leaf in beside.items()
            ),
        ),
        refusal=first.refusal if len(speakers) == 1 and first.refusal else None,
        notices=tuple(_notice(documents[key]) for key in (*by_authority, *beside)),
        ranking=tuple(panel.ranking.hits[:20]) if first.ranking else (),
        complete=len(speakers) == 1 and first.complete,
        document=speakers[0],
        parts=dict(panel.parts),
    )


def _cited(part: Answer) -> tuple[ProvisionId, ...]:
    return part.cited or tuple(q.id for q in part.quotes[:1])


def _notice(document: Sources) -> Statement:
    title = document.regulation.title
    words = SaidWords(f"《{title}》：{status_notice(document.regulation)}")
    return Statement(StatementKind.STATUS, words)


def _told(
    document: Sources, part: Answer, room: int
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """What a document says in the first paragraph, and what goes on below it."""
    key, mark = document.regulation.key, document_mark(document.regulation)
    statements = [_of(s, key) for s in part.statements]
    head, lines = _cut(statements)
    lead = _lead(head, mark)
    taken: list[Statement] = [lead] if lead else []
    length = len(line(lead)) if lead else 0
    for at, statement in enumerate(lines):
        length += len(line(statement)) + 1
        if length > room and taken:
            below = lines[at:]
            goes_on = Statement(StatementKind.NOTE, GoesOn(mark, len(below)))
            return tuple(taken), (goes_on, *below)
        taken.append(statement)
    return tuple(taken), ()


def _of(statement: Statement, key: str) -> Statement:
    return replace(statement, ids=tuple(i.of(key) for i in statement.ids))


def _cut(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """The sentences that a document begins with, and the lines and notes after them."""
    runs_on = (StatementKind.CONCLUSION, StatementKind.QUOTATION)
    end = next(
        (n for n, s in enumerate(statements) if s.is_listed or s.kind not in runs_on),
        len(statements),
    )
    return list(statements[:end]), list(statements[end:])


def _lead(head: Sequence[Statement], mark: str) -> Statement | None:
    """The first sentences as one statement that names the document."""
    verdict = next((s.verdict for s in head if s.verdict), "")
    parts = [s.parts for s in head if s.parts is not None]
    if any(isinstance(p, Quotation) for p in parts):
        parts = [p for p in parts if not isinstance(p, ProvisionCount)]
    if not parts and not verdict:
        return Statement(StatementKind.CONCLUSION, OfDocument(mark, ()))
    ids = tuple(dict.fromkeys(i for s in head for i in s.ids))
    return Statement(StatementKind.CONCLUSION, OfDocument(mark, tuple(parts), verdict), ids)
