"""法规原文: the outline and the whole text, with search, permalinks and references. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.quoting import document_mark, status_notice
from corpus.citing.citations import cite_own_text
from corpus.language.examples import such_as
from corpus.text.provision import Level, Provision, ProvisionId, Regulation
from corpus.text.status import status_mark
from ui.records.anchors import anchor, place
from ui.web.held import HeldDocuments
from ui.web.views.apparatus import Apparatus, mark_words
from ui.web.views.facts import facts_of, render_pairs, render_status
from ui.web.views.markup import text
from ui.web.views.reference_lists import render_references


def render_outline(regulation: Regulation, held: HeldDocuments | None = None) -> str:
    """Links to the 编, 章 and 节, each with the articles it holds; above them the other documents.

    Args:
        regulation: the document that is shown.
        held: those that may be shown instead; None for no other.
    """
    slug = held.slug(regulation.key) if held else ""
    switch = _switch(regulation, held) if held else ""
    return (
        f'<div class="text-part">{switch}<nav aria-label="目录"><h2>目录</h2>'
        f"{render_outline_list(regulation, slug)}</nav></div>"
    )


def _switch(shown: Regulation, held: HeldDocuments) -> str:
    """The choice of the document to read; ``assets/documents.js`` opens it."""
    if not held.are_several:
        return ""
    if held.listed:
        return '<p class="switch"><a class="plain" href="#library">换一部文件</a></p>'
    options = "".join(
        f'<option value="{text(r.key)}" data-slug="{text(held.slug(r.key))}" '
        f'data-address="{text(held.text_address(r))}"{" selected" if r is shown else ""}>'
        f"{text(document_mark(r))}</option>"
        for r in held.by_authority
    )
    return (
        '<label class="switch"><span>读哪一部</span>'
        f'<select class="documents">{options}</select></label>'
    )


def render_outline_list(regulation: Regulation, slug: str = "") -> str:
    """The outline as a list; ``slug``: what the document's anchors begin with."""
    rows = "".join(
        f'<li class="level-{node.level.name.lower()}"><a href="#{_heading_anchor(number, slug)}">'
        f"{text(node.heading)}<span>{text(_article_range(node))}</span></a></li>"
        for number, node in enumerate(_headings(regulation))
    )
    return f'<ol class="contents">{rows}</ol>' if rows else '<p class="soft">这部文件没有分章。</p>'


def render_reader(apparatus: Apparatus) -> str:
    """The reader: search, what the document is, its text with everything beside it, framed for print."""
    regulation = apparatus.regulation
    notice = f'<p class="print-only">{text(status_notice(regulation))}</p>'
    return (
        f'<div class="text-part" data-document="{text(regulation.key)}" '
        f'data-slug="{text(apparatus.slug)}" data-large="{len(apparatus.held.listed)}" '
        f'data-library="{apparatus.held.identity}">'
        f"<style>{print_style(regulation)}</style>{_finder(apparatus.sought)}{notice}"
        f"{_head(apparatus)}{render_regulation(regulation, apparatus)}{notice}</div>"
    )


def _head(apparatus: Apparatus) -> str:
    """What the document is: its status and issuer at once, the rest folded."""
    regulation, held = apparatus.regulation, apparatus.held
    name, *rest = facts_of(regulation)
    citing = "、".join(
        f'<a href="#{text(held.text_address(held.of(key)))}">{text(document_mark(held.of(key)))}</a>'
        for key in apparatus.cited_by
    )
    cited = f'<p class="cited-by">提到本文件的：{citing}</p>' if citing else ""
    return (
        f'<header class="facts-of" aria-label="文件情况"><p>{render_status(regulation, name[1])} '
        f"{text(_in_short(regulation))}</p>{cited}"
        f"<details><summary>文件情况</summary>{render_pairs(rest)}</details></header>"
    )


def _in_short(regulation: Regulation) -> str:
    day = regulation.effective
    said = (
        regulation.rank,
        regulation.issuer or "",
        f"{day.isoformat()} 起施行" if day else "",
        f"版本 {regulation.version}",
    )
    return " · ".join(filter(None, said))


def _finder(sought: str) -> str:
    hint = "，".join(filter(None, ("在原文中查找", such_as(sought))))
    return (
        '<form class="finder" role="search" aria-label="查找">'
        '<label class="sr" for="finder-words">在原文中查找</label>'
        '<input id="finder-words" type="search" autocomplete="off" enterkeyhint="search" '
        f'placeholder="{text(hint)}">'
        '<output for="finder-words" aria-live="polite"></output>'
        '<button type="button" class="plain previous" disabled>上一处</button>'
        '<button type="submit" class="plain next" disabled>下一处</button>'
        '<button type="button" class="plain print">打印</button></form>'
    )


def print_style(regulation: Regulation) -> str:
    """A style sheet that puts the status on every printed page, with the page's number."""
    return page_style(status_notice(regulation), f"《{regulation.title}》")


def page_style(top: str, bottom: str, name: str = "") -> str:
    """A style sheet for printed pages.

    Args:
        top: what stands at the head of every page.
        bottom: what stands at its foot before the page's number.
        name: of the pages, for a view that is printed on pages of its own; empty for all.
    """
    head, foot = _css_string(top), _css_string(f"{bottom}　第 ")
    return (
        f"@media print {{ @page {name} {{ size: A4; margin: 20mm 16mm; "
        f"@top-center {{ content: {head}; font-size: 9pt; color: #8a1616; }} "
        f'@bottom-center {{ content: {foot} counter(page) " 页"; font-size: 9pt; }} }} }}'
    )


def _css_string(words: str) -> str:
    """A CSS string; neither a quotation mark nor a tag can end it."""
    safe = "".join(f"\\{ord(c):x} " if c in '"\\<>&{}\n\r' else c for c in words)
    return f'"{safe}"'


def render_regulation(regulation: Regulation, apparatus: Apparatus | None = None) -> str:
    """The whole text, in printed order, every provision with its anchor.

    Args:
        regulation: the text.
        apparatus: links in and below the provisions; None for the bare text.
    """
    slug = apparatus.slug if apparatus else ""
    addresses = {id(leaf.provision): leaf.id for leaf in regulation.leaves()}
    headings = {id(n): _heading_anchor(i, slug) for i, n in enumerate(_headings(regulation))}
    body = "".join(
        _node(node, addresses.get(id(node)), headings, regulation, apparatus)
        for node in regulation.body.walk()
        if node.level is not Level.DOCUMENT
    )
    return f'<article class="regulation" aria-label="法规全文">{body}</article>'


def _node(
    node: Provision,
    address: ProvisionId | None,
    headings: Mapping[int, str],
    regulation: Regulation,
    apparatus: Apparatus | None,
) -> str:
    kind = node.level.name.lower()
    if heading := headings.get(id(node)):
        return f'<h3 id="{heading}" class="{kind}">{text(node.heading)}</h3>'
    if node.level is Level.NOTE and node.words.replace(" ", "") == regulation.title:
        kind = "note title"
    label = f"<b>{text(node.label)}</b>" if node.label else ""
    if address is None:
        return f'<p class="{kind}">{label}{text(node.words)}</p>'
    if apparatus is None:
        at = anchor(address)
        return f'<p id="{at}" tabindex="-1" class="{kind}">{label}{text(node.words)}</p>'
    at = apparatus.anchor(address)
    name = cite_own_text(address, regulation, title=False)
    permalink = f'<a class="permalink" href="#{at}" aria-label="{text(name)}">{label}</a>'
    return (
        f'<div class="provision"><p id="{at}" tabindex="-1" class="{kind}" data-cite="{text(name)}">'
        f"{permalink}{mark_words(address, node.words, apparatus)}</p>"
        f"{_tools(at, name, node, apparatus)}{render_references(address, apparatus)}</div>"
    )


def _tools(at: str, name: str, node: Provision, apparatus: Apparatus) -> str:
    regulation = apparatus.regulation
    status = f"（{status_mark(regulation)}）" if apparatus.held.are_several else ""
    copied = f"《{regulation.title}》{name}{status}：{node.label}{node.words}"
    return (
        f'<div class="tools"><button type="button" class="copy" data-link="{at}" data-copy="" '
        f'aria-label="复制{text(name)}的链接">复制链接</button>'
        f'<button type="button" class="copy" data-copy="{text(copied)}" '
        f'aria-label="复制{text(name)}的原文和出处">复制条文</button></div>'
    )


def _headings(regulation: Regulation) -> list[Provision]:
    return [n for n in regulation.body.walk() if Level.ANNEX <= n.level <= Level.SECTION]


def _heading_anchor(number: int, slug: str) -> str:
    return place(f"heading-{number + 1}", slug)


def _article_range(node: Provision) -> str:
    labels = [n.label for n in node.walk() if n.level is Level.ARTICLE]
    if len(labels) < 2:
        return "".join(labels)
    return f"{labels[0]}至{labels[-1]}"
