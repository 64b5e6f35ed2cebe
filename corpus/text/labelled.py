"""Places lines that begin with a label: 条, 章, 附件, signs of lists."""

from __future__ import annotations

from corpus.text.drafts import OpenProvision, draft, last_chain
from corpus.text.labels import PrintedLabel, read_label, read_labels
from corpus.text.lines import SourceLine
from corpus.text.numerals import number_key
from corpus.text.placing import SHORT, Placing
from corpus.text.provision import Level

#: Enumerators that may head a group of articles in judicial interpretations, and their depth.
_HEADLINES = {"一、": Level.CHAPTER, "（一）": Level.SECTION}


class LabelledLines(Placing):
    """Decides whether what looks like a label is one, and where what it heads belongs."""

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
        again = self._next_heading() == label.number
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
        if len(label.rest) > SHORT:
            return False
        if label.rest[-1] not in "、，":
            return len(label.rest) <= SHORT / 2
        following = self._following()
        return (
            following is not None
            and len(following.text) <= SHORT
            and following.is_open
            and read_label(following.text) is None
        )

    def _add_enumerated(self, label: PrintedLabel, line: SourceLine) -> bool:
        if label.style in _HEADLINES and self._is_headline(label, line):
            level = _HEADLINES[label.style] if self.has_articles else Level.ARTICLE
            self._open(label, level, line)
            self.unread.read(label.number if level is Level.ARTICLE else "")
            return True
        if self._innermost(Level.ANNEX, Level.ARTICLE) is None:
            self._before_articles(label, line)
            return False
        if self._mentions(label, line):
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

    def _before_articles(self, label: PrintedLabel, line: SourceLine) -> None:
        """Say once that numbered paragraphs stand before the first 条, as those of a decision do."""
        if label.style == "一、" and label.number == "1" and self.has_articles:
            words = "「一、」起的几段在第一条之前，不是条文，没有读作条文"
            self.unread.warn(line.number, words)

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
        return before_article and line.is_open and len(label.rest) <= SHORT

    def _series_parent(self, style: str) -> OpenProvision:
        """Where a series that starts at 1 hangs: below the open 款, or below an item of another style."""
        styles = [node.style for node in self.stack]
        if style in styles:
            return self.stack[styles.index(style) - 1]
        return self.stack[-1]
