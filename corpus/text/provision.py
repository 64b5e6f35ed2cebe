"""The provision tree: what a Chinese regulation is made of.

Levels follow 《中华人民共和国立法法》(2023) 第六十五条: 编、章、节、条、款、项、目, with 分编
as the Civil Code uses it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

from corpus.text.history import LawEvent
from corpus.text.numerals import number_key

#: Between two lines of a text that stay lines of their own: rows of a table or of a list.
ROW = "\u2028"

_KIND = re.compile(r"(?:条例|规定|办法|细则|规则|决定|解释|规范|标准|法)$")


class Level(IntEnum):
    """Depth of a provision. A smaller value contains a larger one."""

    DOCUMENT = 0
    ANNEX = 1  # 附件、附录、附表
    PART = 2  # 编
    SUBPART = 3  # 分编
    CHAPTER = 4  # 章
    SECTION = 5  # 节
    ARTICLE = 6  # 条
    PARAGRAPH = 7  # 款
    ITEM = 8  # 项
    SUBITEM = 9  # 目
    NOTE = 10  # matter that is no provision: title, promulgation note, contents, table row


@dataclass(frozen=True, slots=True)
class Provision:
    """One node of the tree.

    The first 款 of an article is the article node's own text, so that the lead-in of a 条 and
    the 条 have one address; later 款 are PARAGRAPH children.

    Attributes:
        level: the node's kind.
        number: normalised number (``"3"``, ``"133-1"``), empty where none is printed.
        label: as printed (「（三）」, 「第三条」), empty where none is printed.
        text: the node's own words, without label and children. Hard-wrapped lines of one
            paragraph are kept apart by a newline, rows of a table or list by ``ROW``.
        children: sub-provisions in printed order.
        gap: the white space between label and text (``""``, ``" "`` or a newline).
        span: half-open character range of label and text in the source string.
    """

    level: Level
    number: str = ""
    label: str = ""
    text: str = ""
    children: tuple[Provision, ...] = ()
    gap: str = ""
    span: tuple[int, int] = (0, 0)

    def walk(self) -> Iterator[Provision]:
        """This node and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def words(self) -> str:
        """The node's text: wrapped lines joined as Chinese is, without a space; rows on lines."""
        return self.text.replace("\n", "").replace(ROW, "\n")

    @property
    def heading(self) -> str:
        """Label and title of a 章-like node, without the spaces that typesetters put in 「总 则」."""
        return f"{self.label} {self.words.replace(' ', '')}".strip()


@dataclass(frozen=True, slots=True)
class ProvisionId:
    """Address of a provision.

    ``paragraph`` is empty for the first 款: ``art15`` is both the article and its first 款,
    ``art15.item3`` its third 项, ``art15.para2`` the unnumbered 款 after the items.
    ``copy`` is ``"2"`` for what is printed a second time under the same number, by mistake or as an
    old version: ``art3.copy2``. Prints as the short form; ``full`` gives the form with the
    regulation.

    ``document`` is the key of the document where several are spoken of (``消防法/art60``); it is empty
    inside one document, whose own data and records know no other.
    """

    article: str = ""
    paragraph: str = ""
    item: str = ""
    subitem: str = ""
    annex: str = ""
    copy: str = field(default="", repr=False)  # digests of reviewed records are made over the rest
    document: str = field(default="", repr=False)

    def __str__(self) -> str:
        within = ".".join(f"{name}{number}" for name, number in self._parts())
        return f"{self.document}/{within}" if self.document else within

    def of(self, document: str) -> ProvisionId:
        """The same address in the document with that key; empty for the address inside its own."""
        if document == self.document:
            return self
        # Written out, here and in ``_address``: ``replace`` takes four times as long, and all leaves are
        # addressed when a document is opened or ranked.
        own = (self.article, self.paragraph, self.item, self.subitem, self.annex, self.copy)
        return ProvisionId(*own, document)

    def full(self, regulation_id: str) -> str:
        """``slug@version/art_19__item_5``: the address that is unique across regulations."""
        return f"{regulation_id}/" + "__".join(f"{name}_{number}" for name, number in self._parts())

    def _parts(self) -> list[tuple[str, str]]:
        names = {
            "annex": self.annex,
            "art": self.article,
            "para": self.paragraph,
            "item": self.item,
            "subitem": self.subitem,
            "copy": self.copy,
        }
        return [(name, number) for name, number in names.items() if number]

    @property
    def sort_key(self) -> tuple[tuple[int, ...], ...]:
        """Order of appearance in the regulation."""
        return tuple(
            number_key(n)
            for n in (
                *(self.annex, self.article, self.paragraph, self.item, self.subitem),
                self.copy,
            )
        )

    def parent_article(self) -> ProvisionId:
        """The article that this address lies in."""
        return ProvisionId(article=self.article, annex=self.annex, document=self.document)

    @property
    def holder(self) -> ProvisionId:
        """The 条 or 款 that a 项 or 目 stands in; of a 条 or 款 itself."""
        return replace(self, item="", subitem="")

    @property
    def own_paragraph(self) -> ProvisionId:
        """The address of what stands under this one itself: of a 条, its first 款 (``art15.para1``).

        ``art15`` alone is the address of two things. Where a leaf is meant, or what is said of the
        subject that a 条 opens with, it is read in this form; else it is the whole 条.
        """
        bare = self.article and not (self.paragraph or self.item)
        return replace(self, paragraph="1") if bare else self

    def lies_in(self, other: ProvisionId) -> bool:
        """Whether this is another provision or stands inside it.

        A 条 holds all its 款 and 项, a 款 its 项, and so on down. ``art15.para1`` is the first 款
        alone, with its 项.
        """
        if (self.document, self.annex) != (other.document, other.annex):
            return False
        if other.copy not in ("", self.copy):
            return False
        if self.article != other.article:
            return not other.article and bool(other.annex)
        if not (other.paragraph or other.item):
            return True
        return (
            (self.paragraph or "1") == (other.paragraph or "1")
            and other.item in ("", self.item)
            and (
                other.subitem in ("", self.subitem) or self.subitem.startswith(f"{other.subitem}-")
            )
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """A provision that is quoted by itself: the own words of a 条 or 款, or a 项 or 目.

    Attributes:
        id: its address.
        provision: the node; ``provision.words`` is the quotable text.
        ancestors: nodes above it from the outermost 编 or 章 down, without the document node.
    """

    id: ProvisionId
    provision: Provision
    ancestors: tuple[Provision, ...]

    @property
    def text(self) -> str:
        """The verbatim words, on one line."""
        return self.provision.words

    @property
    def lead_in(self) -> str:
        """The words of the 条 or 款 that a 项 or 目 depends on; empty for a 条 or 款."""
        if self.provision.level <= Level.PARAGRAPH:
            return ""
        above = [a for a in self.ancestors if a.level >= Level.ARTICLE]
        # The words of a 条 are those of its first 款, on which what stands in a later one does not depend.
        later = any(a.level is Level.PARAGRAPH for a in above)
        return "".join(a.words for a in above if not (later and a.level is Level.ARTICLE))

    @property
    def is_lead_in(self) -> bool:
        """Whether the words introduce 项."""
        return any(c.level is Level.ITEM for c in self.provision.children)

    @property
    def chapter(self) -> str:
        """Titles of the 编, 章 and 节 above, joined by a space."""
        titles = [
            a.words.replace(" ", "")
            for a in self.ancestors
            if Level.ANNEX <= a.level <= Level.SECTION
        ]
        return " ".join(filter(None, titles))


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something the parser could not place or that breaks the numbering.

    Attributes:
        line: 1-based line number in the source.
        message: Chinese, one line.
        fails: whether a text with it is not well read, so that a check fails.
        article: number of the 条 that may stand there unread, empty where it is none.
        unit: 条 or 章 of a label that may stand there unread, empty for other warnings.
    """

    line: int
    message: str
    fails: bool = False
    article: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}"


def is_slug(name: str) -> bool:
    """Whether a name can be that of one folder inside another: it leads nowhere else."""
    return name not in ("", ".", "..") and not any(c in name for c in "/\\\0")


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """Another version of a document that is held beside it.

    Attributes:
        key: by which it is asked.
        version: as of ``Regulation``.
        answers: whether it is the one that answers where no version is named.
        status: its own where it is the one that answers; empty where nobody has looked.
    """

    key: str
    version: str
    answers: bool = False
    status: str = ""


@dataclass(frozen=True)  # no slots: what is walked for is kept
class Regulation:
    """A parsed regulation with what is known about it.

    ``effective`` and ``issuer`` are None when the source does not state them: never guessed.
    ``subject`` is what its duties are about (消防安全), for titles; empty where nobody has said it.
    ``slug`` names the folder that holds its index; ``key`` is the short printed title by which it is
    told apart from others (消防法), ``rank`` its authority (法律, 地方性法规 …), empty where unknown.
    ``number`` is that of its decree or file, ``events`` what its head prints of how it came to be,
    ``status_source`` where the status is from, in Chinese, and ``as_of`` the day of that source.
    ``others`` are the versions of it that are held beside it, see ``corpus.text.versions``.

    Raises:
        ValueError: the slug is no name of a folder, see ``is_slug``.
    """

    slug: str
    version: str
    title: str
    status: str
    body: Provision
    source_text: str = field(repr=False)
    issuer: str | None = None
    effective: date | None = None
    source: str = ""
    short_title: str = ""
    subject: str = ""
    warnings: tuple[ParseWarning, ...] = ()
    key: str = ""
    rank: str = ""
    number: str = ""
    events: tuple[LawEvent, ...] = ()
    status_source: str = ""
    as_of: date | None = None
    others: tuple[HeldVersion, ...] = ()

    def __post_init__(self) -> None:
        if not is_slug(self.slug):
            raise ValueError(f"not the name of a folder: {self.slug!r}")

    @property
    def id(self) -> str:
        """``slug@version``."""
        return f"{self.slug}@{self.version}"

    @property
    def kind(self) -> str:
        """What sort of instrument it is, as its title ends: 条例, 办法, 细则; else 文件."""
        match = _KIND.search(re.sub(r"[（(][^（()）]*[）)]$", "", self.title))
        return match.group() if match else "文件"

    @property
    def own_name(self) -> str:
        """What the text is called in sentences about it: 本办法."""
        return self.short_title or f"本{self.kind}"

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaf provisions with words of their own, in printed order."""
        return self._every_leaf

    def articles(self) -> tuple[Provision, ...]:
        """The articles of the main text, without those of annexes."""
        return self._every_article

    @cached_property
    def _every_leaf(self) -> tuple[Leaf, ...]:
        return tuple(_leaves(self.body))

    @cached_property
    def _every_article(self) -> tuple[Provision, ...]:
        return tuple(
            node
            for child in self.body.children
            if child.level is not Level.ANNEX
            for node in child.walk()
            if node.level is Level.ARTICLE
        )


def _leaves(body: Provision) -> Iterator[Leaf]:
    """All leaves with addresses that are told apart: a second 第三条 is ``art3.copy2``."""
    taken: set[ProvisionId] = set()
    for leaf in _leaves_below(body, ProvisionId(), (), annex_numbers(body)):
        copies = itertools.count(2)
        address = leaf.id
        while address in taken:
            address = replace(leaf.id, copy=str(next(copies)))
        taken.add(address)
        yield leaf if address is leaf.id else replace(leaf, id=address)


def annex_numbers(body: Provision) -> tuple[str, ...]:
    """The number by which each annex is addressed: its own where it has one that is free."""
    numbers: list[str] = []
    printed = {c.number for c in body.children if c.level is Level.ANNEX}
    for place, annex in enumerate((c for c in body.children if c.level is Level.ANNEX), 1):
        free = (str(n) for n in itertools.count(place) if str(n) not in printed | set(numbers))
        own = annex.number and annex.number not in numbers
        numbers.append(annex.number if own else next(free))
    return tuple(numbers)


def _leaves_below(
    node: Provision, at: ProvisionId, ancestors: tuple[Provision, ...], annexes: tuple[str, ...]
) -> Iterator[Leaf]:
    annex = -1
    paragraphs = 1
    for child in node.children:
        if child.level is Level.ANNEX:
            annex += 1
        if child.level is Level.PARAGRAPH:
            paragraphs += 1
        number = annexes[annex] if 0 <= annex < len(annexes) else ""
        here = _address(child, at, paragraph=paragraphs, annex=number)
        citable = child.level >= Level.ARTICLE and child.level is not Level.NOTE
        if citable and child.words and here != at:
            yield Leaf(here, child, ancestors)
        yield from _leaves_below(child, here, (*ancestors, child), annexes)


def _address(child: Provision, at: ProvisionId, *, paragraph: int, annex: str) -> ProvisionId:
    match child.level:
        case Level.ANNEX:
            return ProvisionId(annex=annex)
        case Level.ARTICLE:
            return ProvisionId(article=child.number, annex=at.annex)
        case Level.PARAGRAPH if at.article:
            return ProvisionId(at.article, str(paragraph), at.item, at.subitem, at.annex)
        case Level.ITEM if at.article:
            return ProvisionId(at.article, at.paragraph, child.number, at.subitem, at.annex)
        case Level.SUBITEM if at.item:
            inner = f"{at.subitem}-{child.number}" if at.subitem else child.number
            return ProvisionId(at.article, at.paragraph, at.item, inner, at.annex)
        case _:
            return at
