"""Hard wraps: how wide the lines of a file are, and whether a line goes on in the next.

In a wrapped file a line that ends with 「。」 may still go on, if the next character would not have
fitted; and a line that could have taken more ends its paragraph. Where the first line of each
paragraph is set in, that decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.text.characters import columns
from corpus.text.labels import read_label
from corpus.text.lines import SourceLine
from corpus.text.provision import Level

#: Most that a wrapped line is shorter or longer than usual, by columns: no line begins with 「，」.
_SLACK = 4


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a file is wrapped.

    Attributes:
        width: room of a line.
        measure: what a text takes of it: columns or characters.
        indent: columns by which the first line of a paragraph is set in more than the others.
        flush: columns by which the others are set in.
    """

    width: int
    measure: Callable[[str], int]
    indent: int = 0
    flush: int = 0

    def is_full(self, line: SourceLine, following: SourceLine) -> bool:
        """Whether the first character of the next line would not have fitted into this one."""
        return size(line, self.measure) + self.measure(following.text[0]) > self.width

    def goes_on(self, line: SourceLine, following: SourceLine) -> bool:
        """Whether the paragraph of a line goes on in the next, as the print tells."""
        if self.indent:
            return following.indent - self.flush < self.indent / 2
        return self.is_full(line, following)


def size(line: SourceLine, measure: Callable[[str], int]) -> int:
    """The room that a line takes, with the white space before and inside it."""
    indent = line.indent if measure is columns else line.indent // 2
    return indent + measure(line.text) + line.squeezed


def find_wrap(lines: Sequence[SourceLine]) -> Wrap | None:
    """How the file is wrapped, None where its lines are paragraphs."""
    labels = [read_label(line.text) for line in lines]
    first = next((i for i, x in enumerate(labels) if x and x.level is Level.ARTICLE), None)
    if first is None:
        return None
    body = [
        i
        for i in range(first, len(lines) - 1)
        if not lines[i].cells
        and not ((x := labels[i]) and x.level is not None and x.level < Level.ARTICLE)
    ]
    going = [
        i
        for i in body
        if lines[i].is_open and not lines[i + 1].after_blank and len(lines[i].text) > 8
    ]
    if not going:
        return None
    for measure in (len, columns):
        sizes = Counter(size(lines[i], measure) for i in going)
        usual = max(sizes, key=lambda s: (sizes[s], s))
        slack = _SLACK if measure is columns else 1
        near = sum(n for s, n in sizes.items() if abs(s - usual) <= slack)
        over = sum(size(lines[i], measure) > usual + slack for i in body)
        if near >= 0.85 * len(going) and over <= 0.03 * len(body):
            width = max(s for s in sizes if abs(s - usual) <= slack)
            set_in = _usual(lines[i].indent for i in body if labels[i] and labels[i].level)  # type: ignore[union-attr]
            flush = _usual(lines[i + 1].indent for i in going)
            return Wrap(width, measure, max(0, set_in - flush), flush)
    return None


def _usual(values: Iterable[int]) -> int:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else 0
