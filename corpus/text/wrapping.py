"""Hard wraps: how wide the lines of a file are, and whether a line goes on in the next.

In a wrapped file a line that ends with 「。」 may still go on, if the next character would not have
fitted; and a line that could have taken more ends its paragraph. Where the first line of each
paragraph is set in, that decides. Where nothing is set in, a full line with 「。」 at its end is a
toss: the words that follow may tell, else what the text does more often elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.text.characters import columns
from corpus.text.labels import read_label
from corpus.text.lines import SourceLine
from corpus.text.provision import Level

#: Most that a wrapped line is shorter or longer than usual, by columns: no line begins with 「，」.
_SLACK = 4
#: How a new 款 begins, and how a sentence that goes on with the one before it.
_NEW = re.compile(r"前[一二三]?款|本.{1,5}所称|违反本|.{2,40}第（.{1,3}）、（")
_SAME = re.compile("但|其|具体|同时|并|该|对|经|未")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a file is wrapped.

    Attributes:
        width: room of a line.
        measure: what a text takes of it: columns or characters.
        indent: columns by which the first line of a paragraph is set in more than the others.
        flush: columns by which the others are set in.
        splits: whether the text begins a new 款 more often than a new sentence in the same.
    """

    width: int
    measure: Callable[[str], int]
    indent: int = 0
    flush: int = 0
    splits: bool = False

    def is_full(self, line: SourceLine, following: SourceLine) -> bool:
        """Whether the first character of the next line would not have fitted into this one."""
        return size(line, self.measure) + self.measure(following.text[0]) > self.width

    def goes_on(self, line: SourceLine, following: SourceLine) -> bool:
        """Whether the paragraph of a line goes on in the next, as the print tells."""
        if self.indent:
            return following.indent - self.flush < self.indent / 2
        if not self.is_full(line, following) or _NEW.match(following.text):
            return False
        return not self.splits or _SAME.match(following.text) is not None

    def is_toss(self, line: SourceLine, following: SourceLine) -> bool:
        """Whether the print leaves open if the paragraph goes on."""
        return not self.indent and self.is_full(line, following)


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
    found = [w for m in (len, columns) if (w := _fitted(lines, body, going, m)) is not None]
    if not found:
        return None
    _, wrap = max(found, key=lambda f: f[0])
    set_in = _usual(lines[i].indent for i in body if (x := labels[i]) and x.level)
    flush = _usual(lines[i + 1].indent for i in going)
    splits = sum(
        not lines[i].is_open
        and not wrap.is_full(lines[i], lines[i + 1])
        and not lines[i + 1].after_blank
        and labels[i + 1] is None
        for i in body
    ) > sum(lines[i].text.count("。", 0, -1) for i in body)
    return replace(wrap, indent=max(0, set_in - flush), flush=flush, splits=splits)


def _fitted(
    lines: Sequence[SourceLine],
    body: Sequence[int],
    going: Sequence[int],
    measure: Callable[[str], int],
) -> tuple[float, Wrap] | None:
    """How sharply the lines that go on end at one width by a measure, None where they do not."""
    sizes = Counter(size(lines[i], measure) for i in going)
    usual = max(sizes, key=lambda s: (sizes[s], s))
    slack = _SLACK if measure is columns else _SLACK // 2
    near = sum(n for s, n in sizes.items() if abs(s - usual) <= slack)
    over = sum(size(lines[i], measure) > usual + slack for i in body)
    if near < 0.85 * len(going) or over > 0.03 * len(body):
        return None
    width = max(s for s in sizes if abs(s - usual) <= slack)
    if sum(n for s, n in sizes.items() if s > usual) < 0.1 * len(going):
        width = usual  # what is longer ends in a mark that may not begin a line
    sharp = sum(n for s, n in sizes.items() if width - (measure is columns) <= s <= width)
    return sharp / len(going), Wrap(width, measure)


def _usual(values: Iterable[int]) -> int:
    counted = Counter(values)
    return counted.most_common(1)[0][0] if counted else 0
