"""What the parser knows while it places lines: the open provisions, and the lines around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.text.broken_labels import with_broken_end
from corpus.text.drafts import OpenProvision, draft, plain
from corpus.text.labels import PrintedLabel, read_label
from corpus.text.lines import SourceLine
from corpus.text.numerals import number_key
from corpus.text.provision import Level
from corpus.text.unread import Unread
from corpus.text.wrapping import Wrap

#: Longest line that may be the second half of a heading, or the name of who signs.
SHORT = 40


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of a file, and what is known of them before the first is placed.

    Attributes:
        lines: all of them.
        contents: indices of the table of contents.
        rows: indices of the rows of tables.
        starts: indices at which a second, third … text begins.
        wrap: how the file is wrapped, None where its lines are paragraphs.
    """

    lines: Sequence[SourceLine]
    contents: range
    rows: frozenset[int]
    starts: frozenset[int]
    wrap: Wrap | None


class Placing:
    """The state of the parser. ``stack`` holds the open nodes, outermost first."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.lines = around.lines
        self.root = OpenProvision(Level.DOCUMENT)
        self.stack = [self.root]
        self.last_article: str | None = None
        self.in_annexes = False
        self.after_text = False
        self.index = 0
        self.previous: SourceLine | None = None
        self.headings = _headings(around)
        self.has_articles = bool(self.headings)
        self.last_heading = _last_heading(around.lines)
        self.unread = Unread()
        self.structures: dict[str, int] = {}

    def _next_number(self) -> str:
        return str(number_key(self.last_article)[0] + 1) if self.last_article else "1"

    def _look_inside(self, text: str, line: SourceLine) -> None:
        if self.has_articles:
            following = self._following()
            whole = with_broken_end(text, following.text) if following else text
            self.unread.judge_inside(whole, line.number, self._next_number())

    def _note(self, line: SourceLine) -> None:
        """Place a line as matter that is no provision."""
        self.stack[-1].children.append(plain(Level.NOTE, line))

    def _awaits_text(self) -> bool:
        """Whether the last label stood alone on its line, so that its words come next."""
        top = self.stack[-1]
        return (
            top.label != ""
            and not top.lines
            and not top.children
            and top.style not in ("序言", "附件")
        )

    def _is_wrapped(self, line: SourceLine) -> bool:
        """Whether the line may continue the sentence of the line before it."""
        return (
            self.previous is not None
            and self.previous.is_open
            and not line.after_blank
            and self.index - 1 not in self.around.rows
            and self._innermost(Level.ARTICLE) is not None
        )

    def _next_heading(self) -> str:
        """The number of the next 条 that is surely headed, empty where there is none."""
        place = bisect_left(self.headings, (self.index + 1, ""))
        return self.headings[place][1] if place < len(self.headings) else ""

    def _goes_on(self, line: SourceLine) -> bool:
        """Whether the line continues the paragraph of the line before it."""
        if self._is_wrapped(line):
            return True
        wrap = self.around.wrap
        inside = self.previous is not None and self._innermost(Level.ARTICLE) is not None
        if wrap is None or not inside or line.after_blank:
            return False
        assert self.previous is not None
        goes_on = wrap.goes_on(self.previous, line)
        if wrap.is_toss(self.previous, line):
            way = "接着上一行读" if goes_on else "读作新的一款"
            self.unread.warn(
                line.number, f"上一行恰好写满并以句末标点结束，这一行{way}；请对照原件"
            )
        return goes_on

    def _is_full(self) -> bool:
        """Whether the line before is as long as a line can be, in a wrapped file."""
        wrap = self.around.wrap
        if wrap is None or self.previous is None:
            return False
        return wrap.is_full(self.previous, self.lines[self.index])

    def _following(self) -> SourceLine | None:
        return self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None

    def _innermost(self, *levels: Level) -> OpenProvision | None:
        return next((n for n in reversed(self.stack) if n.level in levels), None)

    def _open(self, label: PrintedLabel, level: Level, line: SourceLine) -> None:
        while self.stack[-1].level >= level:
            self.stack.pop()
        self._attach(draft(label, level, line))

    def _attach(self, node: OpenProvision, below: OpenProvision | None = None) -> None:
        (below or self.stack[-1]).children.append(node)
        self.stack.append(node)


def _last_heading(lines: Sequence[SourceLine]) -> int:
    """Index of the last line that may be headed by a 条, -1 where there is none."""
    for index in range(len(lines) - 1, -1, -1):
        label = read_label(lines[index].text)
        if label is not None and label.style == "条" and label.looks_like_heading:
            return index
    return -1


def _headings(around: Surroundings) -> list[tuple[int, str]]:
    """Indices and numbers of the lines that are headed by a 条 and begin no second half of a sentence."""
    found: list[tuple[int, str]] = []
    for index, line in enumerate(around.lines):
        label = read_label(line.text)
        if label is None or label.style != "条" or not label.looks_like_heading:
            continue
        before = around.lines[index - 1] if index else line
        closed = line.after_blank or not before.is_open or index - 1 in around.rows or not found
        if closed and index not in around.contents:
            found.append((index, label.number))
    return found
