"""Pieces that all views are made of. Every text is escaped here; user text never becomes HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape

from corpus.citing.citations import canonical
from corpus.citing.follow import follow_citations
from corpus.citing.written import Citation
from corpus.register.records import ROLES
from corpus.text.provision import ProvisionId, Regulation
from corpus.text.quotations import outer_quotations
from ui.documents.document import Document, DocumentSection
from ui.records.anchors import anchor

#: Columns that hold citations in the program's own words; elsewhere only one that opens a line is.
CITING = (
    "条款",
    "经由",
    "要看哪条",
    "为什么适用",
    "为什么不适用",
)
_OPENS_LINE = "："
ROLE = "角色"
#: The one of several links that is shown.
CURRENT = ' aria-current="true"'
#: Columns whose cells are the text's own words.
VERBATIM = ("条文原文", "要做的事（原文）", "做什么（原文）", "针对的是（原文）")


def text(value: str) -> str:
    """A text as HTML."""
    return escape(value, quote=True)


def lines(value: str) -> str:
    """A text of several lines as HTML."""
    return "<br>".join(map(text, value.split("\n")))


def paragraphs(sentences: Sequence[str]) -> str:
    """Sentences as paragraphs."""
    return "".join(f"<p>{text(s)}</p>" for s in sentences)


def badge(role: str) -> str:
    """A role, coloured and in words; the colour is told by number, so that any data fits."""
    number = ROLES.index(role) if role in ROLES else len(ROLES)
    return f'<span class="role role-{number}">{text(role)}</span>'


def trouble(title: str, sentences: Sequence[str], more: str = "") -> str:
    """What is said where there is no result: what was wrong, and what to do."""
    return f'<div class="trouble"><h3>{text(title)}</h3>{paragraphs(sentences)}{more}</div>'


class Links:
    """Citations in the program's own sentences → links into the text.

    Args:
        regulation: that is cited.
        slug: what its anchors begin with; empty for the first document of a library.
    """

    def __init__(self, regulation: Regulation, slug: str = "") -> None:
        self.regulation = regulation
        self.slug = slug

    @cached_property
    def _known(self) -> frozenset[ProvisionId]:
        return frozenset(leaf.id for leaf in self.regulation.leaves())

    def to(self, address: ProvisionId, name: str) -> str:
        """A link to a provision; the name alone where the text has no such place."""
        at = canonical(address)
        if at not in self._known:
            return text(name)
        return f'<a class="cite" href="#{anchor(at, self.slug)}">{text(name)}</a>'

    def sentence(self, words: str) -> str:
        """A sentence of the program with every citation as a link."""
        return self._linked(words, tuple(self._citations(words)))

    def opening(self, words: str) -> str:
        """A verbatim text; only a citation that opens a line and ends in 「：」 is a link."""
        shown = []
        for line in words.split("\n"):
            at_start = [
                (c, address)
                for c, address in self._citations(line)
                if line[: c.span[0]] == "" and line[c.span[1] :].startswith(_OPENS_LINE)
            ]
            shown.append(self._linked(line, tuple(at_start)))
        return "<br>".join(shown)

    def _citations(self, words: str) -> Iterator[tuple[Citation, ProvisionId]]:
        """Citations that lead somewhere: a mere 第（二）项 belongs to the 条 named before it."""
        quoted = outer_quotations(words)
        for found in follow_citations(words, self.regulation, typed=False):
            at, bare = found.citation.span[0], "条" not in found.citation.text
            inside = any(a <= at < b for a, b in quoted)
            if found.ids and not found.elsewhere and not (inside and bare):
                yield found.citation, found.ids[0]

    def _linked(self, words: str, found: Sequence[tuple[Citation, ProvisionId]]) -> str:
        parts, at = [], 0
        for citation, address in found:
            start, end = citation.span
            parts += [lines(words[at:start]), self.to(address, words[start:end])]
            at = end
        return "".join([*parts, lines(words[at:])])


# --- documents ----------------------------------------------------------------------------------


def render_document(document: Document, links: Links, *, tools: str = "") -> str:
    """A document: its headline, sentences, tables, and the status.

    Args:
        document: what is shown, and nothing else is.
        links: of the regulation that it cites.
        tools: HTML beside the headline.
    """
    said = "".join(f"<p>{links.sentence(s)}</p>" for s in document.summary)
    tables = "".join(render_section(s, links) for s in document.sections)
    return (
        f'<div class="headline"><h3 tabindex="-1">{text(document.title)}</h3>{tools}</div>'
        f'<div class="summary">{said}</div>{tables}'
        f"{render_source(document.source, document.date, document.notice)}"
    )


def render_source(source: str, date: str, notice: str) -> str:
    """Where it is from, and the notice."""
    return (
        f'<footer class="source"><p>来源：{text(source)}　日期：{text(date)}</p>'
        f'<p class="notice">{lines(notice)}</p></footer>'
    )


def render_section(section: DocumentSection, links: Links, *, level: int = 4) -> str:
    """One table, without columns that hold nothing.

    On narrow screens its rows become cards, each cell with its column's name.

    Args:
        section: the table.
        links: of the regulation that it cites.
        level: of its heading.
    """
    section = _filled(section)
    head = "".join(f'<th scope="col" role="columnheader">{text(c)}</th>' for c in section.columns)
    body = "".join(_row(row, section.columns, links) for row in section.rows)
    shares = section.widths or (1,) * len(section.columns)
    columns = "".join(f'<col style="width:{100 * w / sum(shares):.1f}%">' for w in shares)
    note = f"<p>{text(section.note)}</p>" if section.note else ""
    # A table laid out as cards is no longer one for screen readers unless it says so.
    table = (
        f'<table role="table" aria-label="{text(section.heading)}">'
        f'<colgroup>{columns}</colgroup><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )
    return (
        f'<section class="table"><h{level}>{text(section.heading)}</h{level}>{note}'
        f"{table if section.rows else ''}</section>"
    )


def _filled(section: DocumentSection) -> DocumentSection:
    """A table without its empty columns."""
    kept = [i for i in range(len(section.columns)) if any(row[i] for row in section.rows)]
    if len(kept) == len(section.columns) or not kept:
        return section
    return replace(
        section,
        columns=tuple(section.columns[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in section.rows),
        widths=tuple(section.widths[i] for i in kept) if section.widths else (),
    )


def _row(row: Sequence[str], columns: Sequence[str], links: Links) -> str:
    cells = "".join(
        f'<td role="cell" data-column="{text(name)}" class="{_css(name)}">'
        f"{_cell(cell, name, links)}</td>"
        for cell, name in zip(row, columns, strict=True)
    )
    return f'<tr role="row">{cells}</tr>'


def _css(column: str) -> str:
    if column in VERBATIM:
        return "verbatim"
    return "short" if column in (ROLE, "情态", "时间", "项数") else ""


def _cell(cell: str, column: str, links: Links) -> str:
    if not cell:
        return ""
    if column == ROLE:
        return "".join(badge(role) for role in cell.split("、"))
    inner = links.sentence(cell) if column in CITING else links.opening(cell)
    return f"<div>{inner}</div>"
