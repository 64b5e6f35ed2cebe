"""The addresses of a regulation as its own words count them: what exists and what lies between.

A printed address (第四十九条第二款第三项) is a ``ProvisionId`` whose ``paragraph`` is always the
printed 款, ``1`` for a named 第一款. ``locate`` turns it into the address of the tree. The two differ
where the source lost the labels of a list: its members are then 款 of the tree, but no reader
counts them as such. A 款 that ends with 「：」 or 「；」 goes on in the next one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.text.numerals import number_key
from corpus.text.provision import Leaf, ProvisionId, Regulation

_COLON = ("：", ":")
_GOES_ON = (*_COLON, "；", "，", "、", ";")
_STOPS = tuple("。！？；：.!?;:”』）)】》…")
#: A 款 that speaks of the one before is a 款, whatever ends that one.
_SPEAKS_OF_BEFORE = re.compile(r".{0,12}前[两三四五]?款")


@dataclass(slots=True)
class Paragraph:
    """A 款 as readers count it.

    Attributes:
        head: address of its first words.
        items: its 项, number to address.
        doubled: numbers that occur twice.
    """

    head: ProvisionId
    items: dict[str, ProvisionId] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Article:
    paragraphs: list[Paragraph] = field(default_factory=list)
    number_of: dict[ProvisionId, int] = field(default_factory=dict)
    loose: bool = False  # where a 款 ends cannot be told
    pending: bool = False
    after_item: bool = False
    end: str = ""


class Outline:
    """All printed addresses of one regulation."""

    def __init__(self, regulation: Regulation, leaves: Sequence[Leaf]) -> None:
        # What is printed twice under one number is one printed address that leads to two places.
        leaves = [replace(leaf, id=replace(leaf.id, copy="")) for leaf in leaves]
        self._count = Counter(leaf.id for leaf in leaves)
        self._articles: dict[ProvisionId, _Article] = {}
        self._order: dict[str, list[str]] = {}
        self._subitems: dict[ProvisionId, list[str]] = {}
        for article in regulation.articles():  # a 条 without words of its own is no leaf
            address = ProvisionId(article=article.number)
            if article.number and address not in self._count:
                self._count[address] = 1
                self._article(address)
        for leaf in leaves:
            self._add(leaf)
        for numbers in self._order.values():
            numbers.sort(key=number_key)

    def _article(self, address: ProvisionId) -> _Article:
        if address not in self._articles:
            self._articles[address] = _Article([Paragraph(address)], {address: 1})
            self._order.setdefault(address.annex, []).append(address.article)
        return self._articles[address]

    def _add(self, leaf: Leaf) -> None:
        address, words = leaf.id, leaf.text.rstrip()
        if not address.article:
            return
        article = self._article(address.parent_article())
        if address.subitem:
            above, _, number = address.subitem.rpartition("-")
            self._subitems.setdefault(replace(address, subitem=above), []).append(number)
        elif address.item:
            paragraph = article.paragraphs[-1]
            if address.item in paragraph.items:
                paragraph.doubled.add(address.item)
            paragraph.items[address.item] = address
        elif address != address.parent_article():
            self._add_paragraph(article, address, words)
        if not (address.item or address.subitem):
            article.number_of[address] = len(article.paragraphs)
        article.end = words[-1:]
        article.after_item = bool(address.item)

    def _add_paragraph(self, article: _Article, address: ProvisionId, words: str) -> None:
        if article.end in _GOES_ON and not _SPEAKS_OF_BEFORE.match(words):
            if not words.endswith(_GOES_ON):
                # 「含义是：」 and a first member with a full stop: the list may go on or not. After a
                # labelled 项 that ends with 「；」 it may be the last 项 or a 款.
                article.pending = article.pending or article.end in _COLON
                article.loose = article.loose or article.after_item
            return
        # A line that ends in the middle of a sentence was broken by the typesetter, or lost its stop.
        broken = not article.after_item and article.end not in _STOPS
        article.loose = article.loose or article.pending or broken
        article.paragraphs.append(Paragraph(address))

    def count(self, article: ProvisionId) -> int:
        """How many 款 an article has; 0 where that cannot be told or there is no such article."""
        found = self._articles.get(article)
        return 0 if found is None or found.loose else len(found.paragraphs)

    def paragraph_of(self, address: ProvisionId) -> ProvisionId:
        """The printed address of the 款 that an address lies in; without 款 where unknown."""
        article = address.parent_article()
        found = self._articles.get(article)
        number = (
            found.number_of.get(replace(address, item="", subitem="", copy="")) if found else None
        )
        if found is None or found.loose or not number:
            return article
        return replace(article, paragraph=str(number))

    def articles(self, annex: str) -> Sequence[str]:
        """The article numbers of the main text or of an annex, in order."""
        return self._order.get(annex, ())

    def series(self, container: ProvisionId, first: str) -> Sequence[str]:
        """The numbers of the 项 of a 条 or 款, or of the 目 of a 项, in printed order.

        Args:
            container: printed address; a 条 with 项 in several 款 yields those of the one 款 that
                has ``first``, and nothing where two have it.
            first: a number that the series must have.
        """
        if container.item:
            located = self.locate(container)
            numbers = self._subitems.get(located[0], []) if len(located) == 1 else []
            return numbers if first in numbers else ()
        holders = [p for p in self._paragraphs(container) if first in p.items]
        return list(holders[0].items) if len(holders) == 1 else ()

    def _paragraphs(self, container: ProvisionId) -> list[Paragraph]:
        found = self._articles.get(container.parent_article())
        if found is None:
            return []
        if not container.paragraph:
            return found.paragraphs
        index = int(container.paragraph) - 1
        if found.loose and index:
            return []
        return found.paragraphs[index : index + 1]

    def locate(self, printed: ProvisionId) -> tuple[ProvisionId, ...]:
        """The addresses of the tree that a printed address can mean: none, one or several."""
        holders = self._paragraphs(printed)
        if printed.item:
            found = [p.items[printed.item] for p in holders if printed.item in p.items]
            if any(printed.item in p.doubled for p in holders):
                found *= 2
        else:
            found = [p.head for p in (holders if printed.paragraph else holders[:1])]
        found = [replace(f, subitem=printed.subitem) for f in found] if printed.subitem else found
        return tuple(address for f in found for address in [f] * self._count[f])
