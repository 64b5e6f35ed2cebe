"""A sentence that cites several documents → parts that are judged by what each of them cites.

《消防法》第六十条规定……，条例第八十九条规定……: each part goes with the citation that leads it, or with
the one in brackets that ends it. Citations that stand together (第六十条和条例第八十九条) belong to one part.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.verify.sentences import PastedSentence, shifted
from assistant.verify.texts import PASSAGE, flat
from corpus.citing.follow import Addressed

#: What stands between citations that belong together.
_JOINS = re.compile(r"[\s、，,（）()《》]*(?:和|与|及|以及|或者?|并|同时|结合|对照)?[\s（(《]*")
_STOPS = ("；", "。", ";"), ("，", ",")


def documents_of(labels: Sequence[Addressed]) -> tuple[str, ...]:
    """Keys of the documents that some citations lead into, each once."""
    return tuple(dict.fromkeys(x.document for x in labels if x.document))


def split_by_document(sentence: PastedSentence) -> tuple[PastedSentence, ...]:
    """The parts of a sentence, in order; the sentence itself where it is of one document."""
    if len(documents_of(sentence.labels)) < 2 or sentence.stands_alone:
        return (sentence,)
    groups = list(_groups(sentence))
    if len(groups) < 2:
        return (sentence,)
    text = sentence.text
    first, last = groups[0][0].citation.span[0], groups[-1][-1].citation.span[1]
    trails = len(flat(text[:first])) >= PASSAGE and len(flat(text[last:])) < PASSAGE
    ends = [
        _after(text, group) if trails else _before(text, group, following)
        for group, following in itertools.pairwise(groups)
    ]
    bounds = [0, *ends, len(text)]
    return tuple(
        part
        for start, end in itertools.pairwise(bounds)
        if (part := _part(sentence, start, end)) is not None
    )


def _groups(sentence: PastedSentence) -> Iterator[list[Addressed]]:
    """Citations that stand together; those of one document side by side count as together."""
    group: list[Addressed] = []
    for label in sentence.labels:
        between = (
            sentence.text[group[-1].citation.span[1] : label.citation.span[0]] if group else ""
        )
        together = _JOINS.fullmatch(between) is not None
        if group and not together and documents_of((*group, label)) != documents_of(group):
            yield group
            group = []
        group.append(label)
    if group:
        yield group


def _after(text: str, group: Sequence[Addressed]) -> int:
    """Where a part ends whose citations end it: after the bracket and the stop."""
    end = group[-1].citation.span[1]
    closing = re.match(r"[）)\]】]?[，。；,;]?", text[end:])
    return end + (closing.end() if closing else 0)


def _before(text: str, group: Sequence[Addressed], following: Sequence[Addressed]) -> int:
    """Where the next part begins: at the last stop before the citations that lead it."""
    start, end = group[-1].citation.span[1], following[0].citation.span[0]
    for stops in _STOPS:
        if (at := max(text.rfind(stop, start, end) for stop in stops)) >= 0:
            return at + 1
    return end


def _part(sentence: PastedSentence, start: int, end: int) -> PastedSentence | None:
    words = sentence.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        return None
    inside = (x for x in sentence.labels if start <= x.citation.span[0] < end)
    labels = tuple(shifted(x, -start) for x in inside)
    at = sentence.start + start
    return replace(
        sentence,
        start=at,
        end=at + len(words),
        text=words,
        labels=labels,
        cited=labels or sentence.cited,
    )
