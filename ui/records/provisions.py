"""Provisions by the address that somebody wrote, or a word on which there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.rendering.addresses import is_missing, why_not
from corpus.citing.citations import (
    canonical,
    cite_own_text,
    format_citation,
    lookup,
    not_an_address,
    parse_short,
)
from corpus.citing.follow import Addressed, follow_citations
from corpus.citing.missing import find_missing
from corpus.errors import USAGE, FiredutyError
from corpus.text.numerals import to_chinese
from corpus.text.provision import Level, Provision, ProvisionId, Regulation

#: So much of an unknown address is said back.
_ECHO = 40


#: 133-1 is 第一百三十三条之一, 10-12 most often a range.
_LOW_HIGH = re.compile(r"(\d+)-(\d+)")


class NotHereError(FiredutyError):
    """There is no such provision, or the regulation has no data of this kind."""


@dataclass(frozen=True, slots=True)
class FoundProvision:
    """A provision or a 章 that an address leads to.

    Attributes:
        address: a first 款 by itself keeps its number; None for a 章.
        node: what the address means and nothing beside it.
        name: its legal form, for a 条 of several 款 with their count.
    """

    address: ProvisionId | None
    node: Provision
    name: str


def find_provision(
    written: str, regulation: Regulation, titles: Sequence[str] = ()
) -> FoundProvision:
    """The one provision at an address in any common form.

    Args: as of ``find_provisions``.

    Raises:
        FiredutyError: what is written is no address, or more than one.
        NotHereError: there is no such provision; says which there are.
    """
    found, told = find_provisions(written, regulation, titles)
    if told:
        raise NotHereError(told[0], exit_code=USAGE)
    first, *more = found
    if more:
        names = "、".join(str(canonical(f.address)) if f.address else f.name for f in found)
        raise FiredutyError(f"一次只能看一条，写了 {len(found)} 处：{names}", exit_code=USAGE)
    return first


def find_provisions(
    written: str, regulation: Regulation, titles: Sequence[str] = ()
) -> tuple[tuple[FoundProvision, ...], tuple[str, ...]]:
    """Every provision that an address leads to, and Chinese sentences on what leads to none.

    Members of lists and ranges are each by themselves.

    Args:
        written: an address in any common form.
        regulation: where to look.
        titles: of all documents that are held; none for that of the regulation alone.

    Raises:
        FiredutyError: what is written is no address.
        NotHereError: nothing of it exists; says which there are.
    """
    short = parse_short(written)
    if short is not None and _is_range(written.strip()) and not _is_there(short, regulation):
        short, written = None, f"第{written.strip()}条"  # 10-12, where no 第十条之十二 stands
    if short is not None:
        return (_at(short, regulation, written),), ()
    followed = follow_citations(written.strip().rsplit("/", 1)[-1], regulation)
    if not followed:
        raise not_an_address(written)
    found = {f.name: f for a in followed for f in _found(a, regulation, written)}
    told = tuple(filter(None, (why_not(a, regulation, titles) for a in followed)))
    if not found:
        raise NotHereError("".join(told), exit_code=USAGE)
    return tuple(found.values()), told


def _is_range(written: str) -> bool:
    ends = _LOW_HIGH.fullmatch(written)
    return ends is not None and int(ends[1]) < int(ends[2])


def _is_there(address: ProvisionId, regulation: Regulation) -> bool:
    return lookup(regulation, canonical(address)) is not None


def _found(addressed: Addressed, regulation: Regulation, written: str) -> Iterator[FoundProvision]:
    if addressed.elsewhere:
        return
    for division in addressed.divisions:
        yield FoundProvision(None, division, f"《{regulation.title}》{division.heading}")
    yield from (_at(id_, regulation, written) for id_ in addressed.ids)


def _at(address: ProvisionId, regulation: Regulation, written: str) -> FoundProvision:
    node = lookup(regulation, address)
    if node is None or (not node.label and not node.text):
        missing = find_missing(address, regulation)
        told = is_missing(missing, f"《{regulation.title}》") if missing else ""
        raise NotHereError(f"没有这一条款：{written[:_ECHO]}；{told}", exit_code=USAGE)
    later = [c for c in node.children if c.level is Level.PARAGRAPH]
    if address.paragraph == "1" and not address.item:
        first = tuple(c for c in node.children if c not in later)
        name = cite_own_text(canonical(address), regulation)
        return FoundProvision(address, replace(node, children=first), name)
    address = canonical(address)
    name = format_citation(address, regulation)
    if later:
        count = len(later) + 1
        name += f"（{'两' if count == 2 else to_chinese(count)}款）"
    return FoundProvision(address, node, name)
