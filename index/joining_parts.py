"""One law in several files: texts with one title whose 条 go on from one to the next are one text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.text.numerals import NUMERAL_CHARS
from corpus.text.provision import Regulation

_HEADING = re.compile(rf"^[#*\s]*第[{NUMERAL_CHARS}]+(?:分编|[编章节条])", re.MULTILINE)


def in_order(parts: Sequence[Regulation]) -> tuple[Regulation, ...] | None:
    """The parts of one law in the order of their 条; None where they are none.

    They are, where the first begins with 第一条 and each of the others where the one before it ends:
    versions of a law begin all with 第一条.

    Args:
        parts: texts with the same title.
    """
    numbered = [(numbers, part) for part in parts if (numbers := _numbers(part))]
    if len(numbered) < len(parts) or len(parts) < 2:
        return None
    ordered = sorted(numbered, key=lambda pair: pair[0][0])
    begins = [1, *(numbers[-1] + 1 for numbers, _ in ordered[:-1])]
    if any(numbers[0] != begin for (numbers, _), begin in zip(ordered, begins, strict=True)):
        return None
    return tuple(part for _, part in ordered)


def joined(parts: Sequence[Regulation]) -> str:
    """Their texts as one, under the lines that their heads share: what only one says is of that part."""
    cut = [_cut(part.source_text) for part in parts]
    heads = [head.splitlines() for head, _ in cut]
    counts = Counter(line for head in heads for line in dict.fromkeys(head) if line.strip())
    fullest = max(heads, key=lambda head: sum(counts[line] > 1 for line in head))
    shared = "\n\n".join(line for line in fullest if counts[line] > 1)
    return "\n\n".join([shared, *(body for _, body in cut)]) + "\n"


def _cut(source: str) -> tuple[str, str]:
    """The lines before the first 编, 章 or 条, and the rest."""
    first = _HEADING.search(source)
    at = first.start() if first else 0
    return source[:at].strip(), source[at:].strip()


def _numbers(regulation: Regulation) -> list[int]:
    """The numbers of its 条 as they are printed; none where one cannot be told."""
    found = [article.number.partition("-")[0] for article in regulation.articles()]
    return [int(number) for number in found] if all(n.isdigit() for n in found) else []
