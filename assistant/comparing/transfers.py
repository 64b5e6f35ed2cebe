"""Sentences that were taken out of one 条 and stand word for word in another.

A transfer is only told where the sentence is long enough to be no phrase, was deleted in just one row and
inserted in just one other. What a figure in it says has then not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.comparing.finding import Finding, FindingKind
from assistant.comparing.marking import Mark, MarkKind
from assistant.comparing.rows import ComparedRow
from corpus.text.compare import compare_form

#: Shorter ones may stand anywhere; beside one that is long enough they go with it.
_LEAST, _LEAST_BESIDE = 14, 6
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_LABEL = re.compile(r"^[（(][0-9一二三四五六七八九十百]+[）)]")


@dataclass(frozen=True, slots=True)
class Transfer:
    """Sentences that went from one row to another.

    Attributes:
        source, target: places of the rows.
        sentences: verbatim, as they stood.
    """

    source: int
    target: int
    sentences: tuple[str, ...]


def find_transfers(rows: Sequence[ComparedRow]) -> tuple[Transfer, ...]:
    """The transfers between rows, in the order of the rows that they came from."""
    gone, come = (_sentences(rows, kind) for kind in (MarkKind.DELETED, MarkKind.INSERTED))
    pairs: dict[tuple[int, int], None] = {}
    for key, places in gone.items():
        targets = come.get(key, {})
        if len(key) >= _LEAST and len(places) == len(targets) == 1:
            (source,), (target,) = places, targets
            if source != target:
                pairs[source, target] = None
    return tuple(
        Transfer(
            source,
            target,
            tuple(
                of[source]
                for key, of in gone.items()
                if source in of and target in come.get(key, {})
            ),
        )
        for source, target in pairs
    )


def _sentences(rows: Sequence[ComparedRow], kind: MarkKind) -> dict[str, dict[int, str]]:
    """The form of each sentence that is marked so → the rows that it stands in, with its words."""
    found: dict[str, dict[int, str]] = {}
    for at, row in enumerate(rows):
        if row.is_article:
            for sentence in _marked(row.marks, kind):
                key = compare_form(_LABEL.sub("", sentence)).rstrip("。；")
                if len(key) >= _LEAST_BESIDE:
                    found.setdefault(key, {})[at] = sentence
    return found


def _marked(marks: Sequence[Mark], kind: MarkKind) -> Iterator[str]:
    for mark in marks:
        if mark.kind is kind:
            yield from (match.group().strip() for match in _SENTENCE.finditer(mark.text))


def without_transferred(
    rows: Sequence[ComparedRow], transfers: Sequence[Transfer]
) -> tuple[ComparedRow, ...]:
    """The rows without figures that only stand in another 条 now."""
    left: dict[int, list[str]] = {}
    for transfer in transfers:
        left.setdefault(transfer.source, []).extend(transfer.sentences)
        left.setdefault(transfer.target, []).extend(transfer.sentences)
    return tuple(
        replace(row, findings=tuple(f for f in row.findings if not _is_in(f, left.get(at, ()))))
        for at, row in enumerate(rows)
    )


def _is_in(finding: Finding, sentences: Sequence[str]) -> bool:
    one_sided = finding.kind is FindingKind.FIGURE and not (finding.old and finding.new)
    return one_sided and any(finding.words in sentence for sentence in sentences)
