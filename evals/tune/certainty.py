"""Whether the best provision is the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.certainty import certainty_features
from assistant.answering.inquiry import Inquiry
from assistant.answering.refuse import judge
from assistant.understanding.understood import understand
from evals.fits import Array, Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.tune.cases import SHIPPED, Case

#: Probability from which the best provision is told as the answer: over laws that take no part in a fold, one in
#: five right answers is doubted, two in three wrong ones, and two in three to what is not stated.
_SURE = 0.7
_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class CertaintyRow:
    """One question that is not refused.

    Attributes:
        features: see ``assistant.answering.certainty.certainty_features``.
        right: whether the best provision answers it; of what is not stated none does.
        answerable: whether any does.
        weight: in the fit.
        group: the law.
    """

    features: Features
    right: bool
    answerable: bool
    weight: float
    group: str


def certainty_rows(cases: Iterable[Case], *, weight: float) -> Iterator[CertaintyRow]:
    """What the rule would weigh, of the questions that retrieval answers."""
    for case in cases:
        inquiry = Inquiry(case.assistant.documents[0], understand(case.index, case.text))
        asked, grounds = inquiry.asked, inquiry.grounds
        hits = grounds.ranking.hits
        if not hits or grounds.whole is not None:
            continue
        if judge(case.index, asked, grounds.evidence, grounds.leaves, scope=grounds.scope) is None:
            features = certainty_features(case.index, asked, grounds.ranking)
            right = case.answerable and str(hits[0].id) in case.ok
            yield CertaintyRow(features, right, case.answerable, weight, case.group)


def tune_certainty(
    fitted: Sequence[CertaintyRow], held_out: Sequence[CertaintyRow]
) -> dict[str, object]:
    """Fit the rule; print what it is worth on folds of whole laws and on laws held out."""
    names, x = build_matrix([r.features for r in fitted])
    y = np.array([float(r.right) for r in fitted])
    weight = np.array([r.weight for r in fitted])
    laws = sorted({r.group for r in fitted})
    fold = np.array(
        [n % 5 if r.group == SHIPPED else laws.index(r.group) % 5 for n, r in enumerate(fitted)]
    )
    p = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        p[~train] = apply_rule(x[~train], fit_logistic(x[train], y[train], weight[train], _RIDGE))
    b = fit_logistic(x, y, weight, _RIDGE)
    shipped = np.array([r.group == SHIPPED for r in fitted])
    stated = np.array([r.answerable for r in fitted])
    _, z = build_matrix([r.features for r in held_out])
    right = np.array([float(r.right) for r in held_out])
    print(f"把握：阈值 {_SURE}")
    _print("法规（交叉验证）", p[~shipped], y[~shipped], stated[~shipped])
    _print("自带文本（交叉验证）", p[shipped], y[shipped], stated[shipped])
    _print("选择用法规", apply_rule(z, b), right, np.array([r.answerable for r in held_out]))
    return write_rule(names, b, _SURE)


def _print(name: str, p: Array, y: Array, stated: NDArray[np.bool_]) -> None:
    """Shares that are doubted of right answers, of wrong ones, and of those to what is not stated."""
    doubted = p < _SURE
    groups = (("答对的", y == 1), ("答错的", (y == 0) & stated), ("没有写的", ~stated))
    shares = "，".join(f"{n} {m.sum()} 题 {doubted[m].mean():.3f}" for n, m in groups if m.any())
    print(
        f"  {name}：拿不准的占{shares}；有把握又写了的，第一条对 {y[~doubted & stated].mean():.3f}"
    )
