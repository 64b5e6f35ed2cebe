"""Text of a Chinese regulation → provision tree, without loss.

What ``parse`` guarantees:

1. ``render(parse(t)) == normalise(t)`` for every string ``t``.
2. Every node's span is the range in ``t`` from which its label and text were read.
3. It never raises. What cannot be placed becomes a NOTE, with a warning and its line number.
4. 第N条 at the start of a wrapped line is text: a heading must fit the numbering or stand after
   a finished sentence and be followed by a space.
5. A table of contents becomes NOTEs: the lines from 「目录」, or from a first heading that is
   printed again before any article, up to the place where its first entry appears again.
6. A plain paragraph after an item is a new 款, unless the item's series goes on after it: then
   it is more text of that item.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.text.lines import PrintedLabel, SourceLine, is_contents, read_label, read_lines
from corpus.text.numerals import number_key
from corpus.text.provision import Level, ParseWarning, Provision

#: Raised whenever the same text may parse to another tree. Part of the index's identity.
PARSER_VERSION = "1"


#: Enumerators that may head a group of articles in judicial interpretations, and their depth.
_HEADLINES = {"一、": Level.CHAPTER, "（一）": Level.SECTION}


def parse(source: str) -> Provision:
    """The document node of a regulation's text. See the module for what is guaranteed."""
    return parse_with_warnings(source)[0]


def parse_with_warnings(source: str) -> tuple[Provision, tuple[ParseWarning, ...]]:
    """Like ``parse``, with the warnings about what did not fit."""
    lines = list(read_lines(source))
    builder = _Builder(has_articles=_has_articles(lines))
    contents = _contents_range(lines)
    for index, line in enumerate(lines):
        if index in contents:
            builder.note(line)
        else:
            builder.add(line, following=lines[index + 1] if index + 1 < len(lines) else None)
    return builder.root.freeze(), tuple(builder.warnings)


def _has_articles(lines: list[SourceLine]) -> bool:
    labels = (read_label(line.text) for line in lines)
    return any(x is not None and x.style == "条" and x.looks_like_heading for x in labels)


def _contents_range(lines: list[SourceLine]) -> range:
    """Indices of the lines of a table of contents, empty where there is none."""
    for start, line in enumerate(lines):
        headed = is_contents(line.text)
        label = read_label(line.text)
        if label is not None and label.level is Level.ARTICLE:
            break
        if headed or (
            label is not None and label.level is not None and label.level < Level.ARTICLE
        ):
            end = _reprint(lines, start + headed)
            return range(start, end if end is not None else start + headed)
    return range(0)


def _reprint(lines: list[SourceLine], first: int) -> int | None:
    """Where the line ``first`` is printed again before any article, None where it is not."""
    for index in range(first + 1, len(lines)):
        if lines[index].text.replace(" ", "") == lines[first].text.replace(" ", ""):
            return index
        label = read_label(lines[index].text)
        if label is not None and label.level is Level.ARTICLE:
            return None
    return None


@dataclass(slots=True)
class _Node:
    """A provision under construction."""

    level: Level
    number: str = ""
    label: str = ""
    gap: str = ""
    style: str = ""
    lines: list[str] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def freeze(self) -> Provision:
        return Provision(
            level=self.level,
            number=self.number,
            label=self.label,
            text="\n".join(self.lines),
            children=tuple(child.freeze() for child in self.children),
            gap=self.gap,
            span=(self.start, self.end),
        )


def _last_chain(siblings: list[_Node]) -> list[_Node]:
    """The last of the siblings, its last child, and so on down."""
    chain: list[_Node] = []
    while siblings:
        chain.append(siblings[-1])
        siblings = siblings[-1].children
    return chain


class _Builder:
    """Places one line after another. ``stack`` holds the open nodes, outermost first."""

    def __init__(self, *, has_articles: bool) -> None:
        self.root = _Node(Level.DOCUMENT)
        self.stack = [self.root]
        self.warnings: list[ParseWarning] = []
        self.has_articles = has_articles
        self.last_article: str | None = None
        self.in_annexes = False
        self.previous: SourceLine | None = None
        self.following: SourceLine | None = None

    # -- entry points --------------------------------------------------------------------------

    def note(self, line: SourceLine) -> None:
        """Place a line as matter that is no provision."""
        node = _Node(Level.NOTE, lines=[line.text], start=line.start, end=line.end)
        self.stack[-1].children.append(node)
        self.previous = line

    def add(self, line: SourceLine, *, following: SourceLine | None) -> None:
        """Place a line where its label and its neighbours put it."""
        self.following = following
        label = read_label(line.text)
        if label is None or not self._add_labelled(label, line):
            self._add_plain(line)
        self.previous = line

    # -- labelled lines ------------------------------------------------------------------------

    def _add_labelled(self, label: PrintedLabel, line: SourceLine) -> bool:
        if label.style == "条":
            return self._add_article(label, line)
        if label.level is Level.ANNEX:
            return self._add_annex(label, line)
        if label.level is not None:
            return self._add_structure(label, line)
        return self._add_enumerated(label, line)

    def _add_article(self, label: PrintedLabel, line: SourceLine) -> bool:
        fits = self._fits_article(label.number)
        spaced = label.gap != "" or not label.rest or label.rest[0] in "【（[("
        wrapped = self._is_wrapped(line)
        if not label.looks_like_heading or (wrapped and not (fits and spaced)):
            return False
        if not fits and not spaced:
            return False
        if not fits and self.last_article is not None:
            self._warn(line, f"条的序号不连续：{label.printed} 前面是第 {self.last_article} 条")
        self.last_article = label.number
        self._open(label, Level.ARTICLE, line)
        return True

    def _fits_article(self, number: str) -> bool:
        """Whether the number follows the last article's: n+1, or 之一 after n."""
        key = number_key(number)
        if self.last_article is None:
            return key == (1,)
        last = number_key(self.last_article)
        if len(key) == 1:
            return key[0] == last[0] + 1
        sibling = (*last[:-1], last[-1] + 1) if len(last) > 1 else None
        return key in (sibling, (*last, 1))

    def _add_annex(self, label: PrintedLabel, line: SourceLine) -> bool:
        if not self.in_annexes and self.last_article is None and self.has_articles:
            return False  # 「附件：」 before the text announces it
        self.in_annexes = True
        self._open(label, Level.ANNEX, line)
        self.last_article = None
        return True

    def _add_structure(self, label: PrintedLabel, line: SourceLine) -> bool:
        assert label.level is not None
        if self._is_wrapped(line) and not line.marked:
            return False
        if not label.number and self._awaits_text():
            return False  # 「第一章」 on one line, 「总则」 on the next
        self._open(label, label.level, line)
        return True

    def _add_enumerated(self, label: PrintedLabel, line: SourceLine) -> bool:
        if label.style in _HEADLINES and self._is_headline(label, line):
            level = _HEADLINES[label.style] if self.has_articles else Level.ARTICLE
            self._open(label, level, line)
            return True
        if self._innermost(Level.ANNEX, Level.ARTICLE) is None:
            return False
        self._reopen_series(label)
        peer = next((n for n in reversed(self.stack) if n.style == label.style), None)
        number = number_key(label.number)[0]
        expected = number_key(peer.number)[0] + 1 if peer else 1
        if number == 1:
            parent = self._series_parent(label.style)
        elif number == expected or not self._is_wrapped(line):
            parent = self.stack[self.stack.index(peer) - 1] if peer else self.stack[-1]
            if number != expected:
                self._warn(line, f"项的序号不连续：{label.printed}，应为第 {expected} 项")
        else:
            return False
        level = Level.ITEM if parent.level < Level.ITEM else Level.SUBITEM
        del self.stack[self.stack.index(parent) + 1 :]
        self._attach(label, level, line)
        return True

    def _reopen_series(self, label: PrintedLabel) -> None:
        """Give the paragraphs since an item back to it where its series goes on (guarantee 6)."""
        article = self._innermost(Level.ARTICLE)
        if article is None or self.stack[-1].level is not Level.PARAGRAPH:
            return
        siblings = article.children
        first = next(
            (
                i
                for i, n in enumerate(siblings)
                if all(m.level is Level.PARAGRAPH and not m.children for m in siblings[i:])
            ),
            len(siblings),
        )
        chain = _last_chain(siblings[:first])
        peer = next((n for n in chain if n.style == label.style), None)
        if peer is None or number_key(peer.number)[0] + 1 != number_key(label.number)[0]:
            return
        for paragraph in siblings[first:]:
            chain[-1].lines += paragraph.lines
            chain[-1].end = paragraph.end
        del siblings[first:]
        del self.stack[self.stack.index(article) + 1 :]
        self.stack += chain

    def _is_headline(self, label: PrintedLabel, line: SourceLine) -> bool:
        """Whether 「一、」 or 「（一）」 heads a group of articles, or a text without articles."""
        if self._innermost(Level.ANNEX) is not None:
            return False
        if not self.has_articles:
            return label.style == "一、"
        if label.style == "一、" and line.marked:
            return True
        following = read_label(self.following.text) if self.following else None
        before_article = following is not None and following.level is not None
        return before_article and line.is_open and len(label.rest) <= 40

    def _series_parent(self, style: str) -> _Node:
        """Where a series that starts at 1 hangs: below the open 款, or below an item of another style."""
        styles = [node.style for node in self.stack]
        if style in styles:
            return self.stack[styles.index(style) - 1]
        return self.stack[-1]

    # -- plain lines ---------------------------------------------------------------------------

    def _add_plain(self, line: SourceLine) -> None:
        top = self.stack[-1]
        if self._awaits_text():
            top.gap = "\n"
            self._extend(top, line)
        elif self._is_wrapped(line) and top.lines and not top.children:
            self._extend(top, line)
        elif (article := self._innermost(Level.ARTICLE)) is not None:
            del self.stack[self.stack.index(article) + 1 :]
            self.stack.append(
                _Node(Level.PARAGRAPH, lines=[line.text], start=line.start, end=line.end)
            )
            article.children.append(self.stack[-1])
        else:
            if top.level not in (Level.DOCUMENT, Level.ANNEX) and top.style != "序言":
                self._warn(line, "正文不在任何条之下，按说明文字保留")
            self.note(line)

    # -- helpers -------------------------------------------------------------------------------

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
            and (self._innermost(Level.ARTICLE) is not None)
        )

    def _innermost(self, *levels: Level) -> _Node | None:
        return next((n for n in reversed(self.stack) if n.level in levels), None)

    def _open(self, label: PrintedLabel, level: Level, line: SourceLine) -> None:
        while self.stack[-1].level >= level:
            self.stack.pop()
        self._attach(label, level, line)

    def _attach(self, label: PrintedLabel, level: Level, line: SourceLine) -> None:
        node = _Node(
            level,
            label.number,
            label.printed,
            label.gap,
            label.style,
            [label.rest] if label.rest else [],
            start=line.start,
            end=line.end,
        )
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _extend(self, node: _Node, line: SourceLine) -> None:
        node.lines.append(line.text)
        node.end = line.end

    def _warn(self, line: SourceLine, message: str) -> None:
        self.warnings.append(ParseWarning(line.number, message))
