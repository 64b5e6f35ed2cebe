"""Provisions and 章 that are named and do not exist, and what there is instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.citing.citations import canonical, format_citation, lookup
from corpus.text.numerals import number_key, print_article, to_chinese
from corpus.text.provision import Level, Provision, ProvisionId, Regulation

_DIVISIONS = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
}


@dataclass(frozen=True, slots=True)
class NoSuchArticle:
    """A 条 that does not exist, or was not read, and those that were.

    Attributes:
        name: of the 条.
        count, first, last: how many there are, the first and the last.
        line: the line of the text that may be it, 0 where none looks so.
        between: where it would stand though no line looks so: 「第 2 行的第一条和第 4 行的第三条」.
        elsewhere: its name in another text of the file that has it, and what to write for it there.
    """

    name: str
    count: int
    first: str
    last: str
    line: int = 0
    between: str = ""
    elsewhere: tuple[str, str] = ("", "")

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
            *bounds,
            line=lines[0] if lines and not address.annex else 0,
            between=main,
            elsewhere=("", "") if address.annex else _elsewhere(address, regulation),
        )
    if lookup(regulation, canonical(address)) is not None:
        return None
    items = [c.label for n in article.walk() for c in n.children if c.level is Level.ITEM]
    paragraphs = 1 + sum(c.level is Level.PARAGRAPH for c in article.children)
    return NoSuchPart(name, article.label, paragraphs, tuple(items))


def _elsewhere(address: ProvisionId, regulation: Regulation) -> tuple[str, str]:
    """The article of that number in the first text behind the main one that has it."""
    annexes = [c for c in regulation.body.children if c.level is Level.ANNEX]
    for count, annex in enumerate(annexes, 1):
        number = annex.number or str(count)
        if any(n.level is Level.ARTICLE and n.number == address.article for n in annex.walk()):
            there = ProvisionId(article=address.article, annex=number)
            written = f"附件{number}{print_article(address.article)}"
            return format_citation(there, regulation, title=False), written
    return "", ""


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


@dataclass(frozen=True, slots=True)
class NoSuchDivision:
    """A 编, 章 or 节 that does not exist, and the headings of those that do.

    Attributes:
        name: of what does not exist.
        unit: what it would be.
        headings: of those that stand where it would, in order.
    """

    name: str
    unit: str
    headings: tuple[str, ...]


def find_division(
    divisions: Sequence[tuple[str, str]], regulation: Regulation
) -> Provision | NoSuchDivision:
    """The 编, 章 or 节 at the end of a path of units and numbers, or what there is instead."""
    node, name = regulation.body, ""
    for unit, number in divisions:
        level = _DIVISIONS[unit]
        name += f"第{to_chinese(int(number.split('-')[0]))}{unit}"
        inside = [n for n in node.walk() if n.level is level and n is not node]
        found = next((n for n in inside if n.number == number), None)
        if found is None:
            return NoSuchDivision(name, unit, tuple(n.heading for n in inside))
        node = found
    return node
