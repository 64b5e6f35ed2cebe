"""What of a list stands in the first paragraph: as many lines as there is room for, the rest below with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.parts import ComparedLine, GoesOn, Listing
from assistant.answering.statement import Statement, StatementKind
from assistant.rendering.text import line

#: Characters of a first paragraph.
FIRST = 570
#: One line may have so much of the room, or so many characters, if others follow it.
_SHARE, _LEAST = 3, 130


def length_of(statements: Sequence[Statement]) -> int:
    """Characters of some lines, each on its own."""
    return sum(len(line(s)) + 1 for s in statements)


def least_of(head: Sequence[Statement], lines: Sequence[Statement]) -> int:
    """Characters that the beginning of a list needs: what heads it and its first line."""
    return length_of(head) + min((len(line(s)) + 1 for s in _forms(lines[:1])), default=0)


def shared_out(wanted: Sequence[int], least: Sequence[int], room: int = FIRST) -> list[int]:
    """The room of a first paragraph for each of several.

    Each has what it needs at the least, in their order; what one does not want the others have.
    """
    given: list[int] = []
    for need in least:
        given.append(need if sum(given) + need <= room else 0)
    left = room - sum(given)
    open_ones = sorted(range(len(wanted)), key=lambda i: wanted[i] - given[i])
    for place, at in enumerate(open_ones):
        more = max(0, min(wanted[at] - given[at], left // (len(wanted) - place)))
        given[at] += more
        left -= more
    return given


def cut(
    head: Sequence[Statement], lines: Sequence[Statement], room: int, mark: str = ""
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The beginning of a list that there is room for, and how the rest goes on below it.

    Args:
        head: told in any case.
        lines: of the list, in order.
        room: characters for both.
        mark: of the document, where several are told.
    """
    taken = list(head)
    left = room - length_of(head)
    for at, statement in enumerate(lines):
        share = left if at + 1 == len(lines) else min(left, max(room // _SHARE, _LEAST))
        forms = _forms([statement])
        told = next((s for s in forms if len(line(s)) + 1 <= share), forms[-1])
        if len(line(told)) + 1 > left:
            goes_on = Statement(StatementKind.NOTE, GoesOn(mark, len(lines) - at))
            return tuple(taken), (goes_on, *lines[at:])
        taken.append(told)
        left -= len(line(told)) + 1
    return tuple(taken), ()


def _forms(statements: Sequence[Statement]) -> list[Statement]:
    """The ways to tell a line, the longest first: a listing may be told with fewer of its 项."""
    return [form for s in statements for form in (s, *_shorter(s))]


def _shorter(statement: Statement) -> list[Statement]:
    parts = statement.parts
    listing = parts.line if isinstance(parts, ComparedLine) else parts
    if not isinstance(listing, Listing):
        return []
    forms = []
    for count in range(len(listing.items) - 1, 0, -1):
        left = listing.left + len(listing.items) - count
        some = replace(listing, items=listing.items[:count], left=left)
        told = replace(parts, line=some) if isinstance(parts, ComparedLine) else some
        forms.append(replace(statement, parts=told))
    return forms
