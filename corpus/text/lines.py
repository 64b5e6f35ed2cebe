"""Source text → lines: the layout of one line at a time.

Layout is: byte-order mark and characters that show nothing, kind of newline, white space at both
ends of a line, runs of white space inside it, blank lines, blanks inside a label, Markdown marks,
HTML tags and comments; and that two provisions share a line which their numbering tells apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.text.characters import BLANK, COUNTED_BREAK, LINE_BREAK, NOTHING, columns, fold
from corpus.text.markup import CODE, EMPHASIS, LINK, STRUCK, blank_markup
from corpus.text.numerals import NUMERAL_CHARS
from corpus.text.one_line import cuts

#: Characters that end a paragraph. A line that ends otherwise may go on in the next one.
TERMINALS = "。；：！？…”’）」』】.;:!?)>|"

_N = f"[{NUMERAL_CHARS}]"
_UNIT = r"(?:条(?![例款约])|章|节|分 ?编|编)"
_BULLET = r"(?:\*(?= )|[-+•·●○◦▪■□◆◇★☆►▶➢✓\uf000-\uf0ff])"
_LEADING_MARK = re.compile(
    rf"#{{1,6}}(?: |(?=第))|(?:>+ ?)+|{_BULLET} ?(?=[*_]{{0,3}}第 ?{_N}[{NUMERAL_CHARS} ]*{_UNIT})"
    rf"|[-*+] (?=[（(] ?{_N}|[0-9]{{1,2}}[.、])"
)
_EMPHASIS_FIRST = re.compile(r"(\*{1,3}|_{1,3}|`|~~)(?=\S)(?!第?\1)")
_EMPHASIS = re.compile(r"(\*\*\*?)(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
#: Marks around words that stay: struck out, code, a link (its address goes, and is told).
_AROUND = re.compile(rf"{STRUCK}|{CODE}|{LINK}|{EMPHASIS}")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>|-])")
_DASHES = r" ?(?::-+:?|-+:|-{2,}) ?"
#: A line that only draws the frame of a table.
_RULE = re.compile(
    rf"(?:\|?(?:{_DASHES}\|)+(?:{_DASHES})?\|?|\+(?:[-=]+\+)+|[\u2500-\u257f][\u2500-\u257f ]+[\u2500-\u257f])$"
)
_SPACED_LABEL = re.compile(
    rf"第 ?{_N}(?: ?{_N})* ?{_UNIT}(?: ?之 ?{_N}+(?= |$))*"
    rf"|[（(] ?{_N}(?: ?{_N})* ?[）)]|(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}}) (?=[.．、])"
)
_CELLS = re.compile(r"[\t ]*\t[\t ]*| {3,}|\u3000{2,}")


#: A line without any of these is already as it must be.
_UNUSUAL = re.compile(
    rf"^[\s#>*+•·●○◦▪■□◆◇★☆►▶➢✓\uf000-\uf0ff_`~|\u2500-\u257f-]|\s\s|\s$|~~|\]\(|[^\S ]|[\\*|`\u2800\u3164\uffa0]|{NOTHING.pattern}"
    r"|^第 |^第[^条章节编]{0,9} [^ ]{0,3}[条章节编]|^第.{1,9}[条章节编] ?之 |^[（(] |^[（(][^）)]{0,4} |^.{1,3} [.．、]"
)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One non-empty line of the source, or one of several provisions that share a line.

    Attributes:
        number: 1-based line number in the source, as editors count.
        text: the line without layout.
        start, end: its character range in the source.
        after_blank: whether a blank line (or the start of the text) stands before it.
        marked: whether it carried a Markdown heading mark.
        indent: columns of white space before it.
        cells: the cells of a table row that it may be, empty where it is none.
        after_page: whether a form feed stands right before it.
        squeezed: how many characters of it the layout took away.
    """

    number: int
    text: str
    start: int
    end: int
    after_blank: bool
    marked: bool = False
    indent: int = 0
    cells: tuple[str, ...] = ()
    after_page: bool = False
    squeezed: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the sentence may go on in the next line."""
        return self.text[-1] not in TERMINALS


def read_lines(source: str) -> Iterator[SourceLine]:
    """The non-empty lines of a source text, each without its layout."""
    text = blank_markup(fold(source))
    number, position, after_blank, after_page = 1, 0, True, False
    for found in (*LINE_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        lines = _lines(text[position:end], position, number)
        for index, line in enumerate(lines):
            if index:
                yield line
            else:
                yield replace(line, after_blank=after_blank, after_page=after_page)
        if found is not None:
            if lines or found.group() != "\x0c":
                after_blank = not lines
            after_page = found.group() == "\x0c" or (after_page and not lines)
            number += COUNTED_BREAK.fullmatch(found.group()) is not None
            position = found.end()


@dataclass(frozen=True, slots=True)
class _Run:
    """A text with the position in the source of each of its characters."""

    text: str
    at: Sequence[int]

    def without(self, spans: Sequence[tuple[int, int]]) -> _Run:
        if not spans:
            return self
        gone = {i for start, end in spans for i in range(start, end)}
        kept = [i for i in range(len(self.text)) if i not in gone]
        return _Run("".join(self.text[i] for i in kept), [self.at[i] for i in kept])

    def part(self, start: int, end: int) -> _Run:
        return _Run(self.text[start:end], self.at[start:end])


def _lines(raw: str, position: int, number: int) -> list[SourceLine]:
    """The lines that one line of the source holds: none where it is blank, mostly one."""
    if not raw or raw.isspace():
        return []
    if not _UNUSUAL.search(raw) and not cuts(raw):
        return [SourceLine(number, raw, position, position + len(raw), False)]
    run = _Run(raw, range(position, position + len(raw)))
    run = run.without([m.span() for m in NOTHING.finditer(raw)])
    body = run.text.lstrip()
    indent = columns(run.text[: len(run.text) - len(body)].replace("\t", "    "))
    cells = tuple(_CELLS.split(_after_label(body.rstrip())))
    run = _Run(BLANK.sub(" ", run.text), run.at)
    run = _stripped(run.without([(m.start() + 1, m.end()) for m in re.finditer(" {2,}", run.text)]))
    run, marked = _unmarked(run)
    if not run.text or _RULE.fullmatch(run.text):
        return []
    bare = _stripped(_plain(run))
    bounds = [0, *cuts(bare.text), len(bare.text)]
    lines = []
    for start, end in itertools.pairwise(bounds):
        if (part := _stripped(bare.part(start, end))).text:
            first = run.at[0] if start == 0 else part.at[0]
            last = (run.at[-1] if end == bounds[-1] else part.at[-1]) + 1
            lines.append(SourceLine(number, part.text, first, last, False, marked, indent))
    if len(lines) == 1:
        squeezed = len(body.rstrip()) - len(bare.text)
        lines = [replace(lines[0], cells=cells if cells[1:] else (), squeezed=squeezed)]
    return lines


def _after_label(text: str) -> str:
    label = _SPACED_LABEL.match(text)
    return text[label.end() :].strip() if label else text


def _stripped(run: _Run) -> _Run:
    start = len(run.text) - len(run.text.lstrip(" "))
    return run.part(start, max(start, len(run.text.rstrip(" "))))


def _unmarked(run: _Run) -> tuple[_Run, bool]:
    """Without the Markdown marks at its start, and whether one was that of a heading."""
    marked = False
    while mark := _LEADING_MARK.match(run.text):
        marked = marked or mark.group().startswith("#")
        run = _stripped(run.part(mark.end(), len(run.text)))
    if marked and (tail := re.search(r" #+$", run.text)):
        run = run.part(0, tail.start())
    return run, marked


def _plain(run: _Run) -> _Run:
    """Without emphasis, escapes, and blanks inside the label."""
    first = _EMPHASIS_FIRST.match(run.text)
    if first and _SPACED_LABEL.match(run.text, first.end()):
        closing = run.text.find(first[1], first.end())
        spans = [first.span()] + ([(closing, closing + len(first[1]))] if closing > 0 else [])
        run = _stripped(run.without(spans))
    spans = [
        span
        for m in _EMPHASIS.finditer(run.text)
        for span in ((m.start(), m.start(2)), (m.end(2), m.end()))
    ]
    run = run.without(spans)
    while around := _AROUND.search(run.text):
        start, end = around.span(around.lastindex or 0)
        run = run.without([(around.start(), start), (end, around.end())])
    run = run.without([m.span() for m in _ESCAPE.finditer(run.text)])
    label = _SPACED_LABEL.match(run.text)
    if label is None:
        return run
    return run.without([m.span() for m in re.finditer(" ", run.text[: label.end()])])
