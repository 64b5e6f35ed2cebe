"""The rule on what is small talk, fitted on lines of it and on questions over hundreds of laws."""

from __future__ import annotations

import json
import random

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.understanding.small_talk import KINDS, LONGEST, bare, load_lines
from evals.laws.questions import load_law_questions
from evals.library.questions import load_library_questions
from evals.talk.questions import FOLDER, load_pairs, load_small_talk, load_unseen
from evals.tune.cases import SEED
from index.embed import BUILTIN, load_embedder

_QUESTION = "question"
#: Questions on laws beside the lines.
_SAMPLED = 5000
#: Inverse strength of the penalty on the squares of the weights.
_C = 10.0


def tune_chat() -> dict[str, object]:
    """Fit, and print how far it tells on the tuning halves of ``evals/talk``."""
    embedder = load_embedder(BUILTIN)
    asked = [q.text for q in load_law_questions("fit")]
    random.Random(SEED).shuffle(asked)
    asked = asked[:_SAMPLED] + _not_small_talk()
    asked += [q.text for q in load_library_questions("tuning") if len(q.text) <= LONGEST]
    spoken = list(load_lines().items())
    texts = [*asked, *(text for text, _ in spoken)]
    labels = [_QUESTION] * len(asked) + [kind for _, kind in spoken]
    x = np.array([embedder.embed_query(t) for t in texts], np.float32)
    model = LogisticRegression(C=_C, max_iter=2000, random_state=SEED).fit(x, labels)
    names = [_QUESTION, *KINDS]
    rows = [list(model.classes_).index(n) for n in names]
    weights, bias = model.coef_[rows], model.intercept_[rows]

    def share(lines: list[str]) -> float:
        known = load_lines()
        kept = [t for t in lines if bare(t) not in known]
        v = np.array([embedder.embed_query(t) for t in kept])
        sums = v @ weights.T + bias
        p = np.exp(sums - sums.max(1, keepdims=True))
        return float((p[:, 0] / p.sum(1) < 0.5).mean())

    talk = [line.text for line in load_small_talk("tuning")]
    library = [q.text for q in load_law_questions("tune-plain")]
    turns = [p.second for p in load_pairs("tuning")]
    print(
        f"闲聊：拟合 {len(labels)} 句；另写的闲聊认出 {share(talk):.3f}，"
        f"题目误认 {share(library):.3f}，追问误认 {share(turns):.3f}"
    )
    return {
        "kinds": names,
        "weights": [[round(float(w), 3) for w in row] for row in weights],
        "bias": [round(float(b), 3) for b in bias],
    }


def _not_small_talk() -> list[str]:
    """Questions that begin or look like small talk, and both turns of pairs."""
    lines = (FOLDER / "not-small-talk.jsonl").read_text("utf-8").splitlines()
    pairs = (FOLDER / "follow-train.jsonl").read_text("utf-8").splitlines()
    turns = [t for row in map(json.loads, pairs) for t in (row["first"], row["second"])]
    talks = [t.text for talk in load_unseen("tuning") for t in talk.turns if t.kind != "smalltalk"]
    return [*(json.loads(line)["text"] for line in lines), *turns, *talks]
