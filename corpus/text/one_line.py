"""Provisions that share a line, and where to part them: only where the numbering on it proves it."""

from __future__ import annotations

import re

from corpus.text.numerals import NUMERAL_CHARS, read_number

_N = f"[{NUMERAL_CHARS}]+"
_MAY_CUT = re.compile(r"第.{1,9}[条章节编]|[；。;，：:] ?[（(0-9０-９①-⑳㈠-㈩]|^第.{1,9}条 ?[（(]")
_ARTICLE_FIRST = re.compile(rf"第({_N})条(?:之{_N})*")
_STRUCTURE_FIRST = re.compile(rf"第{_N}(?:编|分编|章|节) ")
_ARTICLE_INSIDE = re.compile(rf"(?:(?<=[。！？；”）]) |(?<=[。！？；”）]))第({_N})条(?= ?\S)")
#: A line break that became a blank.
_ARTICLE_SET_OFF = re.compile(rf"(?<=[。！？；”）]) (?=第{_N}条[^规款项至、，和及或与之的])")
_ARTICLE_AFTER_TITLE = re.compile(rf" (?=第{_N}条 )")
_STRUCTURE_INSIDE = re.compile(
    rf"(?<=[。！？；”）]) ?(?=第{_N}(?:编|分编|章|节) [^。；，：]{{1,30}}(?:$| 第{_N}条 ))"
)
_ITEM_SIGNS = (
    re.compile(r"[（(]([〇零○一二三四五六七八九十百]+)[）)]"),
    re.compile(r"[（(]([0-9０-９]{1,2})[）)]"),
    re.compile(r"([0-9０-９]{1,2})[.．、](?![0-9０-９])"),
    re.compile(r"([①-⑳])"),
    re.compile(r"([㈠-㈩])"),
)


def cuts(text: str) -> list[int]:
    """Where provisions after the first begin in a line, in order; mostly nowhere."""
    if len(text) < 8 or not _MAY_CUT.search(text, 1):
        return []
    found = [0]
    while (more := _next_heading(text[found[-1] :])) is not None:
        found.append(found[-1] + more)
    pieces = [text[a:b] for a, b in zip(found, [*found[1:], len(text)], strict=True)]
    every = [
        start + place
        for start, piece in zip(found, pieces, strict=True)
        for place in (0, *_items(piece.rstrip(" ")))
    ]
    return every[1:]


def _next_heading(text: str) -> int | None:
    """Where the next 条 or 章 begins in a line."""
    if first := _ARTICLE_FIRST.match(text):
        return _after_article(text, first)
    pattern = _ARTICLE_AFTER_TITLE if _STRUCTURE_FIRST.match(text) else _ARTICLE_SET_OFF
    found = pattern.search(text)
    return found.start() + 1 if found else None


def _after_article(text: str, first: re.Match[str]) -> int | None:
    """第一条…。第二条 …: the next article by number, with a blank before or after its label."""
    found = _STRUCTURE_INSIDE.search(text) or _ARTICLE_SET_OFF.search(text, first.end())
    if found is not None:
        return found.end() if found.re is _STRUCTURE_INSIDE else found.start() + 1
    number = read_number(first[1])
    for found in _ARTICLE_INSIDE.finditer(text, first.end()):
        blank = found.group().startswith(" ") or text[found.end() : found.end() + 1] == " "
        if blank and number is not None and read_number(found[1]) == number + 1:
            return found.start() + found.group().startswith(" ")
    return None


def _items(text: str) -> list[int]:
    """应当：（一）甲；（二）乙: the members of a series that runs on along the line."""
    for sign in _ITEM_SIGNS:
        places: list[int] = []
        expected = 0
        for found in sign.finditer(text):
            before = text[: found.start()].rstrip(" ")
            number = _sign_number(found[1])
            opens = not places and (
                not before
                or (number == 1 and before[-1] in "：:")
                or _ARTICLE_FIRST.fullmatch(before) is not None
            )
            if opens or (places and number == expected and before[-1:] in tuple("；。;，")):
                places.append(found.start())
                expected = number + 1
        if len(places) > 1 or (places and text[places[0] - 1] in "：:"):
            return places if places[0] else places[1:]
    return []


def _sign_number(sign: str) -> int:
    for first, last in ("①⑳", "㈠㈩"):
        if len(sign) == 1 and first <= sign <= last:
            return ord(sign) - ord(first) + 1
    return read_number(sign) or 0
