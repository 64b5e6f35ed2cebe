"""Several texts in one file: where another one begins, though nothing says 附件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.text.labels import is_contents, read_label
from corpus.text.lines import SourceLine
from corpus.text.provision import Level

_IN_BRACKETS = re.compile(r"[（(].*[）)]")
#: Most lines of a title, with what was passed when, and the headings up to 第一条.
_MOST = 60
_TITLE = 40
_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{1,4} ?年.{1,6}月.{1,4}日")


def text_starts(lines: Sequence[SourceLine], contents: range) -> frozenset[int]:
    """Indices of the lines with which a second, a third … text begins: its title, or its 第一条.

    Args:
        lines: of the file.
        contents: indices of its table of contents, which holds no text.
    """
    starts: set[int] = set()
    articles = 0
    for index in range(contents.stop, len(lines)):
        line = lines[index]
        label = read_label(line.text)
        if label is not None and label.level is Level.ANNEX and articles:
            articles = 0
        if label is None or label.level is not Level.ARTICLE or not label.looks_like_heading:
            continue
        continued = index > 0 and lines[index - 1].is_open and not line.after_blank
        start = _title_above(lines, index) if label.number == "1" and articles else None
        if start is not None and (start < index or (articles > 1 and not continued)):
            starts.add(start)
            articles = 0
        articles += 1
    return frozenset(starts)


def _title_above(lines: Sequence[SourceLine], index: int) -> int | None:
    """Where the title of the text stands whose 第一条 is given; None below an 附件."""
    start = index
    for above in range(index - 1, max(0, index - _MOST), -1):
        line = lines[above]
        label = read_label(line.text)
        if label is not None and label.level is Level.ANNEX:
            return None
        heading = label is not None and label.level is not None and label.level < Level.ARTICLE
        title = label is None and len(line.text) <= _TITLE and line.is_open
        if not (heading or title or is_contents(line.text) or _IN_BRACKETS.fullmatch(line.text)):
            break
        if _DATE.match(line.text):
            break
        start = above
    return start
