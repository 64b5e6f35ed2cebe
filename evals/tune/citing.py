"""The citing rule: which provisions stand beside the best one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.inquiry import Inquiry
from assistant.answering.select import citation_features, list_candidates
from assistant.understanding.named import find_known
from assistant.understanding.understood import understand
from evals.fits import Array, Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.tune.cases import SEED, SHIPPED, Case

#: F1 that is given for citing fewer provisions.
_SLACK = 0.005


def citation_rows(
    cases: Sequence[Case],
) -> tuple[list[Features], list[float], list[int], list[tuple[bool, bool, int]]]:
    """Candidates beside the best hit: features, label, number of the question; and, per question,
    whether the best must be cited, may be cited, and how many must be."""
    rows: list[Features] = []
    labels: list[float] = []
    groups: list[int] = []
    firsts: list[tuple[bool, bool, int]] = []
    for number, case in enumerate(cases):
        inquiry = Inquiry(case.assistant.documents[0], understand(case.index, case.text))
        best, *others = list_candidates(case.index, inquiry.grounds.ranking)
        tied = find_known(case.index, inquiry.asked.subjects)
        first = str(best.leaf.id)
        firsts.append((first in case.must, first in case.ok, len(case.must)))
        for one in others:
            address = str(one.leaf.id)
            if address in case.ok - case.must:
                continue
            rows.append(citation_features(inquiry.asked, one, best, tied))
            labels.append(float(address in case.must))
            groups.append(number)
    return rows, labels, groups, firsts


def tune_citations(fitted: Sequence[Case], held_out: Sequence[Case]) -> dict[str, object]:
    """Fit the selector; the threshold has the best mean F1 per question on unseen fifths of the laws."""
    rows, labels, groups, firsts = citation_rows(fitted)
    names, x = build_matrix(rows)
    y, group = np.array(labels), np.array(groups)
    laws = sorted({c.group for c in fitted})
    fold_of = dict(zip(laws, np.random.default_rng(SEED).permutation(len(laws)) % 5, strict=True))
    fold = np.array(
        [fold_of[c.group] if c.group != SHIPPED else n % 5 for n, c in enumerate(fitted)]
    )[group]
    p = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        b = fit_logistic(x[train], y[train], np.ones(train.sum()), 4.0)
        p[~train] = apply_rule(x[~train], b)
    weight = np.array([0.5 if c.group == SHIPPED else 1.0 for c in fitted])
    thresholds = np.arange(0.15, 0.8, 0.025)
    quality = [np.average(_f1(p >= t, y, groups, firsts), weights=weight) for t in thresholds]
    best = max(t for t, q in zip(thresholds, quality, strict=True) if q >= max(quality) - _SLACK)
    b = fit_logistic(x, y, np.ones(len(y)), 4.0)
    rule = write_rule(names, b, float(best))
    at = _f1(p >= best, y, groups, firsts)
    for name, shipped in (("法规", False), ("自带文本", True)):
        part = [i for i, c in enumerate(fitted) if (c.group == SHIPPED) == shipped]
        print(
            f"引用：{name} {len(part)} 题，交叉验证每题 F1 {at[part].mean():.3f}，阈值 {best:.3f}"
        )
    rows, labels, groups, firsts = citation_rows(held_out)
    _, x = build_matrix(rows)
    p = apply_rule(x, b)
    f1 = _f1(p >= best, np.array(labels), groups, firsts)
    alone = _f1(p > 2, np.array(labels), groups, firsts)
    print(f"引用：选择用法规 {len(held_out)} 题，F1 {f1.mean():.3f}；只引第一条 {alone.mean():.3f}")
    return rule


def _f1(
    predicted: NDArray[np.bool_],
    y: Array,
    groups: Sequence[int],
    firsts: Sequence[tuple[bool, bool, int]],
) -> Array:
    """Per question the F1 of the whole cited set, the first hit included."""
    taken = np.bincount(groups, predicted, len(firsts))
    right = np.bincount(groups, predicted * y, len(firsts))
    scores = []
    for number, (is_must, is_ok, musts) in enumerate(firsts):
        hit = right[number] + is_must
        size = taken[number] + (not is_ok or is_must)  # an `ok` first hit costs nothing
        scores.append(2 * hit / max(size + musts, 1))
    return np.array(scores)
