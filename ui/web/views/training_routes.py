"""培训 as a fragment, a paper as JSON for the self-test, and a pack's files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.training.choice import PackChoice
from assistant.training.pack import Pack
from corpus.errors import FiredutyError
from ui.documents.archive import zip_parts
from ui.documents.training.files import PackFile, make_files
from ui.web.errors import error_response
from ui.web.services import Services
from ui.web.views.downloads import Download, file_name
from ui.web.views.training import NO_TRAINING, Makes, list_known_names, render_training
from ui.web.views.training_form import TrainingQuery, read_training
from ui.web.views.training_json import to_paper_record

_PRIVATE = {"Cache-Control": "no-store"}
#: Packs that are kept ready: the files of one are fetched one after the other.
_KEPT = 32
#: Packs whose files are kept ready: nine files of one take a second together, whichever is asked.
_KEPT_FILES = 4


class Packs:
    """Packs by choice, made once while they are in use.

    Args:
        services: what makes them.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self._one = threading.Lock()  # making is Python on one core: several at once help nobody
        self._made = lru_cache(_KEPT)(self._make)
        self._written = lru_cache(_KEPT_FILES)(self._write)

    @property
    def trainer(self) -> Makes | None:
        """What makes packs; None for a regulation without a register."""
        return self.services.trainer

    def read(self, query: str) -> TrainingQuery:
        """What an address asks."""
        known = list_known_names(self.trainer.options()) if self.trainer is not None else ()
        try:
            pairs = parse_qsl(query, max_num_fields=300)
        except ValueError:
            pairs = []
        return read_training(pairs, known)

    def pack(self, choice: PackChoice) -> Pack:
        """The pack of a choice, of today.

        Raises:
            FiredutyError: there is none; says why.
        """
        with self._one:
            return self._made(choice, date.today().isoformat())

    def _make(self, choice: PackChoice, day: str) -> Pack:
        if self.trainer is None:
            raise FiredutyError(NO_TRAINING)
        return self.trainer.pack(choice, day)

    def files(self, choice: PackChoice) -> tuple[PackFile, ...]:
        """The files of a pack.

        Raises:
            FiredutyError: as ``pack``.
        """
        with self._one:
            return self._written(choice, date.today().isoformat())

    def _write(self, choice: PackChoice, day: str) -> tuple[PackFile, ...]:
        return make_files(self._made(choice, day))

    def paper(self, query: TrainingQuery) -> dict[str, Any]:
        """A paper with its key, as JSON values.

        Raises:
            FiredutyError: as ``pack``.
        """
        return to_paper_record(self.pack(query.choice), query.paper, self.services.regulation)


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
            examples=services.examples,
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
        choice = packs.read(request.url.query).choice
        return _sent(lambda: _zip(packs, choice))

    @routes.get("/download/train/{number}")
    def single(number: int, request: Request) -> Response:
        choice = packs.read(request.url.query).choice
        return _sent(lambda: _single(packs, choice, number))

    return routes


def _sent(make: Callable[[], Download]) -> Response:
    try:
        made = make()
    except FiredutyError as error:
        return Response(str(error), 422, media_type="text/plain; charset=utf-8")
    return Response(made.content, media_type=made.media_type, headers=made.headers)


def _zip(packs: Packs, choice: PackChoice) -> Download:
    pack = packs.pack(choice)
    content = zip_parts(((f.name, f.content) for f in packs.files(choice)), pack.date)
    return Download(content, "application/zip", file_name(_name(pack), "zip"))


def _single(packs: Packs, choice: PackChoice, number: int) -> Download:
    made = packs.files(choice)
    if not 1 <= number <= len(made):
        raise FiredutyError(f"没有第 {number} 个文件，共 {len(made)} 个")
    file = made[number - 1]
    what, _, ending = file.name.rpartition(".")
    name = file_name(f"{_name(packs.pack(choice))}-{what}", ending)
    return Download(file.content, file.media_type, name)


def _name(pack: Pack) -> str:
    """A pack's title for the names of its files."""
    return pack.title.replace("：", "-")
