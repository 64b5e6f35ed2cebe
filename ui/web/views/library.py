"""文件: the documents of the library with their status, and what there is on each. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.answering.sources import Sources
from corpus.text.provision import Regulation
from ui.web.held import HeldDocuments, tell_statuses
from ui.web.services import Services, guide_of, reviewed_of
from ui.web.views.facts import facts_of, render_pairs, render_status
from ui.web.views.markup import text

#: Longest file that is added from the page, in bytes; ``ui.web.guard.limits`` takes as much.
MOST_BYTES = 20_000_000
#: What a person is offered to choose; what a file is, is told by its content.
_KINDS = ".docx,.doc,.wps,.rtf,.odt,.pdf,.html,.htm,.mht,.md,.txt,.json,.png,.jpg,.jpeg,.tif,.tiff"
#: What is known at once; the rest is one click away.
_AT_ONCE = ("位阶", "施行日期", "版本", "条数")
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
        f"{_changes(regulation) if may_change else ''}</div></li>"
    )


def _compare(regulation: Regulation) -> str:
    """A link to what changed since the version before, where that is held."""
    if not regulation.others:
        return ""
    address = f"diff?{urlencode({'a': regulation.key})}"
    return f'<a class="plain" href="#{text(address)}">与前一版对照</a>'


def _changes(regulation: Regulation) -> str:
    key = text(regulation.key)
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
