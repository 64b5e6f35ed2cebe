"""Question → ranked provisions: lexical and dense channels, fused by a convex sum.

Each channel gives every leaf a score in [0, 1]; BM25 scores are relative to the question's own
ceiling (see ``index.bm25``), inner products are clipped at 0. The fused score is the weighted
mean, so it may be compared across questions. Where the regulation has a question bank, a fitted
ranker (``index.ranker``) puts the fused leaves in their final order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.language.data import AbsentTopic
from corpus.text.provision import ProvisionId
from index.expand import Expansion
from index.opened import Index
from index.ranker import load_ranker, measure_leaves
from index.tokens import char_tokens, question_tokens

Mode = Literal["hybrid", "lexical", "dense"]
Scores = NDArray[np.float32]

#: Channel weights of the convex sum: set once by hand, the same for every regulation. What is
#: fitted is the ranker.
WEIGHTS: Mapping[str, float] = {
    "text.char": 1.0,
    "text.word": 0.5,
    "context.char": 0.2,
    "context.word": 0.3,
    "bank.char": 2.0,
    "bank.word": 1.0,
    "asked": 3.0,
    "serves.thesaurus": 0.2,
    "serves.body": 0.6,
    "serves.unit": 0.3,
    "serves.matter": 0.3,
    "phrase": 0.2,
    "dense.text": 0.5,
    "dense.bank": 0.7,
}
_DENSE = ("dense.text", "dense.bank")
#: Weight of an added statute token against a token of the question.
EXPANSION_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved provision.

    Attributes:
        id: its address.
        score: in [0, 1]: probability by the ranker, or without a question bank the fused score.
        channels: score of each channel and their fused score, for ``--explain``.
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
        odds: log odds that the question asks for something stated (``index.asked``).
    """

    topic: AbsentTopic | None = None
    lexical: float = 0.0
    dense: float = 0.0
    odds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that retrieval found out about a question.

    Attributes:
        hits: best first.
        expansions: lay words that were expanded.
        absence: likeness to what is known not to be stated.
    """

    hits: tuple[Hit, ...]
    expansions: tuple[Expansion, ...]
    absence: Absence = Absence()


def rank(
    index: Index,
    question: str,
    k: int,
    *,
    expansions: tuple[Expansion, ...],
    mode: Mode = "hybrid",
    weights: Mapping[str, float] = WEIGHTS,
) -> Ranking:
    """The best ``k`` leaves for a question; a leaf that no channel touched is left out.

    Args:
        index: that is searched.
        question: its words.
        k: at most so many.
        expansions: of the question, as ``index.lexicon`` gives them.
        mode: which channels take part.
        weights: of the channels.
    """
    tokens = tokens_of(index, question)
    dense = dense_scores(index, question)
    asked, odds = asked_scores(index, tokens)
    channels = channel_scores(index, tokens, expansions, dense, asked)
    fused = fuse(channels, mode_weights(weights, mode))
    scores = fused
    if mode == "hybrid" and asked.any():
        scores = load_ranker().probabilities(measure_leaves(channels, fused, index.lead_ins))
    shown = channels | {"fused": fused}
    order = np.argsort(-scores, kind="stable")[:k]
    hits = tuple(
        Hit(
            index.leaves[row].id,
            float(scores[row]),
            {name: float(values[row]) for name, values in shown.items()},
        )
        for row in order
        if fused[row] > 0
    )
    return Ranking(hits, expansions, _absence(index, tokens, dense, odds))


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """The tokens of a question: of characters, and of words."""

    char: tuple[str, ...]
    word: tuple[str, ...]


def tokens_of(index: Index, question: str) -> QuestionTokens:
    """What every channel of words looks for."""
    return QuestionTokens(tuple(char_tokens(question)), tuple(index.segmenter.words(question)))


def asked_scores(index: Index, tokens: QuestionTokens) -> tuple[Scores, float]:
    """Share of each leaf by the question model, and the log odds that any is asked for."""
    return index.asked.judge(question_tokens(tokens.char, tokens.word))


def dense_scores(index: Index, question: str) -> Scores:
    """Clipped inner products with every vector row."""
    vector = np.asarray(index.embedder.embed_query(question), np.float32)
    scores: Scores = np.maximum(index.dense(vector), 0)
    return scores


def _absence(index: Index, tokens: QuestionTokens, dense: Scores, odds: float) -> Absence:
    if not len(index.absent_topic):
        return Absence(odds=odds)
    lexical = index.fields["absent.char"].scores(dict.fromkeys(tokens.char, 1.0))
    dense = dense[len(index.leaves) + len(index.question_leaf) :]
    nearest = int(np.argmax(lexical + dense))
    topic = index.language.absent[int(index.absent_topic[nearest])]
    return Absence(topic, float(lexical.max()), float(dense.max()), odds)


def mode_weights(weights: Mapping[str, float], mode: Mode) -> dict[str, float]:
    """The weights of the channels that a mode uses."""
    return {
        name: weight
        for name, weight in weights.items()
        if mode == "hybrid" or (name in _DENSE) == (mode == "dense")
    }


def fuse(channels: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Convex sum of channels: ``(leaves,)``. A channel that is silent for this question (no lay
    word found, no question bank) leaves its weight to the others.
    """
    heard = {name: w for name, w in weights.items() if w and channels[name].any()}
    if not heard:
        return np.zeros(len(next(iter(channels.values()))), np.float32)
    total = sum(heard.values())
    scores = [weight / total * channels[name] for name, weight in heard.items()]
    fused: Scores = np.sum(scores, axis=0, dtype=np.float32)
    return fused


def channel_scores(
    index: Index,
    tokens: QuestionTokens,
    expansions: Sequence[Expansion],
    dense: Scores,
    asked: Scores,
) -> dict[str, Scores]:
    """Score of every leaf in every channel: name → ``(leaves,)`` in [0, 1].

    Args:
        dense: of the question, as ``dense_scores`` gives it.
        asked: of the question, as ``asked_scores`` gives it.
    """
    added = [s for e in expansions for s in e.statute]
    channels: dict[str, Scores] = {"asked": asked}
    for kind, said, split in (
        ("char", tokens.char, char_tokens),
        ("word", tokens.word, index.segmenter.words),
    ):
        own = dict.fromkeys(said, 1.0)
        widened = dict.fromkeys((t for s in added for t in split(s)), EXPANSION_WEIGHT) | own
        for field in ("text", "context"):
            channels[f"{field}.{kind}"] = index.fields[f"{field}.{kind}"].scores(widened)
        questions = index.fields[f"bank.{kind}"].scores(own)
        channels[f"bank.{kind}"] = _best_question(index, questions)
    for source in ("thesaurus", "body", "unit", "matter"):
        channels[f"serves.{source}"] = _serves(index, [e for e in expansions if e.source == source])
    channels["phrase"] = _phrases(index, expansions)
    channels["dense.text"] = dense[: len(index.leaves)]
    bank = slice(len(index.leaves), len(index.leaves) + len(index.question_leaf))
    channels["dense.bank"] = _best_question(index, dense[bank])
    return channels


def _best_question(index: Index, scores: Scores) -> Scores:
    """Per leaf, the best score among its bank questions."""
    best = np.zeros(len(index.leaves), np.float32)
    np.maximum.at(best, index.question_leaf, scores)
    return best


def _serves(index: Index, expansions: Sequence[Expansion]) -> Scores:
    """Share of the expanded words that serve each leaf; a word that serves few counts more."""
    scores = np.zeros(len(index.leaves), np.float32)
    total = 0.0
    for expansion in expansions:
        if not expansion.serves:
            continue
        weight = float(np.log1p(len(index.leaves) / len(expansion.serves)))
        total += weight
        for written in expansion.serves:
            scores[index.rows[written]] += weight
    return scores / total if total else scores


def _phrases(index: Index, expansions: Sequence[Expansion]) -> Scores:
    """Share of the expanded words of which each leaf holds a statute phrase verbatim."""
    scores = np.zeros(len(index.leaves), np.float32)
    words = {e.found: set[str]() for e in expansions}
    for expansion in expansions:
        words[expansion.found].update(expansion.statute)
    total = 0.0
    for phrases in words.values():
        held = np.array([any(p in leaf.text for p in phrases) for leaf in index.leaves])
        if not held.any():
            continue
        weight = float(np.log1p(len(index.leaves) / held.sum()))
        total += weight
        scores[held] += weight
    return scores / total if total else scores
