"""An answer in plain words: the same provisions, said as people speak, each with its citation.

Nothing is written here. The sentences are reviewed data (``corpus.language.plain``), and for a document
without them the fixed forms of its clause records (``corpus.clauses.plain``), each proved by the verifier;
which provisions are cited, what is refused, the verdict and the quotes stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import Answer
from assistant.answering.parts import DutyLine, NearestHead, PlainLine, RestCount
from assistant.answering.quoting import short_citation
from assistant.answering.sources import Sources
from assistant.answering.statement import Statement, StatementKind, note
from corpus.clauses.plain import say_plainly
from corpus.language.plain import Plain
from corpus.text.provision import ProvisionId, Regulation

#: Provisions that are said in plain words where an answer is no complete list.
_MOST = 4
_HEAD = "用白话说（以下面的原文为准）："
_DERIVED = "用白话说（程序改写，未经复核，以下面的原文为准）："


def in_plain_words(answer: Answer, document: Sources) -> Answer:
    """The same answer with plain sentences; unchanged where there are none for it."""
    if answer.refusal is not None or answer.intent in ("meta", "chitchat"):
        return answer
    plain = document.plain or _derived(document, answer.cited)
    regulation, head = document.regulation, _HEAD if document.plain else _DERIVED
    statements = (
        _each_line(answer.statements, plain, regulation)
        if answer.complete
        else _said(answer.cited, plain, regulation, head)
    )
    if statements is None:
        return answer
    verdicts = (replace(s, parts=None) for s in answer.statements if s.verdict)
    unsure = (s for s in answer.statements if isinstance(s.parts, NearestHead))
    return replace(answer, statements=(*verdicts, *unsure, *statements))


def _derived(document: Sources, cited: Sequence[ProvisionId]) -> Plain:
    """Sentences made of the clause records of the cited provisions, those that the verifier bears out."""
    made = {}
    for id_ in cited[:_MOST]:
        records = [r for r in document.index.records if r.provision == id_]
        sentences = say_plainly(document.index.leaf(id_), records)
        if all(document.verifier.verify(s, (id_,)).state == "已核对" for s in sentences):
            made[str(id_)] = sentences
    return {id_: sentences for id_, sentences in made.items() if sentences}


def _said(
    cited: Sequence[ProvisionId], plain: Plain, regulation: Regulation, head: str
) -> tuple[Statement, ...] | None:
    shown = [id_ for id_ in cited[:_MOST] if str(id_) in plain]
    if not shown:
        return None
    lines = [
        Statement(StatementKind.ITEM, _line(sentence, id_, regulation), (id_,))
        for id_ in shown
        for sentence in plain[str(id_)]
    ]
    rest = tuple(id_ for id_ in cited if id_ not in shown)
    more = [Statement(StatementKind.NOTE, RestCount(len(rest)), rest)] if rest else []
    return (note(head, tuple(cited)), *lines, *more)


def _each_line(
    statements: Sequence[Statement], plain: Plain, regulation: Regulation
) -> tuple[Statement, ...] | None:
    """A complete list with the words of every line that stands for one provision."""
    said: list[Statement] = []
    for statement in statements:
        told = _plain_of(statement, plain)
        if not told:
            said.append(statement)
        # Its words name the body that it was written for, and not the one that is asked about.
        by_reference = isinstance(statement.parts, DutyLine) and statement.parts.by_reference
        for sentence in told:
            line = _line(sentence, statement.ids[0], regulation, by_reference=by_reference)
            said.append(replace(statement, parts=line))
    return tuple(said) if tuple(said) != tuple(statements) else None


def _plain_of(statement: Statement, plain: Plain) -> tuple[str, ...]:
    alone = statement.is_listed and len(statement.ids) == 1
    return plain.get(str(statement.ids[0]), ()) if alone else ()


def _line(
    sentence: str, id_: ProvisionId, regulation: Regulation, *, by_reference: bool = False
) -> PlainLine:
    return PlainLine(sentence.rstrip("。"), short_citation(id_, regulation), by_reference)
