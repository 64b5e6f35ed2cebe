"""Addresses: read one that stands alone, look it up, print its legal form.

The legal form follows 《立法技术规范（试行）》: 第N条第N款第（N）项,
第一款 named only where the article has several 款.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.citing.written import find_citations
from corpus.errors import USAGE, FiredutyError
from corpus.text.numerals import print_article, to_chinese
from corpus.text.provision import Level, Provision, ProvisionId, Regulation, annex_numbers

_SHORT = re.compile(
    r"(?:annex_?(?P<annex>[\d-]+)[._]*)?(?:art_?(?P<article>\d+(?:-\d+)*))?"
    r"(?:[._]+para_?(?P<paragraph>\d+))?(?:[._]+item_?(?P<item>\d+))?"
    r"(?:[._]+subitem_?(?P<subitem>[\d-]+))?(?:[._]+copy_?(?P<copy>\d+))?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(\d+(?:-\d+)?)(?:[.．](\d+))?")


def parse_id(written: str) -> ProvisionId:
    """Read an address in any common form.

    ``art19.item5``, ``slug@version/art_19__item_5``, ``19.5``, ``19``, ``133-1``, 「第十九条第
    （五）项」, 「19条(5)」, 「第十五条第二款」.

    Raises:
        FiredutyError: the string is no address.
    """
    if short := parse_short(written):
        return canonical(short)
    found = find_citations(written.strip().rsplit("/", 1)[-1], typed=True)
    only = found[0] if len(found) == 1 else None
    address = only.id if only is not None and not (only.until or only.fault) else None
    if address is not None and address.article:
        return canonical(address)
    raise not_an_address(written)


def parse_short(written: str) -> ProvisionId | None:
    """An address in the program's own short forms, a first 款 with its number; None for others."""
    text = written.strip().rsplit("/", 1)[-1]
    match = _SHORT.fullmatch(text)
    if match and text:
        return ProvisionId(**{name: value or "" for name, value in match.groupdict().items()})
    if match := _DOTTED.fullmatch(text):
        return ProvisionId(article=match.group(1), item=match.group(2) or "")
    return None


def not_an_address(written: str) -> FiredutyError:
    """What is told of a string that is no address."""
    return FiredutyError(
        f"看不懂条款编号「{written[:40]}」；可写成 art19.item5、19.5、第十九条第（五）项 或 第十五条第二款",
        exit_code=USAGE,
    )


def canonical(address: ProvisionId) -> ProvisionId:
    """The address as the index uses it: the first 款 is the article itself."""
    return replace(address, paragraph="") if address.paragraph == "1" else address


def format_citation(address: ProvisionId, regulation: Regulation, *, title: bool = True) -> str:
    """The standard legal form of an address: 《名称》第N条第N款第（N）项.

    第一款 is named only where the article has several 款. The label of the 项 keeps the printed
    parentheses.

    Args:
        address: the provision.
        regulation: the regulation it lies in; decides whether 款 must be named.
        title: whether to begin with the regulation's title in 《》.
    """
    parts = [f"《{regulation.title}》" if title else ""]
    if address.annex:
        parts.append(_annex_name(address.annex, regulation))
    if address.article:
        parts.append(print_article(address.article))
    article = lookup(regulation, address.parent_article())
    has_several = article is not None and any(c.level is Level.PARAGRAPH for c in article.children)
    if address.paragraph or (address.item and has_several):
        parts.append(f"第{to_chinese(int(address.paragraph or 1))}款")
    if address.item:
        parts.append(f"第（{to_chinese(int(address.item))}）项")
    parts += [f"第{n}目" for n in address.subitem.split("-") if n]
    parts.append(f"（同号的第 {address.copy} 处）" if address.copy else "")
    return "".join(parts)


def _annex_name(number: str, regulation: Regulation) -> str:
    """附件1; of a text that follows in the same file without that word, its title."""
    annex = lookup(regulation, ProvisionId(annex=number))
    if annex is None or annex.label:
        return f"附件{number}"
    title = next((c.words for c in annex.children if c.level is Level.NOTE), "")
    return f"后附的《{title.strip('《》')}》" if title else f"后附的第 {number} 份文本"


def cite_own_text(address: ProvisionId, regulation: Regulation, *, title: bool = True) -> str:
    """Citation of a leaf's own words: the first 款 of a 条 with several 款 is named as such."""
    article = lookup(regulation, address.parent_article()) if address.article else None
    several = article is not None and any(c.level is Level.PARAGRAPH for c in article.children)
    own = address.own_paragraph if several else address
    return format_citation(own, regulation, title=title)


def cite_all(
    addresses: Sequence[ProvisionId], regulation: Regulation, *, own_text: bool = False
) -> str:
    """Legal forms in one list; the 项 of one series share what stands before them.

    第十五条第一款第（一）、（四）项.

    Args:
        own_text: whether an address without 项 stands for its own words (第十七条第一款), and not
            for the whole 条.
    """
    form = cite_own_text if own_text else format_citation
    parts: list[str] = []
    holder = None
    for address in addresses:
        here = address.holder if address.item else None
        number = f"（{to_chinese(int(address.item))}）" if address.item else ""
        if here is not None and here == holder and not address.subitem:
            parts[-1] = f"{parts[-1].removesuffix('项')}、{number}项"
        else:
            parts.append(form(address, regulation, title=False))
        holder = here if not address.subitem else None
    return "、".join(parts)


def lookup(regulation: Regulation, address: ProvisionId) -> Provision | None:
    """The node at an address, None where the regulation has no such provision."""
    node: Provision | None = regulation.body
    if address.copy:
        return next((x.provision for x in regulation.leaves() if x.id == address), None)
    if address.annex:
        annexes = (c for c in regulation.body.children if c.level is Level.ANNEX)
        numbered = zip(annex_numbers(regulation.body), annexes, strict=True)
        node = next((annex for number, annex in numbered if number == address.annex), None)
    if node is not None and address.article:
        pool = node.walk() if address.annex else iter(regulation.articles())
        node = next(
            (n for n in pool if n.level is Level.ARTICLE and n.number == address.article), None
        )
    if node is not None and address.paragraph not in ("", "1"):
        paragraphs = [c for c in node.children if c.level is Level.PARAGRAPH]
        index = int(address.paragraph) - 2
        node = paragraphs[index] if 0 <= index < len(paragraphs) else None
    for level, number in [(Level.ITEM, address.item)] + [
        (Level.SUBITEM, n) for n in address.subitem.split("-")
    ]:
        if node is not None and number:
            node = next((c for c in node.children if c.level is level and c.number == number), None)
    return node
