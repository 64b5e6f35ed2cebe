"""What the addresses in a text lead to in one regulation: the seam that every command shares.

A question, a query, a pasted text and the argument of ``corpus show`` are read by the same grammar
(``corpus.citing.written``) and followed here, so that an address means one thing everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.citing.citations import canonical, lookup
from corpus.citing.editions import find_editions
from corpus.citing.missing import (
    NoSuch,
    NoSuchArticle,
    NoSuchDivision,
    NoSuchProvision,
    find_division,
    find_misplaced,
    find_missing,
    merge_names,
    name_run,
)
from corpus.citing.owners import Belonging, belongs_to
from corpus.citing.written import Citation, find_citations
from corpus.language.places import PLACES
from corpus.text.numerals import number_key
from corpus.text.provision import Level, Provision, ProvisionId, Regulation

_SENTENCE_ENDS = re.compile(r"[。；;！？!?\n]")
#: So many characters may stand between an address and the words that name its edition.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Addressed:
    """One citation and what it leads to.

    Attributes:
        citation: as written.
        belonging: whether it is of the regulation; nothing else is known of another's.
        ids: the provisions that exist, those of a range in printed order; a named 第一款 keeps its
            number.
        divisions: 编, 章 and 节 that are named by themselves.
        missing: what there is instead of what does not exist, with what was asked for.
        edition: the words that ask for another edition than is held; empty for none.
        backwards: whether it is a range whose end comes before its beginning.
        document: key of the regulation where it was followed in several, see ``across``; empty
            within one, and where it is of none of them.
    """

    citation: Citation
    belonging: Belonging = "own"
    ids: tuple[ProvisionId, ...] = ()
    divisions: tuple[Provision, ...] = ()
    missing: tuple[tuple[ProvisionId | None, NoSuch], ...] = ()
    edition: str = ""
    backwards: bool = False
    document: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether it is not known to be of the regulation as it is held."""
        return self.belonging != "own" or bool(self.edition)


def follow_citations(
    text: str, regulation: Regulation, *, typed: bool = True
) -> tuple[Addressed, ...]:
    """Every address of a text that names a 条 or a 章, and parts of a 条 named before.

    Args:
        text: anything that somebody wrote.
        typed: as of ``find_citations``.
    """
    editions = find_editions(text, regulation)
    found: list[Addressed] = []
    last: ProvisionId | None = None
    end = 0
    for citation in find_citations(text, typed=typed, places=PLACES):
        if _SENTENCE_ENDS.search(text, end, citation.span[0]):
            last = None
        end = citation.span[1]
        belonging = belongs_to(citation.instrument, regulation)
        if citation.fault == "from_end" and belonging == "own":
            citation = _from_the_front(citation, regulation)
        edition = next((w for s, w in editions if _beside(s, citation.span, text)), "")
        if citation.id is not None and not (citation.id.article or citation.id.annex):
            if last is None:
                continue
            citation = _completed(citation, last, regulation)
        elsewhere = belonging != "own" or bool(edition)
        addressed = Addressed(citation, belonging, edition=edition)
        if not (citation.fault or (elsewhere and belonging != "unsure")):
            addressed = replace(_follow(citation, regulation), belonging=belonging, edition=edition)
        last = None if elsewhere or citation.id is None else citation.until or citation.id
        found.append(addressed)
    return tuple(found)


def _from_the_front(citation: Citation, regulation: Regulation) -> Citation:
    """倒数第二条 as the 条 that it is; unchanged where there are not so many."""
    if citation.id is None:
        ((unit, number),) = citation.divisions
        chapters = [n for n in regulation.body.walk() if n.level is Level.CHAPTER]
        if 0 < int(number) <= len(chapters):
            last = chapters[-int(number)].number
            return replace(citation, divisions=((unit, last),), fault="")
        return citation
    articles, back = regulation.articles(), int(citation.id.article)
    if not 0 < back <= len(articles):
        return citation
    return replace(citation, id=ProvisionId(articles[-back].number), fault="")


def _beside(edition: tuple[int, int], span: tuple[int, int], text: str) -> bool:
    """Whether words for an edition stand in an address or right beside it, in the same sentence."""
    if span[0] <= edition[0] < span[1]:
        return True
    first, second = sorted((edition, span))
    between = text[first[1] : second[0]]
    return second[0] - first[1] <= _BESIDE and not _SENTENCE_ENDS.search(between)


def _completed(citation: Citation, last: ProvisionId, regulation: Regulation) -> Citation:
    """第（二）项 after 第十五条: with the 条, and with its 款 where that has such a 项."""
    near, end = (_within(last, part, last.paragraph) for part in (citation.id, citation.until))
    if near is not None and lookup(regulation, canonical(near)) is None:
        near, end = (_within(last, part, "") for part in (citation.id, citation.until))
    return replace(citation, id=near, until=end)


def _within(last: ProvisionId, part: ProvisionId | None, paragraph: str) -> ProvisionId | None:
    if part is None:
        return None
    item = part.item or (last.item if part.subitem and not part.paragraph else "")
    paragraph = part.paragraph or paragraph
    return ProvisionId(last.article, paragraph, item, part.subitem, last.annex)


def _follow(citation: Citation, regulation: Regulation) -> Addressed:
    first, last = citation.id, citation.until
    if first is None:
        return _follow_division(citation, regulation)
    if citation.divisions and (wrong := find_misplaced(citation.divisions, first, regulation)):
        return Addressed(citation, missing=((first, wrong),))
    if last is None:
        instead = find_missing(first, regulation)
        if instead is None:
            return Addressed(citation, ids=(first,))
        return Addressed(citation, missing=((first, instead),))
    if last.sort_key < first.sort_key:
        inserted = replace(first, article=f"{first.article}-{last.article}")
        if first == first.parent_article() and lookup(regulation, inserted) is not None:
            return Addressed(citation, ids=(inserted,))  # 133-1条
        return Addressed(citation, backwards=True)
    there = tuple(_between(first, last, regulation))
    return Addressed(citation, ids=there, missing=_gaps((first, last), there, regulation))


#: Missing members of a range that are looked at; what ends later is told by its last one.
_MOST_MISSING = 60
#: No range of a text has more members.
_MOST_MEMBERS = 10_000


def _gaps(
    ends: tuple[ProvisionId, ProvisionId], there: tuple[ProvisionId, ...], regulation: Regulation
) -> tuple[tuple[ProvisionId, NoSuch], ...]:
    """What a range names and does not exist, neighbours of one kind as one.

    Args:
        ends: the first and the last member.
        there: what exists of it.
    """
    first, last = ends
    units = [u for u in _UNITS if getattr(first, u) != getattr(last, u)]
    unit = units[0] if len(units) == 1 else ""
    low, high = (getattr(x, unit, "") for x in ends)
    members = [first, last]
    if low.isdecimal() and high.isdecimal() and int(high) - int(low) < _MOST_MEMBERS:
        held = {getattr(x, unit) for x in there}
        numbers = [n for n in map(str, range(int(low), int(high) + 1)) if n not in held]
        shown = dict.fromkeys([*numbers[:_MOST_MISSING], *numbers[-1:]])
        members = [replace(first, **{unit: n}) for n in shown]
    absent = ((m, find_missing(m, regulation)) for m in members)
    found = [(m, x) for m, x in absent if x is not None]
    told: list[tuple[ProvisionId, NoSuch]] = [(m, x) for m, x in found if _is_unread(x)]
    gone = [(m, x) for m, x in found if not _is_unread(x)]
    if gone:
        name = merge_names([m for m, _ in gone], regulation)
        told.append((gone[0][0], replace(gone[0][1], name=name)))
    return tuple(told)


def _is_unread(instead: NoSuchProvision) -> bool:
    return isinstance(instead, NoSuchArticle) and bool(instead.unread)


def _follow_division(citation: Citation, regulation: Regulation) -> Addressed:
    *above, (unit, number) = citation.divisions
    first, last = int(number.split("-")[0]), int(citation.last_division.split("-")[0] or 0)
    if last and last < first:
        return Addressed(citation, backwards=True)
    count = sum(n.level <= Level.SECTION for n in regulation.body.walk())
    wanted = [number, *(str(n) for n in range(first + 1, min(last, first + count) + 1))]
    found = [find_division((*above, (unit, n)), regulation) for n in wanted]
    absent = [f for f in found if isinstance(f, NoSuchDivision)]
    there = tuple(f for f in found if not isinstance(f, NoSuchDivision))
    unread = [(None, f) for f in absent if f.unread]
    gone = [f for f in absent if not f.unread]
    whole = [(None, replace(gone[0], name=name_run([f.name for f in gone])))] if gone else []
    return Addressed(citation, divisions=there, missing=(*unread, *whole))


_UNITS = ("article", "paragraph", "item", "subitem")


def _between(
    first: ProvisionId, last: ProvisionId, regulation: Regulation
) -> Iterator[ProvisionId]:
    """What exists of a range: members of one series, or leaves where the ends are of two."""
    units = [u for u in _UNITS if getattr(first, u) != getattr(last, u)]
    if len(units) != 1 or not (getattr(first, units[0]) and getattr(last, units[0])):
        leaves = regulation.leaves()
        inside = [i for i, x in enumerate(leaves) if x.id.lies_in(first) or x.id.lies_in(last)]
        yield from (x.id for x in leaves[inside[0] : inside[-1] + 1] if inside)
        return
    (unit,) = units
    low, high = number_key(getattr(first, unit)), number_key(getattr(last, unit))
    for number in _series(first, unit, regulation):
        member = replace(first, **{unit: number})
        if low <= number_key(number) <= high and lookup(regulation, canonical(member)) is not None:
            yield member


def _series(member: ProvisionId, unit: str, regulation: Regulation) -> Iterator[str]:
    """The numbers of what stands beside a provision."""
    if unit == "article" and not member.annex:
        yield from (a.number for a in regulation.articles())
        return
    inner = dict.fromkeys(_UNITS[_UNITS.index(unit) :], "")
    above = lookup(regulation, canonical(replace(member, **inner)))
    level = {"article": Level.ARTICLE, "item": Level.ITEM, "subitem": Level.SUBITEM}.get(unit)
    if above is None:
        return
    if level is None:
        count = 1 + sum(c.level is Level.PARAGRAPH for c in above.children)
        yield from (str(n) for n in range(1, count + 1))
    nodes = above.walk() if level is Level.ARTICLE else iter(above.children)
    yield from (n.number for n in nodes if n.level is level)
