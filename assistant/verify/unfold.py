"""Ways of writing made one before a sentence is checked: what is folded together is written out.

「三件事不能做：一是收费，二是…」 forbids each part of its list, 「甲是一、乙是二」 states two things, and
「市一级」 is 「市级」.
"""

from __future__ import annotations

import re

from corpus.text.numerals import to_int

_LEVEL = re.compile(r"(?<=[市区县])一级")
#: A list of statements that is joined as a list of names.
_JOINED = re.compile(r"((?:是|为)[^，：。；、]{2,12})、(?=[^，：。；、]{2,12}(?:是|为))")
_FORBIDDEN = re.compile(
    r"(?:(?P<n>[一二三四五六七八九十两\d]+)?(?:件事|种行为|类行为|种做法|条红线|项|点|种情形))?(?:都|均|是)?"
    r"(?P<word>不得|不能|不可以|禁止|严禁|不许|不准)(?:做|有|出现|的|的是|的有|的行为有?|的事有?)?(?:包括)?：(?P<parts>[^。]+)"
)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，、]?|其[一二三四五]|\d[.、])"
)


def unfold(said: str) -> str:
    """A flat sentence with its folded statements written out."""
    said = _JOINED.sub(r"\1，", _LEVEL.sub("级", said))
    return _FORBIDDEN.sub(_each_forbidden, said)


def _each_forbidden(match: re.Match[str]) -> str:
    """Every part of a list with the word that forbids it; unchanged where the count is wrong."""
    listed = match["parts"].rstrip("。；，")
    mark = next((m for m in "；，、" if m in listed), "")
    parts = [_NUMBER.sub("", p) for p in (listed.split(mark) if mark else [listed])]
    number = match["n"]
    if number and len(parts) != (2 if number == "两" else to_int(number)):
        return match.group()
    return "，".join(p if p.startswith(match["word"]) else match["word"] + p for p in parts)
