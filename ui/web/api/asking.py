"""What the endpoints and MCP tools about a question or a text do: services and values → a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.answer import Answer
from assistant.answering.quoting import quote, status_notice, status_notices
from assistant.answering.searching import search as search_provisions
from assistant.rendering.text import line
from assistant.settings import Style
from assistant.verify.across import verify_across
from corpus.errors import USAGE, FiredutyError
from ui.records.answers import answer_record
from ui.records.findings import finding_record
from ui.web.services import Services

#: The most that a search gives.
MAX_HITS = 50


def ask(
    services: Services,
    question: str,
    history: Sequence[tuple[str, str | None]] = (),
    style: Style | None = None,
    *,
    brief: bool = False,
    rewrite: bool = True,
) -> dict[str, Any]:
    """Answer a question.

    Args:
        history: earlier questions, oldest first, each with what it was understood as, if known.
        brief: without the whole words of the provisions.
        rewrite: whether a language model may rephrase it, where one is set.

    Raises:
        FiredutyError: a question is empty or too long.
    """
    turns = _answer_again(services, history)
    *_, answer = services.assistant.stream(question, turns, style, rewrite=rewrite)
    assert isinstance(answer, Answer)
    record = answer_record(answer)
    if brief:
        record["answer"] |= {"text": answer.brief, "quotes": []}
    statements = [
        {"text": line(s), "ids": [str(id_) for id_ in s.ids], "state": s.state}
        for s in answer.statements
    ]
    return {
        **record,
        "statements": statements,
        "complete": answer.complete,
        "standalone_question": answer.standalone_question,
        "next": list(services.assistant.suggestions.after(answer)),
        "notice": status_notice(services.regulation),
    }


def _answer_again(
    services: Services, history: Sequence[tuple[str, str | None]]
) -> list[tuple[str, Answer]]:
    turns: list[tuple[str, Answer]] = []
    for asked, standalone in history:
        before = [] if standalone else turns
        earlier = services.assistant.answer(standalone or asked, before, rewrite=False)
        turns.append((asked, earlier))
    return turns


def suggest(services: Services, typed: str) -> dict[str, Any]:
    """Questions of the question bank that hold what was typed; those that begin with it first."""
    return {
        "questions": list(services.assistant.suggestions.completing(typed)),
        "notice": status_notice(services.regulation),
    }


def search(services: Services, query: str, k: int = 5) -> dict[str, Any]:
    """The provisions that a query finds, best first.

    Raises:
        FiredutyError: the query is empty or too long.
    """
    index = services.assistant.index
    found = search_provisions(index, query, k, services.examples)
    quotes = [(hit.score, quote(index.leaf(hit.id), services.regulation)) for hit in found.hits]
    results = [
        {
            "id": str(q.id),
            "citation": q.citation,
            "path": q.path,
            "text": q.text,
            "lead_in": q.lead_in,
            "score": round(score, 4),
        }
        for score, q in quotes
    ]
    return {
        "query": found.asked.text,
        "results": results,
        "told": list(found.told),
        "notice": status_notice(services.regulation),
    }


def verify(services: Services, text: str) -> dict[str, Any]:
    """Each citation, quotation and sentence of a text, judged.

    Raises:
        FiredutyError: the text is blank.
    """
    if not text.strip():
        raise FiredutyError("没有可核对的文字：内容是空的", exit_code=USAGE)
    findings = verify_across(services.assistant.verifiers, text)
    return {
        "findings": [finding_record(f, text) for f in findings],
        "notice": "\n".join(status_notices(services.assistant.verifiers.regulations)),
    }
