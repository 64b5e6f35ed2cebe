"""What the endpoints and MCP tools about a question or a text do: services and values → a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answering.answer import Answer
from assistant.answering.quoting import quote, status_notices
from assistant.assistant import Assistant
from assistant.library.searching import search_documents
from assistant.library.suggesting import complete_typed, suggest_after
from assistant.rendering.text import line
from assistant.settings import Style
from assistant.verify.across import verify_across
from corpus.errors import USAGE, FiredutyError
from index.retrieve import Hit
from ui.records.answers import answer_record, find_speaking
from ui.records.documents import hit_record
from ui.records.findings import finding_record
from ui.web.api.requests import EarlierTurn
from ui.web.services import Services


def ask(
    services: Services,
    question: str,
    history: Sequence[EarlierTurn | str] = (),
    style: Style | None = None,
    *,
    brief: bool = False,
    rewrite: bool = True,
) -> dict[str, Any]:
    """Answer a question.

    Args:
        history: earlier questions, oldest first, some with what they were understood as.
        brief: without the whole words of the provisions.
        rewrite: whether a language model may rephrase it, where one is set.

    Raises:
        FiredutyError: a question is empty or too long.
    """
    turns = _answer_again(services, history)
    asked = services.assistant.for_question(question, turns)
    *_, answer = asked.stream(question, turns, style, rewrite=rewrite)
    assert isinstance(answer, Answer)
    regulations = asked.regulations
    record = answer_record(answer, regulations)
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
        "next": list(suggest_after(asked.documents, answer)),
        "notice": status_notices(
            find_speaking(answer, regulations) or regulations, among=len(regulations)
        ),
    }


def _answer_again(
    services: Services, history: Sequence[EarlierTurn | str]
) -> list[tuple[str, Answer]]:
    turns: list[tuple[str, Answer]] = []
    for turn in history:
        told = turn if isinstance(turn, EarlierTurn) else EarlierTurn(question=turn)
        before = [] if told.standalone_question else turns
        asked = told.standalone_question or told.question
        turns.append((told.question, services.assistant.answer(asked, before, rewrite=False)))
    return turns


def suggest(services: Services, typed: str) -> dict[str, Any]:
    """Questions of the question bank that hold what was typed; those that begin with it first."""
    return {
        "questions": list(complete_typed(services.assistant.documents, typed)),
        "notice": status_notices(services.assistant.regulations),
    }


def search(services: Services, query: str, k: int = 5) -> dict[str, Any]:
    """The provisions that a query finds, best first.

    Raises:
        FiredutyError: the query is empty or too long.
    """
    assistant = services.assistant.for_question(query)
    found = search_documents(assistant.library, assistant.documents, query, k)
    shown = {assistant.document_of(hit.id).regulation.key for hit in found.hits}
    speaking = [r for r in assistant.regulations if r.key in shown]
    return {
        "query": found.asked.text,
        "results": [_hit_record(assistant, hit) for hit in found.hits],
        "told": list(found.told),
        "notice": status_notices(
            speaking or assistant.regulations, among=len(assistant.regulations)
        ),
    }


def _hit_record(assistant: Assistant, hit: Hit) -> dict[str, Any]:
    document = assistant.document_of(hit.id)
    shown = quote(document.index.leaf(hit.id.of("")), document.regulation)
    return {
        **hit_record(hit, document.regulation),
        "citation": shown.citation,
        "path": shown.path,
        "text": shown.text,
        "lead_in": shown.lead_in,
    }


def verify(services: Services, text: str) -> dict[str, Any]:
    """Each citation, quotation and sentence of a text, judged.

    Raises:
        FiredutyError: the text is blank.
    """
    if not text.strip():
        raise FiredutyError("没有可核对的文字：内容是空的", exit_code=USAGE)
    library = services.assistant.verifiers_for(text)
    findings = verify_across(library, text)
    return {
        "findings": [finding_record(f, text) for f in findings],
        "notice": status_notices(library.regulations),
    }
