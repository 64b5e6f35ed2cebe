"""What the first paragraph of an answer holds: what people act on."""

from __future__ import annotations

import re

from corpus.text.numerals import to_int

#: First words of an answer that says that something is not so.
NO = ("不是", "不可以", "不对")
#: Characters of a first paragraph that are read.
_LONGEST = 600
_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?|[一二三四五六七八九十百千两]+)(万?)(?=元|日|天|年|个|小时|倍|%)"
)


def first_paragraph(text: str) -> str:
    """What stands before the first empty line, after how the question was read."""
    paragraphs = text.split("\n\n")
    return paragraphs[1 if paragraphs[0].startswith("（理解为") else 0][:_LONGEST]


def holds(paragraph: str, fact: str) -> bool:
    """Whether a fact stands in a paragraph; numerals of either script are the same."""
    return plain_numbers(fact) in plain_numbers(paragraph)


def plain_numbers(text: str) -> str:
    """The text with amounts and terms in digits: 五千元, 5000元 and 0.5万元 are one."""
    return _NUMBER.sub(_digits, text.replace(" ", ""))


def _digits(match: re.Match[str]) -> str:
    written = match[1]
    number = float(written) if written[0].isdigit() else float(to_int(written.replace("两", "二")))
    return f"{number * (10_000 if match[2] else 1):g}"
