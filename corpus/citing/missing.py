"""Provisions that are named and do not exist, and what there is instead."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.citing.citations import canonical, format_citation, lookup
from corpus.text.provision import Level, ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class NoSuchArticle:
    """A 条 that does not exist, and those that do: how many, the first and the last."""

    name: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class NoSuchPart:
    """A 款 or 项 that does not exist, and what its 条 has.

    Attributes:
        name: of what does not exist.
        article: label of the 条.
        paragraphs: how many 款 it has.
        items: labels of its 项, in order.
    """

    name: str
    article: str
    paragraphs: int
    items: tuple[str, ...]


def find_missing(address: ProvisionId, regulation: Regulation) -> NoSuchArticle | NoSuchPart | None:
    """What there is instead of a provision that does not exist; None where it exists."""
    article = lookup(regulation, address.parent_article())
    name = format_citation(address, regulation, title=False)
    if article is None:
        articles = regulation.articles()
        return NoSuchArticle(name, len(articles), articles[0].label, articles[-1].label)
    if lookup(regulation, canonical(address)) is not None:
        return None
    items = [c.label for n in article.walk() for c in n.children if c.level is Level.ITEM]
    paragraphs = 1 + sum(c.level is Level.PARAGRAPH for c in article.children)
    return NoSuchPart(name, article.label, paragraphs, tuple(items))
