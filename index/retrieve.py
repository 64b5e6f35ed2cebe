"""Question → ranked provisions: a few channels of every text, one ranker fitted over many laws.

Each channel gives every leaf a score: BM25 over its words and lead-in (relative to the question's own
ceiling, see ``index.bm25``), the cosine of question and leaf, that of the nearest leaf of the same 条,
that of the nearest provision that it refers to (a penalty is found by the duty that it punishes). A
text with a question bank has two more. ``index.ranker`` weighs them with what sort of clause the
question wants (``index.clause_kinds``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.language.data import AbsentTopic
from corpus.text.provision import Leaf, ProvisionId
from index.clause_kinds import LeafKinds, match_kinds
from index.focus import Focus, ReadSignals, ReferringLeaves, focus_sums
from index.opened import Index
from index.ranker import Ranker, ranker_for
from index.tokens import char_tokens, question_tokens

Mode = Literal["hybrid", "lexical", "dense"]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved provision.

    Attributes:
        id: its address.
        score: probability that it is asked for, in (0, 1); with one kind of channel alone its score.
        channels: score of each channel, and the ranker's sum, for ``--explain``.
    """

    id: ProvisionId
    score: float
    channels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Absence:
    """How much a question resembles those on something that the regulation does not state.

    Attributes:
        topic: the topic that it resembles most, None without such data.
        lexical, dense: similarity to its nearest question, in [0, 1].
        inside, outside: cosine of the nearest question on a topic of the regulation's field, and of
            the nearest on one outside it; 0 without such data.
        odds: log odds that the question asks for something stated (``index.asked``).
        by_document: of several documents, key → cosine of the nearest question on what it does not
            state, and how much nearer that is than any on what it states; those with a question bank.
    """

    topic: AbsentTopic | None = None
    lexical: float = 0.0
    dense: float = 0.0
    odds: float = 0.0
    inside: float = 0.0
    outside: float = 0.0
    by_document: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that retrieval found out about a question.

    Attributes:
        hits: best first.
        absence: likeness to what is known not to be stated.
    """

    hits: tuple[Hit, ...]
    absence: Absence = Absence()


def rank(
    index: Index,
    question: str,
    k: int,
    *,
    mode: Mode = "hybrid",
    focus: Focus | None = None,
) -> Ranking:
    """The best ``k`` leaves for a question.

    Args:
        index: that is searched.
        question: its words.
        k: at most so many.
        mode: the ranker, or one channel alone: ``lexical`` leaves out what shares no character.
        focus: what was shown, within which it is asked; None for nothing.
    """
    if not char_tokens(question):
        return Ranking(())
    signals = read_signals(index, question, lexical_only=mode == "lexical")
    signals = within(index, signals, focus, partial(read_signals, index))
    return order_hits(signals, lambda row: index.leaves[row].id, k, mode)


def within(
    searched: ReferringLeaves,
    signals: QuestionSignals,
    focus: Focus | None,
    read: Callable[[str], QuestionSignals],
) -> QuestionSignals:
    """The same, asked within what was shown.

    Args:
        searched: the leaves.
        signals: of the question as it is put.
        focus: its readings, and what was shown; None for nothing.
        read: some words → their signals.
    """
    if focus is None:
        return signals

    sums = focus_sums(searched, focus, lambda words: read_words(read(words)))
    return replace(signals, channels={**signals.channels, "ranker": sums})


def read_words(signals: QuestionSignals) -> ReadSignals:
    """What a reading of a question asked within what was shown says to every leaf."""
    features = signals.features
    return ReadSignals(
        signals.channels["ranker"], features["text.share"], features["penalty.wanted"]
    )


def order_hits(
    signals: QuestionSignals, id_of: Callable[[int], ProvisionId], k: int, mode: Mode
) -> Ranking:
    """The best ``k`` of the provisions that a question was held against.

    Args:
        id_of: row of the signals → the provision.
        k, mode: as of ``rank``.
    """
    if mode == "hybrid":
        scores = signals.ranker.probabilities(signals.channels["ranker"])
    else:
        scores = signals.channels["text" if mode == "lexical" else "dense"]
    order = np.argsort(-scores, kind="stable")[:k]
    if mode == "lexical":
        order = order[scores[order] > 0]
    # All at once: taken one by one, the numbers of every leaf are an eighth of an answer's time.
    channels = zip(*(values[order].tolist() for values in signals.channels.values()), strict=True)
    hits = tuple(
        Hit(id_of(row), score, dict(zip(signals.channels, values, strict=True)))
        for row, score, values in zip(order.tolist(), scores[order].tolist(), channels, strict=True)
    )
    return Ranking(hits, signals.absence)


@dataclass(frozen=True, slots=True)
class QuestionSignals:
    """What is known of a question beside every leaf.

    Attributes:
        channels: name → ``(leaves,)``, the ranker's sum among them.
        features: what the ranker weighs: name → ``(leaves,)``.
        absence: see there.
        ranker: that weighed them.
    """

    channels: Mapping[str, Scores]
    features: Mapping[str, Scores]
    absence: Absence
    ranker: Ranker


def read_signals(
    index: Index,
    question: str,
    *,
    lexical_only: bool = False,
) -> QuestionSignals:
    """Channels and features of every leaf; without the encoder where only words count."""
    tokens = char_tokens(question)
    own = dict.fromkeys(tokens, 1.0)
    count = len(index.leaves)
    banked = len(index.question_leaf)
    if lexical_only:
        dense = np.zeros(count, np.float32)
        questions = np.zeros(banked + len(index.absent_topic), np.float32)
    else:
        vector = np.asarray(index.embedder.embed_query(question), np.float32)
        dense, questions = index.dense(vector), index.questions(vector)
    channels: dict[str, Scores] = {
        "text": index.fields["text"].scores(own),
        "dense": dense,
        "article": best_of(dense, index.article_of),
        "refers": best_referred(dense, index.references),
        "bank": np.zeros(count, np.float32),
        "asked": np.zeros(count, np.float32),
    }
    odds = 0.0
    if banked:
        np.maximum.at(channels["bank"], index.question_leaf, questions[:banked])
        words = index.segmenter.words(question)
        channels["asked"], odds = index.asked.judge(question_tokens(tokens, words))
    features = measure_leaves(index, question, channels)
    ranker = ranker_for(question)
    channels["ranker"] = ranker.logits(features)
    absence = likeness_to_absent(index, own, questions[banked:])
    return QuestionSignals(channels, features, replace(absence, odds=odds), ranker)


class SearchedLeaves(Protocol):
    """The leaves of one document, or of several laid side by side."""

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """In row order."""

    @property
    def kinds(self) -> LeafKinds:
        """What sort of clause each is."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What the leaves that are looked at are measured against: those of the whole library.

    Attributes:
        text, dense: the best score of a channel.
        mean, deviation: of the scores of the encoder.
    """

    text: float
    dense: float
    mean: float
    deviation: float


def whole_of(text: Scores, dense: Scores) -> Whole:
    """The measures of all leaves."""
    return Whole(float(text.max()), dense.max(), dense.mean(), dense.std())


def measure_leaves(
    searched: SearchedLeaves,
    question: str,
    channels: Mapping[str, Scores],
    whole: Whole | None = None,
) -> dict[str, Scores]:
    """Features of every leaf, name → ``(leaves,)``, from the channels and the sorts of clause.

    Args:
        searched, question, channels: see there.
        whole: of the library that the leaves are some of; None where they are all.
    """
    whole = whole or whole_of(channels["text"], channels["dense"])
    return measure(match_kinds(question, searched.leaves, searched.kinds), channels, whole)


def measure(
    features: dict[str, Scores], channels: Mapping[str, Scores], whole: Whole
) -> dict[str, Scores]:
    """The features of the sorts of clause with those of the channels."""
    text, dense, refers = channels["text"], channels["dense"], channels["refers"]
    features |= {
        "text": text,
        "text.share": text / max(whole.text, 1e-6),
        "dense": dense,
        "dense.behind": dense - whole.dense,
        "dense.deviation": (dense - whole.mean) / (whole.deviation + 1e-6),
        "article": channels["article"],
        "refers": refers,
        "refers.any": (refers > 0).astype(np.float32),
        "refers.penalty": refers * features["penalty.wanted"],
    }
    bank, asked = channels["bank"], channels["asked"]
    if bank.any():
        features |= {
            "bank": bank,
            "bank.behind": bank - bank.max(),
            "asked.log": np.log(asked + 1e-6, dtype=np.float32),
        }
    return features


def best_of(scores: Scores, group: NDArray[np.int64]) -> Scores:
    """Per leaf, the best score in its group."""
    best = np.full(int(group.max()) + 1 if len(group) else 0, -1.0, np.float32)
    np.maximum.at(best, group, scores)
    return best[group]


def best_referred(scores: Scores, references: NDArray[np.int64]) -> Scores:
    """Per leaf, the best score of the leaves that it refers to; 0 where it refers to none."""
    best = np.zeros(len(scores), np.float32)
    if len(references):
        np.maximum.at(best, references[:, 0], scores[references[:, 1]])
    return best


def likeness_to_absent(index: Index, own: Mapping[str, float], dense: Scores) -> Absence:
    """How much a question resembles those on what a document does not state; without the odds.

    Args:
        own: tokens of the question with their weights.
        dense: inner products with those questions.
    """
    if not len(index.absent_topic):
        return Absence()
    lexical = index.fields["absent"].scores(own)
    dense = np.maximum(dense, 0)
    nearest = int(np.argmax(lexical + dense))
    topic = index.language.absent[int(index.absent_topic[nearest])]
    outside = index.absent_outside
    return Absence(
        topic,
        float(lexical.max()),
        float(dense.max()),
        inside=float(dense[~outside].max(initial=0)),
        outside=float(dense[outside].max(initial=0)),
    )
