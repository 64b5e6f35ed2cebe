"""The scope rule: whether a text answers a question at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.inquiry import Inquiry
from assistant.answering.refuse import find_cues, scope_features
from assistant.understanding.understood import understand
from evals.fits import Array, Features, apply_rule, build_matrix, fit_monotone, write_rule
from evals.tune.cases import ELSEWHERE, SHIPPED, Case

#: Share of the answerable questions that may be refused.
_OVER_REFUSAL = 0.05


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One question that an answer was or was not to be had for.

    Attributes:
        features: see ``assistant.answering.refuse.scope_features``.
        answerable: whether there is one.
        weight: in the fit.
        group: the law.
        made: whether the question was made unanswerable, see ``evals.tune.cases.without``.
    """

    features: Features
    answerable: bool
    weight: float
    group: str
    made: bool = False


def scope_rows(
    cases: Iterable[Case], *, weight: float = 1.0, made: bool = False
) -> Iterator[ScopeRow]:
    """What the scope rule would weigh, of the questions that reach it."""
    for case in cases:
        inquiry = Inquiry(case.assistant.documents[0], understand(case.index, case.text))
        grounds = inquiry.grounds
        if grounds.ranking.hits and grounds.scope == "open":
            cues = find_cues(inquiry.asked, grounds.leaves)
            features = scope_features(case.index, inquiry.asked, grounds.ranking, cues)
            yield ScopeRow(features, case.answerable, weight, case.group, made)


def tune_scope(
    fitted: Sequence[ScopeRow], held_out: Sequence[ScopeRow] = (), refused: float = _OVER_REFUSAL
) -> dict[str, object]:
    """Fit the rule; the threshold keeps over-refusal near ``refused`` on unseen laws."""
    names, x = build_matrix([r.features for r in fitted])
    y = np.array([float(r.answerable) for r in fitted])
    weight = np.array([r.weight for r in fitted])
    laws = sorted({r.group for r in fitted})
    place = {law: n for n, law in enumerate(laws)}
    fold = np.array(
        [place[r.group] % 5 if r.group != SHIPPED else n % 5 for n, r in enumerate(fitted)]
    )
    p = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        b = fit_monotone(x[train], y[train], weight[train], names, 1.0)
        p[~train] = apply_rule(x[~train], b)
    real = np.array([not r.made for r in fitted])
    threshold = float(np.quantile(p[(y == 1) & real], refused))
    b = fit_monotone(x, y, weight, names, 1.0)
    print(f"范围：阈值 {threshold:.3f}")
    for name, take in (
        ("法规", np.array([r.group not in (SHIPPED, ELSEWHERE) for r in fitted])),
        ("自带文本", np.array([r.group == SHIPPED for r in fitted])),
    ):
        _print_scope(f"{name}（交叉验证）", p[take & real], y[take & real], threshold)
    if held_out:
        _, z = build_matrix([r.features for r in held_out])
        q = apply_rule(z, b)
        _print_scope("选择用法规", q, np.array([float(r.answerable) for r in held_out]), threshold)
    return write_rule(names, b, threshold)


def _print_scope(name: str, p: Array, y: Array, threshold: float) -> None:
    no, yes = p[y == 0], p[y == 1]
    area = float((yes[:, None] > no[None, :]).mean()) if len(no) and len(yes) else float("nan")
    print(
        f"  {name}：可答 {len(yes)} 误拒 {(yes < threshold).mean():.3f}，不可答 {len(no)} "
        f"拒答 {(no < threshold).mean():.3f}，AUC {area:.3f}"
    )
