"""文件: the documents of the library with their status, and what there is on each. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.answering.sources import Sources
from corpus.text.provision import Regulation
from corpus.text.status import status_by
from index.documents import UNVERSIONED
from index.manifest import ListedDocument
from ui.web.held import HeldDocuments, tell_all_statuses, tell_statuses
from ui.web.services import Services, guide_of, reviewed_of
from ui.web.templating import part
from ui.web.views.facts import facts_of, mark_status, render_status

#: Longest file that is added from the page, in bytes; ``ui.web.guard.limits`` takes as much.
MOST_BYTES = 20_000_000
#: What a person is offered to choose; what a file is, is told by its content.
_KINDS = ".docx,.doc,.wps,.rtf,.odt,.pdf,.html,.htm,.mht,.md,.txt,.json,.png,.jpg,.jpeg,.tif,.tiff"
#: What is known at once; the rest is one click away.
_AT_ONCE = ("位阶", "施行日期", "版本", "条数")
#: Documents of a large library on one page.
_ON_PAGE = 30
_FOLDED = ("状态出处", "发布机关", "经过", "文号", "另存的版本", "文本来源")


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document of the view.

    Attributes:
        regulation: what it is.
        data: pairs of a kind of data and how much there is of it, empty for none.
    """

    regulation: Regulation
    data: tuple[tuple[str, str], ...]


def shown_documents(services: Services) -> tuple[ShownDocument, ...]:
    """The documents that are asked, in the order of the library."""
    documents = services.assistant.documents
    return tuple(ShownDocument(d.regulation, _data_of(d)) for d in documents)


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of the documents of a large library.

    Attributes:
        words: that their names hold; empty for all.
        number: of the page, from 1.
        entries: all documents that are found, of which the page shows some.
    """

    words: str
    number: int
    entries: tuple[ListedDocument, ...]

    @property
    def shown(self) -> tuple[ListedDocument, ...]:
        """What the page shows."""
        return self.entries[(self.number - 1) * _ON_PAGE : self.number * _ON_PAGE]

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(1, -(-len(self.entries) // _ON_PAGE))


def find_page(held: HeldDocuments, words: str, number: int) -> LibraryPage:
    """The documents of a large library whose names hold some words."""
    found = tuple(d for d in held.listed if words in d.key or words in d.title)
    return LibraryPage(words, min(max(number, 1), max(1, -(-len(found) // _ON_PAGE))), found)


@dataclass(frozen=True, slots=True)
class _Row:
    """A document of a large library as the template shows it."""

    key: str
    status: Markup
    title: str
    said: str
    query: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A document of a small library as the template shows it."""

    key: str
    status: Markup
    title: str
    at_once: tuple[tuple[str, str], ...]
    folded: tuple[tuple[str, str], ...]
    having: tuple[tuple[str, str], ...]
    lacking: str
    address: str
    compared: str


def render_large_library(page: LibraryPage, held: HeldDocuments, *, may_change: bool) -> str:
    """The view of a large library: searched by name, a page at a time.

    Args:
        page: what is shown.
        held: all documents.
        may_change: as of ``render_library``.
    """
    links = [
        (urlencode({"q": page.words, "page": n}), said)
        for n, said in ((page.number - 1, "上一页"), (page.number + 1, "下一页"))
        if 1 <= n <= page.pages
    ]
    rows, statuses = [_row(d) for d in page.shown], tell_all_statuses(held)
    changing = (may_change, _KINDS, MOST_BYTES)
    return str(part("library", "large", page, rows, links, len(held), statuses, *changing))


def _row(listed: ListedDocument) -> _Row:
    status = mark_status(listed.status, status_by(listed.status, listed.effective, date.today()))
    version = "" if listed.version == UNVERSIONED else f"{listed.version} · "
    said, query = f"{version}{listed.articles} 条", urlencode({"in": listed.key})
    return _Row(listed.key, status, listed.title, said, query)


def _data_of(document: Sources) -> tuple[tuple[str, str], ...]:
    language, lookups, guide = document.index.language, reviewed_of(document), guide_of(document)
    return (
        ("问题库", f"{len(language.bank)} 个问法" if language.bank else ""),
        ("职责登记", f"{len(lookups.register.duties)} 项" if lookups else ""),
        ("场所和清单", f"{len(guide.units)} 种场所" if guide else ""),
        ("大白话", f"{len(document.plain)} 处" if document.plain else ""),
    )


def render_library(
    documents: Sequence[ShownDocument], held: HeldDocuments, *, may_change: bool
) -> str:
    """The whole view.

    Args:
        documents: what is shown.
        held: where their texts are.
        may_change: whether the reader may add, replace and remove documents here.
    """
    cards, statuses = [_card(d, held) for d in documents], tell_statuses(held.regulations)
    return str(part("library", "small", cards, statuses, may_change, _KINDS, MOST_BYTES))


def _card(document: ShownDocument, held: HeldDocuments) -> _Card:
    regulation = document.regulation
    facts = dict(facts_of(regulation))
    return _Card(
        key=regulation.key,
        status=render_status(regulation, facts["状态"]),
        title=regulation.title,
        at_once=tuple((name, facts[name]) for name in _AT_ONCE if name in facts),
        folded=tuple((name, facts[name]) for name in _FOLDED if name in facts),
        having=tuple(pair for pair in document.data if pair[1]),
        lacking="、".join(name for name, much in document.data if not much),
        address=held.text_address(regulation),
        compared=f"diff?{urlencode({'a': regulation.key})}" if regulation.others else "",
    )
