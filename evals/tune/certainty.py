"""Whether the best provision is the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.certainty import certainty_features
from assistant.answering.inquiry import Inquiry
from assistant.understanding.understood import understand
from evals.fits import Array, Features, apply_rule, build_matrix, fit_logistic, write_rule
from evals.tune.cases import SHIPPED, Case

#: Probability from which the best provision is told as the answer. Of the answers on laws that take no part in a
#: fold the F1 of what is cited is highest here, and nineteen in twenty of those that are sure are right.
_SURE = 0.7
_RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class CertaintyRow:
    """One question that an answer is to be had for.

    Attributes:
        features: see ``assistant.answering.certainty.certainty_features``.
        right: whether the best provision answers it.
        weight: in the fit.
        group: the law.
    """

    features: Features
    right: bool
    weight: float
    group: str


def certainty_rows(cases: Iterable[Case], *, weight: float) -> Iterator[CertaintyRow]:
    """What the rule would weigh, of the questions whose answer retrieval finds."""
    for case in cases:
        grounds = Inquiry(case.assistant.documents[0], understand(case.index, case.text)).grounds
        hits = grounds.ranking.hits
        if case.answerable and hits and grounds.whole is None:
            banked = bool(case.index.language.bank)
            features = certainty_features(grounds.ranking, banked=banked)
            yield CertaintyRow(features, str(hits[0].id) in case.ok, weight, case.group)


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
    _, z = build_matrix([r.features for r in held_out])
    print(f"把握：阈值 {_SURE}")
    _print("法规（交叉验证）", p[~shipped], y[~shipped])
    _print("自带文本（交叉验证）", p[shipped], y[shipped])
    _print("选择用法规", apply_rule(z, b), np.array([float(r.right) for r in held_out]))
    return write_rule(names, b, _SURE)


def _print(name: str, p: Array, y: Array) -> None:
    sure = p >= _SURE
    right, wrong = p[y == 1], p[y == 0]
    area = float((right[:, None] > wrong[None, :]).mean()) if len(right) and len(wrong) else 1.0
    unsure = f"{y[~sure].mean():.3f}" if (~sure).any() else "—"
    print(
        f"  {name}：{len(y)} 题，AUC {area:.3f}；有把握 {sure.mean():.3f}，其中第一条对 {y[sure].mean():.3f}；"
        f"没有把握的 {unsure}"
    )
