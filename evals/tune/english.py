"""English questions: the ranker's coefficients for them, and the rules whether anything answers.

Fitted on English versions of the questions over the documents that ship and over laws without data
(``english.jsonl`` in ``evals/library`` and ``evals/laws``, by the ids of ``tuning.jsonl`` and ``tune.jsonl``),
none of which stands in ``evals/talk/english.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.assistant import Assistant
from assistant.understanding.english_reading import read_english
from corpus.language.english import English, load_english
from evals.fits import fit_listwise
from evals.gold import GOLD
from evals.laws.questions import load_law_questions, open_laws
from evals.library.questions import LibraryQuestion, load_library_questions
from evals.runner import first_of
from evals.tune.cases import SEED, SHIPPED, Case, elsewhere_cases, law_cases, without
from evals.tune.library import tune_whether_on
from evals.tune.ranker import Measured, measure, platt, quality, rounded, sums
from evals.tune.scope import scope_rows, tune_scope
from index.across import read_signals_across
from index.ranker import load_ranker

_FOLDS = 5
#: How far the coefficients are held to those for Chinese.
_RIDGE = 0.03
#: Share of the answerable questions that may be refused, of all documents and of one.
_DENIED, _REFUSED = 0.02, 0.1
_BANK = ("bank", "bank.behind", "asked.log")
_EVALS = Path(__file__).parent.parent


def _read(path: Path, english: English) -> dict[str, str]:
    """Id → the question in both languages, as it is asked."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    readings = ((row["id"], read_english(row["question"], english)) for row in rows)
    return {id_: reading.both for id_, reading in readings if reading}


def library_questions(assistant: Assistant) -> list[LibraryQuestion]:
    """The questions over the documents that ship."""
    english = load_english([d.index.language.folder for d in assistant.documents])
    asked = _read(_EVALS / "library" / "english.jsonl", english)
    by_id = {q.id: q for q in load_library_questions("tuning")}
    return [replace(by_id[id_], text=text) for id_, text in asked.items()]


def english_law_cases(archive: Path) -> list[Case]:
    """The questions over laws without data."""
    asked = _read(_EVALS / "laws" / "english.jsonl", load_english([]))
    by_id = {q.id: q for q in load_law_questions("tune")}
    questions = [replace(by_id[id_], text=text) for id_, text in asked.items()]
    return law_cases(questions, open_laws(archive, questions))


def tune_english_ranker(assistant: Assistant, laws: Sequence[Case]) -> dict[str, object]:
    """Coefficients near those for Chinese, first for every text, then with a question bank."""
    own = [measure_all(assistant, q) for q in library_questions(assistant) if q.answerable]
    plain = [measure(c) for c in laws]
    groups = list(dict.fromkeys(c.group for c in laws))
    fold = np.random.default_rng(SEED).permutation(len(own)) % _FOLDS
    place = np.array([groups.index(c.group) % _FOLDS for c in laws])
    unseen, unseen_plain = ([np.zeros(0)] * len(c) for c in (own, plain))
    for k in range(_FOLDS):
        weights, bank = _fit(_others(own, fold, k), _others(plain, place, k))
        for row in np.flatnonzero(fold == k):
            unseen[row] = sums(with_words([own[row]], weights), bank)[0]
        for row in np.flatnonzero(place == k):
            unseen_plain[row] = sums([plain[row]], weights)[0]
    chinese = load_ranker()
    print(f"英文排序：自带的 {len(own)} 题，{len(groups)} 部法规 {len(plain)} 题；种子 {SEED}")
    before = sums(with_words(own, chinese.weights), {**chinese.bank, "constant": 0.0})
    print(f"  自带的：中文的系数 {quality(own, before).round(3)}", end="，")
    print(f"交叉验证 {quality(own, unseen).round(3)}")
    print(f"  法规：中文的系数 {quality(plain, sums(plain, chinese.weights)).round(3)}", end="，")
    print(f"交叉验证 {quality(plain, unseen_plain).round(3)}")
    weights, bank = _fit(own, plain)
    slope, bias = platt(plain, sums(plain, weights))
    joined = with_words(own, weights)
    steep, shift = platt(joined, sums(joined, bank))
    bank = {n: v * steep / slope for n, v in bank.items()}
    bank["constant"] = (shift - bias) / slope
    return {"weights": rounded(weights), "slope": slope, "bias": bias, "bank": rounded(bank)}


def _others(cases: Sequence[Measured], fold: NDArray[np.int64], k: int) -> list[Measured]:
    return [c for c, f in zip(cases, fold, strict=True) if f != k]


def measure_all(assistant: Assistant, question: LibraryQuestion) -> Measured:
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


def _fit(
    own: Sequence[Measured], plain: Sequence[Measured]
) -> tuple[dict[str, float], dict[str, float]]:
    chinese = load_ranker()
    weights = _near([*own, *plain], dict(chinese.weights))
    return weights, _near(with_words(own, weights), {n: chinese.bank[n] for n in (*_BANK, "words")})


def _near(cases: Sequence[Measured], start: dict[str, float]) -> dict[str, float]:
    x = [np.stack([c.features[n] for n in start], axis=1).astype(np.float64) for c in cases]
    must, ok = [c.must for c in cases], [c.ok for c in cases]
    found = fit_listwise(x, must, ok, _RIDGE, np.array(list(start.values())))
    return dict(zip(start, found.tolist(), strict=True))


def tune_english_scope(assistant: Assistant, laws: Sequence[Case]) -> dict[str, object]:
    """Whether one document answers an English question."""
    rows = [
        *scope_rows(laws),
        *scope_rows(map(without, laws), weight=0.5, made=True),
        *scope_rows(elsewhere_cases(laws), weight=0.5),
        *scope_rows(_first_cases(first_of(assistant)), weight=0.5),
    ]
    return tune_scope(rows, refused=_REFUSED)


def _first_cases(assistant: Assistant) -> list[Case]:
    """The questions to tune on over the first document."""
    english = load_english([assistant.index.language.folder])
    path = GOLD / "tuning" / "english.jsonl"
    asked = _read(path, english)
    gold = {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}
    return [
        Case(
            text,
            assistant,
            SHIPPED,
            gold[id_]["answerable"],
            must := frozenset(gold[id_]["must"]),
            must | frozenset(gold[id_]["ok"]),
        )
        for id_, text in asked.items()
    ]


def tune_english_whether(assistant: Assistant) -> dict[str, object]:
    """Whether any of several documents answers an English question."""
    return tune_whether_on(assistant, library_questions(assistant), _DENIED)
