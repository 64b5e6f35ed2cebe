"""Any text against several documents: each citation, quotation and sentence judged by the right one.

1. A citation belongs to the document that its words name, else to the one spoken of last.
2. A quotation is looked for in the document that it is said to be of, then in all.
3. A sentence is judged by the documents that it cites, part by part; one that cites nothing by all.

Findings name their document with its status, and their ids are of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.verify.attribution import find_named, find_spoken
from assistant.verify.cited_across import judge_cited
from assistant.verify.parts import split_by_document
from assistant.verify.pasted import (
    in_order,
    judge_citation,
    judge_sentences,
    says_something,
    uncheckable,
)
from assistant.verify.quoted_across import judge_quotations
from assistant.verify.sentences import PastedSentence, read_sentences
from assistant.verify.several import LibraryVerifier, of_document
from assistant.verify.uncited_across import judge_uncited
from assistant.verify.verdict import PastedFinding, SentenceFindings
from corpus.citing.across import SpokenOf, follow_across
from corpus.citing.follow import Addressed


def verify_across(library: LibraryVerifier, text: str) -> tuple[PastedFinding, ...]:
    """Every citation, quotation of some length and sentence of a text, in printed order.

    With one document all is as in ``verify_text``.
    """
    return in_order([f for judged in judge_across(library, text) for f in judged.findings])


def judge_across(library: LibraryVerifier, text: str) -> Iterator[SentenceFindings]:
    """Every sentence of a text with what is found in it, one after the other."""
    if len(library.regulations) == 1:
        yield from judge_sentences(library.of(library.keys[0]), text, library.unasked)
        return
    spoken = find_spoken(text, library.regulations)
    labels = follow_across(text, library.regulations, spoken)
    turns = _turns(labels, spoken, library.keys[0])
    for sentence in read_sentences(text, labels):
        found: list[PastedFinding] = []
        while len(turns) > 1 and turns[1].at <= sentence.start:
            turns.pop(0)
        for label in sentence.labels:
            found += _citation(library, label, sentence.start)
        for part in split_by_document(sentence):
            found += _judge(library, part, turns[0].document)
        yield SentenceFindings(sentence.span, sentence.text, in_order(found))


def _turns(labels: Sequence[Addressed], spoken: Sequence[SpokenOf], first: str) -> list[SpokenOf]:
    """Where a text turns to another document, from its beginning on."""
    cited = (SpokenOf(x.citation.span[0], x.document) for x in labels if x.document)
    return [SpokenOf(0, first), *sorted((*cited, *spoken), key=lambda turn: turn.at)]


def _citation(library: LibraryVerifier, label: Addressed, start: int) -> list[PastedFinding]:
    if not label.document:
        return [uncheckable(label, start, library.regulations[0], library.unasked)]
    regulation = library.regulation(label.document)
    judged = judge_citation(library.of(label.document), label, start)
    return [of_document(finding, regulation) for finding in judged]


def _judge(library: LibraryVerifier, part: PastedSentence, meant: str) -> list[PastedFinding]:
    """The quotations of a part of a sentence, and what it says."""
    named = find_named(part.text, library.regulations, meant)
    found = list(judge_quotations(library, part, named, meant))
    if says_something(part):
        judged = judge_cited(library, part, named, meant) if part.cited else None
        found.append(judged or judge_uncited(library, part, named, meant))
    return found
