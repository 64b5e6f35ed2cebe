"""Citations in a sentence: whether they exist, and whether they are the provisions it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.verify.texts import flat
from assistant.verify.verdict import Problem, ProblemKind
from corpus.citing.citations import Citation, canonical, find_citations, format_citation, lookup
from corpus.text.provision import Level, Provision, ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class CitedAddress:
    """One citation with what it addresses.

    Attributes:
        citation: as found.
        address: canonical; None where it addresses no 条 of this regulation.
        foreign: title of another instrument, else empty.
        missing: Chinese, why there is no such provision; empty where there is.
    """

    citation: Citation
    address: ProvisionId | None
    foreign: str = ""
    missing: str = ""


def find_labels(
    text: str, regulation: Regulation, missing: Callable[[ProvisionId], str]
) -> tuple[CitedAddress, ...]:
    """Every citation of a text that names a 条, and 项 of a 条 named before.

    Args:
        missing: why an address does not exist, empty where it does (``explain_missing``).
    """
    found: list[CitedAddress] = []
    article: ProvisionId | None = None
    for citation in find_citations(text, loose=True):
        address = citation.id
        if address is None:
            continue
        if citation.instrument and not _is_own(citation.instrument, regulation):
            found.append(CitedAddress(citation, None, citation.instrument))
            continue
        if not address.article:
            if article is None:
                continue
            address = ProvisionId(article.article, address.paragraph, address.item, address.subitem)
        else:
            article = address
        found.append(CitedAddress(citation, address, missing=missing(address)))
    return tuple(found)


def _is_own(instrument: str, regulation: Regulation) -> bool:
    return instrument in regulation.title or regulation.title in instrument


def explain_missing(address: ProvisionId, regulation: Regulation) -> str:
    """Why a provision does not exist, with the range that does; empty where it exists."""
    articles = regulation.articles()
    name = format_citation(address, regulation, title=False)
    article = lookup(regulation, address.parent_article())
    if article is None:
        first, last = articles[0].label, articles[-1].label
        return f"{name}不存在：范围 {first}–{last}"
    if lookup(regulation, canonical(address)) is not None:
        return ""
    return f"{name}不存在：{_range(article, address)}"


def _range(article: Provision, address: ProvisionId) -> str:
    items = [c for n in article.walk() for c in n.children if c.level is Level.ITEM]
    paragraphs = 1 + sum(c.level is Level.PARAGRAPH for c in article.children)
    if address.item and items:
        return f"范围 {items[0].label}–{items[-1].label}"
    if address.item:
        return f"{article.label}没有分项"
    return f"{article.label}共 {paragraphs} 款"


def check_labels(
    found: Sequence[CitedAddress], ids: Sequence[ProvisionId], ground: str
) -> tuple[Problem, ...]:
    """Citations that do not exist or lead elsewhere than to the provisions given.

    Args:
        ground: flat text of the provisions; what they cite themselves is no citation of them.
    """
    problems = []
    for label in found:
        if label.missing:
            problems.append(Problem(ProblemKind.CITATION, label.missing, (label.citation.text,)))
        elif (
            label.address is not None
            and ids
            and flat(label.citation.text) not in ground
            and not any(_leads_to(label.address, i) for i in ids)
        ):
            problems.append(
                Problem(ProblemKind.CITATION, "依据的不是这一条款", (label.citation.text,))
            )
    return tuple(problems)


def _leads_to(label: ProvisionId, id_: ProvisionId) -> bool:
    """Whether a printed address is the provision, holds it, or lies in it."""
    return id_.lies_in(label) or label.own_paragraph.lies_in(id_.own_paragraph)


def remove_labels(text: str, found: Sequence[CitedAddress]) -> str:
    """The text with its citations taken out."""
    for label in reversed(found):
        start, end = label.citation.span
        text = text[:start] + text[end:]
    return text
