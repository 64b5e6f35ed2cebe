"""What the page's 问答 fetches: questions while typing, and a conversation as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answering.answer import Answer
from assistant.library.suggesting import complete_typed
from corpus.errors import FiredutyError
from corpus.text.provision import Regulation
from ui.documents.conversation import make_conversation_document
from ui.web.services import Services
from ui.web.views import downloads

_FORMATS = ("docx", "md")


class ChatRequest(BaseModel):
    """The questions of a conversation, oldest first, and how the answers speak."""

    model_config = ConfigDict(extra="forbid")

    questions: list[Annotated[str, Field(max_length=2_000)]] = Field(min_length=1, max_length=50)
    style: str = Field(default="statute", pattern="^(statute|plain)$")
    only: int | None = Field(default=None, ge=0, description="只要第几个问题，从 0 数起")
    documents: list[list[Annotated[str, Field(max_length=200)]]] = Field(
        default=[], max_length=50, description="每个问题只问哪些文件；空为全部"
    )


def router(services: Services) -> APIRouter:
    """The routes; they are the page's own and no part of the API."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/view/completions")
    def completions(
        typed: Annotated[str, Query(max_length=60)] = "",
        chosen: Annotated[list[str], Query(alias="in", max_length=200)] = [],  # noqa: B006
    ) -> dict[str, Any]:
        held = services.held.keys
        asked = services.only([key for key in chosen if key in held])
        return {"questions": complete_typed(asked.assistant.documents, typed)}

    @routes.post("/download/conversation.{format}")
    def download(format: str, asked: ChatRequest) -> Response:
        if format not in _FORMATS:
            return Response("没有这种格式：可以用 docx、md", 404, media_type="text/plain")
        turns = _answered(services, asked)
        if not turns:
            return Response("没有可以导出的回答", 422, media_type="text/plain")
        name = services.examples.conversation
        today = date.today().isoformat()
        document = make_conversation_document(turns, _spoken(services, turns), today, name)
        made = downloads.download(document, format, f"{name}-{document.date}")
        return Response(made.content, media_type=made.media_type, headers=made.headers)

    return routes


def _spoken(services: Services, turns: Sequence[tuple[str, Answer]]) -> list[Regulation]:
    """The documents of the page, and of a large library those that the answers are from."""
    held = services.held
    keys = dict.fromkeys(id_.document for _, answer in turns for id_ in answer.cited)
    return [*held.regulations, *(held.of(k) for k in keys if k and k not in held.keys)]


def _answered(services: Services, asked: ChatRequest) -> list[tuple[str, Answer]]:
    """The conversation answered anew in the provisions' own words: what leaves is never the browser's."""
    turns: list[tuple[str, Answer]] = []
    for number, question in enumerate(asked.questions):
        documents = asked.documents[number] if number < len(asked.documents) else []
        try:
            answer = services.only(documents).assistant.answer(
                question,
                turns,
                "plain" if asked.style == "plain" else "statute",
                rewrite=False,
            )
        except FiredutyError:
            continue
        turns.append((question, answer))
    return turns if asked.only is None else turns[asked.only : asked.only + 1]
