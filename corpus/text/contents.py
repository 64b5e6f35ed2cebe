"""Tables of contents: where one stands before the text, with or without dots and page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.text.labels import is_contents, read_label
from corpus.text.lines import SourceLine
from corpus.text.provision import Level

#: Dots up to a page number, or a page number alone behind a blank.
_DOTS = re.compile(
    r" ?(?:[.．。·・•_—-]{3,}|[…⋯]+[.…⋯]*|(?:[.·…] ){2,}[.·…]?) ?[（(]?[\d０-９]{0,4}[）)]?$"
)
_PAGE = re.compile(r" [（(]?[\d０-９]{1,4}[）)]?$")


def contents_range(lines: Sequence[SourceLine]) -> range:
    """Indices of the lines of a table of contents, empty where there is none."""
    for start, line in enumerate(lines):
        headed = is_contents(line.text)
        label = read_label(line.text)
        structural = label is not None and label.level is not None and label.level <= Level.ARTICLE
        if label is not None and label.level is Level.ARTICLE and not _DOTS.search(line.text):
            break
        if headed or (structural and label is not None and label.level is not Level.ANNEX):
            first = start + headed
            end = _reprint(lines, first) or _after_dots(lines, first)
            return range(start, end if end is not None else first)
    return range(0)


def _key(text: str) -> str:
    """The words of an entry, without dots, page number and blanks."""
    return _PAGE.sub("", _DOTS.sub("", text)).replace(" ", "")


def _reprint(lines: Sequence[SourceLine], first: int) -> int | None:
    """Where the line ``first`` is printed again before any article, None where it is not."""
    for index in range(first + 1, len(lines)):
        if _key(lines[index].text) == _key(lines[first].text):
            return index
        label = read_label(lines[index].text)
        if label and label.level is Level.ARTICLE and not _DOTS.search(lines[index].text):
            return None
    return None


def _after_dots(lines: Sequence[SourceLine], first: int) -> int | None:
    """The end of a run of lines with dots and page numbers, None where there is none."""
    end = first
    while end < len(lines) and _DOTS.search(lines[end].text):
        end += 1
    return end if end > first else None
