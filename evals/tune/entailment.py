"""The rule on what a clause says to an assertion, fitted on questions and altered clauses of many laws."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.answering.entailment import DOUBTS, clause_words, nearest_clause, pair_features
from corpus.errors import FiredutyError
from corpus.text.archive import read_archive
from corpus.text.load import load_regulation
from corpus.text.provision import Regulation
from evals.fits import Array
from evals.laws.questions import FOLDER
from evals.tune.pairs import (
    LABELS,
    WRITTEN,
    Pair,
    altered_pairs,
    turned_pairs,
    written_laws,
    written_pairs,
)
from index.embed import BUILTIN, load_embedder

#: Of the laws without questions, one in so many is altered.
_ONE_IN = 14
#: Weight of an altered clause, and of a question asked the other way, beside one that somebody wrote.
_ALTERED, _TURNED = 0.12, 0.5
_FOLDS = 5
#: The least probabilities at which 是 and 不是 are said.
_YES, _NO = 0.85, 0.78


def tune_entailment(laws: Path) -> dict[str, object]:
    """Fit on all pairs; print how often it is right on laws that were held out, kind by kind."""
    pairs = _pairs(laws)
    names, x = _rows(pairs)
    y = np.array([LABELS.index(p.label) for p in pairs])
    asked = set(written_laws())
    weight = np.array(
        [1.0 if p.kind == WRITTEN else _TURNED if p.law in asked else _ALTERED for p in pairs]
    )
    fold = np.array([_number(p.law) % _FOLDS for p in pairs])
    held = np.zeros((len(y), 3))
    for one in range(_FOLDS):
        some = fold == one
        held[some] = _fitted(x[~some], y[~some], weight[~some]).predict_proba(x[some])
    print(f"断言和条款：{len(pairs)} 对，{len({p.law for p in pairs})} 部法规，五折按法规留出")
    held[x[:, [names.index(name) for name in DOUBTS]].any(1), 0] = 0.0
    print("| 怎么来的 | 应为 | 对 | 说是 | 说不是 |")
    print("|---|---|---|---|---|")
    for kind, label in sorted({(p.kind, p.label) for p in pairs}):
        some = np.array([(p.kind, p.label) == (kind, label) for p in pairs])
        yes, no = (held[some, 0] >= _YES).mean(), (held[some, 1] >= _NO).mean()
        print(f"| {kind} | {label} | {some.sum()} | {yes:.3f} | {no:.3f} |")
    return {"names": names, "yes": _YES, "no": _NO, **_written(_fitted(x, y, weight))}


def _number(law: str) -> int:
    return int(hashlib.sha256(law.encode()).hexdigest(), 16)


def _pairs(laws: Path) -> list[Pair]:
    wanted = written_laws()
    lines = (FOLDER / "laws.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(line)["law"] for line in lines}
    texts: dict[str, Regulation] = {}
    others: dict[str, Regulation] = {}
    with TemporaryDirectory() as folder:
        for member, data in read_archive(laws):
            law = member.partition("/")[2]
            other = law.endswith(".md") and law not in known and _number(law) % _ONE_IN == 0
            if law not in wanted and not other:
                continue
            path = Path(folder) / Path(law).name
            path.write_bytes(data)
            try:
                text = load_regulation(path)
            except FiredutyError:
                continue  # no articles
            (texts if law in wanted else others)[law] = text
    written = list(written_pairs(texts))
    return [*written, *turned_pairs(written), *altered_pairs(others)]


def _rows(pairs: Sequence[Pair]) -> tuple[list[str], Array]:
    embedder = load_embedder(BUILTIN)
    rows = []
    for pair in pairs:
        record = nearest_clause(pair.asked.text, pair.records)
        said = np.asarray(embedder.embed_query(pair.asked.text))
        (printed,) = embedder.embed_documents([clause_words(record)])
        rows.append(pair_features(pair.asked, pair.leaf, record, float(said @ np.asarray(printed))))
    names = list(rows[0])
    return names, np.array([[row[n] for n in names] for row in rows])


def _fitted(x: Array, y: Array, weight: Array) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=130,
        learning_rate=0.07,
        max_leaf_nodes=10,
        l2_regularization=5,
        min_samples_leaf=15,
    )
    return model.fit(x, y, sample_weight=weight)


def _written(model: Any) -> dict[str, object]:
    """The trees as ``assistant.answering.entailment`` reads them; scikit-learn has no public form of them."""
    rounds = [[_tree(predictor.nodes) for predictor in trees] for trees in model._predictors]
    return {
        "base": [round(float(b), 4) for b in model._baseline_prediction.ravel()],
        "trees": rounds,
    }


def _tree(nodes: Any) -> list[list[float]]:
    return [
        [-1, 0, 0, 0, round(float(n["value"]), 4)]
        if n["is_leaf"]
        else [int(n["feature_idx"]), round(float(n["num_threshold"]), 8), int(n["left"]), int(n["right"]), 0]
        for n in nodes
    ]  # fmt: skip
