"""Whether a question is English, or mixes it in. Apart from the rest, so that Chinese questions load nothing for it."""

from __future__ import annotations

import re

_LOWER = re.compile(r"(?<![A-Za-z0-9.@/])[A-Za-z]?[a-z]{2,}(?![\w@/.])", re.ASCII)
_HAN = re.compile(r"[\u3400-\u9fff]")
#: A word of two letters or more that stands alone: art19.item5 holds none.
LATIN = re.compile(r"(?<![\w.@/])[A-Za-z][A-Za-z'’]+(?![\w@/])")
#: Latin words for each Chinese character from which a question counts as English.
_SHARE = 4


def may_be_english(question: str) -> bool:
    """Whether a question is written in Latin words, with hardly any Chinese character."""
    words = LATIN.findall(question)
    return bool(words) and len(_HAN.findall(question)) * _SHARE <= len(words)


def mixes_english(question: str) -> bool:
    """Whether lower-case Latin words stand in a Chinese question."""
    return _LOWER.search(question) is not None
