"""The labels that lines begin with: 第N条, 第N章, （一）, 附件, and many signs of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.text.numerals import NUMERAL_CHARS, normalise_number
from corpus.text.provision import Level
from corpus.text.signs import read_signs

_N = f"[{NUMERAL_CHARS}]+"
_STRUCTURE = re.compile(rf"第({_N})(编|分编|章|节)((?:之{_N})*)")
_ARTICLE = re.compile(rf"第({_N})条((?:之{_N})*)")
_UNNUMBERED = re.compile(r"(序 ?言|前 ?言|附 ?则|总 ?则)$")
_ANNEX = re.compile(rf"(附 ?件|附 ?录|附 ?表|附)(?: ?({_N}))?(?=[:： ]|$|之)")
_CONTENTS = re.compile(r"[【（(\[]? ?目 ?[录次] ?[】）)\]]?[:：]?")
_LEVELS = {
    "编": Level.PART,
    "分编": Level.SUBPART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
}
#: What follows 第N条 where it may be a mention and not a heading.
_MENTION_TAIL = re.compile("[规款项至、，和及或与之的所中第”’」》]")
#: What follows it where it can be nothing else.
_SURE_TAIL = re.compile(
    rf"规定|[款项目，；。”’」》的]|、[第前本《]|[至到、和及或与][本同]?[第前]|以及|或者|第[{NUMERAL_CHARS}（(]"
    r"|所[列称述指规]|中(?:的|规|所|，|第|“)|之(?:规|外|前|后)|[以除]外|(?:分别)?(?:相应)?(?:修改|改为|删|增加|调整|移|合并)|"
    r"(?:情形|职责|义务|行为|要求|处罚|内容)(?:的|之|以?外|，|。|处)"
)


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
        is_mention: whether they can only stand after a mention.
        sure: whether the sign is one of a list by itself, and not only where others follow.
    """

    style: str
    level: Level | None
    number: str
    printed: str
    gap: str
    rest: str
    looks_like_heading: bool = True
    is_mention: bool = False
    sure: bool = True


def read_label(text: str) -> PrintedLabel | None:
    """The label that a line starts with, if any."""
    return next(iter(read_labels(text)), None)


@lru_cache(maxsize=20_000)
def read_labels(text: str) -> tuple[PrintedLabel, ...]:
    """All readings of the label that a line starts with: 「i）」 is the first of a series or the ninth."""
    label = _structure(text) or _article(text)
    if label is not None:
        return (label,)
    signs = tuple(
        replace(_build(text, end, style, None, str(number)), sure=sure)
        for style, number, end, sure in read_signs(text)
    )
    annex = _annex(text) if not signs else None
    return (annex,) if annex else signs


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
    number = _number(match)
    if match is None or number is None:
        return None
    unit = match.group(2)
    label = _build(text, match.end(), unit, _LEVELS[unit], number)
    if not label.rest or label.rest[-1] not in "。；，：、":
        return label
    return replace(label, looks_like_heading=False) if label.rest[-1] in "，、" else None


def _article(text: str) -> PrintedLabel | None:
    match = _ARTICLE.match(text)
    number = _number(match)
    if match is None or number is None:
        return None
    label = _build(text, match.end(), "条", Level.ARTICLE, number)
    if label.gap or not label.rest:
        return label
    sure = _SURE_TAIL.match(label.rest) is not None
    mention = sure or _MENTION_TAIL.match(label.rest) is not None
    return replace(label, looks_like_heading=not mention, is_mention=sure)


def _number(match: re.Match[str] | None) -> str | None:
    """The normalised number of a label, None where what is printed is no number."""
    if match is None:
        return None
    try:
        return normalise_number(match.group(1) + match.group(match.lastindex or 1))
    except ValueError:
        return None


def _annex(text: str) -> PrintedLabel | None:
    match = _ANNEX.match(text)
    if match is None or len(text) > 60:
        return None
    try:
        number = normalise_number(match.group(2)) if match.group(2) else ""
    except ValueError:
        return None
    end = match.end() + (1 if text[match.end() : match.end() + 1] in (":", "：") else 0)
    return _build(text, end, "附件", Level.ANNEX, number)
