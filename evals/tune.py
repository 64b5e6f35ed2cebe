"""Fit the ranker, the citation selector and the scope rule on the dev half of the gold set and
on ``evals/gold/tuning``.

``python -m evals.tune ranker|rules`` prints each fit and its cross-validation; ``--write`` replaces
``index/ranker.json`` and ``assistant/answering/calibration.json``. Questions of the test half are
never read. The scope rule also sees plain legal questions of other fields where ``--questions``
names that file (see docs/provenance.md): they are what a fire regulation does not answer.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from assistant.answering.calibration import FILE
from assistant.answering.inquiry import Inquiry
from assistant.answering.refuse import find_cues, scope_features
from assistant.answering.select import citation_features, list_candidates
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.understanding.named import find_known
from assistant.understanding.understood import understand
from corpus.language.data import LanguageData
from evals.fits import Array, Features, build_matrix, fit_logistic, fit_monotone
from evals.gold import GOLD, GoldQuestion, load_questions
from evals.lookups import load_items
from index.build import build_index
from index.embed import BUILTIN
from index.opened import Index, open_index
from index.ranker import RANKER_FILE, measure_leaves
from index.retrieve import (
    WEIGHTS,
    asked_scores,
    channel_scores,
    dense_scores,
    fuse,
    rank,
    tokens_of,
)

SEED = 20261124
#: Questions written for tuning alone; all of them are read.
TUNING = GOLD / "tuning"
_CANDIDATES = 20
#: Ridge of the ranker on scaled features.
_RIDGE = 0.03
_OUTSIDE = 300
#: Share of the answerable tuning questions that may be refused: they are harder than most.
_OVER_REFUSAL = 0.03


# --- ranker ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """Features of every leaf for a question ``(leaves, features)``, with the rows that answer it
    and those that may be first."""

    names: tuple[str, ...]
    features: Array
    must: frozenset[int]
    ok: frozenset[int]


def quality(cases: Sequence[_Case], scores: Sequence[Array]) -> Array:
    """Success@1, reciprocal rank, recall@5 and recall@15: ``(4,)`` means."""
    rows = []
    for case, score in zip(cases, scores, strict=True):
        order = np.argsort(-score, kind="stable")[:15].tolist()
        first = next((i for i, row in enumerate(order, 1) if row in case.ok), 0)
        at5 = len(case.must & set(order[:5])) / min(len(case.must), 5)
        at15 = len(case.must & set(order)) / len(case.must)
        rows.append((float(first == 1), 1 / first if first else 0.0, at5, at15))
    means: Array = np.array(rows).mean(0)
    return means


def fit_listwise(cases: Sequence[_Case]) -> Array:
    """``(features,)``: L2-regularised softmax regression over the leaves of each question.

    The probability mass of a question is to lie evenly on the provisions that it needs (ListNet,
    Cao et al., 2007); provisions that may also be cited take no part.
    """
    from scipy.optimize import minimize

    x = np.stack([case.features for case in cases])
    scale = x.reshape(-1, x.shape[2]).std(0) + 1e-6
    z = x / scale
    target = np.zeros(x.shape[:2])
    barred = np.zeros(x.shape[:2])
    for row, case in enumerate(cases):
        target[row, list(case.must)] = 1 / len(case.must)
        barred[row, list(case.ok - case.must)] = -1e4

    def loss(w: Array) -> tuple[float, Array]:
        logits = z @ w + barred
        logits -= logits.max(1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        slope = np.einsum("qlf,ql->f", z, np.exp(log_p) - target) / len(z)
        return float(-(target * log_p).sum() / len(z) + _RIDGE * w @ w), slope + 2 * _RIDGE * w

    result: Array = minimize(loss, np.zeros(x.shape[2]), jac=True, method="L-BFGS-B").x / scale
    return result


def tune_ranker(questions: Sequence[GoldQuestion], assistant: Assistant) -> dict[str, object]:
    """Weights fitted on all questions; prints what the same procedure gives on unseen fifths."""
    cases = [_case(q, assistant.index) for q in questions]
    fused = [case.features[:, case.names.index("fused")] for case in cases]
    fold = np.random.default_rng(SEED).permutation(len(cases)) % 5
    held_out: list[Array] = [np.zeros(0)] * len(cases)
    for k in range(5):
        w = fit_listwise([c for c, f in zip(cases, fold, strict=True) if f != k])
        for row in np.flatnonzero(fold == k):
            held_out[row] = cases[row].features @ w
    print(
        f"排序：凸组合 {quality(cases, fused).round(3)}，学出的排序交叉验证 {quality(cases, held_out).round(3)}"
    )
    w = fit_listwise(cases)
    return _as_probabilities(cases, w)


def _case(question: GoldQuestion, index: Index) -> _Case:
    tokens = tokens_of(index, question.text)
    asked, _ = asked_scores(index, tokens)
    channels = channel_scores(
        index,
        tokens,
        index.lexicon.expand(question.text),
        dense_scores(index, question.text),
        asked,
    )
    features = measure_leaves(channels, fuse(channels, WEIGHTS), index.lead_ins)
    return _Case(
        tuple(features),
        np.stack([*features.values()], axis=1).astype(np.float64),
        frozenset(index.rows[i] for i in question.must),
        frozenset(index.rows[i] for i in (*question.must, *question.ok)),
    )


def _as_probabilities(cases: Sequence[_Case], w: Array) -> dict[str, object]:
    """Scale and shift of the scores such that their sigmoid is a probability (Platt, 1999)."""
    scores = np.concatenate([case.features @ w for case in cases])
    labels = np.concatenate(
        [[float(row in case.ok) for row in range(len(case.features))] for case in cases]
    )
    slope, bias = fit_logistic(scores[:, None], labels, np.ones(len(labels)), 1.0)
    weights = {n: round(float(v), 4) for n, v in zip(cases[0].names, slope * w, strict=True)}
    return {"weights": weights, "bias": round(float(bias), 4)}


# --- citations ------------------------------------------------------------------------------------


def open_lookups(assistant: Assistant) -> list[GoldQuestion]:
    """Look-up questions of the dev half that the register alone does not answer."""
    found = []
    for item in load_items():
        if item.split != "dev" or not item.must:
            continue
        inquiry = _inquire(item.text, assistant)
        if _is_plain(inquiry) and inquiry.grounds.scope == "open":
            must, ok = tuple(sorted(item.must)), tuple(sorted(item.ok))
            found.append(GoldQuestion(item.id, item.text, item.kind, "", True, must, ok))
    return found


def _inquire(question: str, assistant: Assistant) -> Inquiry:
    return Inquiry(assistant.sources, understand(assistant.index, question))


def _is_plain(inquiry: Inquiry) -> bool:
    """Whether a question reaches retrieval."""
    asked = inquiry.asked
    return not (asked.small_talk or asked.cites or asked.meta)


def citation_rows(
    questions: Sequence[GoldQuestion], assistant: Assistant
) -> tuple[list[Features], list[float], list[int]]:
    """Candidates beside the best hit: features, label, and number of the question."""
    rows: list[Features] = []
    labels: list[float] = []
    groups: list[int] = []
    for number, question in enumerate(questions):
        asked = understand(assistant.index, question.text)
        found = rank(assistant.index, asked.text, _CANDIDATES, expansions=asked.expansions)
        best, *others = list_candidates(assistant.index, found)
        tied = find_known(assistant.index, asked.subjects)
        for one in others:
            if str(one.leaf.id) in question.ok:
                continue
            rows.append(citation_features(asked, one, best, tied))
            labels.append(float(str(one.leaf.id) in question.must))
            groups.append(number)
    return rows, labels, groups


def tune_citations(questions: Sequence[GoldQuestion], assistant: Assistant) -> dict[str, object]:
    """Fit the selector; the threshold has the best mean F1 per question on unseen fifths."""
    rows, labels, groups = citation_rows(questions, assistant)
    names, x = build_matrix(rows)
    y, fold = np.array(labels), np.array(groups) % 5
    p = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        b = fit_logistic(x[train], y[train], np.ones(train.sum()), 2.0)
        p[~train] = 1 / (1 + np.exp(-(x[~train] @ b[:-1] + b[-1])))
    firsts = _first_hits(questions, assistant)
    best = max(np.arange(0.15, 0.8, 0.025), key=lambda t: _mean_f1(p >= t, y, groups, firsts))
    print(
        f"引用：候选 {len(y)}，应引 {int(y.sum())}，交叉验证每题 F1 "
        f"{_mean_f1(p >= best, y, groups, firsts):.3f}，阈值 {best:.3f}"
    )
    b = fit_logistic(x, y, np.ones(len(y)), 2.0)
    return _rule(names, b, float(best))


def _first_hits(
    questions: Sequence[GoldQuestion], assistant: Assistant
) -> list[tuple[bool, bool, int]]:
    """Per question: whether the first hit must be cited, may be cited, and how many must be."""
    firsts = []
    for question in questions:
        asked = understand(assistant.index, question.text)
        found = rank(assistant.index, asked.text, 1, expansions=asked.expansions)
        first = str(found.hits[0].id)
        firsts.append(
            (first in question.must, first in (*question.must, *question.ok), len(question.must))
        )
    return firsts


def _mean_f1(
    predicted: NDArray[np.bool_],
    y: Array,
    groups: Sequence[int],
    firsts: Sequence[tuple[bool, bool, int]],
) -> float:
    """Mean over questions of the F1 of the whole cited set, the first hit included."""
    taken = np.bincount(groups, predicted, len(firsts))
    right = np.bincount(groups, predicted * y, len(firsts))
    scores = []
    for number, (is_must, is_ok, musts) in enumerate(firsts):
        hit = right[number] + is_must
        size = taken[number] + (not is_ok or is_must)  # an `ok` first hit costs nothing
        scores.append(2 * hit / max(size + musts, 1))
    return float(np.mean(scores))


# --- scope ----------------------------------------------------------------------------------------


def tune_scope(
    questions: Sequence[GoldQuestion], outside: Sequence[str], assistant: Assistant
) -> dict[str, object]:
    """Fit the scope rule; the threshold keeps over-refusal near ``_OVER_REFUSAL`` under cross-validation."""
    cases = [(q.text, float(q.answerable), 1.0) for q in questions if q.kind != "false_premise"]
    cases += [(text, 0.0, 0.3) for text in outside]
    rows, y, weight = [], [], []
    for text, answerable, importance in cases:
        inquiry = _inquire(text, assistant)
        asked, choice = inquiry.asked, inquiry.grounds
        if not choice.ranking.hits or choice.scope != "open":
            continue
        cues = find_cues(asked, choice.leaves)
        rows.append(scope_features(assistant.index, asked, choice.ranking, cues))
        y.append(answerable)
        weight.append(importance)
    return _fit_scope(rows, np.array(y), np.array(weight))


def _fit_scope(rows: Sequence[Features], y: Array, weight: Array) -> dict[str, object]:
    names, x = build_matrix(rows)
    fold = np.random.default_rng(SEED).permutation(len(y)) % 5
    p = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        b = fit_monotone(x[train], y[train], weight[train], names, 1.0)
        p[~train] = 1 / (1 + np.exp(-(x[~train] @ b[:-1] + b[-1])))
    threshold = float(np.quantile(p[y == 1], _OVER_REFUSAL))
    ours = weight == 1
    print(
        f"范围：可答 {int(y.sum())}，不可答 {int((1 - y).sum())}，阈值 {threshold:.3f}，"
        f"误拒 {(p[y == 1] < threshold).mean():.3f}，漏拒 {(p[y == 0] >= threshold).mean():.3f}，"
        f"其中本题集漏拒 {(p[(y == 0) & ours] >= threshold).mean():.3f}"
    )
    return _rule(names, fit_monotone(x, y, weight, names, 1.0), threshold)


def _rule(names: Sequence[str], b: Array, threshold: float) -> dict[str, object]:
    weights = {n: round(float(w), 4) for n, w in zip(names, b[:-1], strict=True)}
    return {"weights": weights, "bias": round(float(b[-1]), 4), "threshold": round(threshold, 4)}


def outside_questions(path: Path | None) -> list[str]:
    """Plain legal questions of other fields; empty where the file is absent."""
    if path is None or not path.is_file():
        print("没有其他领域的问题，范围规则只看金标集")
        return []
    texts = [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]
    near = ("消防", "火", "物业")
    texts = [t for t in texts if not any(word in t for word in near) and len(t) <= 80]
    random.Random(SEED).shuffle(texts)
    return texts[:_OUTSIDE]


def without_language(folder: Path, assistant: Assistant) -> Assistant:
    """The same regulation as one that has no language data."""
    nothing = LanguageData()
    build_index(assistant.regulation, nothing, folder, BUILTIN)
    return Assistant(open_index(assistant.regulation, folder, BUILTIN, language=nothing))


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print, and with ``--write`` replace the calibration file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["ranker", "rules"], help="先 ranker，后 rules")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args(argv)
    assistant = Assistant.open(Settings.from_environment())
    pool = (*load_questions("dev"), *load_questions(folder=TUNING))
    questions = [q for q in pool if _is_plain(_inquire(q.text, assistant))]
    answerable = [q for q in questions if q.answerable and q.must]
    if args.what == "ranker":
        ranker = tune_ranker(answerable, assistant)
        if args.write:
            _write(RANKER_FILE, {"fitted_on": _source(answerable), **ranker})
        return 0
    cite = tune_citations((*answerable, *open_lookups(assistant)), assistant)
    outside = outside_questions(args.questions)
    scope = tune_scope(questions, outside, assistant)
    with TemporaryDirectory() as folder:
        plain_assistant = without_language(Path(folder), assistant)
        scope_plain = tune_scope(questions, outside, plain_assistant)
    if args.write:
        rules = {"in_scope": scope, "in_scope_plain": scope_plain, "cite": cite}
        _write(FILE, {"fitted_on": _source(questions), **rules})
    return 0


def _source(questions: Sequence[GoldQuestion]) -> str:
    return f"dev 半集和调参题 {len(questions)} 题，种子 {SEED}"


def _write(path: Path, record: Mapping[str, object]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
