"""The rules on questions after others: whether one stands alone, and which words it replaces.

Fitted on hand-written pairs over many fields; how readings are weighed is fitted on conversations
(``evals.tune.focus``).
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from assistant.understanding.alone import form_of
from assistant.understanding.followup import core_of, topic_of
from assistant.understanding.replacing import list_spans
from evals.fits import Array, apply_rule, fit_logistic
from evals.gold import GOLD
from evals.laws.questions import load_law_questions
from evals.talk.questions import load_unseen
from evals.tune.cases import SEED
from index.derive import read_common_words
from index.embed import BUILTIN, load_embedder
from index.tokens import Segmenter

_FILE = Path(__file__).parents[1] / "talk" / "follow-train.jsonl"
_FOLDS = 10
#: Penalty on the squares of the weights, on columns of deviation 1; pairs of complete questions on one law,
#: and what each weighs beside a hand-written pair.
_RIDGE, _PAIRS, _WEIGHT = 100.0, 600, 0.3
#: Kinds of fragment whose words take the place of others.
_REPLACING = (
    *("body", "place", "person", "level", "correction", "condition"),
    *("another-body", "another-matter"),
)
#: Turns that are no fragment and no question, or that are counted.
_NO_PAIR = ("smalltalk", "list")


@dataclass(frozen=True, slots=True)
class FollowPair:
    """A question after another, as written by hand.

    Attributes:
        first, second: as typed.
        complete: whether the second needs nothing of the first.
        standalone: the second with what it takes from the first.
        kind: as written.
    """

    first: str
    second: str
    complete: bool
    standalone: str
    kind: str


def load_follow_pairs() -> tuple[FollowPair, ...]:
    """The hand-written pairs, and the turns of conversations with what was understood before them."""
    rows = map(json.loads, _FILE.read_text("utf-8").splitlines())
    written = [
        FollowPair(r["first"], r["second"], r["complete"], r["standalone"], r["kind"]) for r in rows
    ]
    turns = [
        FollowPair(a.standalone, b.text, b.text == b.standalone, b.standalone, b.kind)
        for talk in load_unseen("tuning")
        for a, b in pairwise(talk.turns)
        if b.kind not in _NO_PAIR
    ]
    return (*written, *turns, *_gold_pairs())


def _gold_pairs() -> list[FollowPair]:
    """The turns of the conversations on the first shipped text that are tuned on."""
    lines = (GOLD / "tuning" / "conversations.jsonl").read_text("utf-8").splitlines()
    return [
        FollowPair(
            a["standalone"], b["question"], b.get("complete", False), b["standalone"], "gold"
        )
        for row in map(json.loads, lines)
        for a, b in pairwise(row["turns"])
        if b["answerable"]
    ]


@cache
def embed(text: str) -> Array:
    """``(dim,)`` vector of a question."""
    return np.asarray(load_embedder(BUILTIN).embed_query(text))


def tune_alone() -> dict[str, list[float]]:
    """Fit whether a question stands alone; print how far it tells on pairs left out."""
    written = load_follow_pairs()
    made = _complete_pairs()
    labels = np.array([float(p.complete) for p in written])
    fitted = {}
    for name, encoded in (("alone", True), ("alone_by_form", False)):
        x, more = _rows(written, encoded=encoded), _rows(made, encoded=encoded)
        p = np.zeros(len(labels))
        for k in range(_FOLDS):
            left = np.arange(len(labels)) % _FOLDS == k
            p[left] = apply_rule(x[left], _fit(x[~left], labels[~left], more))
        yes, no = p[labels == 1], p[labels == 0]
        area = (yes[:, None] > no[None, :]).mean()
        print(
            f"{name}：{len(labels)} 对，AUC {area:.3f}，完整的判为残句 {(yes < 0.5).mean():.3f}，"
            f"残句判为完整 {(no >= 0.5).mean():.3f}（交叉验证）"
        )
        fitted[name] = [round(float(w), 4) for w in _fit(x, labels, more)]
    return fitted


def _fit(x: Array, labels: Array, more: Array) -> Array:
    weight = np.r_[np.ones(len(labels)), np.full(len(more), _WEIGHT)]
    return fit_logistic(np.r_[x, more], np.r_[labels, np.ones(len(more))], weight, _RIDGE)


def _rows(pairs: Sequence[FollowPair], *, encoded: bool) -> Array:
    rows = []
    for pair in pairs:
        row = form_of(pair.second)
        if encoded:
            second, first = embed(pair.second), embed(pair.first)
            row = [*second, *row, float(second @ first)]
        rows.append(row)
    return np.array(rows)


def _complete_pairs() -> list[FollowPair]:
    """Any two questions on one law: the second is complete."""
    by_law: dict[str, list[str]] = {}
    for question in load_law_questions("fit"):
        by_law.setdefault(question.law, []).append(question.text)
    chance = random.Random(SEED)
    laws = [law for law, texts in by_law.items() if len(texts) > 1]
    pairs = [chance.sample(by_law[chance.choice(laws)], 2) for _ in range(_PAIRS)]
    return [FollowPair(first, second, True, second, "fit") for first, second in pairs]


def tune_spans() -> dict[str, float]:
    """Fit which words give way: by how like the result is to what a person wrote."""
    segmenter, embedder = Segmenter(read_common_words().dictionary), load_embedder(BUILTIN)
    features, likeness = [], []
    for pair in load_follow_pairs():
        if pair.complete or pair.kind not in _REPLACING:
            continue
        question, core = topic_of(pair.first).question, core_of(pair.second)
        spans = list(list_spans(question, core, segmenter, embedder))
        if len(spans) < 2:
            continue
        names = list(spans[0].features)
        features.append(np.array([[s.features[n] for n in names] for s in spans]))
        texts = [f"{question[: s.start]}{core}{question[s.end :]}" for s in spans]
        likeness.append(np.array([embed(t) @ embed(pair.standalone) for t in texts]))
    chosen = []
    for k in range(_FOLDS):
        kept = [i for i in range(len(features)) if i % _FOLDS != k]
        w = _regress([features[i] for i in kept], [likeness[i] for i in kept])
        left = range(k, len(features), _FOLDS)
        order = [np.argsort(-(features[i] @ w))[:2] for i in left]
        chosen += [likeness[i][o].max() for i, o in zip(left, order, strict=True)]
    most = np.mean([s.max() for s in likeness])
    print(f"换词：{len(features)} 句，前两处最像人写的 {np.mean(chosen):.3f}，最多 {most:.3f}")
    weights = _regress(features, likeness)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _regress(features: Sequence[Array], likeness: Sequence[Array]) -> Array:
    """Ridge regression of the likeness beside the question's best; what is far from it counts little."""
    x = np.concatenate([f - f.mean(0) for f in features])
    y = np.concatenate([s - s.mean() for s in likeness])
    weight = np.concatenate([np.exp(6 * (s - s.max())) for s in likeness])
    scale = x.std(0) + 1e-6
    z = x / scale
    result: Array = np.linalg.solve((z.T * weight) @ z + 3 * np.eye(z.shape[1]), (z.T * weight) @ y)
    result /= scale
    return result
