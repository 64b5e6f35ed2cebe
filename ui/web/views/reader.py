"""法规原文: the outline and the whole text, with search, permalinks and references. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from assistant.answering.quoting import document_mark, status_notice
from corpus.citing.citations import cite_own_text
from corpus.language.examples import such_as
from corpus.text.provision import Level, Provision, ProvisionId, Regulation
from corpus.text.status import status_mark
from ui.records.anchors import anchor, place
from ui.web.held import HeldDocuments
from ui.web.printing import page_style
from ui.web.templating import part
from ui.web.views.apparatus import Apparatus, MarkedWords, mark_words
from ui.web.views.facts import facts_of, render_status
from ui.web.views.reference_lists import render_references


@dataclass(frozen=True, slots=True)
class _OutlinePart:
    """The document that is shown, and those that may be shown instead."""

    key: str
    choices: tuple[tuple[str, str, str, str], ...]


def render_outline(regulation: Regulation, held: HeldDocuments | None = None) -> str:
    """Links to the 编, 章 and 节, each with the articles it holds; above them the other documents.

    Args:
        regulation: the document that is shown.
        held: those that may be shown instead; None for no other.
    """
    rows = _outline_rows(regulation, held.slug(regulation.key) if held else "")
    several = held.by_authority if held and held.are_several and not held.listed else ()
    choices = tuple(
        (r.key, held.slug(r.key), held.text_address(r), document_mark(r)) for r in several if held
    )
    return str(part("reader", "outline_part", rows, held, _OutlinePart(regulation.key, choices)))


def render_outline_list(regulation: Regulation, slug: str = "") -> str:
    """The outline as a list; ``slug``: what the document's anchors begin with."""
    return str(part("reader", "outline", _outline_rows(regulation, slug)))


def _outline_rows(regulation: Regulation, slug: str) -> list[tuple[str, str, str, str]]:
    """Level, anchor, heading and articles of each."""
    return [
        (
            node.level.name.lower(),
            _heading_anchor(number, slug),
            node.heading,
            _article_range(node),
        )
        for number, node in enumerate(_headings(regulation))
    ]


@dataclass(frozen=True, slots=True)
class _ReaderPage:
    """What stands around the text."""

    key: str
    slug: str
    large: int
    library: str
    style: Markup
    hint: str
    notice: str
    status: Markup
    in_short: str
    citing: tuple[tuple[str, str], ...]
    facts: Sequence[tuple[str, str]]


def render_reader(apparatus: Apparatus) -> str:
    """The reader: search, what the document is, its text with everything beside it, framed for print."""
    regulation, held = apparatus.regulation, apparatus.held
    name, *rest = facts_of(regulation)
    citing = map(held.of, apparatus.cited_by)
    shown = _ReaderPage(
        key=regulation.key,
        slug=apparatus.slug,
        large=len(held.listed),
        library=held.identity,
        style=Markup(print_style(regulation)),
        hint="，".join(filter(None, ("在原文中查找", such_as(apparatus.sought)))),
        notice=status_notice(regulation),
        status=render_status(regulation, name[1]),
        in_short=_in_short(regulation),
        citing=tuple((held.text_address(r), document_mark(r)) for r in citing),
        facts=rest,
    )
    return str(part("reader", "view", shown, _rows(regulation, apparatus)))


def _in_short(regulation: Regulation) -> str:
    day = regulation.effective
    said = (
        regulation.rank,
        regulation.issuer or "",
        f"{day.isoformat()} 起施行" if day else "",
        f"版本 {regulation.version}",
    )
    return " · ".join(filter(None, said))


def print_style(regulation: Regulation) -> str:
    """A style sheet that puts the status on every printed page, with the page's number."""
    return page_style(status_notice(regulation), f"《{regulation.title}》")


@dataclass(frozen=True, slots=True)
class _TextRow:
    """A piece of the text: a heading, a provision with what stands beside it, or words alone.

    Attributes:
        css: its kind.
        at: its anchor; empty for none.
        heading: words of a heading; else empty.
        label: that is printed before it.
        pieces: its words.
        name: short citation of a provision that has tools; else empty.
        copied: what 复制条文 copies.
        references: below it.
    """

    css: str
    at: str = ""
    heading: str = ""
    label: str = ""
    pieces: MarkedWords = ()
    name: str = ""
    copied: str = ""
    references: Markup = field(default_factory=Markup)


def render_regulation(regulation: Regulation, apparatus: Apparatus | None = None) -> str:
    """The whole text, in printed order, every provision with its anchor.

    Args:
        regulation: the text.
        apparatus: links in and below the provisions; None for the bare text.
    """
    return str(part("reader", "regulation", _rows(regulation, apparatus)))


def _rows(regulation: Regulation, apparatus: Apparatus | None) -> list[_TextRow]:
    slug = apparatus.slug if apparatus else ""
    addresses = {id(leaf.provision): leaf.id for leaf in regulation.leaves()}
    headings = {id(n): _heading_anchor(i, slug) for i, n in enumerate(_headings(regulation))}
    return [
        _row(node, addresses.get(id(node)), headings, regulation, apparatus)
        for node in regulation.body.walk()
        if node.level is not Level.DOCUMENT
    ]


def _row(
    node: Provision,
    address: ProvisionId | None,
    headings: Mapping[int, str],
    regulation: Regulation,
    apparatus: Apparatus | None,
) -> _TextRow:
    kind, words = node.level.name.lower(), ((node.words, None),)
    if heading := headings.get(id(node)):
        return _TextRow(kind, heading, node.heading)
    if node.level is Level.NOTE and node.words.replace(" ", "") == regulation.title:
        kind = "note title"
    if address is None or apparatus is None:
        at = "" if address is None else anchor(address)
        return _TextRow(kind, at, label=node.label, pieces=words)
    name = cite_own_text(address, regulation, title=False)
    status = f"（{status_mark(regulation)}）" if apparatus.held.are_several else ""
    return _TextRow(
        kind,
        apparatus.anchor(address),
        label=node.label,
        pieces=mark_words(address, node.words, apparatus),
        name=name,
        copied=f"《{regulation.title}》{name}{status}：{node.label}{node.words}",
        references=render_references(address, apparatus),
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
