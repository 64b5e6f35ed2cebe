"""Two wordings of one provision → marks: what stayed, what was deleted, what was inserted.

Guarantees, tested with made-up texts:

1. The equal and deleted marks in order are the old words, the equal and inserted ones the new words.
2. No mark is empty, and no two neighbours are of one kind.
3. A number with its unit (十五日, 五万元, 第十二条) is marked whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from index.tokens import Segmenter, general_words

_DIGIT = "0-9０-９〇○零一二三四五六七八九十百千万亿两"
_UNIT = r"个?工作日|个月|日|天|年|月|周岁|小时|分钟|(?:万|亿)?元|倍|平方米|公里|米|吨|公斤|人|名|次|%|％"
#: What is marked whole: 第十二条之一, （三）, 百分之五, 五万元, 2021.
_WHOLE = re.compile(
    rf"第[{_DIGIT}]+[编章节条款项目](?:之[{_DIGIT}]+)?"
    rf"|[（(][{_DIGIT}]+[）)]|[百千万]分之[{_DIGIT}]+|[{_DIGIT}]+(?:[.．点][{_DIGIT}]+)?(?:{_UNIT})"
    rf"|[0-9０-９]+(?:[.．][0-9０-９]+)*|[{_DIGIT}]{{2,}}"
)
#: Lines that are this much alike are the same line.
_SAME_LINE = 0.75
#: Where less than this of the shorter wording stays in one piece, the whole is shown as replaced.
_NOTHING_KEPT = 0.25
#: Equal words that are as short between two changes are shown as changed with them.
_SHORT, _SHORTISH = 2, 4


class MarkKind(StrEnum):
    """What became of some words. The value is what records hold."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words, and what became of them."""

    kind: MarkKind
    text: str


def old_words(marks: Iterable[Mark]) -> str:
    """The old wording, which the marks hold."""
    return "".join(m.text for m in marks if m.kind is not MarkKind.INSERTED)


def new_words(marks: Iterable[Mark]) -> str:
    """The new wording."""
    return "".join(m.text for m in marks if m.kind is not MarkKind.DELETED)


#: Equal words at their end; before them what was deleted and what was inserted there.
_Step = tuple[str, str, str]


def mark_words(old: str, new: str) -> tuple[Mark, ...]:
    """What has to be deleted from the old words and inserted to get the new ones."""
    if old == new:
        return (Mark(MarkKind.EQUAL, old),) if old else ()
    steps: list[_Step] = []
    for before, after in _regions(old.split("\n"), new.split("\n")):
        steps += _readable(_steps(before, after))
    return tuple(_marks(steps))


def _regions(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts cut at lines that are the same but for a few words."""
    left = right = 0
    pairs = [*_line_pairs(old, new), (len(old), len(new))]
    for i, j in pairs:
        if (left, right) != (i, j):
            yield _join(old, left, i), _join(new, right, j)
        if (i, j) != pairs[-1]:
            yield _join(old, i, i + 1), _join(new, j, j + 1)
        left, right = i + 1, j + 1


def _join(lines: Sequence[str], start: int, end: int) -> str:
    """Lines with the breaks before them: all regions together are the text."""
    return "".join(
        f"\n{line}" if at else line for at, line in enumerate(lines) if start <= at < end
    )


def _line_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Lines in both orders that are alike: of all such choices the one that keeps most."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            value = max(best[i + 1][j], best[i][j + 1])
            likeness = _line_likeness(old[i], new[j])
            if likeness >= _SAME_LINE:
                alike[i, j] = likeness * (1 + len(old[i]) / 1000)
                value = max(value, best[i + 1][j + 1] + alike[i, j])
            best[i][j] = value
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if (i, j) in alike and best[i][j] == best[i + 1][j + 1] + alike[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


_LABEL = re.compile(rf"[（(]?[{_DIGIT}]+[）)、.．]\s*")


@lru_cache(maxsize=65536)
def _line_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    one, other = _LABEL.sub("", one, count=1), _LABEL.sub("", other, count=1)
    if 2 * min(len(one), len(other)) < _SAME_LINE * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return 0.0 if matcher.quick_ratio() < _SAME_LINE else matcher.ratio()


# --- words --------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter(general_words())


def cut_words(text: str) -> list[str]:
    """Words, signs and numbers with their units in reading order; together they are the text."""
    cut: list[str] = []
    at = 0
    for match in _WHOLE.finditer(text):
        cut += [*_plain_words(text[at : match.start()]), match.group()]
        at = match.end()
    return [*cut, *_plain_words(text[at:])]


def _plain_words(text: str) -> list[str]:
    words = _segmenter().split(text) if text else []
    return words if "".join(words) == text else list(text)


def _steps(old: str, new: str) -> list[_Step]:
    first, second = cut_words(old), cut_words(new)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    steps: list[_Step] = []
    i = j = 0
    for block in blocks:
        deleted, inserted = "".join(first[i : block.a]), "".join(second[j : block.b])
        kept = "".join(first[block.a : block.a + block.size])
        if deleted or inserted or kept:
            steps.append((deleted, inserted, kept))
        i, j = block.a + block.size, block.b + block.size
    return steps


def _readable(steps: Sequence[_Step]) -> list[_Step]:
    """The same change in fewer and larger pieces."""
    gone, come = ("".join(s[side] + s[2] for s in steps) for side in (0, 1))
    solid = sum(len(k) for _, _, k in steps if len(k) >= _SHORTISH)
    least, kept = min(len(gone), len(come)), sum(len(k) for _, _, k in steps)
    if solid < _NOTHING_KEPT * least and kept < 2 * _NOTHING_KEPT * least:
        lead = "\n" if gone[0] == come[0] == "\n" else ""
        return [("", "", lead), (gone.removeprefix(lead), come.removeprefix(lead), "")]
    joined: list[_Step] = []
    for step in steps:
        if joined and _is_lost(joined[-1], step):
            deleted, inserted, kept_words = joined.pop()
            step = (deleted + kept_words + step[0], inserted + kept_words + step[1], step[2])
        joined.append(step)
    return joined


def _is_lost(before: _Step, after: _Step) -> bool:
    """Whether what two changes leave between them is too little to be read as unchanged."""
    kept = before[2]
    sizes = [max(len(s[0]), len(s[1])) for s in (before, after)]
    if not kept or not min(sizes) or "\n" in kept:
        return False
    if len(kept) <= _SHORT:
        return len(kept) < sum(sizes) and not re.search(r"[。；：]", kept)
    return len(kept) <= _SHORTISH and 2 * len(kept) <= min(sizes)


def _marks(steps: Sequence[_Step]) -> Iterator[Mark]:
    """Marks in order, neighbours of one kind joined: what was deleted before what was inserted."""
    waiting = dict.fromkeys(MarkKind, "")
    for deleted, inserted, kept in steps:
        if (deleted or inserted) and waiting[MarkKind.EQUAL]:
            yield Mark(MarkKind.EQUAL, waiting[MarkKind.EQUAL])
            waiting[MarkKind.EQUAL] = ""
        waiting[MarkKind.DELETED] += deleted
        waiting[MarkKind.INSERTED] += inserted
        if kept:
            for kind in (MarkKind.DELETED, MarkKind.INSERTED):
                if waiting[kind]:
                    yield Mark(kind, waiting[kind])
                    waiting[kind] = ""
            waiting[MarkKind.EQUAL] += kept
    for kind in (MarkKind.EQUAL, MarkKind.DELETED, MarkKind.INSERTED):
        if waiting[kind]:
            yield Mark(kind, waiting[kind])
