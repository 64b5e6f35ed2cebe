"""文件: the documents of the library with their status, and what there is on each. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assistant.answering.sources import Sources
from corpus.text.provision import Regulation
from corpus.text.status import status_by
from index.documents import UNVERSIONED
from index.manifest import ListedDocument
from ui.web.held import HeldDocuments, tell_all_statuses, tell_statuses
from ui.web.services import Services, guide_of, reviewed_of
from ui.web.views.facts import facts_of, mark_status, render_pairs, render_status
from ui.web.views.markup import text

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


def render_large_library(page: LibraryPage, held: HeldDocuments, *, may_change: bool) -> str:
    """The view of a large library: searched by name, a page at a time.

    Args:
        page: what is shown.
        held: all documents.
        may_change: as of ``render_library``.
    """
    rows = "".join(_row(d, may_change=may_change) for d in page.shown)
    words = text(page.words)
    links = "".join(
        f'<a class="plain" href="#library?{text(urlencode({"q": page.words, "page": n}))}">{said}</a>'
        for n, said in ((page.number - 1, "上一页"), (page.number + 1, "下一页"))
        if 1 <= n <= page.pages
    )
    return (
        '<div class="view library"><h2 tabindex="-1">文件</h2>'
        f'<p class="lead">收录 {len(held)} 部：{text(tell_all_statuses(held))}。'
        "提问时全部一起查；在问题里写出名称，就只问那一部。</p>"
        '<p class="told-of-change" role="status"></p>'
        f'<form class="find-library" role="search"><label class="field"><span>按名称找</span>'
        f'<input type="search" name="q" value="{words}" maxlength="40"></label>'
        '<button type="submit" class="strong">找</button></form>'
        f'<p class="soft">找到 {len(page.entries)} 部，第 {page.number} 页，共 {page.pages} 页</p>'
        f'<ul class="documents-held">{rows}</ul><p class="acts">{links}</p>'
        f"{_form() if may_change else _how()}</div>"
    )


def _row(listed: ListedDocument, *, may_change: bool) -> str:
    key = text(listed.key)
    status = mark_status(listed.status, status_by(listed.status, listed.effective, date.today()))
    version = "" if listed.version == UNVERSIONED else f"{text(listed.version)} · "
    reads = text(urlencode({"in": listed.key}))
    return (
        f'<li class="document" data-key="{key}"><div class="document-head"><h3>{key}</h3>'
        f"{status}</div>"
        f'<p class="title">《{text(listed.title)}》</p>'
        f'<p class="soft">{version}{listed.articles} 条</p>'
        f'<div class="acts"><a class="plain" href="#text?{reads}">读原文</a>'
        f"{_changes(listed.key) if may_change else ''}</div></li>"
    )


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
    cards = "".join(_card(d, held, may_change=may_change) for d in documents)
    form = _form() if may_change else _how()
    return (
        '<div class="view library"><h2 tabindex="-1">文件</h2>'
        f'<p class="lead">收录 {len(documents)} 部：{text(tell_statuses(held.regulations))}。'
        "提问时全部一起查，也可以在提问框上方只选几部。"
        '<a class="cite" href="#diff">对照两份文件</a></p>'
        f'<p class="told-of-change" role="status"></p><ul class="documents-held">{cards}</ul>{form}</div>'
    )


def _card(document: ShownDocument, held: HeldDocuments, *, may_change: bool) -> str:
    regulation = document.regulation
    facts = dict(facts_of(regulation))
    at_once = [(name, facts[name]) for name in _AT_ONCE if name in facts]
    folded = [(name, facts[name]) for name in _FOLDED if name in facts]
    having = [pair for pair in document.data if pair[1]]
    lacking = "、".join(name for name, much in document.data if not much)
    data = "".join(f"<li>{text(name)} {text(much)}</li>" for name, much in having)
    without = f'<li class="without">没有{text(lacking)}</li>' if lacking else ""
    reads = held.text_address(regulation)
    return (
        f'<li class="document" data-key="{text(regulation.key)}">'
        f'<div class="document-head"><h3>{text(regulation.key)}</h3>'
        f"{render_status(regulation, facts['状态'])}</div>"
        f'<p class="title">《{text(regulation.title)}》</p>{render_pairs(at_once)}'
        f'<ul class="data" aria-label="有哪些数据">{data}{without}</ul>'
        f"<details><summary>出处和经过</summary>{render_pairs(folded)}</details>"
        f'<div class="acts"><a class="plain" href="#{text(reads)}">读原文</a>{_compare(regulation)}'
        f"{_changes(regulation.key) if may_change else ''}</div></li>"
    )


def _compare(regulation: Regulation) -> str:
    """A link to what changed since the version before, where that is held."""
    if not regulation.others:
        return ""
    address = f"diff?{urlencode({'a': regulation.key})}"
    return f'<a class="plain" href="#{text(address)}">与前一版对照</a>'


def _changes(name: str) -> str:
    key = text(name)
    return (
        f'<button type="button" class="plain update-document" data-key="{key}">换新版本</button>'
        f'<button type="button" class="plain remove-document" data-key="{key}">去掉</button>'
    )


def _form() -> str:
    return (
        '<section class="add-document"><h3>添加文件</h3>'
        "<p>选一份文件：Word、PDF、网页、文本都可以。先给出读取报告，看过再收录，收录后马上可以问。"
        "状态、日期从文本里读，读不到的写明不知道。</p>"
        '<label class="field"><span>文件</span><input type="file" class="document-file" '
        f'accept="{_KINDS}" data-most="{MOST_BYTES}"></label>'
        '<button type="button" class="strong add">添加</button><div class="reading-place"></div></section>'
    )


def _how() -> str:
    return (
        '<p class="soft">添加、更新、去掉文件，请运行程序的人用命令 <code>fireduty library</code>；'
        "设了登录的服务，登录后可以在这里做。</p>"
    )
