"""Mentions of provisions in text: find them, read an address, print the legal form.

Finding is syntax and keeps the span; resolving a mention to a provision needs to know where it
stands and is not done here. The legal form follows 《立法技术规范（试行）》: 第N条第N款第（N）项,
第一款 named only where the article has several 款.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.errors import USAGE, FiredutyError
from corpus.text.numerals import NUMERAL_CHARS, normalise_number, print_article, to_chinese
from corpus.text.provision import Level, Provision, ProvisionId, Regulation, annex_numbers

CitationForm = Literal["full", "local", "relative"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a provision.

    Attributes:
        kind: ``full`` names another instrument (《民法典》第五百条), ``local`` addresses this one
            (本细则第六条, 第（一）项), ``relative`` counts from where it stands (前款, 本条).
        span: half-open character range in the text.
        text: the mention as printed.
        id: what is addressed, as far as the words say; None for a relative mention. A mention
            without a 条 (第（一）项) has an id without an article.
        instrument: the title inside 《》 of a full mention, else empty.
    """

    kind: CitationForm
    span: tuple[int, int]
    text: str
    id: ProvisionId | None = None
    instrument: str = ""


_N = f"[{NUMERAL_CHARS}]+"
_ITEM_NO = rf"(?:[（(] ?{_N} ?[）)]|{_N})"
_SEP = r"(?:、|，|,|和|及|以及|或者|或|与)"
_ARTICLE = rf"第 ?(?P<article>{_N}) ?条(?P<sub>(?:之{_N})*)"
_SUBITEM = rf"第? ?(?P<subitem>{_ITEM_NO}) ?目"
_TITLE = r"《(?P<title>[^《》]{2,60}(?:《[^》]*》[^《》]*)?)》(?:（[^）]{1,30}）)?"
_SELF = r"(?:本法|本条例|本规定|本办法|本细则|本规则|本解释|本决定|本实施细则)"


def _part(name: str, unit: str, number: str, ordinal: str) -> str:
    return rf"{ordinal} ?(?P<{name}>{number}) ?{unit}"


_STRICT = re.compile(
    rf"(?:{_TITLE}|{_SELF})?(?:"
    rf"{_ARTICLE}(?:{_part('paragraph', '款', _N, '第')})?"
    rf"(?:{_part('item', '项', _ITEM_NO, '第?')})?(?:{_SUBITEM})?"
    rf"|{_part('own_paragraph', '款', _N, '第')}(?:{_part('paragraph_item', '项', _ITEM_NO, '第?')})?"
    rf"|{_part('own_item', '项', _ITEM_NO, '第')})"
)
#: More members of a list after a mention: 、（四）、（五） and 、第八条 and 至第九条.
_MORE_ITEMS = re.compile(rf"{_SEP}[（(] ?({_N}) ?[）)](?=(?:{_SEP}[（(] ?{_N} ?[）)])*项)")
_LIST_HEAD = re.compile(rf"第 ?[（(] ?({_N}) ?[）)](?=(?:{_SEP}[（(] ?{_N} ?[）)])+项)")
_JOIN = re.compile(rf"{_SEP}|至|到|-|—")
_RELATIVE = re.compile(
    rf"前{_N}[款条项]|前[款条项]|本[条款项](?!例)|上一?[款条项]|上述[条款项](?:规定)?"
)
#: How people type an address: 19条(3), 十九条三项, 第19条第3项, 19.3.
_LOOSE = re.compile(
    rf"(?:(?<=[^{NUMERAL_CHARS}])|^)第? ?(?P<article>{_N}) ?条(?P<sub>(?:之{_N})*)"
    rf"(?: ?的? ?第? ?(?P<paragraph>{_N}) ?款)?"
    rf"(?: ?的? ?第? ?(?P<item>{_ITEM_NO}) ?(?:项|(?<=[）)])))?"
    rf"(?: ?的? ?第? ?(?P<subitem>{_ITEM_NO}) ?目)?"
)
_NOT_ARTICLE_TAIL = re.compile(
    r"不|一条|通道|道路|路|街|线|消防|措施|建议|理由|意见|规定|要求|职责|件"
)
_NOT_ARTICLE_HEAD = re.compile(r"(?:有|共|几|这|那|每|哪|两|前|后|上|下|一共|总共|多少)$")


def find_citations(text: str, *, loose: bool = False) -> tuple[Citation, ...]:
    """All mentions in printed order; lists yield one mention per member.

    Args:
        text: statute text, or a user's question.
        loose: also read forms that only people type (19条(3), 十九条三项).
    """
    candidates = [*_strict(text), *_item_lists(text), *_relative(text)]
    if loose:
        candidates += _loose(text)
    found: list[Citation] = []
    for citation in sorted(candidates, key=lambda c: (c.span[0], -c.span[1])):
        if not found or citation.span[0] >= found[-1].span[1]:
            found.append(_inherit(citation, found, text))
    return tuple(found)


def _inherit(citation: Citation, found: list[Citation], text: str) -> Citation:
    """《消防法》第六十条、第六十一条: the second member belongs to the instrument of the first."""
    if not found or not found[-1].instrument or citation.kind != "local":
        return citation
    between = text[found[-1].span[1] : citation.span[0]]
    if _JOIN.fullmatch(between) and citation.id is not None and citation.id.article:
        return replace(citation, kind="full", instrument=found[-1].instrument)
    return citation


def _relative(text: str) -> Iterator[Citation]:
    for match in _RELATIVE.finditer(text):
        yield Citation("relative", match.span(), match.group())


def _strict(text: str) -> Iterator[Citation]:
    for match in _STRICT.finditer(text):
        group = match.groupdict()
        address = _address(
            article=group["article"],
            sub=group["sub"],
            paragraph=group["paragraph"] or group["own_paragraph"],
            item=group["item"] or group["paragraph_item"] or group["own_item"],
            subitem=group["subitem"],
        )
        if address is None:
            continue
        title = group["title"] or ""
        kind: CitationForm = "full" if title else "local"
        yield Citation(kind, match.span(), match.group(), address, title)


def _item_lists(text: str) -> Iterator[Citation]:
    """第（一）、（四）、（五）项: each member by itself, with its own span."""
    for head in _LIST_HEAD.finditer(text):
        yield Citation("local", head.span(), head.group(), _item(head.group(1)))
        position = head.end()
        while more := _MORE_ITEMS.match(text, position):
            start = more.end() - len(more.group().lstrip("、，,和及以或者与"))
            yield Citation(
                "local", (start, more.end()), text[start : more.end()], _item(more.group(1))
            )
            position = more.end()


def _item(printed: str) -> ProvisionId:
    return ProvisionId(item=normalise_number(printed))


def _loose(text: str) -> Iterator[Citation]:
    for match in _LOOSE.finditer(text):
        bare = match["paragraph"] is None and match["item"] is None
        ordinal = match.group().lstrip().startswith("第")
        if bare and match.group().strip() == "一条":  # counts: 列成一条一条的
            continue
        if (
            bare
            and not ordinal
            and (
                _NOT_ARTICLE_TAIL.match(text, match.end())
                or _NOT_ARTICLE_HEAD.search(text[: match.start()])
            )
        ):
            continue
        address = _address(**match.groupdict())
        if address is not None:
            yield Citation("local", match.span(), match.group(), address)


def _address(
    *,
    article: str | None,
    sub: str | None,
    paragraph: str | None,
    item: str | None,
    subitem: str | None,
) -> ProvisionId | None:
    try:
        return ProvisionId(
            article=normalise_number(article + (sub or "")) if article else "",
            paragraph=_plain(paragraph),
            item=_plain(item),
            subitem=_plain(subitem),
        )
    except ValueError:
        return None


def _plain(printed: str | None) -> str:
    return normalise_number(printed.strip("（）() ")) if printed else ""


# --- addresses ----------------------------------------------------------------------------------

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
    text = written.strip().rsplit("/", 1)[-1]
    match = _SHORT.fullmatch(text)
    if match and text:
        parts = {name: value or "" for name, value in match.groupdict().items()}
        return canonical(ProvisionId(**parts))
    if match := _DOTTED.fullmatch(text):
        return ProvisionId(article=match.group(1), item=match.group(2) or "")
    found = find_citations(text, loose=True)
    if len(found) == 1 and found[0].id is not None and found[0].id.article:
        return canonical(found[0].id)
    raise FiredutyError(
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
        here = replace(address, item="", subitem="") if address.item else None
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
