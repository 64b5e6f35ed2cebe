"""Labels that were broken over two lines: 「第三」 alone on one, 「条 …」 on the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.text.lines import SourceLine
from corpus.text.numerals import NUMERAL_CHARS

_N = f"[{NUMERAL_CHARS}]"
_HALVES = (
    (
        re.compile(rf"第 ?(?:{_N} ?)*"),
        re.compile(rf"(?:{_N} ?)*(?:条(?![例款件约文目])|(?:章|节|分?编)(?= |$))|(?:{_N} ?)+$"),
    ),
    (re.compile(rf"[（(] ?{_N}*"), re.compile(rf"{_N}* ?[）)]")),
)
_INSIDE = re.compile(rf"(?<=[。！？；]) ?[”’）)]? ?第 ?(?:{_N} ?)*$")


def join_labels(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines, the halves of a label that stands broken over several put together."""
    joined: list[SourceLine] = []
    for line in lines:
        before = joined[-1] if joined else line
        if joined and any(a.fullmatch(before.text) and b.match(line.text) for a, b in _HALVES):
            text = before.text.replace(" ", "") + line.text
            joined[-1] = replace(before, text=text, end=line.end, cells=())
        else:
            joined.append(line)
    return joined


def with_broken_end(text: str, following: str) -> str:
    """A text that ends in half a label behind a sentence, with the beginning of the next line."""
    return text + following[:12] if _INSIDE.search(text) else text
