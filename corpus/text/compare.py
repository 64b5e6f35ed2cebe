"""Words → the one form in which they are compared, and where each of its characters comes from.

Whether a passage is printed somewhere is asked of the forms of both sides and of nothing else.

1. What only differs in dress is one: width, traditional and simplified characters, radicals, blanks
   and line breaks, Markdown and HTML marks, kinds of dashes, dots and brackets. Quotation marks
   count for nothing, so that inner ones may be of any kind.
2. What says something else stays apart: 10² is not 102, two numbers in neighbouring cells are not
   one number, 、 is not ，.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from corpus.text.characters import fold_character
from corpus.text.quotations import QUOTATION_MARKS

_TAGS = "a|b|big|br|center|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|s|small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul"
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
#: Layout inside folded words. What has a name is replaced, see ``_COMPARED``; all else goes.
_LAYOUT = re.compile(
    rf"""
    (?P<power>(?<=[0-9])(?:<sup>|\^(?=[0-9]))) | \^(?=[0-9])
  | <!--.*?--> | </?(?:{_TAGS})\b[^<>\n]{{0,200}}>
  | (?m:^[^\S\n]*(?:(?:\#{{1,6}}|[-+*])(?=[^\S\n])|>(?!\s*[0-9=]))+[^\S\n]*)
  | !?\[(?=[^\[\]\n]*\]\([^()\s]*\)) | (?<=\S)\]\([^()\s]*\) | \[\^\w{{1,8}}\]
  | \\(?=[!-/:-@\[-`{{-~])
  | \*{{2,}} | _{{2,}} | ~{{2,}} | `+ | ={{2,}}
  | (?<![0-9A-Za-z])[*_] | [*_](?![0-9A-Za-z])
  | (?P<cells>(?<=[0-9])(?:[^\S\n]|\|)+(?=[0-9](?![0-9]{{2}}(?![0-9]))))
  | (?P<dash>[—―─‒–‐‑-]{{2,}} | (?<![0-9])[—―─](?![0-9]))
  | (?P<hyphen>[—―─‒–‐‑-])
  | (?P<dots>(?:\.{{3,}}|…)+ | 。{{3,}} | ·{{3,}})
  | (?P<stop>(?<=[^\x00-\x7f])\.(?![0-9]))
  | (?:[\s|\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe0f\ufeff])+
    """,
    re.VERBOSE | re.DOTALL,
)
_COMPARED = {"power": "^", "cells": " ", "dash": "-", "hyphen": "-", "dots": "…", "stop": "。"}
_TIDIED = {**_COMPARED, "dash": "——"}
#: Kinds of one mark, and of the zero in 二〇二〇年; a raised figure is not one of the number.
_KINDS = {
    **dict.fromkeys("•・･‧∙", "·"),
    **dict.fromkeys("〜∼", "~"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("〔【〖", "["),
    **dict.fromkeys("〕】〗", "]"),
    **dict.fromkeys("∶﹕", ":"),
    "〈": "《",
    "〉": "》",
    "…": "…",
    **{raised: f"^{i}" for i, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}


class _Folds(dict[int, str]):
    """``str.translate`` table that works out each character once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = character in QUOTATION_MARKS
        folded = character if kept else _KINDS.get(character) or fold_character(character)
        self[code] = folded
        return folded


_FOLDS = _Folds()
_WITHOUT_MARKS = dict.fromkeys(map(ord, QUOTATION_MARKS), "")


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text in the form for comparing.

    Attributes:
        form: the form.
        origin: for each of its characters, the place in the text that it comes from.
    """

    form: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the form, not an empty one, stands in the text."""
        return self.origin[start], self.origin[end - 1] + 1


def compare_form(words: str) -> str:
    """The form in which words are compared."""
    folded = _unescape(words).translate(_FOLDS).translate(_WITHOUT_MARKS)
    return _LAYOUT.sub(lambda match: _COMPARED.get(match.lastgroup or "", ""), folded)


def tidy_form(words: str) -> str:
    """``compare_form`` for reading what a sentence says: its quotation marks and dashes stay."""
    folded = _unescape(words).translate(_FOLDS)
    return _LAYOUT.sub(lambda match: _TIDIED.get(match.lastgroup or "", ""), folded)


def compare_text(words: str) -> ComparedText:
    """The form with the places that its characters come from."""
    folded, places = _folded(words)
    form: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _LAYOUT.finditer(folded):
        instead = _COMPARED.get(match.lastgroup or "", "")
        form += (folded[done : match.start()], instead)
        origin += places[done : match.start()] + places[match.start() :][:1] * len(instead)
        done = match.end()
    return ComparedText("".join([*form, folded[done:]]), (*origin, *places[done:]))


def _unescape(words: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), words) if "&" in words else words


def _folded(words: str) -> tuple[str, list[int]]:
    """What the layout is looked for in, with the place of each of its characters."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in [*_ENTITY.finditer(words), None]:
        until = match.start() if match else len(words)
        read = [(at, words[at]) for at in range(done, until)]
        if match:
            read += [(until, c) for c in html.unescape(match.group())]
            done = match.end()
        for at, character in read:
            folded = "" if character in QUOTATION_MARKS else _FOLDS[ord(character)]
            pieces.append(folded)
            places += [at] * len(folded)
    return "".join(pieces), places
