"""A sentence that repeats printed words but for one thing: a word exchanged, a member added.

Where all else of a piece stands in print word for word, in its order, what differs is what the
writer changed. A piece in other words throughout is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.verify.evidence import RecordPiece
from assistant.verify.ground import Ground
from assistant.verify.reading import Read
from assistant.verify.relations import same_act
from assistant.verify.texts import pairs
from assistant.verify.verdict import Problem, ProblemKind
from assistant.verify.wording import PrintedWording

#: Words without weight of their own, around what is exchanged.
_LIGHT = re.compile(
    r"[^\u4e00-\u9fff]|[的了和与及、或在对由要应当将把以并也都还则就其各个等所为是于内里被按向给有用到得上]|[一两三二]次|"
    r"进行|实施|开展|自己|负责|按照|依照|根据|有关|相关|必须|可以|不能|不得|下列|这些|这类|以后|之前|以前|管好|做好"
)
#: Words of somebody who tells it in words of his own.
_OWN_WORDS = re.compile(
    r"自己|[这那哪]|他们|它们|看看|怎么|什么|老板|东西|地方|时候|一起|[没谁搞弄归讲像教]|一[支套批]|大家|还是|都(?!市)|(?<![自从本未往])来(?!源)|会被|[写说清看划画建管维护]{1,2}(?:清楚|出来|好)|定清楚|里[的给把面]|"
    r"因为|出了|的话|[一二三四五六七八九](?:类|项|种|件)|[晚夜]里|的?具体|(?<![获取懂求])得(?![到以])|从(?=\d)|则由"
)
#: Share of a piece that must stand in print in its order, and how long what differs may be.
_VERBATIM, _LONGEST = 0.8, 12
#: Where print leaves its subject to another piece, one that is put before it counts for nothing.
_HEAD = 8
#: What goes on after the words that a piece repeats is not what they were exchanged for.
_CONTINUES = re.compile(r"[、，的和与及或等]")
_LISTS_ON = re.compile(r"[和与及、]$")
#: How long what was exchanged at the end of a piece may be.
_AT_THE_END = 6
#: A run of so few characters may be printed by chance.
_RUN = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs that a piece and a printed piece share.

    Attributes:
        said, printed: the words of each side.
        start: where it begins in the piece.
        before, after: how long the runs around it are.
    """

    said: str
    printed: str
    start: int
    before: int
    after: int


def check_replaced(
    reads: Sequence[Read], ground: Ground, wording: PrintedWording
) -> Iterator[Problem]:
    """A word in the place of another one, in a piece that is printed otherwise."""
    if in_own_words(reads):
        return
    for read in reads:
        if not read.pieces:
            continue
        printed = best_printed(read, ground)
        gaps = find_gaps(read.text, printed.text)
        heavy = [g for g in gaps if g.before and _LIGHT.sub("", g.said)]
        if len(heavy) != 1 or not is_alike(read.text, printed.text):
            continue
        gap = heavy[0]
        if len(gap.said) == 1 and not _LIGHT.match(read.text[gap.start - 1]):
            continue  # 派人 for 派员 is no other word before a noun, as 共有 for 专有 is
        if _is_exchange(gap) and not _says_same(gap, read, printed, wording):
            what = gap.printed.strip("，、的")
            yield Problem(ProblemKind.CONTENT, f"原文这里是「{what}」", (gap.said,))


def best_printed(read: Read, ground: Ground) -> RecordPiece:
    """The printed piece that shares the longest runs with one that restates something."""
    candidates = (*read.pieces, *ground.pieces)
    return max(candidates, key=lambda piece: _shared(read.text, piece.text))


def is_alike(said: str, printed: str) -> bool:
    """Whether most of a piece stands in a printed one word for word, in its order."""
    runs = _runs(said, printed)
    subject = runs[0][0] if runs and runs[0][1] <= _HEAD else 0
    return _shared(said, printed) >= _VERBATIM * (len(said) - subject) > 0


def in_own_words(reads: Sequence[Read]) -> bool:
    """Whether somebody tells the rule in words of his own, so that no word stands for a printed one."""
    return any(_OWN_WORDS.search(read.text) for read in reads)


@lru_cache(maxsize=8192)
def _runs(said: str, printed: str) -> tuple[tuple[int, int, int], ...]:
    matcher = SequenceMatcher(None, said, printed, autojunk=False)
    return tuple((b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size >= _RUN)


def _shared(said: str, printed: str) -> int:
    if not pairs(said) & pairs(printed):
        return 0
    return sum(size for _, _, size in _runs(said, printed))


def find_gaps(said: str, printed: str) -> list[Gap]:
    """Where two pieces differ before, between and after the runs that they share."""
    runs = _runs(said, printed)
    found = []
    if runs and runs[0][1]:
        a, b, size = runs[0]
        found.append(Gap(said[:a], printed[:b], 0, 0, size))
    ends = [*runs[1:], (len(said), len(printed), 0)]
    for (a, b, size), (c, d, after) in zip(runs, ends[: len(runs)], strict=True):
        gap = Gap(said[a + size : c], printed[b + size : d], a + size, size, after)
        if gap.said or gap.printed:
            found.append(gap)
    return found


def _is_exchange(gap: Gap) -> bool:
    """Whether a gap holds words of weight on both sides, none of which shortens the other."""
    said, printed = _LIGHT.sub("", gap.said), _LIGHT.sub("", gap.printed)
    if (
        not said
        or not printed
        or said[0] == "每"
        or max(len(gap.said), len(gap.printed)) > _LONGEST
    ):
        return False
    if _LISTS_ON.search(gap.printed):
        return False
    short = len(gap.printed) <= _AT_THE_END and not _CONTINUES.match(gap.printed)
    if not gap.after and (gap.before < 3 or not short):
        return False
    if len(said) == 1 and len(gap.said) + len(gap.printed) > 2:
        return False
    return not (_within(said, printed) or _within(printed, said))


def _within(short: str, long: str) -> bool:
    """Whether the characters of a text stand in another in their order: 监管 in 监督管理."""
    rest = iter(long)
    return all(c in rest for c in short)


def _says_same(gap: Gap, read: Read, printed: RecordPiece, wording: PrintedWording) -> bool:
    """Whether the clause prints what is said as well, or words for the same."""
    said = _LIGHT.sub("", gap.said)
    if len(said) > 1 and pairs(said) <= pairs(printed.record.text):
        return True
    if same_act(said, _LIGHT.sub("", gap.printed)):
        return True
    return len(said) > 1 and wording.retells(said, gap.printed)
