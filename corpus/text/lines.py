"""Source text → lines: the layout that the parser ignores, and the labels that it reads.

Layout is: byte-order mark, kind of newline, white space at both ends of a line, runs of white
space inside it, blank lines, Markdown heading marks and HTML comments. ``normalise`` removes it;
nothing else is ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text.numerals import NUMERAL_CHARS, normalise_number
from corpus.text.provision import Level

_NEWLINE = re.compile(r"\r\n|\r|\n")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_HEADING_MARK = re.compile(r"(?:#{1,6}\s+)+")
_COMMENT = re.compile(r"<!--.*?-->")

#: Characters that end a paragraph. A line that ends otherwise may go on in the next one.
TERMINALS = "。；：！？…”’）」』】.;:!?)>|"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One non-empty line of the source.

    Attributes:
        number: 1-based line number in the source.
        text: the line without layout.
        start, end: its character range in the source.
        after_blank: whether a blank line (or the start of the text) stands before it.
        marked: whether it carried a Markdown heading mark.
    """

    number: int
    text: str
    start: int
    end: int
    after_blank: bool
    marked: bool

    @property
    def is_open(self) -> bool:
        """Whether the sentence may go on in the next line."""
        return self.text[-1] not in TERMINALS


def read_lines(source: str) -> Iterator[SourceLine]:
    """The non-empty lines of a source text, without layout."""
    position, after_blank = 0, True
    for number, raw in enumerate(_NEWLINE.split(source), 1):
        body, offset, marked = raw, 0, False
        while True:
            trimmed = _trim_start(body)
            mark = _HEADING_MARK.match(trimmed) or _COMMENT.match(trimmed)
            offset += len(body) - len(trimmed)
            if mark is None:
                break
            marked = marked or trimmed.startswith("#")
            offset += mark.end()
            body = trimmed[mark.end() :]
        stripped = _trim_end(trimmed)
        if stripped:
            start = position + offset
            yield SourceLine(
                number,
                _SPACE.sub(" ", stripped),
                start,
                start + len(stripped),
                after_blank,
                marked,
            )
        after_blank = not stripped
        newline = _NEWLINE.match(source, position + len(raw))
        position += len(raw) + (len(newline.group()) if newline else 0)


def _trim_start(text: str) -> str:
    match = _SPACE.match(text)
    return text[match.end() :] if match else text


def _trim_end(text: str) -> str:
    end = len(text)
    while end and _SPACE.fullmatch(text[end - 1]):
        end -= 1
    return text[:end]


def normalise(source: str) -> str:
    """The text without layout, one line per source line: what ``render`` gives back."""
    return "\n".join(line.text for line in read_lines(source))


# --- labels -----------------------------------------------------------------------------------

_N = f"[{NUMERAL_CHARS}]+"
_STRUCTURE = re.compile(rf"第({_N})(编|分编|章|节)((?:之{_N})*)")
_ARTICLE = re.compile(rf"第({_N})条((?:之{_N})*)")
_ENUMERATORS = {
    "（一）": re.compile(r"[（(] ?([〇零○一二三四五六七八九十百千]+) ?[）)]"),
    "（1）": re.compile(r"[（(] ?([0-9０-９]{1,3}) ?[）)]"),
    "一、": re.compile(r"([〇零○一二三四五六七八九十百千]+)、"),
    "1.": re.compile(r"([0-9０-９]{1,3})[.．、](?![0-9０-９])"),
}
_CIRCLED = {
    "①": re.compile(r"[①-⑳]"),
    "⑴": re.compile(r"[⑴-⒇]"),
    "⒈": re.compile(r"[⒈-⒛]"),
}
_UNNUMBERED = re.compile(r"(序 ?言|前 ?言|附 ?则|总 ?则)$")
_ANNEX = re.compile(rf"(附件|附录|附表|附)({_N})?(?=[:： ]|$|之)")
_CONTENTS = re.compile(r"目 ?录$")
_LEVELS = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
}
#: What follows 第N条 where it is a mention and not a heading.
_MENTION_TAIL = tuple("规款项至、，和及或与之的所中第”’」》")


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A printed label at the start of a line.

    Attributes:
        style: the kind of printed form, the key by which members of one series know each other.
        level: the level it opens, None for enumerators, whose level depends on where they stand.
        number: normalised number.
        printed: the label as printed.
        gap: white space after it.
        rest: the words after it.
        looks_like_heading: whether the words after the label could stand after a heading's.
    """

    style: str
    level: Level | None
    number: str
    printed: str
    gap: str
    rest: str
    looks_like_heading: bool = True


def read_label(text: str) -> PrintedLabel | None:
    """The label that a line starts with, if any."""
    return _structure(text) or _article(text) or _enumerator(text) or _annex(text)


def is_contents(text: str) -> bool:
    """Whether the line is the heading 「目录」."""
    return _CONTENTS.fullmatch(text) is not None


def _build(text: str, end: int, style: str, level: Level | None, number: str) -> PrintedLabel:
    gap = " " if text[end : end + 1] == " " else ""
    rest = text[end + len(gap) :]
    return PrintedLabel(style, level, number, text[:end], gap, rest)


def _structure(text: str) -> PrintedLabel | None:
    if _UNNUMBERED.fullmatch(text):
        return PrintedLabel("序言", Level.CHAPTER, "", text, "", "")
    match = _STRUCTURE.match(text)
    if match is None:
        return None
    unit = match.group(2)
    label = _build(text, match.end(), unit, _LEVELS[unit], _number(match))
    return label if not label.rest or label.rest[-1] not in "。；，：、" else None


def _article(text: str) -> PrintedLabel | None:
    match = _ARTICLE.match(text)
    if match is None:
        return None
    label = _build(text, match.end(), "条", Level.ARTICLE, _number(match))
    mention = not label.gap and label.rest.startswith(_MENTION_TAIL)
    return PrintedLabel(
        label.style,
        label.level,
        label.number,
        label.printed,
        label.gap,
        label.rest,
        looks_like_heading=not mention,
    )


def _number(match: re.Match[str]) -> str:
    return normalise_number(match.group(1) + match.group(match.lastindex or 1))


def _enumerator(text: str) -> PrintedLabel | None:
    for style, pattern in _ENUMERATORS.items():
        if match := pattern.match(text):
            return _build(text, match.end(), style, None, normalise_number(match.group(1)))
    for style, pattern in _CIRCLED.items():
        if pattern.match(text):
            return _build(text, 1, style, None, str(ord(text[0]) - ord(style) + 1))
    return None


def _annex(text: str) -> PrintedLabel | None:
    match = _ANNEX.match(text)
    if match is None or len(text) > 60:
        return None
    number = normalise_number(match.group(2)) if match.group(2) else ""
    end = match.end() + (1 if text[match.end() : match.end() + 1] in (":", "：") else 0)
    return _build(text, end, "附件", Level.ANNEX, number)
