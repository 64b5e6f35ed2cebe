"""What readers of a comparison want to know first, grouped: the same change in several 条 is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.comparing.comparison import TextComparison
from assistant.comparing.finding import Finding, FindingKind
from assistant.comparing.marking import MarkKind
from assistant.comparing.pieces import Piece, shown_pieces
from assistant.comparing.rows import ComparedRow

#: In how many 条 the same words are changed for it to be told.
_OFTEN = 3
_LONGEST = 24
#: Kinds of figures that are told before the others.
_FIRST = ("罚款", "拘留、徒刑", "期限", "金额")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_NUMBERED = re.compile(
    r"第[0-9一二三四五六七八九十百千零〇]+[条款项]|^[（(]?[0-9一二三四五六七八九十百千零〇]+[）)]?$"
)


@dataclass(frozen=True, slots=True)
class SameChange:
    """One change with all the rows in which it was made.

    Attributes:
        about: of a figure what it is of, empty for others.
        old, new: verbatim; empty where that side has none.
        rows: in printed order.
        words: what stands around it in the first of them, verbatim; may be empty.
    """

    about: str
    old: str
    new: str
    rows: tuple[ComparedRow, ...]
    words: str = ""


def changes_of(comparison: TextComparison, kind: FindingKind) -> tuple[SameChange, ...]:
    """The findings of a kind: what was changed before what was added or taken out, fines first."""
    found = _grouped(
        (finding, row)
        for row in comparison.articles
        for finding in row.findings
        if finding.kind is kind
    )
    return tuple(sorted(found, key=_weight))


def _weight(change: SameChange) -> tuple[bool, int]:
    rank = _FIRST.index(change.about) if change.about in _FIRST else len(_FIRST)
    return not (change.old and change.new), rank


def repeated_words(comparison: TextComparison) -> tuple[SameChange, ...]:
    """Words that were changed, inserted or deleted in the same way in several 条, the most first.

    Bodies that are told as such are not told again.
    """
    told = {
        (found.old, found.new)
        for kind in (FindingKind.BODY, FindingKind.TARGET)
        for found in changes_of(comparison, kind)
    }
    every = _grouped(
        (Finding(FindingKind.BODY, "", old, new), row)
        for row in comparison.articles
        if row.old and row.new
        for old, new in dict.fromkeys(_replaced(shown_pieces(row.marks)))
    )
    often = [c for c in every if len(c.rows) >= _OFTEN and (c.old, c.new) not in told]
    return tuple(sorted(often, key=lambda change: -len(change.rows)))


def _grouped(found: Iterator[tuple[Finding, ComparedRow]]) -> tuple[SameChange, ...]:
    groups: dict[tuple[str, str, str], list[tuple[Finding, ComparedRow]]] = {}
    for finding, row in found:
        groups.setdefault((finding.about, finding.old, finding.new), []).append((finding, row))
    return tuple(
        SameChange(*key, tuple(dict.fromkeys(row for _, row in of)), of[0][0].words)
        for key, of in groups.items()
    )


def _replaced(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Each change as the words before and after it."""
    for before, piece, after in zip((None, *pieces), pieces, (*pieces[1:], None), strict=False):
        if piece.kind is MarkKind.EQUAL:
            continue
        if piece.kind is MarkKind.INSERTED and before and before.kind is MarkKind.DELETED:
            continue  # told with what it replaces
        replaces = piece.kind is MarkKind.DELETED and after and after.kind is MarkKind.INSERTED
        pair = (piece.old, after.new if replaces and after else piece.new)
        words = "".join(pair)
        numbered = any(map(_NUMBERED.search, pair))
        short = max(map(len, pair)) <= _LONGEST and "\n" not in words
        if short and _WORDS.search(words) and not numbered:
            yield pair
