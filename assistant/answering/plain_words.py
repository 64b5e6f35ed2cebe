"""An answer in plain words: the same provisions, said as people speak, each with its citation.

Nothing is written here. The sentences are reviewed data (``corpus.language.plain``), proved by the verifier;
which provisions are cited, what is refused and the quotes stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.answer import LIST_MARK, Answer, Statement
from assistant.answering.compose import answer_text
from assistant.answering.duty_answer import BY_REFERENCE
from assistant.answering.quoting import short_citation
from corpus.language.plain import Plain
from corpus.text.provision import ProvisionId, Regulation

#: Provisions that are said in plain words where an answer is no complete list.
_MOST = 4
_HEAD = "用白话说（以下面的原文为准）："


def in_plain_words(answer: Answer, plain: Plain, regulation: Regulation) -> Answer:
    """The same answer with plain sentences; unchanged where there are none for it."""
    if answer.refusal is not None or answer.intent in ("meta", "chitchat"):
        return answer
    statements = (
        _each_line(answer.statements, plain, regulation)
        if answer.complete
        else _said(answer.cited, plain, regulation)
    )
    if statements is None:
        return answer
    text = answer_text(statements, answer.quotes, answer.status_notice)
    return replace(answer, statements=statements, text=text)


def _said(
    cited: Sequence[ProvisionId], plain: Plain, regulation: Regulation
) -> tuple[Statement, ...] | None:
    shown = [id_ for id_ in cited[:_MOST] if str(id_) in plain]
    if not shown:
        return None
    lines = [
        Statement(_line(sentence, id_, regulation), (id_,))
        for id_ in shown
        for sentence in plain[str(id_)]
    ]
    rest = tuple(id_ for id_ in cited if id_ not in shown)
    more = [Statement(f"\n另有 {len(rest)} 处规定，见下面的原文。", rest)] if rest else []
    return (Statement(_HEAD, tuple(cited)), *lines, *more)


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
        note = BY_REFERENCE if BY_REFERENCE in statement.text else ""
        said += [
            Statement(_line(sentence, statement.ids[0], regulation, note), statement.ids)
            for sentence in told
        ]
    return tuple(said) if tuple(said) != tuple(statements) else None


def _plain_of(statement: Statement, plain: Plain) -> tuple[str, ...]:
    is_line = statement.text.lstrip("\n").startswith(LIST_MARK)
    return plain.get(str(statement.ids[0]), ()) if is_line and len(statement.ids) == 1 else ()


def _line(sentence: str, id_: ProvisionId, regulation: Regulation, note: str = "") -> str:
    said = sentence.rstrip("。")
    return f"\n{LIST_MARK} {said}（{short_citation(id_, regulation)}）{note}。"
