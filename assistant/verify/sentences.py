"""A pasted text → its sentences, each with the citations that it is to be judged by.

A sentence is judged by what it cites itself, else by a bracket after it or a heading line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.verify.labels import remove_labels
from assistant.verify.texts import find_passages, split_sentences
from corpus.citing.citations import canonical
from corpus.citing.follow import Addressed
from corpus.text.provision import ProvisionId

#: A citation without a sentence of its own: a bracket or a heading line.
_BRACKETS = ("（", "(", "[", "【")
_ONLY_CITES = re.compile(
    r"[（(【\[]?(?:见|详见|依据|根据|出处|来源|引自|摘自)?[：:]?[）)】\]]?[：:。，、]?"
)


@dataclass(frozen=True, slots=True)
class PastedSentence:
    """A sentence with what it cites.

    Attributes:
        start, end: half-open range in the text that was pasted.
        text: verbatim.
        labels: its own citations, their places counted from where it begins.
        cited: those that it is judged by: its own, else those of a neighbour.
    """

    start: int
    end: int
    text: str
    labels: tuple[Addressed, ...]
    cited: tuple[Addressed, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the text."""
        return self.start, self.end

    @property
    def stands_alone(self) -> bool:
        """Whether it is no more than citations: （第二十二条）, 第十九条："""
        rest = re.sub(r"\s|《[^》]*》", "", remove_labels(self.text, self.labels))
        return bool(self.labels) and _ONLY_CITES.fullmatch(rest) is not None


def read_sentences(text: str, labels: Sequence[Addressed]) -> Iterator[PastedSentence]:
    """Sentences in order; a citation that stands alone counts for its neighbour.

    Args:
        text: anything that somebody pasted.
        labels: every citation of it, in printed order.
    """
    cut = list(_cut(text, labels))
    heading: tuple[Addressed, ...] = ()
    for i, sentence in enumerate(cut):
        if sentence.stands_alone:
            if sentence.text[:1] not in _BRACKETS:
                heading = sentence.labels
            yield sentence
            continue
        after = cut[i + 1] if i + 1 < len(cut) else None
        bracket = (
            after.labels if after and after.stands_alone and after.text[:1] in _BRACKETS else ()
        )
        yield replace(sentence, cited=sentence.labels or bracket or heading)
        blank = text[sentence.end :].lstrip(" \t\r").startswith("\n\n")
        if sentence.labels or blank:
            heading = ()


def _cut(text: str, labels: Sequence[Addressed]) -> Iterator[PastedSentence]:
    at = 0
    for start, end in split_sentences(text):
        words = text[start:end]
        quoted = list(find_passages(words))
        while at < len(labels) and labels[at].citation.span[0] < start:
            at += 1
        inside = []
        while at < len(labels) and labels[at].citation.span[0] < end:
            inside.append(shifted(labels[at], -start))
            at += 1
        found = tuple(  # what a quotation cites is the quoted text's own matter
            label for label in inside if not any(a <= label.citation.span[0] < b for a, b in quoted)
        )
        yield PastedSentence(start, end, words, found, found)


def shifted(label: Addressed, by: int) -> Addressed:
    """A citation with its place moved."""
    a, b = label.citation.span
    return replace(label, citation=replace(label.citation, span=(a + by, b + by)))


def ids_of(labels: Sequence[Addressed]) -> tuple[ProvisionId, ...]:
    """The provisions that some citations lead to, each once."""
    return tuple(dict.fromkeys(canonical(i) for x in labels if not x.elsewhere for i in x.ids))
