"""The ranker: general weights from many laws, then what a question bank adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.fits import Array, fit_listwise, fit_logistic
from evals.tune.cases import SEED, Case
from index.retrieve import read_signals


@dataclass(frozen=True, slots=True)
class Measured:
    """Features of every leaf for one question, with the rows that answer it.

    Attributes:
        features: name → ``(leaves,)``.
        must, ok: ``(leaves,)`` flags; ``ok`` holds what may also be cited.
    """

    features: Mapping[str, NDArray[np.float32]]
    must: NDArray[np.bool_]
    ok: NDArray[np.bool_]


def measure(case: Case) -> Measured:
    """What the ranker would weigh."""
    index = case.index
    signals = read_signals(index, case.text)
    ids = [str(leaf.id) for leaf in index.leaves]
    return Measured(
        signals.features,
        np.array([i in case.must for i in ids]),
        np.array([i in case.ok for i in ids]),
    )


def quality(cases: Sequence[Measured], scores: Sequence[Array]) -> Array:
    """Success@1 by ``must`` and by ``ok``, Success@5, recall@15: ``(4,)`` means."""
    rows = []
    for case, score in zip(cases, scores, strict=True):
        order = np.argsort(-score, kind="stable")
        must, ok = case.must[order], case.ok[order]
        rows.append((must[0], ok[0], must[:5].any(), must[:15].sum() / must.sum()))
    means: Array = np.array(rows, np.float64).mean(0)
    return means


def fit_ranker(cases: Sequence[Measured], names: Sequence[str], offset: str = "") -> Array:
    """Listwise weights of the named features; ``offset`` names one that is weighed as well."""
    chosen = [*names, *([offset] if offset else [])]
    x = [np.stack([c.features[n] for n in chosen], axis=1).astype(np.float64) for c in cases]
    return fit_listwise(x, [c.must for c in cases], [c.ok for c in cases])


def sums(cases: Sequence[Measured], weights: Mapping[str, float]) -> list[Array]:
    """``(leaves,)`` weighted sum for each question."""
    found = []
    for case in cases:
        total = np.zeros(len(case.must))
        for name, weight in weights.items():
            total += weight * case.features[name]
        found.append(total)
    return found


def platt(cases: Sequence[Measured], sums: Sequence[Array]) -> tuple[float, float]:
    """Slope and bias that make the sums probabilities (Platt, 1999)."""
    labels = np.concatenate([c.ok for c in cases]).astype(np.float64)
    flat = np.concatenate(list(sums))
    slope, bias = fit_logistic(flat[:, None], labels, np.ones(len(labels)), 1.0)
    return float(slope), float(bias)


#: What is left out in turn, by the first letters of its features.
_GROUPS = {
    "字词": ("text",),
    "编码器": ("dense", "article", "refers"),
    "同条最近": ("article",),
    "所引条款": ("refers",),
    "条款类别": ("quantity", "penalty", "definition", "figure", "body"),
    "位置": ("lead_in", "item", "catch_all", "purpose"),
}


def tune_ranker(
    laws: Sequence[Case], held_out: Sequence[Case], shipped: Sequence[Case]
) -> dict[str, object]:
    """General weights from the laws, then what a question bank adds from the shipped text."""
    fitted = [measure(c) for c in laws if c.must]
    chosen = [measure(c) for c in held_out if c.must and c.answerable]
    names = [n for n in fitted[0].features if not n.startswith(("bank", "asked"))]
    weights = dict(zip(names, fit_ranker(fitted, names).tolist(), strict=True))
    slope, bias = platt(fitted, sums(fitted, weights))
    print(f"排序：拟合 {len(fitted)} 题，{len({c.group for c in laws})} 部法规；种子 {SEED}")
    for name, cases in (("拟合", fitted), ("选择用法规（未参与）", chosen)):
        for label, w in (("字 BM25", {"text": 1.0}), ("编码器", {"dense": 1.0}), ("排序", weights)):
            print(f"  {name} {label} {quality(cases, sums(cases, w)).round(3)}")
    own = [measure(c) for c in shipped if c.must]
    for group, prefixes in _GROUPS.items():
        kept = [n for n in names if not n.startswith(prefixes)]
        less = dict(zip(kept, fit_ranker(fitted, kept).tolist(), strict=True))
        rows = [quality(c, sums(c, less)).round(3) for c in (chosen, own)]
        print(f"  不用{group}：选择用法规 {rows[0]}，自带文本（无问题库）{rows[1]}")
    bank = _tune_bank(own, weights, slope, bias)
    return {"weights": rounded(weights), "slope": slope, "bias": bias, "bank": rounded(bank)}


def _tune_bank(
    cases: Sequence[Measured], weights: Mapping[str, float], slope: float, bias: float
) -> dict[str, float]:
    """Weights of the bank's features beside the general sum, on the same scale of probability."""
    general = sums(cases, weights)
    joined = [
        Measured({**c.features, "words": s.astype(np.float32)}, c.must, c.ok)
        for c, s in zip(cases, general, strict=True)
    ]
    print(f"  自带文本，不用问题库 {quality(joined, general).round(3)}")
    every = ("bank", "bank.behind", "asked.log")
    fold = np.random.default_rng(SEED).permutation(len(joined)) % 5
    for names in (every, ("bank", "bank.behind"), ("asked.log",)):
        unseen: list[Array] = [np.zeros(0)] * len(joined)
        for k in range(5):
            part = [c for c, f in zip(joined, fold, strict=True) if f != k]
            w = dict(zip([*names, "words"], fit_ranker(part, names, "words").tolist(), strict=True))
            for row in np.flatnonzero(fold == k):
                unseen[row] = sums([joined[row]], w)[0]
        print(f"  自带文本，{'、'.join(names)}，交叉验证 {quality(joined, unseen).round(3)}")
    w = dict(zip([*every, "words"], fit_ranker(joined, every, "words").tolist(), strict=True))
    steep, shift = platt(joined, sums(joined, w))
    return {**{n: v * steep / slope for n, v in w.items()}, "constant": (shift - bias) / slope}


def rounded(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as they are written."""
    return {name: round(value, 4) for name, value in weights.items()}
