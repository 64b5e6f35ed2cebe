"""Provisions that are named and do not exist, and what there is instead."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.citing.citations import canonical, format_citation, lookup
from corpus.text.numerals import number_key
from corpus.text.provision import Level, Provision, ProvisionId, Regulation


@dataclass(frozen=True, slots=True)
class NoSuchArticle:
    """A 条 that does not exist, or was not read, and those that were.

    Attributes:
        name: of the 条.
        count, first, last: how many there are, the first and the last.
        line: the line of the text that may be it, 0 where none looks so.
        between: where it would stand though no line looks so: 「第 2 行的第一条和第 4 行的第三条」.
    """

    name: str
    count: int
    first: str
    last: str
    line: int = 0
    between: str = ""

    @property
    def unread(self) -> str:
        """One clause on why it may be in the text all the same; empty where it cannot be."""
        if self.line:
            return f"文本里没有读到{self.name}，第 {self.line} 行可能是它"
        return f"文本里没有读到{self.name}，它应当在{self.between}之间" if self.between else ""


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
        bounds = (name, len(articles), articles[0].label, articles[-1].label)
        lines = [w.line for w in regulation.warnings if w.article == address.article]
        main = "" if address.annex else _between(address.article, regulation)
        return NoSuchArticle(
            *bounds, line=lines[0] if lines and not address.annex else 0, between=main
        )
    if lookup(regulation, canonical(address)) is not None:
        return None
    items = [c.label for n in article.walk() for c in n.children if c.level is Level.ITEM]
    paragraphs = 1 + sum(c.level is Level.PARAGRAPH for c in article.children)
    return NoSuchPart(name, article.label, paragraphs, tuple(items))


def _between(number: str, regulation: Regulation) -> str:
    """The neighbours of a number that is missing inside the series, with their lines; else empty."""
    key = number_key(number)
    articles = regulation.articles()
    before = [a for a in articles if number_key(a.number) < key]
    after = [a for a in articles if number_key(a.number) > key]
    if len(key) > 1 or not before or not after:
        return ""
    ends = (max(before, key=_place), min(after, key=_place))
    source = regulation.source_text
    return "和".join(f"第 {source.count(chr(10), 0, a.span[0]) + 1} 行的{a.label}" for a in ends)


def _place(article: Provision) -> tuple[int, ...]:
    return number_key(article.number)
