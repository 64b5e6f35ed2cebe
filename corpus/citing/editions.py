"""Editions of a text: the words that ask for another one than is held, and what is held.

Only one edition of a text is held at a time. Its year is that of the last event by which its words
became what they are (2019年4月23日修正), else what title or notes print last; a text that prints none
is the edition of no year.
"""

from __future__ import annotations

import re

from corpus.citing.printed_numbers import NUMBER_CHARS
from corpus.text.provision import Level, Regulation
from corpus.text.status import is_draft
from corpus.text.versions import newer_version

_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_WHAT = r"(?:版本?|文本|稿|法|条例|细则|办法|规定|条文|条款|标准|规范|文件)"
_CHANGED = r"(?:修改|修订|修正|改版|更新|调整)"
#: 原来的, 以前的 right before an address.
_FORMER = r"(?:原来|原先|原有|以前|从前|过去|先前|早先|当初|旧|老|上次)"
_ARTICLE = rf"第 ?[{NUMBER_CHARS}]+ ?[条章]"
_WAS = r"(?:原来|原先|原本|以前|从前|过去|之前|先前|当初|最初|最早|早先)"
#: 第六条改了什么, 第六条有什么变化: a comparison of two editions.
_COMPARED = re.compile(
    rf"(?<=[条款项章])(?:都|到底|究竟|具体|这次)*(?:{_CHANGED}|改|变|变动|删|增加|新增)(?:动|掉|过|了)*(?:什么|啥|哪|没有?|多少|几)(?:里|些|处|地方|内容)*|"
    r"(?<=[条款项章])的?(?:都|到底|究竟|具体|这次)*有?(?:什么|啥|哪些|没有?)(?:变化|变动|改动|修改|调整|修订)"
)
_EDITION = re.compile(
    rf"(?P<gone>(?:已经?|后来)?被?(?:删(?:掉|除|去)?|废止|废除|取消|作废)(?:了|掉)?的(?=原?{_ARTICLE}))|"
    rf"(?P<past>(?:去年|前年|大前年|前几年|早几年|早年|上一?[年届次])的?(?=(?:版本?的?|文本的?)?{_ARTICLE})|"
    rf"(?<=[条款项]){_WAS}(?=(?:的(?:内容|规定|原文|文字|写法)|是(?!不是)|怎|写|规定|说|讲)))|"
    r"(?P<stage>(?:送审|报审|报批|审议|讨论|内部|初审|一审|二审|三审|修订草案|修改)稿)|"
    rf"(?P<newer>(?:最新|新近|新|刚刚?|近期)(?:{_CHANGED}|改|颁布|发布|公布|出台|版本?)过?的?(?={_ARTICLE})|{_CHANGED}过?的(?={_ARTICLE}))|"
    rf"(?P<compared>{_COMPARED.pattern})|"
    rf"(?P<before>(?:{_CHANGED}(?:之|以)?前|没{_CHANGED}(?:之前|以前|的时候|时)|未{_CHANGED})(?!提|要|应|需|先|必须))|"
    rf"(?P<after>{_CHANGED}(?:之|以)?后的?(?=(?:版本?|文本|稿|条文|条例|细则|办法|规定|内容|[第《]|{_WHAT})))|"
    rf"(?P<year>{_YEAR} ?年?(?:的?(?:那|这)?(?:一|个)?(?:(?:{_CHANGED})?(?:版本?|文本|稿)|{_CHANGED}))|{_YEAR} ?年?的?(?=(?:第 ?[{NUMBER_CHARS}]+ ?条)))|"
    rf"(?P<old>(?:旧|老|原|历史|先前|早期|初始)(?:版本?(?!块|面|图|权)|文本|稿|条文|条例|细则|法(?=第|里|中|的|规))|(?:上|前)(?:一|个|一个)?(?:版本?|稿)(?![块面图])|"
    rf"(?:以前|之前|过去|原来|原先|从前|最初|最早|当初)的?(?:那|个|一)*(?:版本?|文本|稿|条文)|第[一二三123]版|初稿|草案稿?(?=里|中|第|的第))|"
    rf"(?P<former>{_FORMER}的?(?=第 ?[{NUMBER_CHARS}]+ ?[条章])|之前的(?=第 ?[{NUMBER_CHARS}]+ ?[条章])|(?<![\u4e00-\u9fff])原(?=第 ?[{NUMBER_CHARS}]+ ?条))|"
    rf"(?P<final>(?:正式|最终|定稿|终)(?:版本?|文本|稿)的?(?=第|里|中|怎))"
)
_DATED = re.compile(rf"({_YEAR}) ?年?(?:\d|[一二三四五六七八九十]|修|版)")
_AMENDED = re.compile(_CHANGED)


def find_edition(text: str, regulation: Regulation) -> str:
    """The words by which a text asks for an edition that is not held; empty for none."""
    return next((words for _, words in find_editions(text, regulation)), "")


def find_editions(text: str, regulation: Regulation) -> list[tuple[tuple[int, int], str]]:
    """All words that ask for an edition that is not held, each with its place."""
    return [
        (match.span(), match.group().strip().removesuffix("的"))
        for match in _EDITION.finditer(text)
        if not _is_held(match, regulation)
    ]


def asks_what_changed(words: str) -> bool:
    """Whether the words that ask for another edition ask what changed between two."""
    return _COMPARED.fullmatch(f"条{words}", 1) is not None


def without_edition(text: str, regulation: Regulation) -> str:
    """A text without the words that ask for an edition that is not held."""
    for (start, end), _ in reversed(find_editions(text, regulation)):
        text = text[:start] + text[end:]
    return text


def _is_held(match: re.Match[str], regulation: Regulation) -> bool:
    kind, words = match.lastgroup, match.group()
    if kind in ("old", "former") and newer_version(regulation):
        return True
    if kind == "stage":
        return words in _head(regulation) or words in regulation.status
    if kind == "newer":
        return _is_amended(regulation)
    if kind == "year":
        return edition_year(regulation) == _year_of(words)
    if kind == "after":
        return _is_amended(regulation)
    if kind == "final":
        return not is_draft(regulation.status)
    return kind == "old" and words.startswith("草案") and is_draft(regulation.status)


def _is_amended(regulation: Regulation) -> bool:
    """Whether the text that is held is one as amended."""
    if any(event.kind in ("修正", "修订") for event in regulation.events):
        return True
    return _AMENDED.search(_head(regulation)) is not None


def edition_year(regulation: Regulation) -> str:
    """The year of the edition that is held; empty where the text does not print it."""
    if changed := [e.day for e in regulation.events if e.changes_words]:
        return str(max(changed).year)
    years = [_year_of(year) for year in _DATED.findall(_head(regulation))]
    if not years and regulation.effective is not None:
        years = [str(regulation.effective.year)]
    return max(years, default="")


def _head(regulation: Regulation) -> str:
    """The title and the notes under it."""
    notes = [n.words for n in regulation.body.children if n.level is Level.NOTE]
    return "\n".join([regulation.title, regulation.version, *notes[:8]])


def _year_of(words: str) -> str:
    digits = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
    plain = "".join(digits.get(c, c) for c in words)
    found = re.search(r"(?:19|20)\d\d", plain)
    return found.group() if found else ""
