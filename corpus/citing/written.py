"""Addresses as people write them: the one reader for questions, pasted texts, commands and links.

Syntax only; what an address leads to is ``corpus.citing.follow``. ``mentions`` reads the forms of law
texts that need the place where they stand (前款, 该条). Guarantees:

1. A number is read whole or not at all: 第一百零十条 and 第3.1.1条 are citations with a ``fault``.
2. Every member of a list is a citation of its own; a range is one, with its end in ``until``.
3. Citations come in printed order, do not overlap, and ``text[slice(*c.span)] == c.text``.
4. What is counted is no address: 三条措施, 第三条消防通道, 两项制度.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from corpus.citing.instruments import find_aliases
from corpus.citing.owners import Owner, find_owner, fits_kind, named_in
from corpus.citing.phrases import (
    JOINT,
    START,
    WrittenPhrase,
    is_address,
    past_number,
    read_continued,
    read_odd,
    read_phrase,
)
from corpus.citing.printed_numbers import read_number
from corpus.text.provision import ProvisionId

#: Why an address leads nowhere by itself: its number cannot be read, is the decimal of a standard, or
#: counts from the end (倒数第二条), where only a text knows which that is.
NumberFault = Literal["", "number", "decimal", "from_end"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One address that somebody wrote.

    Attributes:
        span: half-open character range in the text.
        text: the words, with the name of the instrument where it stands right before.
        id: what is addressed, as far as the words say; None for a 章 and for what cannot be read.
            One without a 条 (第（一）项) goes on from what was addressed before.
        until: the last provision of a range that begins with ``id``.
        divisions: 编, 章 and 节 that are named, outermost first, with their numbers.
        last_division: number of the last of a range of them; empty for none.
        instrument: the name of the instrument in the words used, with 该法 and 同条例 carried out;
            empty for none.
        fault: see ``NumberFault``.
    """

    span: tuple[int, int]
    text: str
    id: ProvisionId | None = None
    until: ProvisionId | None = None
    divisions: tuple[tuple[str, str], ...] = ()
    last_division: str = ""
    instrument: str = ""
    fault: NumberFault = ""


def find_citations(
    text: str, *, typed: bool = False, places: Sequence[str] = ()
) -> tuple[Citation, ...]:
    """All addresses in printed order; what cannot be read is among them with its fault.

    Args:
        text: anything that somebody wrote.
        typed: also read what only people type: 19条(3), 十九条三项, 10-12条.
        places: names of places that belong to the name of an instrument: 上海的消防条例.
    """
    aliases = find_aliases([text])
    found: list[Citation] = []
    named = named_in(text, aliases)
    position = 0
    while start := START.search(text, position):
        at = start.start()
        floor = found[-1].span[1] if found else 0
        phrase = read_phrase(text, at, typed=typed)
        if phrase is None or not is_address(phrase, text, floor, typed):
            odd = None if phrase else read_odd(text, at)
            if odd:
                found.append(_unreadable(text, odd, find_owner(text, at, floor, aliases, places)))
            position = odd.end() if odd else past_number(text, at)
            continue
        ended = _FROM_END.search(text, floor, at)
        owner = find_owner(text, ended.start() if ended else at, floor, aliases, places)
        instrument = _instrument(owner, found, named, text)
        if ended:
            found.append(_from_end(phrase, (min(owner.start, ended.start()), text), instrument))
            position = found[-1].span[1]
            continue
        for part in (phrase, *read_continued(text, phrase)):
            begin = owner.start if part is phrase else part.span[0]
            members = tuple(_citations(part, begin, text, owner.annex, instrument))
            if part.ends_range:
                members = (_range(found.pop(), members[0], text), *members[1:])
            found += members
            position = part.span[1]
    return tuple(found)


def _range(first: Citation, last: Citation, text: str) -> Citation:
    """Two addresses with 至 between as one."""
    span = (first.span[0], last.span[1])
    fault = first.fault or last.fault
    whole = replace(first, span=span, text=text[slice(*span)], fault=fault)
    if fault:
        return replace(whole, id=None)
    ends = last.divisions[-1][1] if last.divisions and last.id is None else ""
    return replace(whole, until=last.id, last_division=ends)


def _from_end(phrase: WrittenPhrase, place: tuple[int, str], instrument: str) -> Citation:
    """倒数第二条: the number that is counted from the end; unreadable where it is no single 条 or 章."""
    start, text = place
    span = (start, phrase.span[1])
    words, only = text[slice(*span)], phrase.groups[-1]
    number = _number(only.runs[0].last)
    if len(phrase.groups) > 1 or len(only.runs) > 1 or only.unit not in ("条", "章") or not number:
        return Citation(span, words, instrument=instrument, fault="number")
    if only.unit == "章":
        divisions = (("章", number),)
        return Citation(span, words, None, None, divisions, "", instrument, "from_end")
    return Citation(span, words, ProvisionId(number), instrument=instrument, fault="from_end")


def _unreadable(text: str, odd: re.Match[str], owner: Owner) -> Citation:
    start = min(owner.start, odd.start())
    return Citation(
        (start, odd.end()), text[start : odd.end()], instrument=owner.name, fault="number"
    )


# --- whose it is, and its members ------------------------------------------------------------------


#: Of so many addresses before one it is asked whose they are.
_RECENT = 50
#: 该条例 means what the same line names or the one before.
_LINES_BACK = 1


def _instrument(
    owner: Owner, found: Sequence[Citation], named: Sequence[tuple[int, str]], text: str
) -> str:
    """The instrument of an address: named, meant by 该法, or that of the sentence so far."""
    start, last = owner.start, found[-1].span[1] if found else 0
    if (owner.name or owner.annex) and not owner.that:
        return owner.name
    cited = [(c.span[0], c.instrument) for c in found[-_RECENT:]]
    earlier = sorted([*cited, *(n for n in named if n[0] < start)])
    if owner.that:
        near = [(at, n) for at, n in earlier if text.count("\n", at, start) <= _LINES_BACK]
        meant = (n for _, n in reversed(near) if n and fits_kind(owner.name, n))
        return next(meant, owner.name)
    if found and JOINT.fullmatch(text[last:start]):
        return found[-1].instrument  # 《消防法》第六十条、第六十一条
    if text[max(0, start - 2) : start].rstrip().endswith(("（", "(", "[", "【")):
        return ""  # （第一条） is the source of what was said
    begin = max(text.rfind(mark, 0, start) for mark in "。；;！？!?\n") + 1
    inside = [name for place, name in earlier if place >= begin]
    return inside[-1] if inside else ""


_FROM_END = re.compile(r"(?:倒数|倒着数?|从后(?:往前|向前|面)?数)的? ?$")
_FIELDS = {"条": "article", "款": "paragraph", "项": "item", "目": "subitem"}


def _citations(
    phrase: WrittenPhrase, start: int, text: str, annex: str, instrument: str
) -> Iterator[Citation]:
    """The members of a phrase, each with its own span; the first begins at ``start``."""
    end, groups = phrase.span[1], phrase.groups
    fixed = [(g.unit, g.runs[-1].last) for g in phrase.head]
    lists = [g for g in groups if len(g.runs) > 1]
    members = list(product(*(g.runs for g in groups)))
    for place, member in enumerate(members):
        span = (start, end)
        if len(members) > 1:
            run = member[groups.index(lists[0])]
            many = len(lists) > 1
            span = (
                start if place == 0 else end if many else run.span[0],
                end if place == len(members) - 1 or many else run.span[1],
            )
        firsts = [*fixed, *((g.unit, r.first) for g, r in zip(groups, member, strict=True))]
        lasts = [*fixed, *((g.unit, r.last) for g, r in zip(groups, member, strict=True))]
        words = text[slice(*span)] or text[start:end]
        yield _citation(span, words, firsts=firsts, lasts=lasts, annex=annex, instrument=instrument)


def _citation(
    span: tuple[int, int],
    words: str,
    *,
    firsts: Sequence[tuple[str, str]],
    lasts: Sequence[tuple[str, str]],
    annex: str,
    instrument: str,
) -> Citation:
    numbers = [(unit, _number(written)) for unit, written in firsts]
    ends = [(unit, _number(written)) for unit, written in lasts]
    if any(not n for _, n in (*numbers, *ends)):
        dotted = any(mark in w for _, w in (*firsts, *lasts) for mark in ".．")
        return Citation(span, words, instrument=instrument, fault="decimal" if dotted else "number")
    divisions = tuple((u, n) for u, n in numbers if u not in _FIELDS)
    fields = {_FIELDS[u]: n for u, n in numbers if u in _FIELDS}
    if annex:
        fields["annex"] = read_number(annex) or annex
    address = ProvisionId(**fields) if fields else None
    until = {**fields, **{_FIELDS[u]: n for u, n in ends if u in _FIELDS}}
    last = ProvisionId(**until) if fields and until != fields else None
    named = [n for u, n in ends if u not in _FIELDS]
    ending = named[-1] if named and named[-1] != divisions[-1][1] else ""
    return Citation(span, words, address, last, divisions, ending, instrument)


def _number(written: str) -> str:
    """「一百三十三之一」 → ``"133-1"``; empty where a part of it cannot be read."""
    parts = [read_number(part) for part in written.split("之")]
    return "-".join(p for p in parts if p) if all(parts) else ""
