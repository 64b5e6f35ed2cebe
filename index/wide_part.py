"""The documents of a large library that a question is put to, and what it is there beside all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.library import Library
from index.retrieve import Scores, Whole
from index.tokens import char_tokens
from index.wide_rank import behind_best, best_beside, load_weights, rank_rows

#: Documents that a question is put to beside those that it names.
_MOST = 4
#: Those that are so in any case: where the likeliest states nothing, the next may.
_LEAST = 2
#: A document whose best leaf is this far behind the best of all has nothing to say beside it; of the sums.
_BEHIND = 18.0


@dataclass(frozen=True, slots=True)
class LargeSignals:
    """What is known of the leaves of some documents beside those of all others.

    Attributes:
        text: ``(leaves,)`` scores of the words, with the statistics of all.
        refers: the best score of the encoder that a leaf refers to, in whichever document.
        whole: what the leaves are measured against.
        added: to the ranker's sums.
    """

    text: Scores
    refers: Scores
    whole: Whole
    added: Scores


def choose_documents(
    library: Library, question: str, *, further: Sequence[str] = ()
) -> tuple[str, ...]:
    """Keys of the documents of a large library that a question is put to.

    They are the first of the library, those that the question names, those whose leaves are likeliest.

    Args:
        library: a large one.
        question: its words.
        further: keys of documents that are asked as well.
    """
    catalogue = library.catalogue
    assert catalogue is not None
    named = [key for _, key in catalogue.titles.find(question)]
    chosen = dict.fromkeys([catalogue.keys[0], *named, *further])
    if char_tokens(question):
        signals = catalogue.signals(question)
        ranked = rank_rows(catalogue.wide, question, signals)
        numbers = catalogue.wide.document[ranked.rows]
        beside = set(numbers[ranked.sums >= ranked.sums[0] - _BEHIND].tolist())
        best = list(dict.fromkeys(numbers.tolist()))
        near = [n for place, n in enumerate(best[:_MOST]) if place < _LEAST or n in beside]
        chosen |= dict.fromkeys(catalogue.keys[n] for n in near)
    if len(chosen) == 1:  # what is said of one alone would be said as if there were no others
        chosen |= dict.fromkeys(catalogue.keys[1:2])
    return tuple(chosen)


def large_signals(
    library: Library, question: str, dense: Scores, *, of_all: bool
) -> LargeSignals | None:
    """What is known of the leaves of a part beside all others; None for a library that is opened whole.

    Args:
        dense: the encoder's scores of the leaves of the part.
        of_all: whether they are ranked as they are among all leaves of the library.
    """
    catalogue = library.catalogue
    if catalogue is None or not library.is_part:
        return None
    signals, rows = catalogue.signals(question), library.wide_rows
    held = rows >= 0
    at = rows[held]
    text, refers, added = (np.zeros(len(rows), np.float32) for _ in range(3))
    own = dict.fromkeys(char_tokens(question), 1.0)
    if not held.all():  # of a version that does not answer the words count as in it alone
        text[:] = np.concatenate([i.fields["text"].scores(own) for i in library.indexes])
    text[held] = signals.text[at]
    refers[held] = catalogue.wide.best_referred(signals.vector, at)
    if len(at):
        beside = best_beside(
            catalogue.wide, at, dense[held]
        )  # the documents are whole and in order
        weights = load_weights()
        weight = np.float32(weights.stretch if of_all else weights.beside)
        added[held] = weight * behind_best(catalogue.wide, signals, at, beside)
    return LargeSignals(text, refers, signals.whole, added)
