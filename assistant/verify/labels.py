"""Citations in a sentence: whether they exist, and whether they are the provisions it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.verify.texts import flat
from assistant.verify.verdict import Problem, ProblemKind
from corpus.citing.citations import Citation, find_citations
from corpus.citing.missing import NoSuchArticle, NoSuchPart
from corpus.text.provision import ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class CitedAddress:
    """One citation with what it addresses.

    Attributes:
        citation: as found.
        address: canonical; None where it addresses no 条 of this regulation.
        foreign: title of another instrument, else empty.
        missing: what there is instead of it; None where it exists.
    """

    citation: Citation
    address: ProvisionId | None
    foreign: str = ""
    missing: NoSuchArticle | NoSuchPart | None = None


def find_labels(
    text: str,
    regulation: Regulation,
    missing: Callable[[ProvisionId], NoSuchArticle | NoSuchPart | None],
) -> tuple[CitedAddress, ...]:
    """Every citation of a text that names a 条, and 项 of a 条 named before.

    Args:
        missing: what there is instead of an address that does not exist (``find_missing``).
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


def describe_missing(label: CitedAddress) -> str:
    """Why a cited provision does not exist, with the range that does; empty where it exists."""
    match label.missing:
        case NoSuchArticle() if label.missing.unread:
            return label.missing.unread
        case NoSuchArticle(name, _, first, last):
            return f"{name}不存在：范围 {first}–{last}"
        case NoSuchPart(name, article, paragraphs, items):
            if label.address is None or not label.address.item:
                return f"{name}不存在：{article}共 {paragraphs} 款"
            if not items:
                return f"{name}不存在：{article}没有分项"
            return f"{name}不存在：范围 {items[0]}–{items[-1]}"
        case None:
            return ""


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
            reason = describe_missing(label)
            problems.append(Problem(ProblemKind.CITATION, reason, (label.citation.text,)))
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
