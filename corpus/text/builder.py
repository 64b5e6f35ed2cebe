"""Places one line of a regulation after another in the tree. What it guarantees stands in parse.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.text.drafts import Draft, draft, last_chain, plain
from corpus.text.labels import PrintedLabel, read_label, read_labels
from corpus.text.lines import SourceLine
from corpus.text.numerals import number_key
from corpus.text.provision import Level, ParseWarning, Provision
from corpus.text.unread import Unread
from corpus.text.wrapping import Wrap

#: Enumerators that may head a group of articles in judicial interpretations, and their depth.
_HEADLINES = {"一、": Level.CHAPTER, "（一）": Level.SECTION}
_BULLET = re.compile(r"[•·●○◦▪■□◆◇★☆►▶➢✓\uf000-\uf0ff]|[-*+–—] ")
#: What an office prints below the last 条: to whom it goes, who printed it, when.
_IMPRINT = re.compile(
    r"(?:抄 ?送|抄 ?报|主 ?送|主题词|分送)[：:]|[（(]此件.{0,12}[）)]$|.{2,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发|印)$"
)
_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{2,4} ?年.{1,4}月.{1,4}日")
#: Longest line that may be the second half of a heading, or the name of who signs.
_SHORT = 40


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


class Builder:
    """Places one line after another. ``stack`` holds the open nodes, outermost first."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.lines = around.lines
        self.root = Draft(Level.DOCUMENT)
        self.stack = [self.root]
        self.last_article: str | None = None
        self.in_annexes = False
        self.after_text = False
        self.index = 0
        self.previous: SourceLine | None = None
        self.last_headings = _last_headings(self.lines, around.contents)
        self.has_articles = bool(self.last_headings)
        self.unread = Unread()
        self.structures: dict[str, int] = {}

    # -- entry points --------------------------------------------------------------------------

    def place(self, index: int) -> None:
        """Place a line where its label and its neighbours put it."""
        line, self.index = self.lines[index], index
        if index in self.around.starts:
            self._start_text(line)
        if index in self.around.contents:
            self._note(line)
        elif index in self.around.rows and self._innermost(Level.ARTICLE) is not None:
            self._add_row(line)
        elif not any(self._add_labelled(label, line) for label in read_labels(line.text)):
            self._suspect(line)
            self._add_plain(line)
        self.previous = line

    def finish(self) -> list[ParseWarning]:
        """All warnings."""
        return self.unread.warnings()

    def tree(self) -> Provision:
        """The finished tree."""
        return self.root.freeze()

    def _start_text(self, line: SourceLine) -> None:
        del self.stack[1:]
        self._attach(Draft(Level.ANNEX, start=line.start, end=line.start))
        self.in_annexes, self.last_article, self.after_text = True, None, False
        self.unread.start_text()
        self.structures.clear()

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
        again = self.last_headings.get(label.number, -1) > self.index
        if label.is_mention:
            return False
        heads = fits and not again if wrapped or not label.looks_like_heading else fits or spaced
        if not heads or (wrapped and not spaced):
            self._pass_over(label, line, wrapped=wrapped and again and spaced)
            return False
        if not fits and self.last_article is not None:
            words = f"条的序号不连续：{label.printed}前面是第 {self.last_article} 条"
            self.unread.warn(line.number, words)
        self.last_article = label.number
        self.unread.read(label.number)
        self._open(label, Level.ARTICLE, line)
        self._look_inside(label.rest, line)
        return True

    def _pass_over(self, label: PrintedLabel, line: SourceLine, *, wrapped: bool) -> None:
        """第N条 at the start of a line is text."""
        if wrapped:
            words = f"行首的「{label.printed}」接着上一行的话，读作提到的条，不是条标"
            self.unread.warn(line.number, words)
        else:
            self.unread.suspect(line.number, label.printed, label.number)

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
        self.in_annexes, self.after_text = True, False
        self._open(label, Level.ANNEX, line)
        self.last_article = None
        self.unread.start_text()
        self.structures.clear()
        return True

    def _add_structure(self, label: PrintedLabel, line: SourceLine) -> bool:
        assert label.level is not None
        if not label.number and self._awaits_text():
            return False  # 「第一章」 on one line, 「总则」 on the next
        last = self.structures.get(label.style, 0)
        number = number_key(label.number)[0] if label.number else 0
        fits = number in (1, last + 1) and label.gap != ""
        if self._is_wrapped(line) and not line.marked and not (fits and not self._is_full()):
            if label.gap:
                self.unread.suspect(line.number, label.printed, "", unit=label.style)
            return False
        if not label.looks_like_heading and not (fits and self._is_title(label, line)):
            if label.gap:
                self.unread.suspect(line.number, label.printed, "", unit=label.style)
            return False
        if number:
            self.structures[label.style] = number
        self._open(label, label.level, line)
        return True

    def _is_title(self, label: PrintedLabel, line: SourceLine) -> bool:
        """Whether a heading that ends in 「、」 goes on in the next line, or one in 「。」 is whole."""
        if len(label.rest) > _SHORT:
            return False
        if label.rest[-1] not in "、，":
            return len(label.rest) <= _SHORT / 2
        following = self._following()
        return (
            following is not None
            and len(following.text) <= _SHORT
            and following.is_open
            and read_label(following.text) is None
        )

    def _add_enumerated(self, label: PrintedLabel, line: SourceLine) -> bool:
        if label.style in _HEADLINES and self._is_headline(label, line):
            level = _HEADLINES[label.style] if self.has_articles else Level.ARTICLE
            self._open(label, level, line)
            self.unread.read(label.number if level is Level.ARTICLE else "")
            return True
        if self._innermost(Level.ANNEX, Level.ARTICLE) is None or self._mentions(label, line):
            return False
        self._reopen_series(label)
        peer = next((n for n in reversed(self.stack) if n.style == label.style), None)
        number = number_key(label.number)[0]
        expected = number_key(peer.number)[0] + 1 if peer else 1
        if not label.sure and not self._is_listed(label, expected if peer else 0):
            return False
        if number == 1:
            parent = self._series_parent(label.style)
        elif number == expected or not self._is_wrapped(line):
            parent = self.stack[self.stack.index(peer) - 1] if peer else self.stack[-1]
            if number != expected:
                words = f"项的序号不连续：{label.printed}，应为第 {expected} 项"
                self.unread.warn(line.number, words)
        else:
            return False
        level = Level.ITEM if parent.level < Level.ITEM else Level.SUBITEM
        del self.stack[self.stack.index(parent) + 1 :]
        self._attach(draft(label, level, line))
        self._look_inside(label.rest, line)
        return True

    def _mentions(self, label: PrintedLabel, line: SourceLine) -> bool:
        """Whether the sign goes on with a sentence: 「…第\\n（一）项规定的」, or a full line before it."""
        if not self._is_wrapped(line):
            return False
        assert self.previous is not None
        before = self.previous.text
        return (
            before.endswith(("第", "前款", "本条"))
            or label.rest.startswith(("项", "目", "款"))
            or (self._is_full() and before[-1] not in "：；。:;")
        )

    def _is_listed(self, label: PrintedLabel, expected: int) -> bool:
        """Whether a sign that is sure only in company goes on a series, or another goes on with it."""
        number = int(label.number)
        if number != 1 or (expected and number == expected):
            return bool(expected) and number == expected
        for line in self.lines[self.index + 1 :]:
            for other in read_labels(line.text):
                if other.level is Level.ARTICLE and other.looks_like_heading:
                    return False
                if other.style == label.style and other.number == "2":
                    return True
        return False

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
        chain = last_chain(siblings[:first])
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
        following = self._following()
        next_label = read_label(following.text) if following else None
        before_article = next_label is not None and next_label.level is not None
        return before_article and line.is_open and len(label.rest) <= _SHORT

    def _series_parent(self, style: str) -> Draft:
        """Where a series that starts at 1 hangs: below the open 款, or below an item of another style."""
        styles = [node.style for node in self.stack]
        if style in styles:
            return self.stack[styles.index(style) - 1]
        return self.stack[-1]

    # -- plain lines ---------------------------------------------------------------------------

    def _add_plain(self, line: SourceLine) -> None:
        top = self.stack[-1]
        article = self._innermost(Level.ARTICLE)
        if self._awaits_text():
            top.gap = "\n"
            top.extend(line)
        elif article is not None and (self.after_text or self._is_imprint(line)):
            self.after_text = True
            del self.stack[1 + (self.stack[1].level is Level.ANNEX) :]
            self._note(line)
        elif article is not None and self._is_listed_plainly(line):
            self._add_row(line)
        elif self._goes_on(line) and top.lines and not top.children:
            top.extend(line)
        elif article is not None:
            del self.stack[self.stack.index(article) + 1 :]
            self._attach(plain(Level.PARAGRAPH, line), below=article)
        elif self._ends_heading(line):
            top.extend(line)
        else:
            if top.level not in (Level.DOCUMENT, Level.ANNEX) and top.style != "序言":
                self.unread.warn(line.number, "正文不在任何条之下，按说明文字保留")
            self._note(line)

    def _add_row(self, line: SourceLine) -> None:
        """A row of a table, or of a list without numbers, is a line of the paragraph before it."""
        table = self.index in self.around.rows
        if not (self.index - 1 in self.around.rows or self._in_rows()):
            words = "是表格" if table else "像列举，没有标号（自动编号没有存下来？）"
            self.unread.warn(line.number, f"{words}，按行保留在上一段里")
        top = self.stack[-1]
        if self._awaits_text():
            top.gap = "\n"
            top.extend(line)
        elif top.children:
            article = self._innermost(Level.ARTICLE)
            assert article is not None
            del self.stack[self.stack.index(article) + 1 :]
            self._attach(plain(Level.PARAGRAPH, line), below=article)
        else:
            top.extend(line, row=True)

    def _in_rows(self) -> bool:
        top = self.stack[-1]
        return len(top.lines) > 1 and top.lines[-1] != top.last

    def _is_listed_plainly(self, line: SourceLine) -> bool:
        """Whether the line is a member of a list that has no numbers."""
        top = self.stack[-1]
        last = top.last
        if top.children or not last:
            return False
        bullet = _BULLET.match(line.text) is not None
        if self._in_rows():
            return bullet or (last[-1] in "；;" and not _BULLET.match(last))
        if last[-1] not in "：:":
            return False
        following = self._following()
        goes_on = following is not None and read_label(following.text) is None
        return bullet or (line.text[-1] in "；;" and goes_on)

    def _is_imprint(self, line: SourceLine) -> bool:
        """Whether a line below the last 条 is no more law: signature, date, to whom it goes."""
        if self.last_headings and max(self.last_headings.values()) > self.index:
            return False
        if _IMPRINT.match(line.text) or _DATE.fullmatch(line.text):
            return True
        following = self._following()
        signs = line.is_open and len(line.text) <= _SHORT and not self._is_wrapped(line)
        return signs and following is not None and _DATE.fullmatch(following.text) is not None

    def _ends_heading(self, line: SourceLine) -> bool:
        """Whether the heading before goes on here: it ends with 「、」, or its line was full."""
        top = self.stack[-1]
        heading = Level.PART <= top.level <= Level.SECTION and len(top.lines) == 1 and not top.children
        cut = heading and (top.last[-1] in "、，" or self._is_full())
        stays = top.last[-1:] in tuple("、，") or not line.after_blank
        return cut and stays and line.is_open and len(line.text) <= _SHORT

    def _note(self, line: SourceLine) -> None:
        """Place a line as matter that is no provision."""
        self.stack[-1].children.append(plain(Level.NOTE, line))

    # -- labels that are not read --------------------------------------------------------------

    def _suspect(self, line: SourceLine) -> None:
        if self.has_articles:
            closed = not self._is_wrapped(line)
            self.unread.judge(line, self._next_number(), closed=closed)
            self._look_inside(line.text, line)

    def _look_inside(self, text: str, line: SourceLine) -> None:
        if self.has_articles:
            self.unread.judge_inside(text, line.number, self._next_number())

    def _next_number(self) -> str:
        return str(number_key(self.last_article)[0] + 1) if self.last_article else "1"

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
            self.unread.warn(line.number, f"上一行恰好写满并以句末标点结束，这一行{way}；请对照原件")
        return goes_on

    def _is_full(self) -> bool:
        """Whether the line before is as long as a line can be, in a wrapped file."""
        wrap = self.around.wrap
        if wrap is None or self.previous is None:
            return False
        return wrap.is_full(self.previous, self.lines[self.index])

    def _following(self) -> SourceLine | None:
        return self.lines[self.index + 1] if self.index + 1 < len(self.lines) else None

    def _innermost(self, *levels: Level) -> Draft | None:
        return next((n for n in reversed(self.stack) if n.level in levels), None)

    def _open(self, label: PrintedLabel, level: Level, line: SourceLine) -> None:
        while self.stack[-1].level >= level:
            self.stack.pop()
        self._attach(draft(label, level, line))

    def _attach(self, node: Draft, below: Draft | None = None) -> None:
        (below or self.stack[-1]).children.append(node)
        self.stack.append(node)


def _last_headings(lines: Sequence[SourceLine], contents: range) -> dict[str, int]:
    """Number → index of the last line that is surely headed by that 条."""
    found: dict[str, int] = {}
    for index, line in enumerate(lines):
        label = read_label(line.text)
        if label is None or label.style != "条" or not label.looks_like_heading or index in contents:
            continue
        closed = index == 0 or line.after_blank or not lines[index - 1].is_open
        if closed or label.number not in found:
            found[label.number] = index
    return found
