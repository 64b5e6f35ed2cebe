"""Lines that look as if a label had been there and are read as none: one character wrong or lost.

``suspect`` judges the start of a line by the number that must come next; ``suspects_inside`` looks
for 第N条 where a sentence begins. Neither reads anything: what they find is told to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text.labels import read_label
from corpus.text.numerals import NUMERAL_CHARS, normalise_number

_N = f"[{NUMERAL_CHARS}]"
#: Characters that are taken for 第, 条 and 章 by those who type and those who scan.
_LIKE_DI = "弟苐笫娣递筇箓笰弗茀剃梯策簟"
_LIKE_TIAO = "奈絛條亲杀务備备務絮系茶案柔调朵杂余奕夈峹糸桑絫"
_LIKE_ZHANG = "草童竟意彰漳障樟璋茚苄爷芦遍篇偏"
#: What is counted by 第N, so that the character after the number is no damaged 条.
_COUNTED = "款项目次名位届年月日级类批期组号页步天周种方轮线者个人部编章节条"
#: What stands before N条 where that is a count.
_BEFORE_COUNT = "第本前后上下该此同共有各每其这那几两多和及或至到按依"
_END = r"(?= |$|[：:])"
_NO_ORDINAL = re.compile(
    rf"(?P<x>[^\s{NUMERAL_CHARS}{_BEFORE_COUNT}])?(?P<n>{_N}+)条(?P<sub>(?:之{_N}+)*)(?P<end>{_END})?(?!例)"
)
_OTHER_UNIT = re.compile(rf"第(?P<n>{_N}+)(?P<x>[^\s{NUMERAL_CHARS}，,、。；]){_END}")
_LIKE_UNIT = re.compile(rf"第(?P<n>{_N}+)(?P<x>[{_LIKE_TIAO}])")
_NO_UNIT = re.compile(
    rf"第(?P<n>{_N}+)(?: |[：:]|(?=[\u4e00-\u9fff])(?![{_COUNTED}产课季手]))(?=[^\d])"
)
_ODD_NUMBER = re.compile(
    rf"第(?P<n>[^\s第条，。；：、]{{0,6}}) ?[条絛條](?![例款文约件])(?P<end>{_END})?"
)
_STRUCTURE = re.compile(
    rf"(?:第{_N}+(?P<x>[{_LIKE_ZHANG}])|[{_LIKE_DI}]{_N}+[章节编]|第[^\s{NUMERAL_CHARS}几某各每一]章)(?P<end> |$)"
)
#: A short line that is set as the heading of a chapter, with an unknown character for its unit.
_HEADING = re.compile(
    rf"第{_N}{{1,3}}(?![{_COUNTED}条{_LIKE_TIAO}])[^\s{NUMERAL_CHARS}，。；：、] [^。；：，]{{1,28}}[^。；：，、]"
)
#: How a short line before a 条 begins where it is the heading of a chapter.
_HEADS = re.compile(
    rf"[第{_LIKE_DI}] ?{_N}*(?![{_COUNTED.replace('章', '').replace('节', '').replace('编', '')}条一责])[^\s，。；：、]?|{_N}+[章节编](?= )"
)
_SHORT = 30
#: A number that cannot be read, as 「十0」 or 「三十O」.
_MISPRINT = re.compile(rf"[{NUMERAL_CHARS}OoQDlI丨=]+[.．·'’-]?|")
#: Where sentences begin inside a line, and the damaged labels that may stand there.
_SENTENCE = re.compile(r"(?<=[。！？；]) ?[”’）)]? ?(?=\S)")
_DAMAGED_INSIDE = (
    (re.compile(rf"[{_LIKE_DI}] ?(?P<n>{_N}+) ?[条絛條{_LIKE_TIAO}](?![例款])"), True),
    (re.compile(rf"第(?P<n>{_N}+)[{_LIKE_TIAO}](?= |[：:])"), True),
    (re.compile(rf"第(?P<n>{_N}+)[{_LIKE_TIAO}]"), False),
    (re.compile(rf"第(?P<n>{_N}+)[^\s{NUMERAL_CHARS}{_COUNTED}，,、。；] "), False),
    (re.compile(rf"(?P<n>{_N}+)条(?= |[：:])"), False),
    (re.compile(r"第(?P<n>) 条(?= )"), True),
    (re.compile(rf"第(?P<n>{_N}+) (?=[^\d，。；])"), False),
)
_ODD_INSIDE = re.compile(
    rf"第(?P<n>(?:{_N}|[^\s第条，。；：、款项目章节次某几哪各每本该前]){{1,6}})[条絛條](?![例款文约件])"
)
_BROKEN_HEADING = re.compile(
    rf"(?:[{_LIKE_DI}]{_N}+[章节编]|第{_N}+[{_LIKE_ZHANG}]) [^。；：，]{{1,28}}[^。；：，、]$"
)
_MARKED = re.compile(rf"(?P<mark>[^\w\s（(“\"‘'《「『第…—]{{1,3}}) ?第(?P<n>{_N}+)条(?!例)")
_INSIDE = re.compile(
    rf"(?<=[。！？；]) ?[”’）)]? ?第 ?(?P<n>{_N}+) ?条(?P<sub>(?:之{_N}+)*)(?!例)(?P<end> )?"
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """What may be a label: its characters, and the 条 that it may be, empty where nobody can tell.

    ``sure`` where it stays one though that 条 is found elsewhere.
    """

    printed: str
    article: str = ""
    unit: str = "条"
    sure: bool = False


def suspect(text: str, expected: str, *, closed: bool, heads: bool = False) -> Suspect | None:
    """The damaged label that a line seems to begin with.

    Args:
        text: a line that was read as text.
        expected: the number of the 条 that must come next.
        closed: whether the sentence of the line before is at its end.
        heads: whether a 条 or a heading follows right after it.
    """
    if match := _STRUCTURE.match(text):
        short = len(text) <= 30 and text[-1] not in "。；，"
        if short and (closed or match["end"]):
            return Suspect(match.group().strip(), unit="章")
    heading = _HEADS.match(text) if heads and closed else None
    if heading and len(text) <= _SHORT and text[-1] not in "。；，：":
        return Suspect(heading.group().strip(), unit="章、节", sure=True)
    if closed and _HEADING.fullmatch(text):
        return Suspect(text.split(" ")[0], unit="章、节", sure=True)
    if (match := _MARKED.match(text)) and (closed or match["mark"] not in "，、。；：）”》"):
        return Suspect(match.group(), _number(match["n"]))
    for pattern in (_NO_ORDINAL, _OTHER_UNIT, _LIKE_UNIT, _NO_UNIT):
        match = pattern.match(text)
        number = _number(match["n"]) if match else ""
        if match and _weighs(pattern, match, number == expected, closed):
            return Suspect(match.group().strip(), number)
    match = _ODD_NUMBER.match(text)
    if match is None or _number(match["n"]) or match["n"] in ("几", "某", "多少", "哪"):
        return None
    set_off = closed or match["end"] is not None
    odd = match["end"] is not None or _MISPRINT.fullmatch(match["n"]) is not None
    return Suspect(match.group().strip(), expected, sure=odd) if set_off else None


def _weighs(pattern: re.Pattern[str], match: re.Match[str], is_next: bool, closed: bool) -> bool:
    """Whether what was found is more than a way of counting."""
    if pattern is _NO_ORDINAL:
        likely = match["x"] is not None and match["x"] in _LIKE_DI
        return likely or (is_next and closed) or (is_next and match["end"] is not None)
    if pattern is _OTHER_UNIT:
        return match["x"] not in _COUNTED and (is_next or match["x"] in _LIKE_TIAO)
    if pattern is _LIKE_UNIT:
        return is_next and closed
    return is_next and closed


def suspects_inside(text: str, expected: str) -> Iterator[Suspect]:
    """第N条 at the start of a sentence inside a line, where it may be a label."""
    for match in _INSIDE.finditer(text):
        number = _number(match["n"] + match["sub"])
        label = read_label(text[match.start() :].lstrip(" ”’）)").replace("第 ", "第"))
        mention = label is None or not label.looks_like_heading
        if match["end"] or (number == expected and not mention):
            yield Suspect(match.group().strip(" ”’）)"), number)
    for place in _SENTENCE.finditer(text):
        if found := _damaged(text[place.end() :], expected):
            yield found


def _damaged(text: str, expected: str) -> Suspect | None:
    """The damaged label that a sentence inside a line begins with."""
    for pattern, certain in _DAMAGED_INSIDE:
        match = pattern.match(text)
        if match and (certain or _number(match["n"]) == expected):
            return Suspect(match.group().strip(), _number(match["n"]))
    if match := _BROKEN_HEADING.match(text):
        return Suspect(text.split(" ")[0], unit="章")
    match = _ODD_INSIDE.match(text)
    if match is None or _number(match["n"]):
        return None
    odd = _MISPRINT.fullmatch(match["n"]) is not None
    others = re.sub(_N, "", match["n"])
    return Suspect(match.group(), expected, sure=odd) if odd or len(others) == 1 else None


def _number(printed: str) -> str:
    try:
        return normalise_number(printed)
    except ValueError:
        return ""
