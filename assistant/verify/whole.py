"""A whole document, judged sentence by sentence within a time: every sentence has one result.

1. The sentences of the result are those of the text, in order, each once.
2. A sentence that nothing could be said of is 未核对 and says why; none is left out.
3. When the time is up, the sentences that were not reached say so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.verify.across import judge_across
from assistant.verify.several import LibraryVerifier
from assistant.verify.texts import split_sentences
from assistant.verify.verdict import PastedFinding, SentenceFindings, State, Why
from corpus.text.provision import Regulation

#: The most characters that are judged at once.
MOST_CHARACTERS = 200_000
#: What decides the state of a sentence, first to last.
_ORDER: tuple[State, ...] = ("改用原文", "未核对", "已核对")
_KIND = {"语句": 0, "引文": 1, "引用": 2}


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a document with its one result.

    Attributes:
        number: from 1.
        span: half-open character range in the text.
        text: verbatim.
        state: of the worst of its findings.
        findings: all that was found in it, in printed order.
        why: for 未核对 what there is no checking for.
    """

    number: int
    span: tuple[int, int]
    text: str
    state: State
    findings: tuple[PastedFinding, ...] = ()
    why: Why | None = None

    @property
    def telling(self) -> tuple[PastedFinding, ...]:
        """What decides its state first; without citations that are as they should be where more is said."""
        return _telling(self.findings)


@dataclass(frozen=True)  # no slots: what is counted is kept
class CheckedText:
    """A document that was judged.

    Attributes:
        text: all of it.
        sentences: in order.
        documents: that it was judged by.
        of_many: how many documents the library holds where only some were looked at; else 0.
    """

    text: str
    sentences: tuple[CheckedSentence, ...]
    documents: tuple[Regulation, ...]
    of_many: int = 0

    @cached_property
    def counts(self) -> Counter[State]:
        """How many sentences are in each state."""
        return Counter(s.state for s in self.sentences)

    @cached_property
    def unchecked(self) -> Counter[Why]:
        """Why sentences could not be checked, the most frequent first."""
        found = Counter(s.why for s in self.sentences if s.why is not None)
        return Counter(dict(found.most_common()))

    @property
    def wrong(self) -> tuple[CheckedSentence, ...]:
        """The sentences that are not as the provisions have it."""
        return tuple(s for s in self.sentences if s.state == "改用原文")


def check_text(
    library: LibraryVerifier,
    text: str,
    *,
    seconds: float | None = None,
    told: Callable[[int, int], None] | None = None,
) -> CheckedText:
    """A result for each sentence of a document.

    Args:
        library: what it is judged by.
        text: of at most ``MOST_CHARACTERS``; whoever asks sees to that.
        seconds: that judging may take; None for as long as it takes.
        told: is told how many of how many characters have been read.
    """
    judged = _in_time(library, text, seconds, told)
    sentences = tuple(_checked(n, sentence, why) for n, (sentence, why) in enumerate(judged, 1))
    return CheckedText(text, sentences, library.regulations, library.of_many)


def _in_time(
    library: LibraryVerifier,
    text: str,
    seconds: float | None,
    told: Callable[[int, int], None] | None,
) -> Iterator[tuple[SentenceFindings, Why | None]]:
    end = None if seconds is None else time.monotonic() + seconds
    at = 0
    for sentence in judge_across(library, text):
        yield sentence, None
        at = sentence.span[1]
        if told is not None:
            told(at, len(text))
        if end is not None and time.monotonic() > end:
            break
    for span in split_sentences(text):
        if span[0] >= at:
            yield SentenceFindings(span, text[slice(*span)]), "时间到了，没有来得及看"


def _checked(number: int, sentence: SentenceFindings, why: Why | None) -> CheckedSentence:
    found = _telling(sentence.findings)
    if not found:
        why = why or "不是完整的语句（标题、短语）"
        return CheckedSentence(number, sentence.span, sentence.text, "未核对", (), why)
    first = found[0]
    return CheckedSentence(
        number, sentence.span, sentence.text, first.state, sentence.findings, first.why
    )


def _telling(findings: tuple[PastedFinding, ...]) -> tuple[PastedFinding, ...]:
    """Findings on one sentence, what decides it first."""
    ranked = sorted(findings, key=lambda f: (_ORDER.index(f.state), _KIND[f.kind]))
    rest = [f for f in ranked if f.kind != "引用" or f.state != "已核对"]
    said = rest if any(f.kind == "语句" for f in rest) else ranked
    return tuple(dict.fromkeys(said))
