"""Provisions named in English → Chinese citations: "Article 19(5)", "paragraph 2 of Article 15"."""

from __future__ import annotations

import re

from corpus.text.numerals import to_chinese

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}


def _numbers() -> dict[str, int]:
    """Words for 1–59, cardinal and ordinal."""
    found = {w: n for words in (_ONES, _ORDINALS) for n, w in enumerate(words) if n}
    for word, ten in _TENS.items():
        found |= {word: ten, f"{word[:-1]}ieth": ten}
        for n in range(1, 10):
            found |= {f"{word}-{_ONES[n]}": ten + n, f"{word}-{_ORDINALS[n]}": ten + n}
    return found


_NUMBERS = _numbers()
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_N = rf"(?:\d{{1,4}}|{_WORDS})"
_NTH = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{_WORDS})"
_ARTICLE = rf"\bart(?:icle)?s?\b\.?[ ]*(?:no\.?[ ]*)?(?P<article>{_N})"
_ITEM = r"(?:items?|points?|sub-?paragraphs?|clauses?|no\.)"
_PARA = r"(?:para(?:graph)?s?\b\.?|section)"
_SEP = r"[ ,]*(?:(?:of|in|and)[ ]+)?(?:the[ ]+)?"
#: Ways to name a provision of an 条, the fullest first.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_ARTICLE}{_SEP}{_PARA}[ ]*\(?(?P<paragraph>{_N})\b\)?{_SEP}{_ITEM}?[ ]*\(?(?P<item>\d{{1,3}})\)",
        rf"{_ARTICLE}{_SEP}{_PARA}[ ]*\(?(?P<paragraph>{_N})\b\)?",
        rf"{_ARTICLE}{_SEP}{_ITEM}[ ]*\(?(?P<item>{_N})\b\)?",
        rf"{_ARTICLE}[ ]*\((?P<item>\d{{1,3}})\)",
        rf"\b{_PARA}[ ]*\(?(?P<paragraph>{_N})\b\)?{_SEP}{_ARTICLE}",
        rf"\b{_ITEM}[ ]*\(?(?P<item>{_N})\b\)?{_SEP}{_ARTICLE}",
        rf"\b(?P<paragraph>{_NTH})[ ]+{_PARA}{_SEP}{_ARTICLE}",
        rf"\b(?P<item>{_NTH})[ ]+{_ITEM}{_SEP}{_ARTICLE}",
        rf"{_ARTICLE}\b(?!\.\d)",
        r"(?<![\w.])(?P<article>\d{1,3})[ ]?\((?P<item>\d{1,3})\)",
        rf"\bchapter[ ]+(?P<chapter>{_N}\b|[ivx]+\b)|\b(?P<nth>{_NTH})[ ]+chapter\b",
    )
)
_LIST = re.compile(
    r"\barticles[ ]+(\d{1,4}(?:[ ]*(?:,|and|or|&|,[ ]*and)[ ]*\d{1,4}\b(?![(.]))+)", re.IGNORECASE
)
_RANGE = re.compile(
    r"\barticles?[ ]+(\d{1,4})[ ]*(?:to|through|until|-|–|—)[ ]*(?:articles?[ ]+)?(\d{1,4})\b(?![(.])",
    re.IGNORECASE,
)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}


def find_references(question: str) -> tuple[tuple[str, ...], str]:
    """Chinese citations in reading order, and the question without the words for them."""
    found: list[tuple[int, str]] = []

    def taken(match: re.Match[str]) -> str:
        found.append((match.start(), _chinese(match.groupdict())))
        return " " * len(match.group())

    def listed(match: re.Match[str]) -> str:
        numbers = re.findall(r"\d+", match[1])
        found.extend((match.start(), f"第{to_chinese(int(n))}条") for n in numbers)
        return " " * len(match.group())

    def ranged(match: re.Match[str]) -> str:
        first, last = (f"第{to_chinese(int(n))}条" for n in match.groups())
        found.append((match.start(), f"{first}至{last}"))
        return " " * len(match.group())

    rest = _LIST.sub(listed, _RANGE.sub(ranged, question))
    for form in _FORMS:
        rest = form.sub(taken, rest)
    found.sort(key=lambda f: f[0])
    return tuple(dict.fromkeys(citation for _, citation in found)), rest


def _chinese(parts: dict[str, str | None]) -> str:
    chapter = parts.get("chapter") or parts.get("nth")
    if chapter:
        return f"第{_number(chapter)}章"
    written = f"第{_number(parts['article'] or '')}条"
    if paragraph := parts.get("paragraph"):
        written += f"第{_number(paragraph)}款"
    if item := parts.get("item"):
        written += f"第（{_number(item)}）项"
    return written


def _number(written: str) -> str:
    text = written.lower()
    digits = re.match(r"\d+", text)
    value = int(digits.group()) if digits else _NUMBERS.get(text) or _ROMAN.get(text, 0)
    return to_chinese(value)
