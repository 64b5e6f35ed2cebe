"""What a raw line begins: a 条, a heading, an item, or nothing."""

from __future__ import annotations

import re

from corpus.text.labels import PrintedLabel, read_label
from corpus.text.provision import Level

_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"^(?:#{1,6} ?|\*\*|[-*+] )+")


def label_of(line: str) -> PrintedLabel | None:
    """The label that a line begins with, blanks of any width folded; None for none or a mention."""
    label = read_label(_MARKS.sub("", _BLANKS.sub(" ", line.strip())))
    return label if label is not None and label.looks_like_heading else None


def article_of(line: str) -> str:
    """Number of the 条 that a line begins; empty for none."""
    label = label_of(line) if "条" in line[:14] else None
    return label.number if label is not None and label.level is Level.ARTICLE else ""


def heads(line: str) -> bool:
    """Whether a line begins a 条, or is the heading of what holds some."""
    label = label_of(line) if "第" in line[:6] else None
    return label is not None and label.level is not None and label.level <= Level.ARTICLE
