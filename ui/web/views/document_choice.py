"""Of which document a view is that is made from the data of one: 职责查询, 我的清单, 培训."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answering.quoting import document_mark
from assistant.answering.sources import Sources
from assistant.rendering.lacking import NAMES, DataKind, lacks
from corpus.text.provision import Regulation
from ui.web.services import Services, guide_of, lookups_of
from ui.web.views.markup import text

_HAS: dict[DataKind, Callable[[Sources], bool]] = {
    "register": lambda document: lookups_of(document) is not None,
    "places": lambda document: guide_of(document) is not None,
    "training": lambda document: lookups_of(document) is not None,
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
    """

    view: str
    kind: DataKind
    services: Services
    regulations: tuple[Regulation, ...]
    having: frozenset[str]

    @property
    def lacking(self) -> str:
        """Chinese, that the document that is shown has no such data."""
        return f"{lacks(self.services.regulation, self.kind)}。"

    def render(self) -> str:
        """The choice, which ``assets/documents.js`` follows; nothing where there is one document."""
        if len(self.regulations) == 1:
            return ""
        options = "".join(self._option(r) for r in self.regulations)
        return (
            '<label class="field switch"><span>按哪一部文件</span>'
            f'<select class="of-document" data-view="{self.view}">{options}</select></label>'
        )

    def _option(self, regulation: Regulation) -> str:
        selected = " selected" if regulation.key == self.services.regulation.key else ""
        without = "" if regulation.key in self.having else f"，没有{NAMES[self.kind]}"
        return (
            f'<option value="{text(regulation.key)}"{selected}>'
            f"{text(document_mark(regulation) + without)}</option>"
        )


def choose_document(services: Services, key: str, view: str, kind: DataKind) -> DocumentChoice:
    """The choice of a view: the document that is named, else the first that has such data.

    Raises:
        FiredutyError: there is no document with such a key; says which there are.
    """
    documents = services.assistant.documents
    having = [d.regulation.key for d in documents if _HAS[kind](d)]
    chosen = key or next(iter(having), documents[0].regulation.key)
    regulations = tuple(d.regulation for d in documents)
    return DocumentChoice(view, kind, services.only((chosen,)), regulations, frozenset(having))
