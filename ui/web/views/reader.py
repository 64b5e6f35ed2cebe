"""法规原文: the outline and the whole text, with search, permalinks and references. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering.quoting import status_notice
from corpus.citing.citations import cite_own_text
from corpus.language.examples import such_as
from corpus.text.provision import Level, Provision, ProvisionId, Regulation
from ui.records.anchors import anchor
from ui.web.views.apparatus import Apparatus, marked_words, render_references
from ui.web.views.markup import text


def render_outline(regulation: Regulation) -> str:
    """Links to the 编, 章 and 节, each with the articles it holds."""
    return f'<nav aria-label="目录"><h2>目录</h2>{outline_list(regulation)}</nav>'


def outline_list(regulation: Regulation) -> str:
    """The outline as a list."""
    rows = "".join(
        f'<li class="level-{node.level.name.lower()}"><a href="#{_heading_anchor(number)}">'
        f"{text(node.heading)}<span>{text(_article_range(node))}</span></a></li>"
        for number, node in enumerate(_headings(regulation))
    )
    return f'<ol class="contents">{rows}</ol>'


def render_reader(apparatus: Apparatus) -> str:
    """The reader: search, then the text with everything beside it, framed for print."""
    regulation = apparatus.regulation
    notice = f'<p class="print-only">{text(status_notice(regulation))}</p>'
    return (
        f"<style>{print_style(regulation)}</style>{_finder(apparatus.sought)}{notice}"
        f"{render_regulation(regulation, apparatus)}{notice}"
    )


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
    top, bottom = (
        _css_string(status_notice(regulation)),
        _css_string(f"《{regulation.title}》　第 "),
    )
    return (
        f"@media print {{ @page {{ size: A4; margin: 20mm 16mm; "
        f"@top-center {{ content: {top}; font-size: 9pt; color: #8a1616; }} "
        f'@bottom-center {{ content: {bottom} counter(page) " 页"; font-size: 9pt; }} }} }}'
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
    addresses = {id(leaf.provision): leaf.id for leaf in regulation.leaves()}
    headings = {id(n): _heading_anchor(i) for i, n in enumerate(_headings(regulation))}
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
    at = anchor(address)
    if apparatus is None:
        return f'<p id="{at}" tabindex="-1" class="{kind}">{label}{text(node.words)}</p>'
    name = cite_own_text(address, regulation, title=False)
    permalink = f'<a class="permalink" href="#{at}" aria-label="{text(name)}">{label}</a>'
    return (
        f'<div class="provision"><p id="{at}" tabindex="-1" class="{kind}" data-cite="{text(name)}">'
        f"{permalink}{marked_words(address, node.words, apparatus)}</p>"
        f"{_tools(at, name, node, regulation)}{render_references(address, apparatus)}</div>"
    )


def _tools(at: str, name: str, node: Provision, regulation: Regulation) -> str:
    copied = f"《{regulation.title}》{name}：{node.label}{node.words}"
    return (
        f'<div class="tools"><button type="button" class="copy" data-link="{at}" data-copy="" '
        f'aria-label="复制{text(name)}的链接">复制链接</button>'
        f'<button type="button" class="copy" data-copy="{text(copied)}" '
        f'aria-label="复制{text(name)}的原文和出处">复制条文</button></div>'
    )


def _headings(regulation: Regulation) -> list[Provision]:
    return [n for n in regulation.body.walk() if Level.ANNEX <= n.level <= Level.SECTION]


def _heading_anchor(number: int) -> str:
    return f"heading-{number + 1}"


def _article_range(node: Provision) -> str:
    labels = [n.label for n in node.walk() if n.level is Level.ARTICLE]
    if len(labels) < 2:
        return "".join(labels)
    return f"{labels[0]}至{labels[-1]}"
