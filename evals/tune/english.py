"""English questions: the ranker's coefficients for them, and the rule whether any document answers.

Fitted on English versions of the questions over the documents that ship (``evals/library/english.jsonl``, by
their ids in ``tuning.jsonl``), none of which stands in ``evals/talk/english.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.understanding.english_reading import read_english
from corpus.language.english import load_english
from evals.fits import Array, fit_listwise
from evals.library.questions import FOLDER, LibraryQuestion, load_library_questions
from evals.tune.cases import SEED
from evals.tune.library import tune_whether_on
from evals.tune.ranker import Measured, platt, quality, rounded, sums
from index.across import read_signals_across
from index.ranker import load_ranker

_FOLDS = 5
#: How far the coefficients are held to those for Chinese.
_RIDGE = 0.03
#: Share of the answerable questions that may be refused.
_DENIED = 0.05
_BANK = ("bank", "bank.behind", "asked.log")


def english_questions(assistant: Assistant) -> list[LibraryQuestion]:
    """The questions, each in both languages as it is asked."""
    english = load_english([d.index.language.folder for d in assistant.documents])
    by_id = {q.id: q for q in load_library_questions("tuning")}
    rows = map(json.loads, (FOLDER / "english.jsonl").read_text("utf-8").splitlines())
    readings = ((row["id"], read_english(row["question"], english)) for row in rows)
    return [replace(by_id[id_], text=reading.both) for id_, reading in readings if reading]


def tune_english_ranker() -> dict[str, object]:
    """Coefficients near those for Chinese, first for every text, then with a question bank."""
    assistant = Assistant.open(Settings.from_environment())
    cases = [measure(assistant, q) for q in english_questions(assistant) if q.answerable]
    print(f"英文排序：{len(cases)} 题；种子 {SEED}")
    fold = np.random.default_rng(SEED).permutation(len(cases)) % _FOLDS
    unseen: list[Array] = [np.zeros(0)] * len(cases)
    for k in range(_FOLDS):
        weights, bank = _fit([c for c, f in zip(cases, fold, strict=True) if f != k])
        for row in np.flatnonzero(fold == k):
            unseen[row] = sums(with_words([cases[row]], weights), bank)[0]
    chinese = load_ranker()
    before = sums(with_words(cases, chinese.weights), {**chinese.bank, "constant": 0.0})
    print(f"  用中文的系数 {quality(cases, before).round(3)}")
    print(f"  交叉验证 {quality(cases, unseen).round(3)}")
    weights, bank = _fit(cases)
    slope, bias = platt(cases, sums(cases, weights))
    joined = with_words(cases, weights)
    steep, shift = platt(joined, sums(joined, bank))
    bank = {n: v * steep / slope for n, v in bank.items()}
    bank["constant"] = (shift - bias) / slope
    return {"weights": rounded(weights), "slope": slope, "bias": bias, "bank": rounded(bank)}


def measure(assistant: Assistant, question: LibraryQuestion) -> Measured:
    """What the ranker weighs, over the provisions of all documents."""
    features = read_signals_across(assistant.library, question.text).features
    ids = assistant.library.ids
    ones = np.ones(len(ids), np.float32)
    return Measured(
        {**features, "constant": ones},
        np.array([question.is_answered_by(i) for i in ids]),
        np.array([question.is_answered_by(i, loosely=True) for i in ids]),
    )


def with_words(cases: Sequence[Measured], weights: Mapping[str, float]) -> list[Measured]:
    """The same with the sum of what every text has as one feature."""
    return [
        replace(c, features={**c.features, "words": s.astype(np.float32)})
        for c, s in zip(cases, sums(cases, weights), strict=True)
    ]


def _fit(cases: Sequence[Measured]) -> tuple[dict[str, float], dict[str, float]]:
    chinese = load_ranker()
    weights = _near(cases, dict(chinese.weights))
    joined = with_words(cases, weights)
    return weights, _near(joined, {n: chinese.bank[n] for n in (*_BANK, "words")})


def _near(cases: Sequence[Measured], start: dict[str, float]) -> dict[str, float]:
    x = [np.stack([c.features[n] for n in start], axis=1).astype(np.float64) for c in cases]
    must, ok = [c.must for c in cases], [c.ok for c in cases]
    found = fit_listwise(x, must, ok, _RIDGE, np.array(list(start.values())))
    return dict(zip(start, found.tolist(), strict=True))


def tune_english_whether() -> dict[str, object]:
    """Whether any document answers an English question."""
    assistant = Assistant.open(Settings.from_environment())
    return tune_whether_on(assistant, english_questions(assistant), _DENIED, ("length",))
