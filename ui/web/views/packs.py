"""Training packs for everybody who asks for one: made one at a time, and kept while they are in use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl

from assistant.comparing.comparison import TextComparison
from assistant.training.choice import PackChoice
from assistant.training.pack import Pack
from assistant.training.plan import StudyPlan, make_plan, read_day
from corpus.errors import FiredutyError
from ui.documents.training.files import PackFile, make_files
from ui.web.compared import compare_documents
from ui.web.guard.gate import Gate
from ui.web.memory import give_back
from ui.web.services import Services
from ui.web.views.training import NO_TRAINING, Makes, list_known_names
from ui.web.views.training_form import PlanQuery, TrainingQuery, read_training
from ui.web.views.training_json import to_paper_record

P = ParamSpec("P")
T = TypeVar("T")
#: Packs that are kept ready: the files of one are fetched one after the other.
_KEPT = 8
#: Packs whose files are kept ready: nine files of one take a second together, whichever is asked.
_KEPT_FILES = 2
#: How many may wait for a pack; a class that opens the page at once is less.
_WAITING = 200


class Packs:
    """Packs by choice, made once while they are in use.

    Args:
        services: what makes them.
        check: raises where a pack may not be shown just now, which holds its key.
        whole: the services of all documents, where these are of some: what is compared is found there.
    """

    def __init__(
        self,
        services: Services,
        check: Callable[[Pack], Pack] = lambda pack: pack,
        whole: Services | None = None,
    ) -> None:
        self.services = services
        self._check = check
        self._whole = whole or services
        self._others: dict[str, Packs] = {}
        self._library: object = services.assistant.library
        self._one = threading.Lock()  # making is Python on one core: several at once help nobody
        # Those who wait for it wait in a line of their own: the threads of other views stay free.
        self._gate = Gate(1, _WAITING)
        self._made = lru_cache(_KEPT)(self._make)
        self._written = lru_cache(_KEPT_FILES)(self._write)

    def of(self, key: str) -> Packs:
        """The packs of one document; these for an empty key.

        Raises:
            FiredutyError: there is no document with such a key; says which there are.
        """
        services = self.services.only((key,) if key else ())
        if services is self.services:
            return self
        self._forget_old()
        if key not in self._others:
            other = self._others[key] = Packs(services, self._check, self._whole)
            other._one, other._gate = self._one, self._gate
        return self._others[key]

    def _forget_old(self) -> None:
        """A running server may change its library; what was made from the one before is gone then."""
        library = self.services.assistant.library
        if library is not self._library:
            self._library = library
            self._others.clear()
            self._made.cache_clear()
            self._written.cache_clear()

    async def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What a function returns that makes packs.

        Raises:
            BusyError: too many wait already.
        """
        return await self._gate.run(function, *args, **named)

    @property
    def trainer(self) -> Makes | None:
        """What makes packs; None for a regulation without a register."""
        return self.services.trainer

    def read(self, query: str) -> TrainingQuery:
        """What an address asks.

        Raises:
            FiredutyError: of a document that there is not.
        """
        try:
            pairs = parse_qsl(query, max_num_fields=300)
        except ValueError:
            pairs = []
        trainer = self.of(read_training(pairs).document).trainer
        known = list_known_names(trainer.options()) if trainer is not None else ()
        return read_training(pairs, known)

    def pack(self, choice: PackChoice) -> Pack:
        """The pack of a choice, of today.

        Raises:
            FiredutyError: there is none, or it may not be shown just now; says why.
        """
        return self._check(self._pack(choice))

    def outline(self, choice: PackChoice) -> Pack:
        """The same to be shown without its key, where ``withholds`` says so.

        Raises:
            FiredutyError: there is none; says why.
        """
        return self._pack(choice)

    def withholds(self, pack: Pack) -> bool:
        """Whether the key of a pack may not be shown just now."""
        try:
            self._check(pack)
        except FiredutyError:
            return True
        return False

    def _pack(self, choice: PackChoice) -> Pack:
        self._forget_old()
        with self._one:
            return self._made(choice, date.today().isoformat())

    def _make(self, choice: PackChoice, day: str) -> Pack:
        if self.trainer is None:
            raise FiredutyError(NO_TRAINING)
        if not choice.against:
            return self.trainer.pack(choice, day)
        return self.trainer.pack(choice, day, self._compared(choice))

    def _compared(self, choice: PackChoice) -> TextComparison | None:
        """The comparison that a choice asks for.

        Raises:
            FiredutyError: there is no such text.
        """
        if not choice.against:
            return None
        return compare_documents(self._whole, choice.against, self.services.regulation.key)

    def plan(self, query: TrainingQuery) -> StudyPlan:
        """The study plan of a query, of today.

        Raises:
            FiredutyError: there is none; says why.
        """
        trainer = self.services.trainer
        if trainer is None:
            raise FiredutyError(NO_TRAINING)
        asked, today = query.plan or PlanQuery(), date.today()
        with self._one:
            return make_plan(
                trainer,
                query.choice,
                read_day(asked.start) if asked.start else today,
                today.isoformat(),
                days=asked.days,
                weekdays=asked.weekdays,
                comparison=self._compared(query.choice),
            )

    def files(self, choice: PackChoice) -> tuple[PackFile, ...]:
        """The files of a pack.

        Raises:
            FiredutyError: as ``pack``.
        """
        self.pack(choice)
        with self._one:
            return self._written(choice, date.today().isoformat())

    def _write(self, choice: PackChoice, day: str) -> tuple[PackFile, ...]:
        try:
            return make_files(self._made(choice, day))
        finally:
            give_back()  # documents are built of very many small parts

    def paper(self, query: TrainingQuery) -> dict[str, Any]:
        """A paper with its key, as JSON values.

        Raises:
            FiredutyError: as ``pack``.
        """
        packs = self.of(query.document)
        return packs._record(packs.pack(query.choice), query)

    def paper_of_group(self, query: TrainingQuery) -> dict[str, Any]:
        """The same for a group, which is shown its key when it has answered.

        Raises:
            FiredutyError: there is no such pack.
        """
        packs = self.of(query.document)
        return packs._record(packs._pack(query.choice), query)

    def _record(self, pack: Pack, query: TrainingQuery) -> dict[str, Any]:
        services = self.services
        return to_paper_record(pack, query.paper, services.regulation, services.slug)
