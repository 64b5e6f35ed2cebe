"""Of which document a view is that is made from the data of one: 职责查询, 我的清单, 培训."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.answering.quoting import document_mark
from assistant.answering.sources import Sources
from assistant.rendering.lacking import NAMES, DataKind, lacks
from corpus.text.provision import Regulation
from ui.web.services import Services, guide_of, reviewed_of
from ui.web.templating import render

_HAS: dict[DataKind, Callable[[Sources], bool]] = {
    "register": lambda document: reviewed_of(document) is not None,
    "places": lambda document: guide_of(document) is not None,
    "training": lambda document: reviewed_of(document) is not None,
}


@dataclass(frozen=True, slots=True)
class DocumentChoice:
    """The document that a view is of, and those that it may be of instead.

    Attributes:
        view: name of the view.
        kind: data that the view is made from.
        services: of the document that is shown.
        regulations: all documents.
        having: keys of those that have such data.
        whole: whether the view is of all of them; None where it can be of one only.
    """

    view: str
    kind: DataKind
    services: Services
    regulations: tuple[Regulation, ...]
    having: frozenset[str]
    whole: bool | None = None

    @property
    def lacking(self) -> str:
        """Chinese, that the document that is shown has no such data."""
        return f"{lacks(self.services.regulation, self.kind)}。"

    def render(self) -> Markup:
        """The choice, which ``assets/documents.js`` follows; nothing where there is one document."""
        if len(self.regulations) == 1:
            return Markup()
        offered = [(r.key, self._name(r), self._shown(r)) for r in self.regulations]
        every = self.whole is not None
        return render(
            "document_choice", view=self.view, offered=offered, every=every, whole=self.whole
        )

    def _shown(self, regulation: Regulation) -> bool:
        return regulation.key == self.services.regulation.key and not self.whole

    def _name(self, regulation: Regulation) -> str:
        without = "" if regulation.key in self.having else f"，没有{NAMES[self.kind]}"
        return document_mark(regulation) + without


def choose_document(services: Services, key: str, view: str, kind: DataKind) -> DocumentChoice:
    """The choice of a view of one: the document that is named, else the first that has such data.

    Raises:
        FiredutyError: there is no document with such a key; says which there are.
    """
    documents = services.assistant.documents
    having = [d.regulation.key for d in documents if _HAS[kind](d)]
    chosen = key or next(iter(having), documents[0].regulation.key)
    regulations = tuple(d.regulation for d in documents)
    return DocumentChoice(view, kind, services.only((chosen,)), regulations, frozenset(having))


def choose_documents(services: Services, key: str, view: str, kind: DataKind) -> DocumentChoice:
    """The choice of a view of all: the document that is named, else every one.

    Raises:
        FiredutyError: as of ``choose_document``.
    """
    one = choose_document(services, key, view, kind)
    if len(one.regulations) == 1:
        return one
    whole = not key and bool(one.having)
    return replace(one, services=services if whole else one.services, whole=whole)
