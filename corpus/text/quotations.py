"""Quotation marks of a text → the quotations, each with those inside it.

A stack pairs the marks: an inner pair of the same kind (“将“智慧消防”纳入…”) does not end the outer
quotation. A mark without its other half ends nothing and opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Marks that open → what may close them.
_PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
    "«": "»",
    "„": "”“",
}
#: Marks that open and close alike.
_STRAIGHT = {'"': '"', "＂": '"', "'": "'", "＇": "'"}
_CLOSING = frozenset("".join(_PAIRS.values()))
QUOTATION_MARKS = frozenset([*_PAIRS, *_CLOSING, *_STRAIGHT, "‟", "‛", "‚"])


_MARKS = re.compile(f"[{''.join(sorted(QUOTATION_MARKS))}]|\\n[^\\S\\n]*\\n")
#: Marks that are kept open at once; more are no quotations.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation.

    Attributes:
        start, end: its words, without the marks.
        depth: how many quotations it stands in.
    """

    start: int
    end: int
    depth: int


def find_quotations(text: str) -> tuple[Quoted, ...]:
    """All quotations, inner ones too, by where they begin."""
    found: list[Quoted] = []
    around: list[int] = []  # where those end that are still open
    for start, end in sorted(_pairs(text), key=lambda span: (span[0], -span[1])):
        around = [other for other in around if other > end]
        found.append(Quoted(start, end, len(around)))
        around.append(end)
    return tuple(found)


def outer_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the quotations that stand in no other, without their marks."""
    return tuple((q.start, q.end) for q in find_quotations(text) if not q.depth)


def outside_quotations(text: str) -> str:
    """A text without its quotations, their marks included."""
    kept, done = [], 0
    for start, end in outer_quotations(text):
        kept.append(text[done : start - 1])
        done = end + 1
    return "".join([*kept, text[done:]])


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark not in QUOTATION_MARKS:  # a blank line: a straight mark left open was none
            stack = [opened for opened in stack if opened[0] not in _STRAIGHT]
        elif _inside_word(text, at):
            continue
        elif (opener := _opener(stack, mark)) is not None:
            yield stack[opener][1] + 1, at
            del stack[opener:]
        elif mark in _PAIRS or mark in _STRAIGHT:
            stack = [*stack, (mark, at)][-_DEEPEST:]


def _opener(stack: list[tuple[str, int]], mark: str) -> int | None:
    """Place on the stack of the mark that this one closes, the innermost; None where there is none."""
    for place in range(len(stack) - 1, -1, -1):
        opened = stack[place][0]
        if mark in _PAIRS.get(opened, "") and mark != opened:
            return place
        if _STRAIGHT.get(opened, "-") == _STRAIGHT.get(mark):
            return place
    return None


def _inside_word(text: str, at: int) -> bool:
    """Whether a single mark is an apostrophe: it's, o’clock."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at] in "'’＇" and len(around) == 2 and around.isascii() and around.isalpha()
