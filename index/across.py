"""Question → ranked provisions of several documents, by the same ranker as those of one.

The channels of all documents are laid side by side: words with the statistics of all, the cosine, the
nearest of the same 条, the nearest that is referred to in whichever document. What a question bank adds
counts for the documents that have one. In a library of one it is ``index.retrieve.rank``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from index.asked import share_out
from index.focus import Focus
from index.library import Library
from index.opened import Index
from index.ranker import Ranker, ranker_for
from index.retrieve import (
    Absence,
    Mode,
    QuestionSignals,
    Ranking,
    Scores,
    best_of,
    best_referred,
    likeness_to_absent,
    measure_leaves,
    order_hits,
    within,
)
from index.tokens import char_tokens, question_tokens
from index.wide_part import choose_documents, large_signals

#: Features that only the rows of a document with a question bank have.
_BANKED = ("bank", "bank.behind", "asked.log")


def rank_across(
    library: Library,
    question: str,
    k: int,
    *,
    mode: Mode = "hybrid",
    focus: Focus | None = None,
) -> Ranking:
    """The best ``k`` leaves of all documents for a question.

    Their addresses have the key of their document where the library has several.

    Args:
        library: that is searched.
        question: its words.
        k: at most so many.
        mode, focus: as of ``index.retrieve.rank``.
    """
    if not char_tokens(question):
        return Ranking(())
    of_all = library.is_large
    if of_all:
        library = library.part(choose_documents(library, question))
    read = partial(read_signals_across, library, of_all=of_all)
    signals = within(library, read(question, lexical_only=mode == "lexical"), focus, read)
    return order_hits(signals, library.id_of, k, mode)


def read_signals_across(
    library: Library, question: str, *, lexical_only: bool = False, of_all: bool = False
) -> QuestionSignals:
    """Channels and features of every leaf of a library.

    Args:
        lexical_only: without the encoder: only words count.
        of_all: as of ``index.wide_part.large_signals``.
    """
    tokens = char_tokens(question)
    own = dict.fromkeys(tokens, 1.0)
    indexes = library.indexes
    if lexical_only:
        dense = np.zeros(len(library.leaves), np.float32)
        questions = [
            np.zeros(len(i.question_leaf) + len(i.absent_topic), np.float32) for i in indexes
        ]
    else:
        vector = np.asarray(library.embedder.embed_query(question), np.float32)
        dense, questions = library.dense(vector), [i.questions(vector) for i in indexes]
    large = large_signals(library, question, dense, of_all=of_all)
    asked, odds = _asked(indexes, question, tokens)
    channels: dict[str, Scores] = {
        "text": library.text.scores(own) if large is None else large.text,
        "dense": dense,
        "article": best_of(dense, library.article_of),
        "refers": best_referred(dense, library.references) if large is None else large.refers,
        "bank": np.concatenate([_bank(i, q) for i, q in zip(indexes, questions, strict=True)]),
        "asked": asked,
    }
    features = measure_leaves(library, question, channels, large.whole if large else None)
    banked = np.repeat([len(i.question_leaf) > 0 for i in indexes], np.diff(library.offsets))
    ranker = ranker_for(question)
    channels["ranker"] = _logits(ranker, features, banked)
    if large is not None:
        channels["ranker"] = channels["ranker"] + large.added
    absences = [
        likeness_to_absent(i, own, q[len(i.question_leaf) :])
        for i, q in zip(indexes, questions, strict=True)
    ]
    by_document = {
        i.regulation.key: (absence.dense, absence.dense - float(q[: len(i.question_leaf)].max()))
        for i, q, absence in zip(indexes, questions, absences, strict=True)
        if len(i.question_leaf) and len(indexes) > 1
    }
    absence = replace(_nearest(absences), odds=odds, by_document=by_document)
    return QuestionSignals(channels, features, absence, ranker)


def _bank(index: Index, questions: Scores) -> Scores:
    """Per leaf, the likeness of the nearest question of the bank."""
    best = np.zeros(len(index.leaves), np.float32)
    banked = len(index.question_leaf)
    np.maximum.at(best, index.question_leaf, questions[:banked])
    return best


def _asked(indexes: tuple[Index, ...], question: str, tokens: list[str]) -> tuple[Scores, float]:
    """Per leaf, how likely the wording asks for it, among the leaves of all documents with a bank."""
    learnt = [i for i in indexes if len(i.question_leaf) and i.asked.vocabulary]
    shares = {id(i): np.zeros(len(i.leaves), np.float32) for i in indexes}
    odds = 0.0
    if learnt:
        margins = [
            i.asked.margins(question_tokens(tokens, i.segmenter.words(question))) for i in learnt
        ]
        found, odds = share_out(margins)
        shares |= {id(i): share for i, share in zip(learnt, found, strict=True)}
    return np.concatenate([shares[id(i)] for i in indexes]), odds


def _logits(ranker: Ranker, features: Mapping[str, Scores], banked: Scores) -> Scores:
    """The ranker's sums; the rows of a document without a bank know nothing of the others' banks.

    Beside such documents a bank orders what its own documents say, and words and encoder decide how near the
    best of that is: the nearest question of a bank is always some question, whatever is asked.
    """
    sums = ranker.logits(features)
    if "bank" in features and not banked.all():
        plain = ranker.logits({n: v for n, v in features.items() if n not in _BANKED})
        nearer = plain[banked].max() - sums[banked].max()
        sums = np.where(banked, sums + min(nearer, 0), plain)
    return sums


def _nearest(absences: list[Absence]) -> Absence:
    """The one that a question resembles most, of those in the field and of those outside it."""
    return replace(
        max(absences, key=lambda a: a.lexical + a.dense),
        inside=max(a.inside for a in absences),
        outside=max(a.outside for a in absences),
    )
