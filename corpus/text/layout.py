"""The layout of a whole text: its lines, without what belongs to the printed page and not to it.

Page numbers and running heads are set aside, never thrown away in silence: they are reported with
their line. ``normalise`` is the text without layout; nothing else is ever removed.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from corpus.text.broken_labels import join_labels
from corpus.text.labels import read_label
from corpus.text.lines import SourceLine, read_lines
from corpus.text.numerals import read_number
from corpus.text.provision import Level

_DASH = "[-—–－―_·•~～=]"
_PAGE = re.compile(
    rf"{_DASH}{{1,3}}\d{{1,4}}{_DASH}{{1,3}}|[（(【\[]?第[\d〇零一二三四五六七八九十百]+页[，,/]?(?:共\d+页)?[）)】\]]?"
    r"|共\d+页[，,]?第\d+页|[Pp]age\d+(?:of\d+)?|[Pp][.．]?\d+"
)
_BARE = re.compile(r"(\d{1,4})(?:/\d{1,4})?")
_COUNT = r"[\d〇零一二三四五六七八九十百]"
_PAGE_BESIDE = re.compile(
    rf"^\d{{1,4}}(?= )|(?<= )\d{{1,4}}$|(?<=\D)\d{{1,3}}$"
    rf"| ?{_DASH} ?\d{{1,4}} ?{_DASH}$|^{_DASH} ?\d{{1,4}} ?{_DASH} ?| ?[（(]?第 ?{_COUNT}+ ?页(?:[，,/ ]?共 ?{_COUNT}+ ?页)?[）)]?$|^[（(]?第 ?{_COUNT}+ ?页[）)]? ?"
)
#: The head of a gazette's page.
_ISSUE = re.compile(
    r"[^，。；：]{0,30}\d{4} ?年?[·. ]?第 ?[\d〇一二三四五六七八九十]+ ?[期号](?: ?[（(]?总.{1,10})?|[^，。；：]{2,20}公报[^，。；：]{0,4}\d{4}[^，。；：]{0,10}"
)
#: Words that a number comes after, and those that come after a number.
_WANTS = re.compile("(?:[少低高多大小短长]于|超过|不足|满|为|至|达到?|第|每|约|罚款|处以?|共|隔)$")
#: Words that a title comes after, and those that come after a title, where a sentence names it.
_NAMES = re.compile(
    "(?:遵守|依照?|按照?|依据|根据|违反|适用|执行|贯彻|落实|学习|宣传|制定|修改|实施|[《〈、和与及或])$"
)
_NAMED = re.compile("[》〉的第、和与及或（(]|规定|实施|施行|执行|要求")
_UNIT = re.compile(
    "[元年月日天时分秒具个米人层次件台只套支瓶处间座栋户辆倍级名周小公千平立克吨升度%％万亿百厘毫]"
)
_HEAD = 40
#: So many lines at least stand between two bare page numbers that interrupt no sentence, and
#: between two that do where no other stands clear of a sentence.
_APART, _PAGE_LENGTH = 5, 12
#: So many characters at least a running head is shorter than the wrapped line before it.
_SHORTER = 4
#: The highest number that a text's pages may begin with.
_FIRST_PAGE = 2


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The lines of a text, and those that were set aside, each with what it is."""

    lines: tuple[SourceLine, ...]
    aside: tuple[tuple[SourceLine, str], ...]


def read_layout(source: str) -> TextLayout:
    """The lines of a text, page numbers and running heads set aside."""
    lines = join_labels(list(read_lines(source)))
    found = dict.fromkeys(_page_numbers(lines), "页码")
    found |= dict.fromkeys(_running_heads(lines, found.keys()), "页眉")
    kept: list[SourceLine] = []
    interrupted = False
    for index, line in enumerate(lines):
        if index in found:
            interrupted = True
        else:
            kept.append(replace(line, after_blank=False) if interrupted and kept else line)
            interrupted = False
    return TextLayout(
        tuple(join_labels(kept)), tuple((lines[i], what) for i, what in sorted(found.items()))
    )


def normalise(source: str) -> str:
    """The text without layout, one line per source line: what ``render`` gives back."""
    return "\n".join(line.text for line in read_layout(source).lines)


def _page_numbers(lines: Sequence[SourceLine]) -> set[int]:
    bare = []
    found = set()
    for index, line in enumerate(lines):
        if len(line.text) <= 16:
            text = line.text.replace(" ", "")
            if _PAGE.fullmatch(text):
                found.add(index)
            elif (match := _BARE.fullmatch(text)) and not _is_quantity(lines, index):
                bare.append((index, int(match[1])))
    return found | _bare_numbers(lines, bare)


def _bare_numbers(lines: Sequence[SourceLine], bare: list[tuple[int, int]]) -> set[int]:
    """Lines with nothing but a number, where they count pages and not the rows of a table."""
    at_break = {i for i, _ in bare if lines[i].after_page or _next_page(lines, i)}
    counts = len(bare) > 1 and all(
        0 < b[1] - a[1] <= 3 and b[0] - a[0] > 1 for a, b in itertools.pairwise(bare)
    )
    if not counts:
        return at_break
    inside = [i for i, _ in bare if _in_sentence(lines, i) and i not in at_break]
    proved = len(inside) < len(bare) and (len(inside) < 2 or bare[0][1] <= _FIRST_PAGE)
    long = bare[0][1] <= _FIRST_PAGE and _apart(bare, _PAGE_LENGTH)
    if (inside and (proved or long)) or (not inside and _apart(bare, _APART)):
        return {i for i, _ in bare}
    return at_break


def _apart(bare: Sequence[tuple[int, int]], lines: int) -> bool:
    return all(b[0] - a[0] > lines for a, b in itertools.pairwise(bare))


def _in_sentence(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a number may belong to the sentence that stands open before it, and not to the page."""
    return (
        0 < index < len(lines) - 1
        and lines[index - 1].is_open
        and read_label(lines[index + 1].text) is None
    )


def _is_quantity(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether the words around a number ask for one: 「不少于」, 2, 「具」."""
    return (
        _in_sentence(lines, index)
        and _WANTS.search(lines[index - 1].text) is not None
        and _UNIT.match(lines[index + 1].text) is not None
    )


def lone_numbers(lines: Sequence[SourceLine]) -> Iterator[int]:
    """Indices of the lines of nothing but a number that stay, as words of an open sentence."""
    for index, line in enumerate(lines):
        if _BARE.fullmatch(line.text) and _in_sentence(lines, index):
            yield index


def _next_page(lines: Sequence[SourceLine], index: int) -> bool:
    return index + 1 < len(lines) and lines[index + 1].after_page


def _interrupts(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a sentence goes on from the line before to the line after."""
    return (
        0 < index < len(lines) - 1
        and lines[index - 1].is_open
        and len(lines[index - 1].text) > 8
        and read_label(lines[index + 1].text) is None
    )


def _running_heads(lines: Sequence[SourceLine], pages: Set[int]) -> Iterator[int]:
    """Lines that stand again and again at the edge of a page, or the title inside a sentence."""
    places: dict[str, list[int]] = defaultdict(list)
    first = next((i for i, x in enumerate(lines) if x.text.startswith("第")), len(lines))
    titles = {_key(line.text) for line in lines[: min(first, _HEAD)]}
    for index in range(first, len(lines)):
        line = lines[index]
        if 4 <= len(line.text) <= _HEAD and line.is_open and read_label(line.text) is None:
            places[_key(line.text)].append(index)
    for key, found in places.items():
        edges = [i for i in found if lines[i].after_page or {i - 1, i + 1} & pages]
        numbers = [n for i in found if (n := _page_beside(lines[i].text))]
        counting = len(numbers) == len(found) and numbers == sorted(set(numbers))
        paged = len(found) > 1 and (2 * len(edges) >= len(found) or (counting and key in titles))
        again = paged or (len(found) > 1 and all(_stands_out(lines, i) for i in found))
        for index in found:
            inside = key in titles and (index in edges or _breaks_in(lines, index))
            if (again or inside) and not _heads_a_text(lines, index):
                yield index


def _key(text: str) -> str:
    """The words of a running head, without the page number, blanks and marks around them."""
    return _PAGE_BESIDE.sub("", text).replace(" ", "").strip("·-—–")


def _breaks_in(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a title interrupts a sentence that does not name it."""
    if not _interrupts(lines, index):
        return False
    before, after = lines[index - 1].text, lines[index + 1].text
    return not (_NAMES.search(before) or _NAMED.match(after))


def _stands_out(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line inside a sentence is no line of it: a gazette's head, or shorter than a wrap."""
    if not _interrupts(lines, index) or lines[index + 1].after_blank:
        return False
    short = len(lines[index].text) + _SHORTER <= len(lines[index - 1].text)
    return short or _ISSUE.fullmatch(lines[index].text) is not None


def likely_heads(lines: Sequence[SourceLine]) -> Iterator[int]:
    """Indices of lines that stay in an open sentence and may be the head of a gazette's page."""
    for index, line in enumerate(lines):
        if _ISSUE.fullmatch(line.text) and _interrupts(lines, index):
            yield index


def _page_beside(text: str) -> int:
    """The page number beside a running head, 0 where there is none."""
    found = _PAGE_BESIDE.search(text)
    number = re.search(rf"{_COUNT}+", found.group()) if found else None
    return read_number(number.group()) or 0 if number else 0


def _heads_a_text(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether 第一章 or 第一条 follows: then it is a title."""
    for line in lines[index + 1 : index + 3]:
        label = read_label(line.text)
        if (
            label is not None
            and label.number == "1"
            and label.level in (Level.CHAPTER, Level.ARTICLE)
        ):
            return True
    return False
