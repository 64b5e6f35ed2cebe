"""Places one line of a regulation after another in the tree. What it guarantees stands in parse.py."""

from __future__ import annotations

import re

from corpus.text.drafts import OpenProvision, plain
from corpus.text.labelled import LabelledLines
from corpus.text.labels import read_label, read_labels
from corpus.text.lines import SourceLine
from corpus.text.numerals import number_key
from corpus.text.placing import SHORT
from corpus.text.provision import Level, ParseWarning, Provision
from corpus.text.signs import bracketed_sign, damaged_sign

_BULLET = re.compile(r"[•·●○◦▪■□◆◇★☆►▶➢✓\uf000-\uf0ff]|[-*+–—] ")
#: What an office prints below the last 条: to whom it goes, who printed it, when.
_IMPRINT = re.compile(
    r"(?:抄 ?送|抄 ?报|主 ?送|主题词|分送)[：:]|[（(]此件.{0,12}[）)]$|.{2,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发|印)$"
)
#: What a web page has below the text that it shows.
_LEFTOVER = re.compile(
    r"扫(?:一?扫|码)|.{0,8}(?:微信|二维码|手机(?:打开|浏览|查看|版))|[【\[（(]?(?:打印|关闭|收藏|分享|返回|字体|字号)(?:本页|窗口|文章|顶部|到.*|[：:大中小 ]*)?[】\]）)]"
    r"|(?:打印|关闭|收藏|分享|微信|微博|纠错|顶部|返回|下载|打印本页|关闭窗口|返回顶部|回到顶部|[| ])+$|[【\[（(][^】\])）]{0,4}(?:纠错|分享|打印|收藏|下载|二维码)[】\]）)]$|(?:责任编辑|编辑|责编|来源|信息来源|稿件来源|作者|审核|浏览次数|点击数?|阅读次数?|发布时间|更新时间|分享到|字体|字号)[：:]"
    r"|(?:上一[篇条页]|下一[篇条页])(?:[：:]|$)|相关(?:链接|新闻|文章|阅读|解读|附件|稿件|文件|信息)[：:]?$|(?:版权所有|网站标识码|网站地图|联系我们)(?:[：: ©]|$)|(?:主办|承办|技术支持)(?:单位)?[：:]|.{0,20}(?:ICP备|公网安备)|Copyright|©|https?://\S+$",
    re.IGNORECASE,
)
_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{2,4} ?年.{1,4}月.{1,4}日")

#: Longest line below the last 条 that may be no sentence.
_TAIL = 20


class Builder(LabelledLines):
    """Places one line after another."""

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
        words = "从这里起像另一份文本，读作后附的文本，条的序号另算；要分别引用请存成两个文件"
        self.unread.warn(line.number, words)
        del self.stack[1:]
        self._attach(OpenProvision(Level.ANNEX, start=line.start, end=line.start))
        self.in_annexes, self.last_article, self.after_text = True, None, False
        self.unread.start_text()
        self.structures.clear()

    # -- plain lines ---------------------------------------------------------------------------

    def _add_plain(self, line: SourceLine) -> None:
        top = self.stack[-1]
        article = self._innermost(Level.ARTICLE)
        if self._awaits_text():
            top.gap = "\n"
            top.extend(line)
        elif article is not None and (self.after_text or self._is_imprint(line)):
            if not self.after_text:
                words = "从这一行起像落款、版记或网页的残留，没有读作条文"
                self.unread.warn(line.number, words)
            self.after_text = True
            del self.stack[1 + (self.stack[1].level is Level.ANNEX) :]
            self._note(line)
        elif article is not None and self._is_listed_plainly(line):
            self._add_row(line)
        elif self._goes_on(line) and top.lines and not top.children:
            top.extend(line)
        elif article is not None:
            del self.stack[self.stack.index(article) + 1 :]
            if line.after_blank and self.previous and self.previous.is_open and top.lines:
                words = "上一行的句子没有写完就空了一行，这一行读作新的一款；请对照原件"
                self.unread.warn(line.number, words, once=True)
            if line.is_open and len(line.text) <= _TAIL and self.index > self.last_heading:
                words = "这一行没有句末标点，又在最后一条之后，读作一款；如果不是条文，请删去"
                self.unread.warn(line.number, words, once=True)
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
        if self.index < self.last_heading:
            return False
        leftover = line.text[-1] not in "。；" and _LEFTOVER.match(line.text)
        if leftover or _IMPRINT.match(line.text) or _DATE.fullmatch(line.text):
            return True
        following = self._following()
        signs = line.is_open and len(line.text) <= SHORT and not self._is_wrapped(line)
        return signs and following is not None and _DATE.fullmatch(following.text) is not None

    def _ends_heading(self, line: SourceLine) -> bool:
        """Whether the heading before goes on here: it ends with 「、」, or its line was full."""
        top = self.stack[-1]
        heading = (
            Level.PART <= top.level <= Level.SECTION and len(top.lines) == 1 and not top.children
        )
        cut = heading and (top.last[-1] in "、，" or self._is_full())
        stays = top.last[-1:] in tuple("、，") or not line.after_blank
        return cut and stays and line.is_open and len(line.text) <= SHORT

    def _suspect(self, line: SourceLine) -> None:
        if self.has_articles:
            closed = not self._is_wrapped(line)
            following = self._following()
            next_label = read_label(following.text) if following else None
            heads = next_label is not None and next_label.level is not None
            self.unread.judge(line, self._next_number(), closed=closed, heads=heads)
            self._look_inside(line.text, line)
            if closed and self._innermost(Level.ARTICLE) is not None:
                self._suspect_item(line)

    def _suspect_item(self, line: SourceLine) -> None:
        """Warn of 「〔二〕」 that goes on no series, and of 「（二」 that would go on an open one."""
        series = (n for n in self.stack if n.style in ("（一）", "（1）"))
        expected = [number_key(node.number)[0] + 1 for node in series]
        goes_on = self.previous is not None and self.previous.text[-1] in "；;"
        found = bracketed_sign(line.text) or next(
            filter(None, (damaged_sign(line.text, n, listed=goes_on) for n in expected)), ""
        )
        if found:
            self.unread.suspect_item(line.number, found)
