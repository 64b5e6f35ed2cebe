"""What a file holds beside one regulation: a letter that carries it, a decision that changes it, another text.

A letter and a decision before the full text are left out and told. A decision without the full text, two
regulations in one file, and a technical standard are refused, each with the reason: to make provisions of
them would be to guess.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.beginnings import article_of, heads, label_of
from corpus.readers.report import Dropped, refuse
from corpus.text.provision import Level, Provision

_ENDS = "法|条例|办法|规定|规则|细则|章程|制度|准则|规程|决定|方案|意见|通则|守则"
#: A line that may be the name of a regulation.
NAME = re.compile(rf"[^。；：，《》]{{2,60}}(?:{_ENDS})(?:[（(][^（）()]{{1,12}}[）)])*")
_QUOTED = re.compile(r"《([^《》]+(?:《[^《》]+》[^《》]*)*)》")
_LETTER = re.compile(r".*(?:印发|发布|下发|转发|公布|颁发|贯彻).*的?(?:通知|函|通告|公告)")
_DECISION = re.compile(
    r".*(?:关于(?:修改|修订|修正|废止).*(?:的决定|决定)|修正案)(?:[（(].{1,16}[）)])?"
)
_AMENDS = re.compile(
    r"[（(]?[一二三四五六七八九十百]+[）)、].*(?:修改为|改为|删去|删除|增加|修正为|合并为|调整为|作为第)"
)
_STANDARD = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000\t]*[^\d.\s%％]")
_HEAD, _LONGEST, _FEWEST = 15, 200, 5


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A regulation without what carries it.

    Attributes:
        text: of the regulation.
        dropped: the letter or the decision.
    """

    text: str
    dropped: tuple[Dropped, ...] = ()


def take_enclosed(text: str, name: str) -> Enclosed:
    """The regulation that a text carries; the text itself where it is one.

    Raises:
        FiredutyError: it is a decision without the full text, or a standard.
    """
    lines = text.split("\n")
    articles = [i for i, line in enumerate(lines) if article_of(line)]
    if not articles:
        _refuse_other(lines, name)
        return Enclosed(text)
    head = _title_lines(lines)
    decision = next((line for line in head if _DECISION.fullmatch(line)), "")
    amends = [i for i, line in enumerate(lines) if _AMENDS.match(line.strip())]
    start = _full_text(lines, head)
    if decision and amends:
        if start is None or start < amends[0]:
            if not any(article_of(lines[i]) == "1" for i in articles if i < amends[0]):
                raise _amendment(name, decision, amends[0] + 1)
            return Enclosed(text)
        return _cut(lines, start, "修改决定")
    if start and any(_LETTER.fullmatch(line) for line in head):
        return _cut(lines, start, "来文")
    return Enclosed(text)


def refuse_several(body: Provision, source: str, name: str) -> None:
    """Refuse a file with more than one regulation.

    Raises:
        FiredutyError: it holds several; names them with their lines.
    """
    found = [(_first_name(body), 1), *((t, n) for t, n in second_texts(body, source) if t)]
    if len(found) > 1:
        told = "、".join(f"第 {line} 行起《{title}》" for title, line in found)
        raise refuse(name, f"里有 {len(found)} 部法规（{told}），请分成一部一个文件再收录")


def second_texts(body: Provision, source: str) -> list[tuple[str, int]]:
    """Texts with articles of their own behind the first, which no 附件 announces: title and line.

    The title is empty where none is printed that is the name of a regulation.
    """
    found = []
    for annex in body.children:
        articles = sum(n.level is Level.ARTICLE for n in annex.walk())
        if annex.level is Level.ANNEX and not annex.label and articles > 1:
            titles = [line.strip() for line in source[annex.span[0] :].split("\n")[:4]]
            title = next((t for t in titles if NAME.fullmatch(t.replace(" ", ""))), "")
            found.append((title, source.count("\n", 0, annex.span[0]) + 1))
    return found


def _first_name(body: Provision) -> str:
    for node in body.walk():
        words = node.text.strip()
        if words and NAME.fullmatch(words.replace(" ", "")):
            return words
    return "第一部"


def _refuse_other(lines: Sequence[str], name: str) -> None:
    numbered = [i for i, line in enumerate(lines) if _STANDARD.match(line.strip())]
    if len(numbered) >= _FEWEST:
        raise refuse(
            name,
            f"按 3.1.1 这样的号码编号（第 {numbered[0] + 1} 行起），像技术标准；"
            "这里只收按「第…条」编号的法规，没有收录",
        )
    decision = next((line for line in _title_lines(lines) if _DECISION.fullmatch(line)), "")
    amends = [i for i, line in enumerate(lines) if _AMENDS.match(line.strip())]
    if decision and amends:
        raise _amendment(name, decision, amends[0] + 1)


def _amendment(name: str, decision: str, line: int) -> Exception:
    return refuse(
        name,
        f"是修改别的法规的决定（「{decision[:40]}」，第 {line} 行起是怎样修改），"
        "不是一部法规的全文；请收录修改以后的全文",
    )


def _title_lines(lines: Sequence[str]) -> list[str]:
    """The first lines, without blanks; a title that was printed in two lines also as one."""
    head = [line[:_LONGEST].strip().replace(" ", "").lstrip("#") for line in lines if line.strip()][
        :_HEAD
    ]
    return head + [a + b for a, b in itertools.pairwise(head)]


def _full_text(lines: Sequence[str], head: Sequence[str]) -> int | None:
    """The line of the title with which a full text begins that the first lines name."""
    named = {
        _bare(part)
        for line in head
        for quoted in _QUOTED.findall(line)
        for part in (quoted, *_QUOTED.findall(quoted))
    }
    for index, line in enumerate(lines):
        title = _bare(line.strip().lstrip("#").strip("《》"))
        joined = _bare(title + lines[index + 1].strip()) if index + 1 < len(lines) else title
        if index and named & {title, joined} and _begins_text(lines, index):
            return index
    return None


def _bare(title: str) -> str:
    """A title without blanks and what stands in brackets."""
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", title)


def _begins_text(lines: Sequence[str], index: int) -> bool:
    """Whether the first heading below a line is 第一章 or 第一条."""
    for line in lines[index + 1 : index + 60]:
        if heads(line) and (label := label_of(line)) is not None:
            return label.number == "1"
    return False


def _cut(lines: Sequence[str], start: int, what: str) -> Enclosed:
    words = "\n".join(line for line in lines[:start] if line.strip())
    place = f"第 1–{start} 行"
    return Enclosed("\n".join(lines[start:]), (Dropped(what, place, words),))
