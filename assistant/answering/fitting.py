"""What of some lists stands in the first paragraph: lines of each as there is room, the rest below with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.parts import ComparedHead, ComparedLine, GoesOn, Listing, OfDocument
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.text import line

#: Characters of a first paragraph.
FIRST = 588
#: Characters of a line before every list has its first ones, and of one after that.
_EARLY, _LATER = 130, 190
#: Characters of a listing that comes before further lines.
_LISTING = 300


@dataclass
class ToldList:
    """One list and what is told of it first.

    Attributes:
        head: what heads it.
        lines: of the list, in order.
        mark: of its document, where several are told.
        first: the lines that are told first, some of them in fewer words.
    """

    head: Sequence[Statement]
    lines: Sequence[Statement]
    mark: str = ""
    first: list[Statement] = field(default_factory=list)

    @property
    def must(self) -> int:
        """Lines without which it does not answer: the first; of what is compared that of every side."""
        parts = [p for s in self.head for p in _inside(s)]
        counts = next((p.counts for p in parts if isinstance(p, ComparedHead)), ())
        common = [at for at, (bodies, _) in enumerate(counts, 1) if len(bodies) > 1]
        return min(common[0] if common else len(counts) or 1, len(self.lines))

    @property
    def above(self) -> tuple[Statement, ...]:
        """What stands in the first paragraph."""
        return (*self.head, *self.first)

    @property
    def below(self) -> tuple[Statement, ...]:
        """What goes on below it."""
        rest = self.lines[len(self.first) :]
        goes_on = Statement(StatementKind.NOTE, GoesOn(self.mark, len(rest)))
        return (goes_on, *rest) if rest else ()


def fit(lists: Sequence[ToldList], room: int = FIRST) -> None:
    """Put as many lines of each list first as there is room for.

    Every list has those in turn without which it does not answer, then they have further ones by turns, and
    what is left of the room makes lines whole that were told in fewer words.
    """
    left = room - sum(length_of(told.head) for told in lists)
    for at in range(max((told.must for told in lists), default=0)):
        for told in lists:
            if len(told.first) == at < told.must:
                left -= _add(told, min(left, _EARLY)) or _add(told, left)
    left = _fill(lists, left, _LISTING)
    going = list(lists)
    while going:
        for told in tuple(going):
            used = _add(told, min(left, _LATER)) if len(told.first) >= told.must else 0
            left -= used
            if not used:
                going.remove(told)
    _fill(lists, left, room)


def _fill(lists: Sequence[ToldList], left: int, longest: int) -> int:
    """Make lines whole, or longer, that were told in fewer words; the room that is left."""
    for told in lists:
        for at, shown in enumerate(told.first):
            for form in _forms(told.lines[at]):
                more = len(line(form)) - len(line(shown))
                if 0 < more <= left and len(line(form)) <= longest:
                    told.first[at] = form
                    left -= more
                    break
    return left


def length_of(statements: Sequence[Statement]) -> int:
    """Characters of some lines, each on its own."""
    return sum(len(line(s)) + 1 for s in statements)


def _add(told: ToldList, room: int) -> int:
    """Tell the next line of a list in the most words that there is room for; the characters used."""
    if len(told.first) == len(told.lines):
        return 0
    for form in _forms(told.lines[len(told.first)]):
        if len(line(form)) + 1 <= room:
            told.first.append(form)
            return len(line(form)) + 1
    return 0


def _inside(statement: Statement) -> tuple[object, ...]:
    parts = statement.parts
    return parts.said if isinstance(parts, OfDocument) else (parts,)


def _forms(statement: Statement) -> list[Statement]:
    """The ways to tell a line, the longest first: a listing may be told with fewer of its 项."""
    parts = statement.parts
    listing = parts.line if isinstance(parts, ComparedLine) else parts
    forms = [statement]
    if isinstance(listing, Listing):
        for count in range(len(listing.items) - 1, 0, -1):
            left = listing.left + len(listing.items) - count
            some = replace(listing, items=listing.items[:count], left=left)
            told = replace(parts, line=some) if isinstance(parts, ComparedLine) else some
            forms.append(replace(statement, parts=told))
    return forms
