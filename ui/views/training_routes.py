"""培训 as a fragment, a paper as JSON for the self-test, and a pack's files."""

from __future__ import annotations

import threading
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.training.pack import Choice, Pack
from corpus import FiredutyError
from ui.views.downloads import Download, file_name
from ui.views.training import (
    NO_TRAINING,
    Makes,
    known_names,
    render_training,
)
from ui.views.training_form import TrainingQuery, read_training
from ui.views.training_json import paper_record
from ui.web.errors import error_response
from ui.web.services import Services

_PRIVATE = {"Cache-Control": "no-store"}
#: Packs that are kept ready: the files of one are fetched one after the other.
_KEPT = 32


class Packs:
    """Packs by choice, made once while they are in use.

    Args:
        services: what makes them.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self._one = threading.Lock()  # making is Python on one core: several at once help nobody
        self._made = lru_cache(_KEPT)(self._make)

    @property
    def trainer(self) -> Makes | None:
        """What makes packs; None for a regulation without a register."""
        return self.services.trainer

    def read(self, query: str) -> TrainingQuery:
        """What an address asks."""
        known = known_names(self.trainer.options()) if self.trainer is not None else ()
        try:
            pairs = parse_qsl(query, max_num_fields=300)
        except ValueError:
            pairs = []
        return read_training(pairs, known)

    def pack(self, choice: Choice) -> Pack:
        """The pack of a choice, of today.

        Raises:
            FiredutyError: there is none; says why.
        """
        with self._one:
            return self._made(choice, date.today().isoformat())

    def _make(self, choice: Choice, day: str) -> Pack:
        if self.trainer is None:
            raise FiredutyError(NO_TRAINING)
        return self.trainer.pack(choice, day)

    def paper(self, query: TrainingQuery) -> dict[str, Any]:
        """A paper with its key, as JSON values.

        Raises:
            FiredutyError: as ``pack``.
        """
        return paper_record(self.pack(query.choice), query.paper, self.services.regulation)


def router(services: Services) -> APIRouter:
    """The routes; they are the page's own and no part of the API."""
    routes = APIRouter(include_in_schema=False)
    packs = Packs(services)

    @routes.get("/view/train")
    def view(request: Request) -> Response:
        html = render_training(
            packs.read(request.url.query),
            packs.trainer,
            services.regulation,
            packs.pack,
            groups=services.groups is not None,
        )
        return HTMLResponse(html, headers=_PRIVATE)

    @routes.get("/view/train.json")
    def paper(request: Request) -> Any:
        try:
            return packs.paper(packs.read(request.url.query))
        except FiredutyError as error:
            return error_response(422, str(error))

    @routes.get("/download/train.zip")
    def whole(request: Request) -> Response:
        return _sent(packs, request, _zip)

    @routes.get("/download/train/{number}")
    def single(number: int, request: Request) -> Response:
        return _sent(packs, request, lambda pack: _single(pack, number))

    return routes


def _sent(packs: Packs, request: Request, make: Any) -> Response:
    try:
        made: Download = make(packs.pack(packs.read(request.url.query).choice))
    except FiredutyError as error:
        return Response(str(error), 422, media_type="text/plain; charset=utf-8")
    return Response(made.content, media_type=made.media_type, headers=made.headers)


def _zip(pack: Pack) -> Download:
    from ui.training.files import zip_of

    return Download(zip_of(pack), "application/zip", file_name(_name(pack), "zip"))


def _single(pack: Pack, number: int) -> Download:
    from ui.training.files import files

    made = files(pack)
    if not 1 <= number <= len(made):
        raise FiredutyError(f"没有第 {number} 个文件，共 {len(made)} 个")
    file = made[number - 1]
    what, _, ending = file.name.rpartition(".")
    return Download(file.content, file.media_type, file_name(f"{_name(pack)}-{what}", ending))


def _name(pack: Pack) -> str:
    """A pack's title without the colon, at which names of files end."""
    return pack.title.replace("：", "-")
