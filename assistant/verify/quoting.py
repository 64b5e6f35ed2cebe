"""A quotation that is not printed: which of its words differ from the text that it comes nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.text.compare import ComparedText, compare_text

#: Characters around the words that only one side has, to show where they are missing.
_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a quotation differs, verbatim from both sides; either may be empty."""

    said: str
    printed: str


def find_differences(quoted: str, original: str) -> tuple[Difference, ...]:
    """Where a quotation differs from the stretch of a text that it comes nearest to, in order."""
    said, printed = compare_text(quoted), compare_text(original)
    if not said.form or not printed.form:
        return (Difference(quoted, original),)
    anchor = SequenceMatcher(None, said.form, printed.form, autojunk=False).find_longest_match()
    if not anchor.size:
        return (Difference(quoted, ""),)
    size = len(said.form)
    start = max(0, anchor.b - anchor.a - size)
    end = min(len(printed.form), anchor.b - anchor.a + 2 * size)
    matcher = SequenceMatcher(None, said.form, printed.form[start:end], autojunk=False)
    steps = matcher.get_opcodes()
    found: list[Difference] = []
    for place, (kind, a, b, c, d) in enumerate(steps):
        beside = kind == "insert" and place in (0, len(steps) - 1)  # what stands before and after
        if kind == "equal" or beside:
            continue
        if place == 0:  # of what stands before and after, no more than there is on the other side
            c = max(c, d - (b - a))
        if place == len(steps) - 1:
            d = min(d, c + (b - a))
        if a == b or c == d:  # shown with what stands around it
            a, b = max(0, a - _CONTEXT), min(size, b + _CONTEXT)
            c, d = max(0, c - _CONTEXT), min(end - start, d + _CONTEXT)
        there = _verbatim(original, printed, start + c, start + d)
        found.append(Difference(_verbatim(quoted, said, a, b), there))
    return tuple(found) or (Difference(quoted, ""),)


def _verbatim(text: str, compared: ComparedText, start: int, end: int) -> str:
    start, end = max(0, start), min(end, len(compared.form))
    if start >= end:
        return ""
    here, until = compared.span(start, end)
    return text[here:until]
