"""The rule on whether a question wants a penalty, fitted on questions over hundreds of laws."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.answering.penalties import asks_penalty, punishes
from evals.fits import Array, apply_rule, fit_logistic
from evals.laws.questions import LawQuestion, load_law_questions, read_texts
from index.embed import BUILTIN, load_embedder

#: Weight of the penalty on the squares of the weights, on columns of deviation 1.
_RIDGE = 30.0


def tune_wanted(laws: Path) -> dict[str, object]:
    """Fit on the laws that the encoder learnt from; print how far it tells on the others."""
    fit, dev = load_law_questions("fit"), load_law_questions("dev")
    texts = read_texts(laws, sorted({q.law for q in (*fit, *dev)}))
    penal = {
        (law, str(leaf.id)): punishes(leaf)
        for law, regulation in texts.items()
        for leaf in regulation.leaves()
    }
    x, y = _rows(fit, penal)
    b = fit_logistic(x, y, np.ones(len(y)), _RIDGE)
    held, wants = _rows(dev, penal)
    asked = [q.text for q in dev if _labelled(q, penal)]
    words = np.array([float(asks_penalty(text)) for text in asked])
    print(
        f"问不问罚则：拟合 {len(y)} 题，选择用法规 {len(wants)} 题 AUC {_area(apply_rule(held, b), wants):.3f}，"
        f"只看字面 {_area(words, wants):.3f}"
    )
    return {"weights": [round(float(w), 4) for w in b[:-1]], "bias": round(float(b[-1]), 4)}


def _labelled(question: LawQuestion, penal: dict[tuple[str, str], bool]) -> bool:
    return question.answerable and any((question.law, m) in penal for m in question.must)


def _rows(
    questions: Sequence[LawQuestion], penal: dict[tuple[str, str], bool]
) -> tuple[Array, Array]:
    """``(questions, dim)`` vectors, and whether a clause that punishes answers."""
    embedder = load_embedder(BUILTIN)
    kept = [q for q in questions if _labelled(q, penal)]
    x = np.array([embedder.embed_query(q.text) for q in kept])
    y = np.array([float(any(penal.get((q.law, m)) for m in q.must)) for q in kept])
    return x, y


def _area(scores: Array, labels: Array) -> float:
    """Area under the curve of receiver operation; ties count half."""
    no, yes = scores[labels == 0], scores[labels == 1]
    above = (yes[:, None] > no[None, :]).mean() + (yes[:, None] == no[None, :]).mean() / 2
    return float(above)
